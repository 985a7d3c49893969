//! The public keys, for whoever checks tokens: this side never sees a private one.

use crate::{
    key::{Jwk, VerifyingKey},
    key_cache::{Found, KeyCache, Named},
};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Result,
    identity::{KeyId, VerificationKeys},
};

/// The keys that are published, as far as this process knows.
pub struct PublishedKeys<'a> {
    source: &'a dyn VerificationKeys,
    cache: KeyCache<VerifyingKey>,
}

impl Named for VerifyingKey {
    fn id(&self) -> &KeyId {
        &self.id
    }
}

impl<'a> PublishedKeys<'a> {
    /// Reads the keys; that there are none yet is no failure.
    pub async fn open(source: &'a dyn VerificationKeys, now: DateTime<Utc>) -> Result<Self> {
        let keys = Self { source, cache: KeyCache::default() };
        keys.cache.look(keys.read(), now).await?;
        Ok(keys)
    }

    /// Returns the key with this identifier, and looks again for one that is not known.
    pub(crate) async fn find(&self, id: &KeyId, now: DateTime<Utc>) -> Result<Option<Found<VerifyingKey>>> {
        let known = self.cache.fresh(self.read(), now).await?;
        if let Some(found) = known.find(id) {
            return Ok(Some(found));
        }
        if !self.cache.may_look(now) {
            return Ok(None);
        }
        Ok(self.cache.look(self.read(), now).await?.find(id))
    }

    /// Describes all of them.
    pub async fn all(&self, now: DateTime<Utc>) -> Result<Vec<Jwk>> {
        let known = self.cache.fresh(self.read(), now).await?;
        Ok(known.keys.iter().map(|key| Jwk::of(&key.public)).collect())
    }

    async fn read(&self) -> Result<Vec<VerifyingKey>> {
        self.source.published().await?.iter().map(VerifyingKey::read).collect()
    }
}

#[cfg(test)]
mod tests;

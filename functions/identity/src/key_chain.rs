//! The private keys, for whoever issues tokens.

use crate::{
    key::LiveKey,
    key_cache::{Found, KeyCache, Named},
};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    identity::{KeyId, KeyRing, SigningKeys},
};

/// The keys that sign, as far as this process knows.
pub struct KeyChain<'a> {
    source: &'a dyn SigningKeys,
    cache: KeyCache<LiveKey>,
}

impl Named for LiveKey {
    fn id(&self) -> &KeyId {
        &self.id
    }
}

impl<'a> KeyChain<'a> {
    /// Reads the keys; that there are none yet is no failure.
    pub async fn open(source: &'a dyn SigningKeys, now: DateTime<Utc>) -> Result<Self> {
        let chain = Self { source, cache: KeyCache::default() };
        chain.cache.look(chain.read(), now).await?;
        Ok(chain)
    }

    /// Returns the key that signs.
    pub(crate) async fn signing(&self, now: DateTime<Utc>) -> Result<Found<LiveKey>> {
        let known = self.cache.fresh(self.read(), now).await?;
        known.first().ok_or_else(|| Error::unavailable("signing in", "the platform has no signing key yet"))
    }

    async fn read(&self) -> Result<Vec<LiveKey>> {
        let ring = self.source.key_ring().await?;
        ring.iter().flat_map(KeyRing::keys).map(LiveKey::read).collect()
    }
}

#[cfg(test)]
mod tests;

//! The keys in use, as far as this process knows, and when to look again.

use crate::key::{Jwk, LiveKey};
use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::{
    Error, Result,
    identity::{KeyId, KeyRing, SigningKeys},
};
use std::sync::{Arc, Mutex, PoisonError};

/// After how long the keys are read again, so that a rotation reaches every process.
const REREAD: TimeDelta = TimeDelta::minutes(5);
/// How often an unknown key makes us look at most, so that made-up tokens cost us next to nothing.
const LOOK: TimeDelta = TimeDelta::seconds(30);

/// The keys in use.
pub struct KeyChain<'a> {
    source: &'a dyn SigningKeys,
    known: Mutex<Known>,
}

#[derive(Clone, Default)]
struct Known {
    keys: Arc<[LiveKey]>,
    looked_at: Option<DateTime<Utc>>,
}

impl Known {
    fn is_older_than(&self, age: TimeDelta, now: DateTime<Utc>) -> bool {
        self.looked_at.is_none_or(|looked_at| now - looked_at >= age)
    }

    fn find(&self, id: &KeyId) -> Option<Found> {
        let at = self.keys.iter().position(|key| key.id == *id)?;
        Some(Found { keys: Arc::clone(&self.keys), at })
    }
}

/// A key of the chain, kept alive while the chain moves on.
pub(crate) struct Found {
    keys: Arc<[LiveKey]>,
    at: usize,
}

impl std::ops::Deref for Found {
    type Target = LiveKey;

    fn deref(&self) -> &LiveKey {
        &self.keys[self.at]
    }
}

impl<'a> KeyChain<'a> {
    /// Reads the keys; that there are none yet is no failure.
    pub async fn open(source: &'a dyn SigningKeys, now: DateTime<Utc>) -> Result<Self> {
        let chain = Self { source, known: Mutex::default() };
        chain.look(now).await?;
        Ok(chain)
    }

    /// Returns the key that signs.
    pub(crate) async fn signing(&self, now: DateTime<Utc>) -> Result<Found> {
        let known = self.fresh(now).await?;
        if known.keys.is_empty() {
            return Err(Error::unavailable("signing in", "the platform has no signing key yet"));
        }
        Ok(Found { keys: known.keys, at: 0 })
    }

    /// Returns the key with this identifier, and looks again for one that is not known.
    pub(crate) async fn verifying(&self, id: &KeyId, now: DateTime<Utc>) -> Result<Option<Found>> {
        let known = self.fresh(now).await?;
        if let Some(found) = known.find(id) {
            return Ok(Some(found));
        }
        if !known.is_older_than(LOOK, now) {
            return Ok(None);
        }
        Ok(self.look(now).await?.find(id))
    }

    /// Returns the public halves.
    pub async fn public(&self, now: DateTime<Utc>) -> Result<Vec<Jwk>> {
        let known = self.fresh(now).await?;
        Ok(known.keys.iter().map(|key| key.public.clone()).collect())
    }

    async fn fresh(&self, now: DateTime<Utc>) -> Result<Known> {
        let known = self.known();
        if !known.keys.is_empty() && !known.is_older_than(REREAD, now) {
            return Ok(known);
        }
        match self.look(now).await {
            // Keys that were good five minutes ago are better than no answer.
            Err(error) if !known.keys.is_empty() => {
                tracing::warn!(error = &error as &dyn std::error::Error, "the signing keys could not be read again");
                Ok(known)
            }
            looked => looked,
        }
    }

    async fn look(&self, now: DateTime<Utc>) -> Result<Known> {
        // The attempt counts even if it fails: otherwise every request would repeat it.
        self.learn(|known| known.looked_at = Some(now));
        let ring = self.source.key_ring().await?;
        let keys = ring.iter().flat_map(KeyRing::keys).map(LiveKey::read).collect::<Result<Arc<[LiveKey]>>>()?;
        self.learn(|known| known.keys = keys);
        Ok(self.known())
    }

    fn known(&self) -> Known {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn learn(&self, change: impl FnOnce(&mut Known)) {
        change(&mut self.known.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

#[cfg(test)]
mod tests;

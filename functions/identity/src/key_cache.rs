//! Keys that were read once and are read again now and then.

use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::{Result, identity::KeyId};
use std::sync::{Arc, Mutex, PoisonError};

/// After how long keys are read again, so that a rotation reaches every process.
///
/// It has to be far shorter than the notice that a key is given before it signs.
const REREAD: TimeDelta = TimeDelta::minutes(5);
/// How often an unknown key makes a process look at most, so that made-up tokens cost next to nothing.
const LOOK: TimeDelta = TimeDelta::seconds(30);

/// A key that is told apart from others by its identifier.
pub(crate) trait Named {
    /// Returns the identifier.
    fn id(&self) -> &KeyId;
}

/// The keys that one process knows.
pub(crate) struct KeyCache<K> {
    known: Mutex<Known<K>>,
}

impl<K> Default for KeyCache<K> {
    fn default() -> Self {
        Self { known: Mutex::new(Known { keys: Arc::new([]), looked_at: None }) }
    }
}

/// What was read last, and when.
pub(crate) struct Known<K> {
    pub(crate) keys: Arc<[K]>,
    looked_at: Option<DateTime<Utc>>,
}

impl<K> Clone for Known<K> {
    fn clone(&self) -> Self {
        Self { keys: Arc::clone(&self.keys), looked_at: self.looked_at }
    }
}

impl<K> Known<K> {
    /// Returns the first key.
    pub(crate) fn first(&self) -> Option<Found<K>> {
        (!self.keys.is_empty()).then(|| Found { keys: Arc::clone(&self.keys), at: 0 })
    }

    fn is_older_than(&self, age: TimeDelta, now: DateTime<Utc>) -> bool {
        self.looked_at.is_none_or(|looked_at| now - looked_at >= age)
    }
}

impl<K: Named> Known<K> {
    /// Returns the key with this identifier.
    pub(crate) fn find(&self, id: &KeyId) -> Option<Found<K>> {
        let at = self.keys.iter().position(|key| key.id() == id)?;
        Some(Found { keys: Arc::clone(&self.keys), at })
    }
}

/// A known key, kept alive while others take its place.
pub(crate) struct Found<K> {
    keys: Arc<[K]>,
    at: usize,
}

impl<K> std::ops::Deref for Found<K> {
    type Target = K;

    fn deref(&self) -> &K {
        &self.keys[self.at]
    }
}

impl<K> KeyCache<K> {
    /// Returns the keys of the last minutes; `reading` is awaited only where they have to be read
    /// again, or there are none.
    pub(crate) async fn fresh(
        &self,
        reading: impl Future<Output = Result<Vec<K>>>,
        now: DateTime<Utc>,
    ) -> Result<Known<K>> {
        let known = self.known();
        if !known.keys.is_empty() && !known.is_older_than(REREAD, now) {
            return Ok(known);
        }
        match self.look(reading, now).await {
            // Keys that were good five minutes ago are better than no answer.
            Err(error) if !known.keys.is_empty() => {
                tracing::warn!(error = &error as &dyn std::error::Error, "the keys could not be read again");
                Ok(known)
            }
            looked => looked,
        }
    }

    /// Tells whether it may be looked for a key that is not known.
    pub(crate) fn may_look(&self, now: DateTime<Utc>) -> bool {
        self.known().is_older_than(LOOK, now)
    }

    /// Reads the keys.
    pub(crate) async fn look(
        &self,
        reading: impl Future<Output = Result<Vec<K>>>,
        now: DateTime<Utc>,
    ) -> Result<Known<K>> {
        // The attempt counts even if it fails: otherwise every request would repeat it.
        self.learn(|known| known.looked_at = Some(now));
        let keys = reading.await?;
        self.learn(|known| known.keys = keys.into());
        Ok(self.known())
    }

    fn known(&self) -> Known<K> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn learn(&self, change: impl FnOnce(&mut Known<K>)) {
        change(&mut self.known.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

//! What fakes keep of a commit: the events that were told and the requests that were answered.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::{
    Error, Result,
    command::{Claim, Claimed, Commit, Idempotency, Receipt},
    event::Event,
    id::TenantId,
};
use serde_json::Value;
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// The outbox and the idempotency rows of a fake.
#[derive(Debug, Default)]
pub struct MemoryCommits {
    kept: Mutex<Kept>,
    /// The types of events that are not kept.
    forgotten: &'static [&'static str],
}

#[derive(Debug, Default)]
struct Kept {
    events: Vec<Event>,
    claims: HashMap<(TenantId, String), Row>,
}

#[derive(Debug)]
struct Row {
    fingerprint: String,
    attempt: String,
    lease_until: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    answer: Option<Value>,
}

impl Row {
    fn is_held_by(&self, claim: &Claim) -> bool {
        self.attempt == claim.attempt && self.answer.is_none()
    }
}

impl MemoryCommits {
    /// Keeps no events of these types, of which there are too many.
    pub fn forgetting(kinds: &'static [&'static str]) -> Self {
        Self { forgotten: kinds, ..Self::default() }
    }

    /// Returns the events that were kept after so many.
    pub fn events_after(&self, count: usize) -> Vec<Event> {
        self.lock().events.get(count..).map(<[Event]>::to_vec).unwrap_or_default()
    }

    /// Keeps the events and settles the claim; nothing changes if the claim was lost.
    pub fn commit(&self, commit: Commit) -> Result<()> {
        let mut kept = self.lock();
        if let Some(Receipt { claim, answer }) = commit.receipt {
            let row = kept.claims.get_mut(&(claim.tenant.clone(), claim.key.clone()));
            let row = row.filter(|row| row.is_held_by(&claim)).ok_or(Error::IdempotencyKeyRunning)?;
            row.answer = Some(answer);
        }
        kept.events.extend(commit.events.into_iter().filter(|event| !self.forgotten.contains(&event.kind.as_str())));
        Ok(())
    }

    /// Returns every event that was told, in the order of the commits.
    pub fn events(&self) -> Vec<Event> {
        self.lock().events.clone()
    }

    /// Returns the types of the events that were told, in the order of the commits.
    pub fn kinds(&self) -> Vec<String> {
        self.lock().events.iter().map(|event| event.kind.clone()).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Idempotency for MemoryCommits {
    async fn claim(&self, claim: &Claim, now: DateTime<Utc>, lease_until: DateTime<Utc>) -> Result<Claimed> {
        let mut kept = self.lock();
        let key = (claim.tenant.clone(), claim.key.clone());
        match kept.claims.get(&key).filter(|row| row.expires_at > now) {
            Some(row) if row.fingerprint != claim.fingerprint => return Ok(Claimed::Reused),
            Some(Row { answer: Some(answer), .. }) => return Ok(Claimed::Answered(answer.clone())),
            Some(row) if row.lease_until > now && row.attempt != claim.attempt => return Ok(Claimed::Running),
            _ => {}
        }
        let row = Row {
            fingerprint: claim.fingerprint.clone(),
            attempt: claim.attempt.clone(),
            lease_until,
            expires_at: now + TimeDelta::hours(24),
            answer: None,
        };
        kept.claims.insert(key, row);
        Ok(Claimed::Ours)
    }

    async fn release(&self, claim: &Claim) -> Result<()> {
        let mut kept = self.lock();
        let key = (claim.tenant.clone(), claim.key.clone());
        if kept.claims.get(&key).is_some_and(|row| row.is_held_by(claim)) {
            kept.claims.remove(&key);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conformance::idempotency::idempotency;

    #[tokio::test]
    async fn conforms() {
        let commits = MemoryCommits::default();

        idempotency(&commits, &commits).await;
    }
}

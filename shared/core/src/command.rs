//! How a change is committed: the aggregate, its events and the answer to the request in one
//! transaction.

use crate::{
    Error, Result,
    event::{Event, Fact, Origin},
    id::TenantId,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{fmt, str::FromStr};

/// The number of changes that an aggregate has seen; the first version is 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Version(pub u64);

impl Version {
    /// The version of an aggregate that was just made.
    pub const FIRST: Self = Self(1);

    /// Returns the version after one more change.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// A change that somebody asked for: why, and the claim on the idempotency key that came with it.
#[derive(Clone, Debug)]
pub struct Command {
    /// Why the change is made.
    pub origin: Origin,
    /// The claim that the edge made for the request; `None` where no key is asked for.
    pub claim: Option<Claim>,
}

impl Command {
    /// Begins the commit of this command; `answer` is what a repeated request will be told.
    pub fn commit(&self, answer: Value) -> Commit {
        let receipt = self.claim.clone().map(|claim| Receipt { claim, answer });
        Commit { events: Vec::new(), receipt }
    }
}

/// What is written together with an aggregate.
#[derive(Clone, Debug, Default)]
pub struct Commit {
    /// What happened, for the outbox.
    pub events: Vec<Event>,
    /// The answer to the request, for the idempotency row.
    pub receipt: Option<Receipt>,
}

impl Commit {
    /// Begins a commit that answers nobody, such as a schedule's.
    pub fn unasked() -> Self {
        Self::default()
    }

    /// Adds what happened; `version` is the version of the aggregate after it.
    #[must_use]
    pub fn telling<F: Fact>(mut self, origin: &Origin, fact: &F, version: Version) -> Self {
        self.events.push(origin.event(fact, version.0));
        self
    }
}

/// The value of an `Idempotency-Key` header: 1 to 128 visible ASCII characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IdempotencyKey(String);

impl FromStr for IdempotencyKey {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let fits = (1..=128).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        if fits { Ok(Self(text.to_owned())) } else { Err(Error::IdempotencyKeyMissing) }
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The right to answer one request, held until the answer is recorded or the lease ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The tenant whose key it is.
    pub tenant: TenantId,
    /// The key that the client chose, scoped by the edge to the user and the operation.
    pub key: String,
    /// SHA-256 of the request, in hexadecimal digits.
    pub fingerprint: String,
    /// Distinguishes this attempt from an earlier one whose lease ended.
    pub attempt: String,
}

/// A claim with its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Receipt {
    /// The claim that is settled.
    pub claim: Claim,
    /// What a repeated request is told, as the edge wrote it down.
    pub answer: Value,
}

/// What became of an attempt to claim an idempotency key.
#[derive(Clone, Debug, PartialEq)]
pub enum Claimed {
    /// The request is ours to carry out.
    Ours,
    /// Another attempt at the same request is under way.
    Running,
    /// The key stands for a different request.
    Reused,
    /// The request was carried out; this is its answer.
    Answered(Value),
}

/// The memory of which requests were carried out.
#[async_trait]
pub trait Idempotency: Send + Sync {
    /// Claims the key until `lease_until`, unless it is taken.
    async fn claim(&self, claim: &Claim, now: DateTime<Utc>, lease_until: DateTime<Utc>) -> Result<Claimed>;

    /// Gives a claim back, so that the client may send a corrected request under the same key.
    async fn release(&self, claim: &Claim) -> Result<()>;
}

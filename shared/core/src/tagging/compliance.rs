//! What the judgements of an account's resources add up to.

use super::{Judgement, TagKey, TagPolicy};
use crate::{
    agent::HistoricalAgent,
    aws::{AccountId, ResourceType},
    command::Version,
    resource::Resource,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How many resources were judged, and how many of them break no rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// Resources of which a rule asks something.
    pub judged: u64,
    /// Those that have all that is asked for.
    pub compliant: u64,
}

impl Score {
    /// Adds two scores.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { judged: self.judged + other.judged, compliant: self.compliant + other.compliant }
    }

    /// Returns how many percent comply, with two decimals and rounded down, so that 100 means all;
    /// `None` where nothing was judged.
    pub fn percent(self) -> Option<f64> {
        let hundredths = self.compliant.saturating_mul(10_000).checked_div(self.judged)?;
        // At most 10,000, which a `u32` and so a `f64` hold exactly.
        u32::try_from(hundredths).ok().map(|hundredths| f64::from(hundredths) / 100.0)
    }
}

/// How resources comply, taken together and apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scores {
    /// All of them.
    pub total: Score,
    /// By type.
    pub by_type: BTreeMap<ResourceType, Score>,
    /// By the agent that owns them.
    pub by_owner_agent: BTreeMap<HistoricalAgent, Score>,
    /// How many resources break a rule about a key.
    pub breaches_by_key: BTreeMap<TagKey, u64>,
    /// How many resources nobody can tag.
    pub untaggable: u64,
    /// How many resources no rule asks anything of.
    pub unbound: u64,
}

impl Scores {
    /// Counts one resource.
    pub fn count(&mut self, policy: &TagPolicy, resource: &Resource) {
        let breaches = match policy.judge(resource) {
            Judgement::Untaggable => return self.untaggable += 1,
            Judgement::Unbound => return self.unbound += 1,
            Judgement::Judged(breaches) => breaches,
        };
        let score = Score { judged: 1, compliant: u64::from(breaches.is_empty()) };
        self.total = self.total.plus(score);
        let of_type = self.by_type.entry(resource.id.resource_type.clone()).or_default();
        *of_type = of_type.plus(score);
        let of_agent = self.by_owner_agent.entry(resource.owner_agent).or_default();
        *of_agent = of_agent.plus(score);
        // Two rules may be about one key; the resource is counted once.
        let keys: BTreeSet<TagKey> = breaches.into_iter().map(|breach| breach.key).collect();
        for key in keys {
            *self.breaches_by_key.entry(key).or_default() += 1;
        }
    }

    /// Adds the scores of other resources.
    pub fn add(&mut self, other: &Self) {
        self.total = self.total.plus(other.total);
        for (resource_type, score) in &other.by_type {
            let sum = self.by_type.entry(resource_type.clone()).or_default();
            *sum = sum.plus(*score);
        }
        for (agent, score) in &other.by_owner_agent {
            let sum = self.by_owner_agent.entry(*agent).or_default();
            *sum = sum.plus(*score);
        }
        for (key, breaches) in &other.breaches_by_key {
            *self.breaches_by_key.entry(key.clone()).or_default() += breaches;
        }
        self.untaggable += other.untaggable;
        self.unbound += other.unbound;
    }
}

/// How the resources of one account comply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compliance {
    /// The account.
    pub account_id: AccountId,
    /// The version of the policy that they were judged by.
    pub policy_version: Version,
    /// What they add up to.
    pub scores: Scores,
    /// Whether everything in the account was seen.
    pub complete: bool,
    /// Since when it is so.
    pub since: DateTime<Utc>,
}

impl Compliance {
    /// Tells whether another finding says the same.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let Self { account_id, policy_version, scores, complete, since: _ } = self;
        *account_id == other.account_id
            && *policy_version == other.policy_version
            && *scores == other.scores
            && *complete == other.complete
    }
}

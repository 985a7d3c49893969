//! How agents follow the estate. Pure rules.
//!
//! A [`Sight`] remembers, region by region, how the service was last seen; a scan that looked at a
//! part of the regions changes that part. The state of an agent follows from its sight, from whether
//! there is anything to see, and from whether its account is still there, and from nothing else.

use super::{AgentName, AgentState, Autonomy, ServiceAgent, decision_maker_of};
use crate::{
    aws::{AccountId, Region, Service},
    command::Version,
    resource::Resource,
    scan::{Shard, ShardState},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How one region of a service was last seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sighting {
    /// Whole.
    Whole,
    /// In part.
    Partial,
    /// Not at all.
    Unseen,
}

impl Sighting {
    /// Reads a row of the coverage ledger; `None` while the shard has not ended.
    pub fn of(state: ShardState) -> Option<Self> {
        match state {
            ShardState::Pending | ShardState::Running => None,
            ShardState::Read => Some(Self::Whole),
            ShardState::Partial => Some(Self::Partial),
            ShardState::Denied
            | ShardState::Throttled
            | ShardState::TimedOut
            | ShardState::Unreachable
            | ShardState::Skipped
            | ShardState::Failed => Some(Self::Unseen),
        }
    }
}

/// How a service of an account was last seen, in each region that was looked at.
pub type Sight = BTreeMap<Region, Sighting>;

/// Decides how an agent stands.
///
/// What is seen in part counts as a hole, but not as blindness. Before the first look there is
/// nothing that an agent could have missed or seen, so it is blind.
pub fn state_of(account_is_there: bool, sight: &Sight, has_resources: bool) -> AgentState {
    let seen = |sighting: Sighting| sight.values().any(|each| *each == sighting);
    if !account_is_there {
        AgentState::Retired
    } else if !seen(Sighting::Whole) && !seen(Sighting::Partial) {
        AgentState::Blind
    } else if seen(Sighting::Partial) || seen(Sighting::Unseen) {
        AgentState::Degraded
    } else if has_resources {
        AgentState::Observing
    } else {
        AgentState::Idle
    }
}

/// What was found out about one account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Whether the account is still connected, or on the way to be.
    pub account_is_there: bool,
    /// Whether the ledger is of a scan that looked at every region; else what is not in it stays.
    pub whole: bool,
    /// How each service was seen.
    sights: BTreeMap<Service, Sight>,
    /// The agents that the resources of each service need; a service without resources is not in it.
    needs: BTreeMap<Service, BTreeSet<AgentName>>,
}

impl Findings {
    /// Begins the findings of an account.
    pub fn of_account(account_is_there: bool, whole: bool) -> Self {
        Self { account_is_there, whole, ..Self::default() }
    }

    /// Takes a row of the coverage ledger into account.
    pub fn see(&mut self, shard: &Shard) {
        let scope = shard.id.scope();
        if let Some(sighting) = Sighting::of(shard.state) {
            self.sights.entry(scope.service.clone()).or_default().insert(scope.region.clone(), sighting);
        }
    }

    /// Takes a resource into account.
    pub fn count(&mut self, resource: &Resource) {
        let name = AgentName::of(&resource.id);
        let needs = self.needs.entry(name.service.clone()).or_default();
        for target in resource.dependencies.iter().map(AgentName::of) {
            if target != name && needs.len() < ServiceAgent::MOST_DEPENDENCIES {
                needs.insert(target);
            }
        }
    }

    /// Brings the agents of the account up to date and returns those that are new or have changed,
    /// each with what it was before.
    ///
    /// What people have decided stays. The one exception takes away: an agent whose account is gone
    /// comes back, if it ever does, with no more autonomy than an agent that nobody decided about.
    pub fn changes(
        &self,
        account_id: &AccountId,
        known: &[ServiceAgent],
        now: DateTime<Utc>,
    ) -> Vec<(Option<ServiceAgent>, ServiceAgent)> {
        let known: BTreeMap<&Service, &ServiceAgent> = known.iter().map(|agent| (&agent.name.service, agent)).collect();
        // An account that is gone gets no new agents.
        let found = self.sights.keys().chain(self.needs.keys()).filter(|_| self.account_is_there);
        let services: BTreeSet<&Service> = known.keys().copied().chain(found).collect();
        let follow = |service: &Service| {
            let name = AgentName { account_id: account_id.clone(), service: service.clone() };
            let before = known.get(service).copied();
            let after = self.follow(name, before, now);
            (before != Some(&after)).then(|| (before.cloned(), after))
        };
        services.into_iter().filter_map(follow).collect()
    }

    /// Returns an agent as it has to be; the same as before where nothing has changed.
    fn follow(&self, name: AgentName, before: Option<&ServiceAgent>, now: DateTime<Utc>) -> ServiceAgent {
        let service = &name.service;
        let needs = self.needs.get(service);
        let sight = self.sight(service, before);
        let state = state_of(self.account_is_there, &sight, needs.is_some());
        let dependencies = needs.cloned().unwrap_or_default();
        let Some(before) = before else {
            let decision_maker = decision_maker_of(service);
            return ServiceAgent {
                name,
                version: Version::FIRST,
                dependencies,
                state,
                sight,
                autonomy_level: Autonomy::RECOMMEND,
                decision_maker,
                decision: None,
                created_at: now,
                updated_at: now,
            };
        };
        let mut after = ServiceAgent { dependencies, state, sight, ..before.clone() };
        if state == AgentState::Retired {
            after.autonomy_level = before.autonomy_level.min(Autonomy::RECOMMEND);
        }
        if after != *before {
            after.version = before.version.next();
            after.updated_at = now;
        }
        after
    }

    /// Puts what was seen now over what was seen before.
    fn sight(&self, service: &Service, before: Option<&ServiceAgent>) -> Sight {
        let before = before.map(|agent| agent.sight.clone()).unwrap_or_default();
        match self.sights.get(service) {
            Some(now) if self.whole => now.clone(),
            Some(now) => before.into_iter().chain(now.clone()).collect(),
            None => before,
        }
    }
}

//! When a scope was not looked at for too long, or was seen with a hole that may pass.

use crate::{
    Result,
    aws::{AccountId, Region, Service},
    collect::{Gap, GapReason, Scope},
    command::{Commit, Version},
    id::{ScanId, TenantId},
    scan::{ScanRequest, ShardState},
};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeSet;

/// How long must lie between two reconciliations of a tenant at least.
pub const EVERY: TimeDelta = TimeDelta::hours(1);

/// How a scope stood when somebody last looked at all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The scope.
    pub scope: Scope,
    /// How the look ended.
    pub state: ShardState,
    /// What could not be seen.
    pub gaps: Vec<Gap>,
    /// When it ended.
    pub at: DateTime<Utc>,
}

impl Standing {
    /// Tells whether the scope must be looked at again.
    pub fn is_due(&self, now: DateTime<Utc>, limit: TimeDelta) -> bool {
        now - self.at > limit || self.has_passing_hole()
    }

    /// Tells whether something was not seen for a reason that may not be there any more.
    fn has_passing_hole(&self) -> bool {
        match self.state {
            ShardState::Throttled | ShardState::TimedOut | ShardState::Unreachable | ShardState::Failed => true,
            ShardState::Partial => self.gaps.iter().any(|gap| may_pass(gap.reason)),
            _ => false,
        }
    }
}

fn may_pass(reason: GapReason) -> bool {
    matches!(reason, GapReason::Throttled | GapReason::TimedOut | GapReason::Unreachable | GapReason::Failed)
}

/// Asks for a scan of these scopes; `None` if there are none.
///
/// A request names accounts, regions and services, so it may cover more than the scopes; it covers
/// all of them, and what has not changed costs no write.
pub fn request<'a>(due: impl IntoIterator<Item = &'a Scope>) -> Option<ScanRequest> {
    let mut accounts: BTreeSet<AccountId> = BTreeSet::new();
    let mut regions: BTreeSet<Region> = BTreeSet::new();
    let mut services: BTreeSet<Service> = BTreeSet::new();
    for Scope { account_id, region, service } in due {
        accounts.insert(account_id.clone());
        regions.insert(region.clone());
        services.insert(service.clone());
    }
    (!accounts.is_empty()).then(|| ScanRequest {
        accounts: accounts.into_iter().collect(),
        regions: regions.into_iter().collect(),
        services: services.into_iter().collect(),
    })
}

/// The last scan that was started because something had not been looked at for too long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconciliation {
    /// How often it has changed.
    pub version: Version,
    /// The scan.
    pub scan_id: ScanId,
    /// For how many scopes it was started.
    pub scopes: u64,
    /// When it was started.
    pub at: DateTime<Utc>,
    /// Whether it was told what came of it.
    pub told: bool,
}

/// The reconciliations of tenants.
#[async_trait]
pub trait Reconciliations: Send + Sync {
    /// Returns the last one, or `None` if there was none.
    async fn reconciliation(&self, tenant: &TenantId) -> Result<Option<Reconciliation>>;
    /// Replaces the one whose version is one less, else `precondition_failed`; the first is version 1.
    async fn keep_reconciliation(&self, tenant: &TenantId, kept: &Reconciliation, commit: Commit) -> Result<()>;
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LIMIT: TimeDelta = TimeDelta::hours(6);

    fn scope(text: &str) -> Scope {
        text.parse::<crate::scan::ShardId>().unwrap().scope().clone()
    }

    fn standing(state: ShardState, reason: Option<GapReason>) -> Standing {
        let gap = |reason| Gap { operation: "ec2:Describe".into(), reason, detail: String::new() };
        let gaps = reason.map(gap).into_iter().collect();
        Standing { scope: scope("111111111111:eu-west-1:ec2"), state, gaps, at: DateTime::UNIX_EPOCH }
    }

    #[test]
    fn looks_again_after_the_limit_and_where_a_hole_may_have_passed() {
        let cases = [
            (ShardState::Read, None, 5, false),
            (ShardState::Read, None, 7, true),
            (ShardState::Throttled, Some(GapReason::Throttled), 1, true),
            (ShardState::Unreachable, Some(GapReason::Unreachable), 1, true),
            (ShardState::Partial, Some(GapReason::TimedOut), 1, true),
            (ShardState::Partial, Some(GapReason::Denied), 1, false),
            (ShardState::Denied, Some(GapReason::Denied), 1, false),
            (ShardState::Denied, Some(GapReason::Denied), 7, true),
            (ShardState::Skipped, Some(GapReason::RegionDisabled), 1, false),
        ];
        for (state, reason, hours, due) in cases {
            let now = DateTime::UNIX_EPOCH + TimeDelta::hours(hours);
            assert_eq!(standing(state, reason).is_due(now, LIMIT), due, "{state:?} {reason:?} after {hours} h");
        }
    }

    #[test]
    fn asks_for_nothing_where_nothing_is_due() {
        assert_eq!(request([]), None);
    }

    proptest! {
        #[test]
        fn covers_every_scope_that_is_due(
            due in prop::collection::btree_set(
                "(111111111111|222222222222):(eu-west-1|us-east-1|global):(ec2|s3|iam)", 1..6,
            ),
        ) {
            let due: Vec<Scope> = due.iter().map(|text| scope(text)).collect();
            let request = request(&due).unwrap();

            for Scope { account_id, region, service } in &due {
                prop_assert!(request.accounts.contains(account_id));
                prop_assert!(request.regions.contains(region));
                prop_assert!(request.services.contains(service));
            }
        }
    }
}

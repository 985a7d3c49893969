//! Which shards a scan has. Pure rules.

use pantheon_core::{
    account::{Account, AccountKind, AccountState},
    aws::{Region, Service},
    catalog::{COLLECTED_SERVICES, CollectedService, Reach},
    collect::{Gap, GapReason, Scope},
    scan::{ScanRequest, Shard, ShardId, Target},
};
use std::collections::BTreeMap;

/// Tells whether a scan adds the account to those that it looks at.
///
/// One that is not verified is looked at in vain, but that shall be seen; one that has ended is not
/// missed.
pub fn looks_at(request: &ScanRequest, account: &Account) -> bool {
    let missed = match account.state {
        AccountState::Pending | AccountState::Refused | AccountState::Connected => true,
        AccountState::Disconnected | AccountState::Left => false,
    };
    missed && asks_for(&request.accounts, &account.id)
}

/// Returns what the shards of an account are planned from, once its regions were asked for.
pub fn target(account: &Account, enabled: Result<Vec<Region>, Gap>) -> Target {
    Target {
        account_id: account.id.clone(),
        manages_organization: account.kind == AccountKind::Organization,
        wanted: account.regions.clone(),
        enabled,
    }
}

/// Says why the regions of an account are not asked for; `None` if they are.
pub fn not_asked(account: &Account) -> Option<Gap> {
    let state = match account.state {
        AccountState::Connected => return None,
        AccountState::Refused => "was refused",
        AccountState::Pending => "is not verified yet",
        AccountState::Disconnected | AccountState::Left => "has ended since the scan began",
    };
    Some(Gap {
        operation: "sts:AssumeRole".to_owned(),
        reason: GapReason::Skipped,
        detail: format!(
            "the connection of this account {state}; verify it with POST /v1/aws/accounts/{}/verify",
            account.id
        ),
    })
}

/// The shards of a scan: those to collect, and those already known to stay unseen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScanPlan {
    /// Every shard; one that is mapped to a gap is not worth a collector.
    pub shards: BTreeMap<ShardId, Option<Gap>>,
}

impl ScanPlan {
    /// Plans one shard per account, region and service, as far as the request asks for it.
    pub fn of(request: &ScanRequest, targets: &[Target]) -> Self {
        let mut plan = Self::default();
        for target in targets.iter().filter(|target| asks_for(&request.accounts, &target.account_id)) {
            for service in COLLECTED_SERVICES.iter().filter(|service| answers(service, target)) {
                plan.add_service(request, target, service);
            }
        }
        plan
    }

    /// Returns the shards as they begin: pending, and with what is known to stay unseen.
    pub fn into_shards(self) -> Vec<Shard> {
        let shard = |(id, gap): (ShardId, Option<Gap>)| Shard { gaps: gap.into_iter().collect(), ..Shard::pending(id) };
        self.shards.into_iter().map(shard).collect()
    }

    fn add_service(&mut self, request: &ScanRequest, target: &Target, collected: &CollectedService) {
        let Ok(service) = collected.name.parse::<Service>() else { return };
        if !asks_for(&request.services, &service) {
            return;
        }
        for (region, gap) in regions_of(target, collected.reach != Reach::Regional) {
            // The row of an account whose regions nobody knows stands for whichever were asked for.
            let stands_for_all = gap.is_some() && region.is_global();
            if stands_for_all || asks_for(&request.regions, &region) {
                let scope = Scope { account_id: target.account_id.clone(), region, service: service.clone() };
                self.shards.insert(scope.into(), gap);
            }
        }
    }
}

/// An organization answers to its management account alone; asking elsewhere would be no hole in what we see.
fn answers(service: &CollectedService, target: &Target) -> bool {
    service.reach != Reach::Organization || target.manages_organization
}

/// An empty list asks for everything.
fn asks_for<T: PartialEq>(asked: &[T], thing: &T) -> bool {
    asked.is_empty() || asked.contains(thing)
}

/// The regions in which a service of an account is looked at, each with why it cannot be, if so.
fn regions_of(target: &Target, global: bool) -> Vec<(Region, Option<Gap>)> {
    match &target.enabled {
        // Without the list of regions nothing can be read there, so one row tells it for all of them.
        Err(gap) => match target.wanted.as_deref() {
            Some(wanted) if !global => wanted.iter().map(|region| (region.clone(), Some(gap.clone()))).collect(),
            _ => vec![(Region::global(), Some(gap.clone()))],
        },
        Ok(_) if global => vec![(Region::global(), None)],
        Ok(enabled) => {
            let wanted = target.wanted.as_deref().unwrap_or(enabled);
            wanted.iter().map(|region| (region.clone(), disabled(enabled, region))).collect()
        }
    }
}

fn disabled(enabled: &[Region], region: &Region) -> Option<Gap> {
    (!enabled.contains(region)).then(|| Gap {
        operation: "account:ListRegions".to_owned(),
        reason: GapReason::RegionDisabled,
        detail: format!("{region} is not enabled in this account"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*, sample::subsequence};

    const REGIONS: [&str; 3] = ["us-east-1", "eu-west-1", "ap-southeast-2"];
    const ACCOUNTS: [&str; 3] = ["111111111111", "222222222222", "333333333333"];

    fn target(account: &str, wanted: Option<&[&str]>, enabled: Result<&[&str], Gap>) -> Target {
        let parse = |regions: &[&str]| regions.iter().map(|region| region.parse().unwrap()).collect::<Vec<Region>>();
        Target {
            account_id: account.parse().unwrap(),
            manages_organization: account == ACCOUNTS[0],
            wanted: wanted.map(parse),
            enabled: enabled.map(parse),
        }
    }

    fn denied() -> Gap {
        Gap { operation: "sts:AssumeRole".into(), reason: GapReason::Denied, detail: "no".into() }
    }

    fn rows(plan: &ScanPlan) -> Vec<String> {
        plan.shards.keys().map(ToString::to_string).collect()
    }

    #[test]
    fn reads_global_services_once_per_account() {
        let request =
            ScanRequest { services: vec!["iam".parse().unwrap(), "ec2".parse().unwrap()], ..Default::default() };
        let plan = ScanPlan::of(&request, &[target(ACCOUNTS[0], None, Ok(&REGIONS[..2]))]);

        assert_eq!(
            rows(&plan),
            ["111111111111:eu-west-1:ec2", "111111111111:global:iam", "111111111111:us-east-1:ec2"]
        );
        assert!(plan.shards.values().all(Option::is_none));
    }

    #[test]
    fn tells_which_wanted_region_is_disabled() {
        let request = ScanRequest { services: vec!["ec2".parse().unwrap()], ..Default::default() };
        let plan = ScanPlan::of(&request, &[target(ACCOUNTS[0], Some(&REGIONS), Ok(&REGIONS[..2]))]);

        let gaps: Vec<_> =
            plan.shards.iter().filter_map(|(id, gap)| Some((id.to_string(), gap.as_ref()?.reason))).collect();
        assert_eq!(gaps, [("111111111111:ap-southeast-2:ec2".to_owned(), GapReason::RegionDisabled)]);
    }

    #[test]
    fn keeps_an_account_that_cannot_be_entered_in_the_ledger() {
        let plan = ScanPlan::of(&ScanRequest::default(), &[target(ACCOUNTS[0], None, Err(denied()))]);

        assert_eq!(plan.shards.len(), COLLECTED_SERVICES.len());
        assert!(plan.shards.values().all(|gap| gap.as_ref() == Some(&denied())));
    }

    #[test]
    fn asks_only_the_management_account_for_its_organization() {
        let request = ScanRequest { services: vec!["organizations".parse().unwrap()], ..Default::default() };
        let targets = [target(ACCOUNTS[0], None, Ok(&REGIONS)), target(ACCOUNTS[1], None, Ok(&REGIONS))];

        assert_eq!(rows(&ScanPlan::of(&request, &targets)), ["111111111111:global:organizations"]);
    }

    proptest! {
        #[test]
        fn a_request_only_narrows(
            accounts in subsequence(ACCOUNTS.to_vec(), 0..=3),
            regions in subsequence(REGIONS.to_vec(), 0..=3),
            services in vec(proptest::sample::select(COLLECTED_SERVICES), 0..4),
            enabled in subsequence(REGIONS.to_vec(), 0..=3),
            wanted in proptest::option::of(subsequence(REGIONS.to_vec(), 1..=3)),
        ) {
            let request = ScanRequest {
                accounts: accounts.iter().map(|id| id.parse().unwrap()).collect(),
                regions: regions.iter().map(|region| region.parse().unwrap()).collect(),
                services: services.iter().map(|service| service.name.parse().unwrap()).collect(),
            };
            let targets: Vec<_> = ACCOUNTS.iter().map(|id| target(id, wanted.as_deref(), Ok(&enabled))).collect();

            let all = ScanPlan::of(&ScanRequest::default(), &targets);
            let some = ScanPlan::of(&request, &targets);

            for (id, gap) in &some.shards {
                prop_assert_eq!(all.shards.get(id), Some(gap));
                prop_assert!(asks_for(&request.accounts, &id.scope().account_id));
                prop_assert!(asks_for(&request.regions, &id.scope().region));
                prop_assert!(asks_for(&request.services, &id.scope().service));
            }
            for account in &targets {
                prop_assert!(all.shards.keys().any(|id| id.scope().account_id == account.account_id));
            }
        }
    }
}

//! Scans, shards and resources as the API shows them.

use chrono::{DateTime, Utc};
use pantheon_core::{
    Result,
    agent::HistoricalAgent,
    aws::{AccountId, Region, ResourceType, Service},
    budget::Calls,
    collect::Gap,
    coverage::{ScopeCoverage, TypeCoverage, last_seen},
    id::{ScanId, TenantId},
    resource::{Resource, ResourceId, ResourceState},
    scan::{Plans, Scan, ScanRequest, ScanState, Scans, Shard, ShardState, Tally},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What a scan looks at; an empty list means everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"accounts": [], "regions": ["eu-west-1"], "services": ["ec2", "s3"]}))]
pub struct ScanScope {
    /// The accounts to look at, out of the connected ones.
    pub accounts: Vec<AccountId>,
    /// The regions to look at; `global` is where IAM and the list of buckets are read.
    pub regions: Vec<Region>,
    /// The services to look at.
    pub services: Vec<Service>,
}

impl From<ScanScope> for ScanRequest {
    fn from(ScanScope { accounts, regions, services }: ScanScope) -> Self {
        Self { accounts, regions, services }
    }
}

impl From<ScanRequest> for ScanScope {
    fn from(ScanRequest { accounts, regions, services }: ScanRequest) -> Self {
        Self { accounts, regions, services }
    }
}

/// A scan, which is also the job that `POST /v1/aws/scans` starts.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ScanView {
    /// Identifies the scan.
    pub id: ScanId,
    /// How far it has come.
    pub state: ScanState,
    /// Why it failed, if it did, and what to do about it.
    pub failure: Option<String>,
    /// What it looks at.
    pub scope: ScanScope,
    /// How far it has come, in numbers.
    pub progress: ScanProgress,
    /// When it was asked for.
    pub requested_at: DateTime<Utc>,
    /// When all its shards were known.
    pub planned_at: Option<DateTime<Utc>>,
    /// When its last shard had ended.
    pub collected_at: Option<DateTime<Utc>>,
    /// When its world was there.
    pub completed_at: Option<DateTime<Utc>>,
}

/// How far a scan has come, in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct ScanProgress {
    /// How many accounts it looks at; `null` until they are known.
    pub accounts_total: Option<u64>,
    /// Of how many accounts the shards are known; `null` until the accounts are.
    pub accounts_planned: Option<u64>,
    /// How many shards there are: accounts × regions × services; `null` until all accounts are planned.
    pub shards_total: Option<u64>,
    /// How many percent of the shards have ended; `null` until all accounts are planned.
    pub percent: Option<u64>,
    /// What the ended shards add up to.
    #[serde(flatten)]
    pub tally: Tally,
}

impl ScanView {
    /// Shows a scan that was just asked for.
    pub fn requested(scan: Scan) -> Self {
        Self::of(scan, None, Tally::default())
    }

    /// Shows a scan, of how many accounts the shards are known, and what its ended shards add up to.
    pub fn of(scan: Scan, accounts_planned: Option<u64>, tally: Tally) -> Self {
        let Scan {
            id,
            version: _,
            request,
            state,
            failure,
            requested_at,
            planned_at,
            collected_at,
            completed_at,
            accounts_total,
            walk: _,
            shards_total,
            tally: _,
        } = scan;
        let percent = shards_total.map(|total| (tally.shards_ended * 100).checked_div(total).unwrap_or(100));
        Self {
            id,
            state,
            failure,
            scope: request.into(),
            progress: ScanProgress { accounts_total, accounts_planned, shards_total, percent, tally },
            requested_at,
            planned_at,
            collected_at,
            completed_at,
        }
    }
}

/// Reads how far a scan has come, and shows it.
///
/// What an ended scan came to is kept with it; only one that is under way is counted.
pub async fn scan_view(scans: &dyn Scans, plans: &dyn Plans, tenant: &TenantId, scan: Scan) -> Result<ScanView> {
    let tally = match (scan.tally, scan.state) {
        (Some(tally), _) => tally,
        (None, ScanState::Requested) => Tally::default(),
        (None, _) => scans.tally(tenant, &scan.id).await?,
    };
    let accounts_planned = match (scan.accounts_total, scan.planned_at) {
        (Some(_), None) => Some(plans.planned(tenant, &scan.id).await?.accounts),
        (total, _) => total,
    };
    Ok(ScanView::of(scan, accounts_planned, tally))
}

/// One row of the coverage ledger: what one account, region and service let us see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CoverageView {
    /// The account.
    pub account_id: AccountId,
    /// The region, or `global`.
    pub region: Region,
    /// The service.
    pub service: Service,
    /// How it stands; anything but `read` is a hole.
    pub state: ShardState,
    /// What could not be seen, and why.
    pub gaps: Vec<Gap>,
    /// How many resources were seen.
    pub resources_seen: u64,
    /// How often a collector took it up.
    pub attempts: u32,
    /// How many milliseconds the last attempt took.
    pub duration_ms: u64,
    /// How many calls the last attempt made to AWS, repeated ones included.
    pub calls: u64,
    /// How many of these calls AWS answered by asking to slow down.
    pub throttles: u64,
    /// How many of these calls repeated one that had failed.
    pub retries: u64,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
}

impl From<Shard> for CoverageView {
    fn from(shard: Shard) -> Self {
        let Shard {
            id,
            state,
            attempts,
            leased_until: _,
            gaps,
            seen_whole: _,
            resources_seen,
            duration_ms,
            calls,
            ended_at,
        } = shard;
        let Calls { made, throttled, repeated } = calls;
        let scope = id.scope().clone();
        Self {
            account_id: scope.account_id,
            region: scope.region,
            service: scope.service,
            state,
            gaps,
            resources_seen,
            attempts,
            duration_ms,
            calls: made,
            throttles: throttled,
            retries: repeated,
            ended_at,
        }
    }
}

/// One row of the standing ledger: what one account, region and service let us see when it was last
/// looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct StandingView {
    /// The account.
    pub account_id: AccountId,
    /// The region, or `global`.
    pub region: Region,
    /// The service.
    pub service: Service,
    /// How it ended; anything but `read` is a hole.
    pub state: ShardState,
    /// What could not be seen, and why.
    pub gaps: Vec<Gap>,
    /// The scan that looked.
    pub scan_id: ScanId,
    /// When it had looked.
    pub ended_at: DateTime<Utc>,
    /// When each type was seen.
    pub types: Vec<TypeView>,
}

/// When a type of resource was seen in one account and region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TypeView {
    /// The type.
    pub resource_type: ResourceType,
    /// When it was last seen whole; `null` if it never was.
    pub whole_at: Option<DateTime<Utc>>,
    /// Since when something of it has been hidden; `null` if nothing is.
    pub hidden_since: Option<DateTime<Utc>>,
}

impl From<ScopeCoverage> for StandingView {
    fn from(coverage: ScopeCoverage) -> Self {
        let ScopeCoverage { scope, state, gaps, scan_id, ended_at, types } = coverage;
        let types = types.into_iter().map(|(resource_type, TypeCoverage { whole_at, hidden_since })| TypeView {
            resource_type,
            whole_at,
            hidden_since,
        });
        Self {
            account_id: scope.account_id,
            region: scope.region,
            service: scope.service,
            state,
            gaps,
            scan_id,
            ended_at,
            types: types.collect(),
        }
    }
}

/// A resource of a watched account.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ResourceView {
    /// Identifies the resource; it can stand in a URL path as it is.
    pub id: ResourceId,
    /// Its type, by its CloudFormation name.
    pub resource_type: ResourceType,
    /// The account that holds it.
    pub account_id: AccountId,
    /// The region that holds it, or `global`.
    pub region: Region,
    /// What AWS calls it.
    pub native_id: String,
    /// Its Amazon Resource Name, where AWS gives one.
    pub arn: Option<String>,
    /// What people call it, where they do.
    pub name: Option<String>,
    /// Its life, in five states.
    pub state: ResourceState,
    /// Its state as the service spells it.
    pub native_state: Option<String>,
    /// The historical agent that answers for it.
    pub owner_agent: HistoricalAgent,
    /// The resources that it needs.
    pub dependencies: Vec<ResourceId>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// When AWS says that it was made.
    pub created_at: Option<DateTime<Utc>>,
    /// When its content last changed, as far as scans saw.
    pub updated_at: DateTime<Utc>,
    /// When a scan first saw it.
    pub first_seen: DateTime<Utc>,
    /// When it was last seen: when its content last changed, or when its type was last seen whole
    /// where it is, whichever is later.
    pub last_seen: DateTime<Utc>,
    /// When it was found to be gone; `null` while it is there.
    pub removed_at: Option<DateTime<Utc>>,
    /// Its properties, by their CloudFormation names; one that is too large to be kept is
    /// `{"Truncated": {"Bytes", "Sha256"}}`.
    #[schema(value_type = Object)]
    pub properties: serde_json::Value,
}

impl ResourceView {
    /// Shows a resource; `coverage` is what is known of the place where it is looked for.
    pub fn of(resource: Resource, coverage: Option<&ScopeCoverage>) -> Self {
        let last_seen = last_seen(&resource, coverage);
        let Resource {
            id,
            arn,
            name,
            state,
            native_state,
            owner_agent,
            dependencies,
            tags,
            created_at,
            updated_at,
            first_seen,
            properties,
            content_hash: _,
            gone,
        } = resource;
        Self {
            resource_type: id.resource_type.clone(),
            account_id: id.account_id.clone(),
            region: id.region.clone(),
            native_id: id.native_id.clone(),
            id,
            arn,
            name,
            state,
            native_state,
            owner_agent,
            dependencies,
            tags,
            created_at,
            updated_at,
            first_seen,
            last_seen,
            removed_at: gone.map(|gone| gone.removed_at),
            properties,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pantheon_core::{command::Commit, scan::Target};
    use pantheon_testing::{discovery::MemoryDiscovery, now, tenant};

    #[test]
    fn counts_percent_once_the_shards_are_known() {
        let scan = Scan::requested(ScanRequest::default(), DateTime::UNIX_EPOCH);
        let tally = Tally { shards_ended: 3, ..Tally::default() };
        let percent =
            |shards_total, tally| ScanView::of(Scan { shards_total, ..scan.clone() }, None, tally).progress.percent;

        assert_eq!(percent(None, tally), None);
        assert_eq!(percent(Some(8), tally), Some(37));
        assert_eq!(percent(Some(0), Tally::default()), Some(100));
    }

    #[tokio::test]
    async fn says_how_many_accounts_are_planned_and_no_percentage_before_all_are() {
        let (memory, scan) = (MemoryDiscovery::default(), Scan::requested(ScanRequest::default(), now()));
        memory.insert_scan(&tenant(), &scan, Commit::unasked()).await.unwrap();
        let view = async |scan: &Scan| scan_view(&memory, &memory, &tenant(), scan.clone()).await.unwrap().progress;
        let progress = view(&scan).await;
        assert_eq!((progress.accounts_total, progress.accounts_planned, progress.percent), (None, None, None));

        let accounts: Vec<AccountId> = ["111111111111", "222222222222"].map(|id| id.parse().unwrap()).to_vec();
        let walked = Scan {
            version: scan.version.next(),
            state: ScanState::Collecting,
            accounts_total: Some(2),
            ..scan.clone()
        };
        memory.add_accounts(&tenant(), &walked, &accounts).await.unwrap();
        let target =
            Target { account_id: accounts[0].clone(), manages_organization: false, wanted: None, enabled: Ok(vec![]) };
        memory.decide(&tenant(), &scan.id, &target).await.unwrap();
        memory.count_planned(&tenant(), &scan.id, &accounts[0], 5).await.unwrap();
        let progress = view(&walked).await;
        assert_eq!((progress.accounts_total, progress.accounts_planned, progress.percent), (Some(2), Some(1), None));

        let tally = Some(Tally { shards_ended: 5, ..Tally::default() });
        let ended =
            Scan { state: ScanState::Completed, planned_at: Some(now()), shards_total: Some(5), tally, ..walked };
        let progress = view(&ended).await;
        assert_eq!((progress.accounts_planned, progress.percent), (Some(2), Some(100)), "as it was kept");
    }
}

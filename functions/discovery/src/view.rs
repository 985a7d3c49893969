//! Scans, shards and resources as the API shows them.

use chrono::{DateTime, Utc};
use pantheon_core::{
    agent::HistoricalAgent,
    aws::{AccountId, Region, ResourceType, Service},
    collect::Gap,
    coverage::{ScopeCoverage, TypeCoverage, last_seen},
    id::ScanId,
    resource::{Resource, ResourceId, ResourceState},
    scan::{Scan, ScanRequest, ScanState, Shard, ShardState, Tally},
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
    /// When its shards were known.
    pub planned_at: Option<DateTime<Utc>>,
    /// When its last shard had ended.
    pub collected_at: Option<DateTime<Utc>>,
    /// When its world was there.
    pub completed_at: Option<DateTime<Utc>>,
}

/// How far a scan has come, in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct ScanProgress {
    /// How many shards there are: accounts × regions × services; `null` until they are known.
    pub shards_total: Option<u64>,
    /// How many percent of the shards have ended; `null` until the shards are known.
    pub percent: Option<u64>,
    /// What the ended shards add up to.
    #[serde(flatten)]
    pub tally: Tally,
}

impl ScanView {
    /// Shows a scan and what its ended shards add up to.
    pub fn of(scan: Scan, tally: Tally) -> Self {
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
            shards_total,
        } = scan;
        let percent = shards_total.map(|total| (tally.shards_ended * 100).checked_div(total).unwrap_or(100));
        Self {
            id,
            state,
            failure,
            scope: request.into(),
            progress: ScanProgress { shards_total, percent, tally },
            requested_at,
            planned_at,
            collected_at,
            completed_at,
        }
    }
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
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
}

impl From<Shard> for CoverageView {
    fn from(shard: Shard) -> Self {
        let Shard { id, state, attempts, leased_until: _, gaps, seen_whole: _, resources_seen, duration_ms, ended_at } =
            shard;
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

    #[test]
    fn counts_percent_once_the_shards_are_known() {
        let scan = Scan::requested(ScanRequest::default(), DateTime::UNIX_EPOCH);
        let tally = Tally { shards_ended: 3, ..Tally::default() };
        let percent = |shards_total, tally| ScanView::of(Scan { shards_total, ..scan.clone() }, tally).progress.percent;

        assert_eq!(percent(None, tally), None);
        assert_eq!(percent(Some(8), tally), Some(37));
        assert_eq!(percent(Some(0), Tally::default()), Some(100));
    }
}

//! The standing coverage ledger: what each account, region and service let us see when it was last
//! looked at, over all scans; and what a list has to say about what it could not see.

mod hole;
mod summary;

pub use hole::{Hole, HoleFilter};
pub use summary::{CoverageSummary, as_of};

use crate::{
    Result,
    aws::{AccountId, Region, ResourceType, Service, TypeName},
    catalog::{CollectedService, Reach},
    collect::{Gap, GapReason, Scope},
    id::{ScanId, TenantId},
    page::{Page, PageRequest},
    resource::{Resource, ResourceId},
    scan::{Shard, ShardState},
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What one account, region and service let us see when it was last looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeCoverage {
    /// Where was looked.
    pub scope: Scope,
    /// How it ended; anything but [`ShardState::Read`] is a hole.
    pub state: ShardState,
    /// What could not be seen, and why.
    pub gaps: Vec<Gap>,
    /// The scan that looked.
    pub scan_id: ScanId,
    /// When it had looked.
    pub ended_at: DateTime<Utc>,
    /// What is known of each type, whichever scan learned it.
    pub types: BTreeMap<ResourceType, TypeCoverage>,
}

/// When a type was seen in a scope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeCoverage {
    /// When it was last seen whole, if it ever was.
    pub whole_at: Option<DateTime<Utc>>,
    /// Since when some of it has been hidden, if some is.
    pub hidden_since: Option<DateTime<Utc>>,
}

impl ScopeCoverage {
    /// Brings the ledger up to date with an ended shard.
    ///
    /// Returns `None` where nothing is to be written: the shard has not ended, or somebody looked at
    /// the scope later than it did.
    pub fn after(before: Option<&Self>, scan_id: &ScanId, shard: &Shard) -> Option<Self> {
        let ended_at = shard.ended_at.filter(|_| shard.state.has_ended())?;
        if before.is_some_and(|before| before.ended_at > ended_at) {
            return None;
        }
        let scope = shard.id.scope().clone();
        let none = BTreeMap::new();
        let known = before.map_or(&none, |before| &before.types);
        let types = types_after(known, &looked_at(&scope, shard), ended_at);
        Some(Self { scope, state: shard.state, gaps: shard.gaps.clone(), scan_id: scan_id.clone(), ended_at, types })
    }

    /// Returns what cannot be seen, or `None` if everything can.
    pub fn hole(&self) -> Option<Hole> {
        let hidden = self.types.iter().filter(|(_, seen)| seen.hidden_since.is_some());
        (!self.gaps.is_empty()).then(|| Hole {
            everywhere: holds_all_regions(&self.scope),
            scope: self.scope.clone(),
            reasons: self.reasons(),
            hidden: hidden.map(|(resource_type, _)| resource_type.clone()).collect(),
        })
    }

    /// Returns the reasons of the gaps, each once.
    pub fn reasons(&self) -> BTreeSet<GapReason> {
        self.gaps.iter().map(|gap| gap.reason).collect()
    }
}

/// The types that a shard looked at, and whether each was seen whole.
///
/// Where nobody got as far as looking, every type of the service is hidden.
fn looked_at(scope: &Scope, shard: &Shard) -> BTreeMap<ResourceType, bool> {
    if !shard.seen_whole.is_empty() || shard.gaps.is_empty() {
        return shard.seen_whole.clone();
    }
    let types: &[TypeName] = CollectedService::named(scope.service.as_str()).map_or(&[], |service| service.types);
    types.iter().map(|name| ((*name).into(), false)).collect()
}

fn types_after(
    known: &BTreeMap<ResourceType, TypeCoverage>,
    looked_at: &BTreeMap<ResourceType, bool>,
    at: DateTime<Utc>,
) -> BTreeMap<ResourceType, TypeCoverage> {
    // What is not collected any more is not hidden either; when it was seen stays true.
    let left = known.iter().filter(|(_, seen)| seen.whole_at.is_some());
    let left = left.map(|(name, seen)| (name.clone(), TypeCoverage { hidden_since: None, ..*seen }));
    let now = looked_at.iter().map(|(name, whole)| {
        let before = known.get(name).copied().unwrap_or_default();
        let seen = if *whole {
            TypeCoverage { whole_at: Some(at), hidden_since: None }
        } else {
            TypeCoverage { hidden_since: before.hidden_since.or(Some(at)), ..before }
        };
        (name.clone(), seen)
    });
    left.chain(now).collect()
}

/// Returns the scope in which a resource is looked for.
pub fn scope_of(id: &ResourceId) -> Result<Scope> {
    let collected = CollectedService::of_type(&id.resource_type);
    Ok(Scope {
        account_id: id.account_id.clone(),
        region: collected.shard_region(&id.region),
        service: collected.name.parse()?,
    })
}

/// Returns the scope whose row stood for this one while the regions of the account were unknown.
///
/// Once a region is looked at by itself, that row says nothing any more.
pub fn stand_in(scope: &Scope) -> Option<Scope> {
    (is_regional(&scope.service) && !scope.region.is_global())
        .then(|| Scope { region: Region::global(), ..scope.clone() })
}

/// Tells whether the row of a scope speaks of resources in every region.
///
/// That is so where it stands for regions that nobody knows, and for the buckets, which are listed
/// in one place and live in many.
fn holds_all_regions(scope: &Scope) -> bool {
    scope.region.is_global() && (is_regional(&scope.service) || scope.service.as_str() == "s3")
}

fn is_regional(service: &Service) -> bool {
    CollectedService::named(service.as_str()).is_some_and(|service| service.reach == Reach::Regional)
}

/// Tells when a resource was last seen: when it changed, or when its type was seen whole since.
///
/// `coverage` is what is known of the scope of the resource.
pub fn last_seen(resource: &Resource, coverage: Option<&ScopeCoverage>) -> DateTime<Utc> {
    let whole_at = coverage.and_then(|coverage| coverage.types.get(&resource.id.resource_type)?.whole_at);
    match resource.gone {
        Some(gone) => gone.last_seen,
        None => resource.updated_at.max(whole_at.unwrap_or(resource.updated_at)),
    }
}

/// Which rows of the ledger are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoverageFilter {
    /// Only of this account.
    pub account_id: Option<AccountId>,
    /// Only of this region.
    pub region: Option<Region>,
    /// Only of this service.
    pub service: Option<Service>,
    /// Only with a gap for this reason.
    pub reason: Option<GapReason>,
    /// Only with gaps.
    pub only_holes: bool,
}

impl CoverageFilter {
    /// Tells whether a row is wanted.
    pub fn takes(&self, row: &ScopeCoverage) -> bool {
        let Self { account_id, region, service, reason, only_holes } = self;
        account_id.as_ref().is_none_or(|account_id| *account_id == row.scope.account_id)
            && region.as_ref().is_none_or(|region| *region == row.scope.region)
            && service.as_ref().is_none_or(|service| *service == row.scope.service)
            && reason.is_none_or(|reason| row.reasons().contains(&reason))
            && (!only_holes || !row.gaps.is_empty())
    }
}

/// The standing coverage ledger; [`crate::scan::Shards::end_shard`] writes it.
#[async_trait]
pub trait Coverage: Send + Sync {
    /// Returns the rows of these scopes that there are, in no order.
    async fn coverage_of(&self, tenant: &TenantId, scopes: &BTreeSet<Scope>) -> Result<Vec<ScopeCoverage>>;
    /// Lists rows by account, region and service.
    async fn coverage(
        &self,
        tenant: &TenantId,
        filter: &CoverageFilter,
        page: &PageRequest,
    ) -> Result<Page<ScopeCoverage>>;
    /// Lists what hides something that the filter takes, by account, region and service.
    async fn holes(&self, tenant: &TenantId, filter: &HoleFilter, page: &PageRequest) -> Result<Page<Hole>>;
}

#[cfg(test)]
mod tests;

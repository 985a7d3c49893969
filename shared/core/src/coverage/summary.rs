//! What a list says about what it could not see.

use super::{Hole, HoleFilter};
use crate::{
    aws::Region,
    catalog::CollectedService,
    scan::{Reasons, Scan, ScanRequest, ScanState},
};
use chrono::{DateTime, Utc};
use serde::Serialize;

/// What a list could not see, as far as it was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CoverageSummary {
    /// Whether there is no hole, and a scan has looked at everything that was asked for.
    pub complete: bool,
    /// In how many places (account, region and service) something could not be seen.
    pub holes: u64,
    /// Whether there are more holes than were counted.
    pub at_least: bool,
    /// In how many places each reason was met; one place may have several.
    pub reasons: Reasons,
    /// When the newest scan that looked at everything that was asked for had ended; `null` if none
    /// of the last hundred did.
    pub as_of: Option<DateTime<Utc>>,
}

impl CoverageSummary {
    /// Sums holes up; `more` tells whether there are others.
    pub fn of(holes: &[Hole], more: bool, as_of: Option<DateTime<Utc>>) -> Self {
        let reasons = holes.iter().map(|hole| Reasons::of_each(&hole.reasons));
        Self {
            complete: holes.is_empty() && !more && as_of.is_some(),
            holes: holes.len() as u64,
            at_least: more,
            reasons: reasons.fold(Reasons::default(), Reasons::plus),
            as_of,
        }
    }
}

/// Tells when the newest scan that looked at everything the filter takes had ended.
pub fn as_of(scans: &[Scan], filter: &HoleFilter) -> Option<DateTime<Utc>> {
    let has_a_world = |scan: &&Scan| matches!(scan.state, ScanState::Completed | ScanState::CompletedWithGaps);
    let looked = scans.iter().filter(has_a_world).filter(|scan| covers(&scan.request, filter));
    looked.filter_map(|scan| scan.completed_at).max()
}

/// Tells whether a scan was asked to look at everything that the filter takes.
fn covers(request: &ScanRequest, filter: &HoleFilter) -> bool {
    let covers_account = match &filter.account_id {
        Some(account_id) => asks_for(&request.accounts, account_id),
        None => request.accounts.is_empty(),
    };
    let covers_service = match filter.service() {
        Some(name) => request.services.is_empty() || request.services.iter().any(|service| service.as_str() == name),
        None => request.services.is_empty(),
    };
    covers_account && covers_service && covers_regions(&request.regions, filter)
}

fn covers_regions(asked: &[Region], filter: &HoleFilter) -> bool {
    match (&filter.region, &filter.resource_type) {
        (Some(region), Some(name)) => asks_for(asked, &CollectedService::of_type(name).shard_region(region)),
        // Some resources of a region are listed where all regions are.
        (Some(region), None) => asks_for(asked, region) && asks_for(asked, &Region::global()),
        (None, _) => asked.is_empty(),
    }
}

/// An empty list asks for everything.
fn asks_for<T: PartialEq>(asked: &[T], thing: &T) -> bool {
    asked.is_empty() || asked.contains(thing)
}

//! Looking at one account after a scan: what its agents see and need, and how its tags comply.
//!
//! Both come from one walk through the account's part of the inventory, a page at a time, so that
//! neither the number of accounts nor that of resources decides how much memory it takes.

use pantheon_core::{
    Result,
    aws::AccountId,
    id::{CorrelationId, ScanId, TenantId},
    page::{PageRequest, PageSize},
    scan::{Inventory, ResourceFilter},
    service_agent::Findings,
    tagging::{Scores, TagPolicy},
};
use serde::{Deserialize, Serialize};

/// The queue of [`crate::sync_service_agents`].
pub const QUEUE: &str = "sync-service-agents";

/// How many resources are in memory at once.
pub(crate) const PAGE: i64 = 250;

/// The body of a message in the queue: one account that is to be looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountTask {
    /// The tenant whose account it is.
    pub tenant_id: TenantId,
    /// The account.
    pub account_id: AccountId,
    /// The scan whose ledger says what was seen; without one, what is known of that stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scan_id: Option<ScanId>,
    /// What set it in motion, so that its events can be told to belong together.
    pub correlation_id: CorrelationId,
}

/// Walks through the resources of an account; they count for its agents and for its tags.
pub(crate) async fn walk(
    inventory: &dyn Inventory,
    tenant: &TenantId,
    account_id: &AccountId,
    findings: &mut Findings,
    policy: &TagPolicy,
) -> Result<Scores> {
    let filter = ResourceFilter { account_id: Some(account_id.clone()), ..ResourceFilter::default() };
    let mut page = PageRequest::first(PageSize::of(PAGE)?);
    let mut scores = Scores::default();
    loop {
        let found = inventory.resources(tenant, &filter, &page).await?;
        for resource in &found.items {
            findings.count(resource);
            scores.count(policy, resource);
        }
        let Some(next) = found.next else { return Ok(scores) };
        page.after = Some(next);
    }
}

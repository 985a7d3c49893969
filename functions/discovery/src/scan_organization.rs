//! Daily schedule: start a scan for every tenant that has connected accounts.

use crate::asking;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    account::ConnectedAccounts,
    command::Commit,
    event::Origin,
    id::TenantId,
    scan::{Scan, ScanRequest, Scans},
};
use pantheon_lambda::schedule::for_each;

/// Starts one scan of everything per tenant, unless one is under way.
///
/// One tenant's failure does not keep the others from their scans; the next day is the retry.
pub async fn handle(accounts: &dyn ConnectedAccounts, scans: &dyn Scans, now: DateTime<Utc>) -> Result<()> {
    let tenants = accounts.connected_tenants().await?;
    for_each(tenants, "start the daily scan", |tenant| start(scans, tenant, now)).await
}

async fn start(scans: &dyn Scans, tenant: TenantId, now: DateTime<Utc>) -> Result<()> {
    if asking::under_way(scans, &tenant).await?.is_some() {
        return Ok(());
    }

    let origin = Origin::of_system(tenant, "scan-organization", now);
    let scan = Scan::requested(ScanRequest::default(), now);
    let commit = Commit::unasked().telling(&origin, &asking::requested(&scan), scan.version);
    match scans.insert_scan(&origin.tenant, &scan, commit).await {
        Err(Error::Conflict { .. }) => Ok(()),
        result => result,
    }
}

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

/// Starts one scan of everything per tenant, unless one is under way.
///
/// One tenant's failure does not keep the others from their scans; the next day is the retry.
pub async fn handle(accounts: &dyn ConnectedAccounts, scans: &dyn Scans, now: DateTime<Utc>) -> Result<()> {
    let mut failed = None;
    for tenant in accounts.connected_tenants().await? {
        if let Err(error) = start(scans, tenant, now).await {
            tracing::error!(error = &error as &dyn std::error::Error, "could not start the daily scan");
            failed = Some(error);
        }
    }
    failed.map_or(Ok(()), Err)
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

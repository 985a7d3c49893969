//! Schedule, every fifteen minutes: look at what nobody has looked at for too long, once an hour at
//! most, and tell what the last such look has found.
//!
//! Events can be lost, and some services send none. Whatever a scan of this schedule finds is a change
//! that no event had announced: that number says whether events can be relied on.

use crate::standing::standings;
use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::{
    Error, Result,
    account::ConnectedAccounts,
    aws::AccountId,
    command::{Commit, Version},
    event::Origin,
    freshness::{
        InventoryReconciled,
        reconcile::{EVERY, Reconciliation, Reconciliations, Standing, request},
    },
    id::TenantId,
    scan::{Scan, ScanRequested, Scans, Shards},
    scan_progress::under_way,
};
use pantheon_lambda::schedule::for_each;
use std::collections::BTreeSet;

/// How many scopes one scan is started for at most: those that have waited longest.
const MOST_SCOPES: usize = 1_000;

/// What reconciling needs.
#[derive(Clone, Copy)]
pub struct Ports<'a> {
    /// Who has connected which account.
    pub accounts: &'a dyn ConnectedAccounts,
    /// The scans.
    pub scans: &'a dyn Scans,
    /// Their shards.
    pub shards: &'a dyn Shards,
    /// The last reconciliation of each tenant.
    pub reconciliations: &'a dyn Reconciliations,
    /// How long a scope goes without a look at most.
    pub limit: TimeDelta,
}

/// Reconciles every tenant; one tenant's failure does not keep the others.
pub async fn handle(ports: Ports<'_>, now: DateTime<Utc>) -> Result<()> {
    let tenants = ports.accounts.connected_tenants().await?;
    for_each(tenants, "reconcile the inventory", |tenant| reconcile(ports, tenant, now)).await
}

async fn reconcile(ports: Ports<'_>, tenant: TenantId, now: DateTime<Utc>) -> Result<()> {
    let origin = Origin::of_system(tenant, "reconcile-inventory", now);
    let last = ports.reconciliations.reconciliation(&origin.tenant).await?;
    let last = match last {
        Some(last) if !last.told => tell(ports, &origin, last).await?,
        last => last,
    };
    // Somebody else who does the same at the same time has told, or started, it first.
    match start(ports, &origin, last).await {
        Err(Error::Conflict { .. } | Error::PreconditionFailed { .. }) => Ok(()),
        result => result,
    }
}

/// Tells what the last reconciliation found, once its scan has ended.
async fn tell(ports: Ports<'_>, origin: &Origin, last: Reconciliation) -> Result<Option<Reconciliation>> {
    let scan = ports.scans.scan(&origin.tenant, &last.scan_id).await?;
    let told = Reconciliation { version: last.version.next(), told: true, ..last.clone() };
    let commit = match scan {
        Some(scan) if !scan.state.has_ended() => return Ok(Some(last)),
        Some(scan) => {
            let tally = ports.scans.tally(&origin.tenant, &scan.id).await?;
            let unannounced_changes = tally.resources_written + tally.resources_removed;
            tracing::info!(unannounced_changes, scopes = last.scopes, scan.id = %scan.id, "the inventory is reconciled");
            let fact = InventoryReconciled {
                scan_id: scan.id,
                scopes: last.scopes,
                unannounced_changes,
                shards_with_gaps: tally.shards_with_gaps,
            };
            Commit::unasked().telling(origin, &fact, told.version)
        }
        // The process died before the scan was there.
        None => Commit::unasked(),
    };
    ports.reconciliations.keep_reconciliation(&origin.tenant, &told, commit).await?;
    Ok(Some(told))
}

/// Starts a scan of what is due, unless a scan is under way or the last such scan was a moment ago.
async fn start(ports: Ports<'_>, origin: &Origin, last: Option<Reconciliation>) -> Result<()> {
    let pause = EVERY.min(ports.limit);
    let is_too_soon = last.as_ref().is_some_and(|last| !last.told || origin.at - last.at < pause);
    if is_too_soon || under_way(ports.scans, &origin.tenant).await?.is_some() {
        return Ok(());
    }
    let due = due(ports, origin).await?;
    let Some(request) = request(due.iter().map(|standing| &standing.scope)) else { return Ok(()) };

    let scan = Scan::requested(request, origin.at);
    let kept = Reconciliation {
        version: last.map_or(Version::FIRST, |last| last.version.next()),
        scan_id: scan.id.clone(),
        scopes: due.len() as u64,
        at: origin.at,
        told: false,
    };
    ports.reconciliations.keep_reconciliation(&origin.tenant, &kept, Commit::unasked()).await?;
    let fact = ScanRequested { scan_id: scan.id.clone(), request: scan.request.clone() };
    let commit = Commit::unasked().telling(origin, &fact, scan.version);
    ports.scans.insert_scan(&origin.tenant, &scan, commit).await
}

/// Finds the scopes of connected accounts that must be looked at, the longest waiting first.
async fn due(ports: Ports<'_>, origin: &Origin) -> Result<Vec<Standing>> {
    let connected = ports.accounts.connected_accounts(&origin.tenant).await?;
    let connected: BTreeSet<AccountId> = connected.into_iter().map(|account| account.id).collect();
    let standings = standings(ports.scans, ports.shards, &origin.tenant).await?.into_values();
    let is_due =
        |standing: &Standing| connected.contains(&standing.scope.account_id) && standing.is_due(origin.at, ports.limit);
    let mut due: Vec<Standing> = standings.filter(is_due).collect();
    due.sort_by_key(|standing| standing.at);
    due.truncate(MOST_SCOPES);
    Ok(due)
}

#[cfg(test)]
mod tests;

//! Asking for a scan: what the route, the schedule and the reconciler have in common.

use pantheon_core::{
    Result,
    id::TenantId,
    page::{PageRequest, PageSize},
    scan::{Scan, ScanRequested, Scans},
};

/// Returns the scan that is under way, if one is; a second would only get in its way.
///
/// A scan starts only where none is under way, so looking at the newest is enough.
pub(crate) async fn under_way(scans: &dyn Scans, tenant: &TenantId) -> Result<Option<Scan>> {
    let newest = scans.scans(tenant, &PageRequest::first(PageSize::of(1)?)).await?;
    Ok(newest.items.into_iter().find(|scan| !scan.state.has_ended()))
}

/// Tells that the scan was asked for.
pub(crate) fn requested(scan: &Scan) -> ScanRequested {
    ScanRequested { scan_id: scan.id.clone(), request: scan.request.clone() }
}

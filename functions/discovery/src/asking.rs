//! Asking for a scan: what the route, the schedule and the reconciler have in common.

use pantheon_core::scan::{Scan, ScanRequested};

pub(crate) use pantheon_core::scan_progress::under_way;

/// Tells that the scan was asked for.
pub(crate) fn requested(scan: &Scan) -> ScanRequested {
    ScanRequested { scan_id: scan.id.clone(), request: scan.request.clone() }
}

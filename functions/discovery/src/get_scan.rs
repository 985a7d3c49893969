//! `GET /v1/aws/scans/{scan_id}`: show how far a scan has come.

use crate::view::{ScanView, scan_view};
use pantheon_core::{
    Error, Result,
    id::ScanId,
    permission::Permission,
    scan::{Plans, Scans},
};
use pantheon_lambda::http::{Json, Problem, Request};

/// Shows a scan with its progress.
#[utoipa::path(
    get, path = "/v1/aws/scans/{scan_id}", operation_id = "get-scan", tag = "discovery",
    params(("scan_id" = ScanId, Path, description = "The scan.", example = "scn_0195f6a0-7c1e-7d43-9a55-3b0a4f1c2d3e")),
    responses(
        (status = 200, description = "The scan.", body = ScanView),
        (status = 403, description = "The caller may not see scans.", body = Problem),
        (status = 404, description = "The tenant has no such scan.", body = Problem),
    ),
    security(("bearer" = ["scans:read"])),
)]
pub async fn handle(scans: &dyn Scans, plans: &dyn Plans, request: Request) -> Result<Json<ScanView>> {
    let caller = request.permit(Permission::ScansRead)?;
    let id: ScanId = request.path("scan_id")?;

    let found = scans.scan(&caller.tenant, &id).await?;
    let scan = found.ok_or_else(|| Error::not_found("scan", &id))?;
    let view = scan_view(scans, plans, &caller.tenant, scan).await?;

    // No ETag: the tally moves without a new version of the scan.
    Ok(Json::ok(view))
}

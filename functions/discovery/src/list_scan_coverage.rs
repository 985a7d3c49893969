//! `GET /v1/aws/scans/{scan_id}/coverage`: show what a scan could and could not see.

use crate::view::CoverageView;
use pantheon_core::{
    Error, Result,
    id::ScanId,
    permission::Permission,
    scan::{Scans, Shards},
};
use pantheon_lambda::http::{Cursors, Json, Listing, Problem, Request};

/// Lists the coverage ledger of a scan: one row per account, region and service.
#[utoipa::path(
    get, path = "/v1/aws/scans/{scan_id}/coverage", operation_id = "list-scan-coverage", tag = "discovery",
    params(
        ("scan_id" = ScanId, Path, description = "The scan.", example = "scn_0195f6a0-7c1e-7d43-9a55-3b0a4f1c2d3e"),
        ("page_size" = Option<i64>, Query, description = "How many at most, 50 if not said, 1000 at most.", example = 200),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of the ledger, by account, region and service.", body = Listing<CoverageView>),
        (status = 400, description = "The cursor belongs to another list.", body = Problem),
        (status = 403, description = "The caller may not see scans.", body = Problem),
        (status = 404, description = "The tenant has no such scan.", body = Problem),
    ),
    security(("bearer" = ["scans:read"])),
)]
pub async fn handle(
    scans: &dyn Scans,
    shards: &dyn Shards,
    cursors: &Cursors,
    request: Request,
) -> Result<Json<Listing<CoverageView>>> {
    let caller = request.permit(Permission::ScansRead)?;
    let id: ScanId = request.path("scan_id")?;
    request.known_queries(&[])?;

    let found = scans.scan(&caller.tenant, &id).await?;
    found.ok_or_else(|| Error::not_found("scan", &id))?;
    let page = shards.shards(&caller.tenant, &id, &request.page(cursors)?).await?;

    Json::page(&request, cursors, page.map(CoverageView::from))
}

//! `GET /v1/aws/scans`: list the scans, the newest first.

use crate::view::{ScanView, scan_view};
use pantheon_core::{
    Result,
    page::Page,
    permission::Permission,
    scan::{Plans, Scans},
};
use pantheon_lambda::http::{Cursors, Json, Listing, Problem, Request};

/// Lists the scans, the newest first.
#[utoipa::path(
    get, path = "/v1/aws/scans", operation_id = "list-scans", tag = "discovery",
    params(
        ("page_size" = Option<i64>, Query, description = "How many at most, 50 if not said, 1000 at most.", example = 50),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of scans.", body = Listing<ScanView>),
        (status = 400, description = "The cursor belongs to another list.", body = Problem),
        (status = 403, description = "The caller may not see scans.", body = Problem),
    ),
    security(("bearer" = ["scans:read"])),
)]
pub async fn handle(
    scans: &dyn Scans,
    plans: &dyn Plans,
    cursors: &Cursors,
    request: Request,
) -> Result<Json<Listing<ScanView>>> {
    let caller = request.permit(Permission::ScansRead)?;
    request.known_queries(&[])?;

    let found = scans.scans(&caller.tenant, &request.page(cursors)?).await?;
    let mut items = Vec::with_capacity(found.items.len());
    for scan in found.items {
        items.push(scan_view(scans, plans, &caller.tenant, scan).await?);
    }

    Json::page(&request, cursors, Page { items, next: found.next })
}

//! `GET /v1/aws/exports`: list the files that were asked for.

use crate::export_view::ExportView;
use pantheon_core::{Result, export::Exports, page::Page, permission::Permission};
use pantheon_lambda::http::{Cursors, Json, Listing, Problem, Request};

/// Lists the exports of the last seven days, the newest first.
#[utoipa::path(
    get, path = "/v1/aws/exports", operation_id = "list-exports", tag = "exports",
    params(
        ("page_size" = Option<i64>, Query, description = "How many at most, 50 if not said, 1000 at most.", example = 50),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of exports.", body = Listing<ExportView>),
        (status = 400, description = "The cursor belongs to another list.", body = Problem),
        (status = 403, description = "The caller may not see resources.", body = Problem),
    ),
    security(("bearer" = ["resources:read"])),
)]
pub async fn handle(exports: &dyn Exports, cursors: &Cursors, request: Request) -> Result<Json<Listing<ExportView>>> {
    let caller = request.permit(Permission::ResourcesRead)?;
    request.known_queries(&[])?;

    let page = exports.exports(&caller.tenant, &request.page(cursors)?).await?;

    // DynamoDB takes its time to delete what has expired.
    let alive = page.items.into_iter().filter(|export| export.expires_at() > request.now());
    let page = Page { items: alive.map(ExportView::from).collect(), next: page.next };
    Json::page(&request, cursors, page)
}

//! `GET /v1/aws/exports/{export_id}`: show how far a file has come, and where it is.

use crate::export_view::ExportView;
use pantheon_core::{Error, Result, export::Exports, id::ExportId, permission::Permission, upload::Uploads};
use pantheon_lambda::http::{Json, Problem, Request};

/// Shows an export; once its file is there, with an address that is good for 15 minutes.
#[utoipa::path(
    get, path = "/v1/aws/exports/{export_id}", operation_id = "get-export", tag = "exports",
    params(("export_id" = ExportId, Path, description = "The export.", example = "exp_0195f6a0-7c1e-7d43-9a55-3b0a4f1c2d3e")),
    responses(
        (status = 200, description = "The export.", body = ExportView),
        (status = 403, description = "The caller may not see resources.", body = Problem),
        (status = 404, description = "The tenant has no such export, or it has expired.", body = Problem),
    ),
    security(("bearer" = ["resources:read"])),
)]
pub async fn handle(exports: &dyn Exports, uploads: &dyn Uploads, request: Request) -> Result<Json<ExportView>> {
    let caller = request.permit(Permission::ResourcesRead)?;
    let id: ExportId = request.path("export_id")?;
    request.known_queries(&[])?;

    let found = exports.export(&caller.tenant, &id).await?;
    let alive = found.filter(|export| export.expires_at() > request.now());
    let export = alive.ok_or_else(|| Error::not_found("export", &id))?;

    Ok(Json::ok(ExportView::with_url(&caller.tenant, export, uploads, request.now()).await?))
}

//! `GET /v1/aws/discovery/settings`: show what the tenant decides about discovery.

use crate::settings_view::DiscoverySettingsView;
use pantheon_core::{Result, permission::Permission, settings::Settings};
use pantheon_lambda::http::{Json, Problem, Request};

/// Shows the settings; a tenant that never touched them has some too.
#[utoipa::path(
    get, path = "/v1/aws/discovery/settings", operation_id = "get-discovery-settings", tag = "discovery",
    responses(
        (status = 200, description = "The settings; send the `ETag` back to change them.", body = DiscoverySettingsView),
        (status = 403, description = "The caller may not see resources.", body = Problem),
    ),
    security(("bearer" = ["resources:read"])),
)]
pub async fn handle(settings: &dyn Settings, request: Request) -> Result<Json<DiscoverySettingsView>> {
    let caller = request.permit(Permission::ResourcesRead)?;
    request.known_queries(&[])?;

    let found = settings.discovery_settings(&caller.tenant).await?;

    Ok(Json::ok(DiscoverySettingsView::of(&found)).etag(found.version))
}

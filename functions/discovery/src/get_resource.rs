//! `GET /v1/aws/resources/{resource_id}`: show one resource with everything known of it.

use crate::{standing, view::ResourceView};
use pantheon_core::{Error, Result, coverage::Coverage, permission::Permission, resource::ResourceId, scan::Inventory};
use pantheon_lambda::http::{Json, Problem, Request};

/// Shows one resource.
#[utoipa::path(
    get, path = "/v1/aws/resources/{resource_id}", operation_id = "get-resource", tag = "discovery",
    params(("resource_id" = ResourceId, Path, description = "The resource.", example = "111111111111:eu-west-1:AWS.EC2.Instance:i-0abcdef1234567890")),
    responses(
        (status = 200, description = "The resource.", body = ResourceView),
        (status = 403, description = "The caller may not see resources.", body = Problem),
        (status = 404, description = "The tenant has no such resource.", body = Problem),
    ),
    security(("bearer" = ["resources:read"])),
)]
pub async fn handle(
    inventory: &dyn Inventory,
    coverage: &dyn Coverage,
    request: Request,
) -> Result<Json<ResourceView>> {
    let caller = request.permit(Permission::ResourcesRead)?;
    let id: ResourceId = request.path("resource_id")?;

    let found = inventory.resource(&caller.tenant, &id).await?;
    let shown = standing::shown(coverage, &caller.tenant, found.into_iter().collect()).await?;

    let resource = shown.into_iter().next().ok_or_else(|| Error::not_found("resource", &id))?;
    Ok(Json::ok(resource))
}

//! `GET /v1/aws/resources/{resource_id}`: show one resource with everything known of it.

use crate::{standing, view::ResourceView};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    coverage::Coverage,
    drift::{self, DriftState, stack_of},
    id::TenantId,
    permission::Permission,
    resource::{Resource, ResourceId},
    scan::Inventory,
};
use pantheon_lambda::http::{Json, Problem, Request};
use serde::Serialize;
use utoipa::ToSchema;

/// A resource with everything known of it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ResourceDetail {
    /// The resource.
    #[serde(flatten)]
    pub resource: ResourceView,
    /// Whether it is still what its stack wants; `null` if it does not say which stack made it.
    pub drift: Option<ShortDrift>,
}

/// How a resource stands to the stack that made it; what differs is shown by `get-resource-drift`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ShortDrift {
    /// How it stands.
    pub state: DriftState,
    /// The stack, unless the resource is one.
    pub stack_id: Option<ResourceId>,
    /// When the stack was last compared with what it made.
    pub checked_at: Option<DateTime<Utc>>,
}

/// Shows one resource.
#[utoipa::path(
    get, path = "/v1/aws/resources/{resource_id}", operation_id = "get-resource", tag = "discovery",
    params(("resource_id" = ResourceId, Path, description = "The resource.", example = "111111111111:eu-west-1:AWS.EC2.Instance:i-0abcdef1234567890")),
    responses(
        (status = 200, description = "The resource.", body = ResourceDetail),
        (status = 403, description = "The caller may not see resources.", body = Problem),
        (status = 404, description = "The tenant has no such resource.", body = Problem),
    ),
    security(("bearer" = ["resources:read"])),
)]
pub async fn handle(
    inventory: &dyn Inventory,
    coverage: &dyn Coverage,
    request: Request,
) -> Result<Json<ResourceDetail>> {
    let caller = request.permit(Permission::ResourcesRead)?;
    let id: ResourceId = request.path("resource_id")?;

    let found = inventory.resource(&caller.tenant, &id).await?;
    let resource = found.ok_or_else(|| Error::not_found("resource", &id))?;
    let drift = short_drift(inventory, &caller.tenant, &resource).await?;
    let shown = standing::shown(coverage, &caller.tenant, vec![resource]).await?;

    let resource = shown.into_iter().next().ok_or_else(|| Error::not_found("resource", &id))?;
    Ok(Json::ok(ResourceDetail { resource, drift }))
}

/// Reads the one stack that the resource names, and no other: the short form must cost next to nothing.
async fn short_drift(inventory: &dyn Inventory, tenant: &TenantId, resource: &Resource) -> Result<Option<ShortDrift>> {
    let stack = match stack_of(resource) {
        Some(id) => inventory.resource(tenant, &id).await?,
        None if resource.id.resource_type == drift::STACK.into() => None,
        None => return Ok(None),
    };
    let drift = drift::of_resource(resource, stack.as_ref());
    let stack_id = drift.stack.map(|stack| stack.id);
    Ok(Some(ShortDrift { state: drift.state, stack_id, checked_at: drift.checked_at }))
}

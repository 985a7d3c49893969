//! `GET /v1/tenants/current`: show the tenant of the caller.

use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    id::{TenantId, UserId},
    identity::{Tenant, Tenants},
};
use pantheon_lambda::http::{Json, Problem, Request};
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// A tenant as its users see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct WholeTenantView {
    /// The tenant.
    pub id: TenantId,
    /// What people call it.
    pub name: String,
    /// Whether it was made with the platform; only its administrators make other tenants.
    pub founding: bool,
    /// The active users who administer it; there is always one once the first has accepted.
    pub administrators: BTreeSet<UserId>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// Shows the tenant that the caller belongs to.
#[utoipa::path(
    get, path = "/v1/tenants/current", operation_id = "get-tenant", tag = "tenants",
    responses(
        (status = 200, description = "The tenant.", body = WholeTenantView),
        (status = 404, description = "The tenant does not exist any more.", body = Problem),
    ),
    security(("bearer" = [])),
)]
pub async fn handle(tenants: &dyn Tenants, request: Request) -> Result<Json<WholeTenantView>> {
    let caller = request.caller()?;
    request.known_queries(&[])?;

    let found = tenants.tenant(&caller.tenant).await?;
    let tenant = found.ok_or_else(|| Error::not_found("tenant", &caller.tenant))?;

    Ok(Json::ok(WholeTenantView::of(&tenant)).etag(tenant.version))
}

impl WholeTenantView {
    fn of(tenant: &Tenant) -> Self {
        let Tenant { id, name, founding, administrators, created_at, version: _ } = tenant.clone();
        Self { id, name: name.to_string(), founding, administrators, created_at }
    }
}

#[cfg(test)]
mod tests;

//! `GET /v1/auth/me`: show who is signed in.

use chrono::{DateTime, Utc};
use pantheon_core::{
    Caller, Error, Result,
    id::{SessionId, TenantId, UserId},
    identity::{Tenant, Tenants, User, UserState, Users},
    permission::{Permission, Role},
};
use pantheon_lambda::http::{Json, Problem, Request};
use serde::Serialize;
use std::collections::BTreeSet;

/// Who is signed in, and what they may do.
#[derive(Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CurrentUserView {
    /// The user.
    id: UserId,
    /// The address that the user signs in with.
    #[schema(format = Email)]
    email: String,
    /// Whether the user may sign in.
    state: UserState,
    /// The roles that the user was given.
    roles: BTreeSet<Role>,
    /// What the access token of this request permits.
    permissions: BTreeSet<Permission>,
    /// The session of the access token.
    session_id: SessionId,
    /// The tenant of the user.
    tenant: TenantView,
    /// When the user was made.
    created_at: DateTime<Utc>,
}

/// A tenant as its users see it.
#[derive(Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct TenantView {
    /// The tenant.
    id: TenantId,
    /// What people call it.
    name: String,
}

impl CurrentUserView {
    fn of(user: User, tenant: Tenant, caller: &Caller) -> Self {
        let User { id, tenant: _, email, roles, state, password: _, session_version: _, created_at, version: _ } = user;
        let Tenant { id: tenant_id, name, created_at: _, version: _ } = tenant;
        Self {
            id,
            email: email.as_str().to_owned(),
            state,
            roles,
            permissions: caller.permissions.clone(),
            session_id: caller.session.clone(),
            tenant: TenantView { id: tenant_id, name: name.to_string() },
            created_at,
        }
    }
}

/// Answers with the caller and the caller's tenant.
#[utoipa::path(
    get,
    path = "/v1/auth/me",
    operation_id = "get-current-user",
    tag = "auth",
    summary = "Show who is signed in",
    responses(
        (status = 200, description = "The user of the access token.", body = CurrentUserView),
        (status = 401, description = "Sign in first.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "The user does not exist any more.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn handle(users: &dyn Users, tenants: &dyn Tenants, request: Request) -> Result<Json<CurrentUserView>> {
    request.known_queries(&[])?;
    let caller = request.caller()?;

    let user = users.user(&caller.tenant, &caller.user).await?;
    let tenant = tenants.tenant(&caller.tenant).await?;
    let user = user.ok_or_else(|| Error::not_found("user", &caller.user))?;
    let tenant = tenant.ok_or_else(|| Error::not_found("tenant", &caller.tenant))?;

    Ok(Json::ok(CurrentUserView::of(user, tenant, caller)))
}

#[cfg(test)]
mod tests;

//! `GET /v1/auth/me`: show who is signed in.

use chrono::{DateTime, Utc};
use pantheon_core::{
    Caller, Error, Result,
    caller::Credential,
    id::{SessionId, TenantId, UserId},
    identity::{RoleName, Tenant, Tenants, User, UserState, Users},
    permission::Permission,
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
    roles: BTreeSet<RoleName>,
    /// What the credential of this request permits.
    permissions: BTreeSet<Permission>,
    /// The session of the access token; `null` for an API key, or for whom somebody else vouches.
    session_id: Option<SessionId>,
    /// Whether an authenticator is asked for at sign-in.
    second_factor: bool,
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
        let second_factor = user.active_second_factor().is_some();
        let User { id, email, roles, state, created_at, .. } = user;
        let session_id = match &caller.credential {
            Credential::Session(id) => Some(id.clone()),
            Credential::ApiKey(_) | Credential::Provider(_) => None,
        };
        Self {
            id,
            email: email.as_str().to_owned(),
            state,
            roles,
            permissions: caller.permissions.clone(),
            session_id,
            second_factor,
            tenant: TenantView { id: tenant.id, name: tenant.name.to_string() },
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
        (status = 200, description = "The user whose credential it is.", body = CurrentUserView),
        (status = 401, description = "Sign in first.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "The user does not exist any more.", body = Problem, content_type = "application/problem+json"),
    ),
    security(("bearer" = []))
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

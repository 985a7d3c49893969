//! `POST /v1/tenants`: make a tenant, and invite its first administrator.

use crate::{administration::parsed, random, user_view::InvitedUserView};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Caller, Error, Result,
    command::{Command, Commit},
    event::Origin,
    id::{TenantId, UserId},
    identity::{Email, Invitation, InvitationToken, Tenant, TenantCreated, TenantName, Tenants, User, UserInvited},
    permission::{Permission, Role},
};
use pantheon_lambda::http::{Json, Problem, Request};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The tenant to make.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTenant {
    /// What people call it, unlike any other tenant.
    #[schema(
        max_length = 100,
        pattern = r"^[^\s\u0000-\u001f\u007f-\u009f]([^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f])?$",
        example = "Atlantis"
    )]
    pub name: String,
    /// The address of the first administrator, who belongs to no tenant yet.
    #[schema(format = Email, max_length = 254, example = "ada@example.com")]
    pub administrator_email: String,
}

/// A tenant that was just made, and its first administrator.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NewTenantView {
    /// The tenant.
    pub id: TenantId,
    /// What people call it.
    pub name: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// The first administrator, with the invitation to send them.
    pub administrator: InvitedUserView,
}

/// Makes a tenant and invites its first administrator; only the tenant that the platform was made
/// with may.
#[utoipa::path(
    post, path = "/v1/tenants", operation_id = "create-tenant", tag = "tenants",
    params(("Idempotency-Key" = String, Header, description = "Names this request, so that repeating it makes no second tenant.")),
    request_body = NewTenant,
    responses(
        (status = 201, description = "The tenant. Send the invitation to its administrator: it is shown this once, and `null` in the answer to a repeated request.", body = NewTenantView),
        (status = 400, description = "The tenant is not described as it must be.", body = Problem),
        (status = 403, description = "The caller may not make tenants, or belongs to a tenant that may not.", body = Problem),
        (status = 409, description = "The name or the address is taken.", body = Problem),
    ),
    security(("bearer" = ["tenants:create"])),
)]
pub async fn handle(tenants: &dyn Tenants, request: Request) -> Result<Json<NewTenantView>> {
    let caller = request.permit(Permission::TenantsCreate)?;
    let wish: NewTenant = request.body()?;
    let command = request.command()?;

    refuse_others(tenants, caller).await?;
    let (name, email) = (parsed("/name", &wish.name)?, parsed("/administrator_email", &wish.administrator_email)?);
    let (tenant, administrator, token) = found(name, email, command.origin.at)?;

    let view = NewTenantView::of(&tenant, InvitedUserView::of(&administrator, &token));
    let again = NewTenantView { administrator: view.administrator.without_secret(), ..view.clone() };
    let answer = Json::created(format!("/v1/tenants/{}", tenant.id), view).replayed_as(again);
    let commit = told(&command, command.commit(answer.recorded()), &tenant, &administrator);
    tenants.found(&tenant, &administrator, commit).await?;
    Ok(answer)
}

impl NewTenantView {
    fn of(tenant: &Tenant, administrator: InvitedUserView) -> Self {
        let (id, name) = (tenant.id.clone(), tenant.name.to_string());
        Self { id, name, created_at: tenant.created_at, administrator }
    }
}

/// Fails with `forbidden` unless the caller belongs to the tenant that the platform was made with.
async fn refuse_others(tenants: &dyn Tenants, caller: &Caller) -> Result<()> {
    let own = tenants.tenant(&caller.tenant).await?;
    if own.is_some_and(|tenant| tenant.founding) {
        Ok(())
    } else {
        Err(Error::Refused { reason: "only administrators of the founding tenant make tenants" })
    }
}

fn found(name: TenantName, email: Email, now: DateTime<Utc>) -> Result<(Tenant, User, InvitationToken)> {
    let (tenant, user) = (TenantId::generate(now), UserId::generate(now));
    let token = InvitationToken::make(tenant.clone(), user.clone(), random::bytes()?);
    let roles = [Role::Admin.into()].into();
    let administrator = User::invited(tenant, user, email, roles, Invitation::of(&token, now), now);
    Ok((Tenant::made_for(&administrator, name, false, now), administrator, token))
}

/// Tells it to the new tenant, whose first facts these are.
fn told(command: &Command, commit: Commit, tenant: &Tenant, administrator: &User) -> Commit {
    let origin = Origin { tenant: tenant.id.clone(), ..command.origin.clone() };
    let created = TenantCreated { tenant_id: tenant.id.clone(), name: tenant.name.to_string() };
    let invited = UserInvited { user_id: administrator.id.clone(), roles: administrator.roles.clone() };
    commit.telling(&origin, &created, tenant.version).telling(&origin, &invited, administrator.version)
}

#[cfg(test)]
mod tests;

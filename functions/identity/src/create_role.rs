//! `POST /v1/roles`: make a role of the tenant's own.

use crate::{
    administration::{ATTEMPTS, Directory, busy, unless_overtaken},
    role_view::{RoleView, description},
};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Caller, Error, Result,
    command::{Command, Version},
    identity::{CustomRole, RoleCreated, RoleName, UserFilter, Users},
    page::{PageRequest, PageSize},
    permission::Permission,
};
use pantheon_lambda::http::{Json, Problem, Request};
use serde::Deserialize;
use utoipa::ToSchema;

/// The role to make.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRole {
    /// What it is called, unlike any other role of the tenant and the built-in ones.
    #[schema(example = "scanner")]
    pub name: RoleName,
    /// What it is for.
    #[schema(
        max_length = 200,
        pattern = r"^[^\u0000-\u001f\u007f-\u009f]*$",
        example = "Starts scans and reads what they find."
    )]
    pub description: String,
    /// What it permits, all of which the caller must hold.
    pub permissions: Vec<Permission>,
}

/// Makes a role; a tenant has at most 50 of its own.
#[utoipa::path(
    post, path = "/v1/roles", operation_id = "create-role", tag = "roles",
    params(("Idempotency-Key" = String, Header, description = "Names this request, so that repeating it makes no second role.")),
    request_body = NewRole,
    responses(
        (status = 201, description = "The role.", body = RoleView),
        (status = 400, description = "The role is not described as it must be.", body = Problem),
        (status = 403, description = "The caller may not make roles, or holds less than the role would permit.", body = Problem),
        (status = 409, description = "There is such a role already, or one of this name was deleted and a user holds it still, or the tenant has 50.", body = Problem),
    ),
    security(("bearer" = ["roles:write"])),
)]
pub async fn handle(directory: Directory<'_>, request: Request) -> Result<Json<RoleView>> {
    let caller = request.permit(Permission::RolesWrite)?;
    let wish: NewRole = request.body()?;
    let command = request.command()?;

    let role = wish.role(command.origin.at)?;
    caller.may_grant(&role.permissions)?;
    refuse_held(directory.users, caller, &role.name, "was deleted and a user holds it still; change their roles")
        .await?;

    for _ in 0..ATTEMPTS {
        if let Some(answer) = add(directory, caller, &role, &command).await? {
            return Ok(answer);
        }
    }
    Err(busy("the roles of the tenant"))
}

impl NewRole {
    fn role(self, now: DateTime<Utc>) -> Result<CustomRole> {
        Ok(CustomRole {
            name: self.name,
            description: description(self.description)?,
            permissions: self.permissions.into_iter().collect(),
            created_at: now,
            version: Version::FIRST,
        })
    }
}

/// Adds the role; nothing if another role changed at the same time.
async fn add(
    directory: Directory<'_>,
    caller: &Caller,
    role: &CustomRole,
    command: &Command,
) -> Result<Option<Json<RoleView>>> {
    let book = directory.roles.role_book(&caller.tenant).await?.with_new(role.clone())?;
    let answer = Json::created(format!("/v1/roles/{}", role.name), RoleView::custom(role)).etag(role.version);
    let commit = command.commit(answer.recorded()).telling(&command.origin, &RoleCreated::of(role), role.version);
    let kept = unless_overtaken(directory.roles.save_roles(&book, commit).await)?;
    Ok(kept.map(|()| answer))
}

/// Fails with `conflict` while a user has a role of this name; a built-in one is none to ask for.
pub(crate) async fn refuse_held(users: &dyn Users, caller: &Caller, name: &RoleName, why: &str) -> Result<()> {
    if name.built_in().is_some() {
        return Ok(());
    }
    let filter = UserFilter { state: None, role: Some(name.clone()) };
    let mut page = PageRequest::first(PageSize::LARGEST);
    loop {
        let found = users.users(&caller.tenant, &filter, &page).await?;
        if !found.items.is_empty() {
            return Err(Error::conflict(format!("the role {name} {why}")));
        }
        let Some(next) = found.next else { return Ok(()) };
        page.after = Some(next);
    }
}

#[cfg(test)]
mod tests;

//! A role as the API shows it, and as it is asked for.

use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    command::Version,
    identity::{CustomRole, RoleBook, RoleName},
    permission::{Permission, Role},
};
use pantheon_lambda::http::Request;
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// The longest description, in characters.
const LONGEST_DESCRIPTION: usize = 200;

/// What users can be given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoleView {
    /// What it is called.
    pub name: RoleName,
    /// What it is for.
    pub description: String,
    /// What it permits.
    pub permissions: BTreeSet<Permission>,
    /// Whether every tenant has it and none changes it.
    pub built_in: bool,
    /// When the tenant made it; `null` of a built-in one.
    pub created_at: Option<DateTime<Utc>>,
}

impl RoleView {
    /// Shows a role that every tenant has.
    pub fn built_in(role: Role) -> Self {
        Self {
            name: role.into(),
            description: describe(role).to_owned(),
            permissions: role.permissions(),
            built_in: true,
            created_at: None,
        }
    }

    /// Shows a role of a tenant's own.
    pub fn custom(role: &CustomRole) -> Self {
        Self {
            name: role.name.clone(),
            description: role.description.clone(),
            permissions: role.permissions.clone(),
            built_in: false,
            created_at: Some(role.created_at),
        }
    }

    /// Shows the role of this name and its version, which is the first for good of a built-in one.
    pub fn of(name: &RoleName, book: &RoleBook) -> Option<(Self, Version)> {
        match name.built_in() {
            Some(role) => Some((Self::built_in(role), Version::FIRST)),
            None => book.custom.get(name).map(|role| (Self::custom(role), role.version)),
        }
    }
}

fn describe(role: Role) -> &'static str {
    match role {
        Role::Admin => "Does everything in the tenant.",
        Role::Governor => "Sets the limits within which agents act.",
        Role::Approver => "Approves or rejects plans.",
        Role::Operator => "Runs scans and prepares plans.",
        Role::Auditor => "Reads everything, changes nothing.",
        Role::Viewer => "Reads the inventory and the scans.",
        Role::Agent => "Is a program that acts for the tenant.",
    }
}

/// Reads the name of a role from the path.
pub(crate) fn name_in_path(request: &Request) -> Result<RoleName> {
    const RULE: &str = "must be 2 to 40 small letters, digits, - and _, and begin with a letter";
    request.path("role_name").map_err(|error| match error {
        Error::Invalid { .. } => Error::invalid("role_name", RULE),
        other => other,
    })
}

/// Takes a description that fits into a line.
pub(crate) fn description(text: String) -> Result<String> {
    if text.chars().count() <= LONGEST_DESCRIPTION && !text.chars().any(char::is_control) {
        Ok(text)
    } else {
        let rule = format!("must have at most {LONGEST_DESCRIPTION} characters, none of which controls anything");
        Err(Error::invalid("/description", rule))
    }
}

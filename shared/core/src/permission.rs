//! Permissions, and the table of which role holds which.

use crate::{Error, Result};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt, str::FromStr};

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        /// One thing that a caller may do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Permission {
            $($(#[$doc])* #[serde(rename = $text)] $name,)*
        }

        impl Permission {
            /// Every permission that exists.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Returns the permission as tokens and errors spell it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }

        // The derive does not see a spelling that comes from a macro.
        impl utoipa::PartialSchema for Permission {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .description(Some("One thing that a caller may do."))
                    .enum_values(Some([$($text,)*]))
                    .into()
            }
        }

        impl utoipa::ToSchema for Permission {}

        impl FromStr for Permission {
            type Err = Error;

            fn from_str(text: &str) -> Result<Self> {
                match text {
                    $($text => Ok(Self::$name),)*
                    _ => Err(Error::invalid("permission", format!("{text} is no permission"))),
                }
            }
        }
    };
}

permissions! {
    /// See the connected accounts.
    AccountsRead = "accounts:read";
    /// Connect, verify, synchronize and disconnect accounts.
    AccountsWrite = "accounts:write";
    /// See scans and their coverage.
    ScansRead = "scans:read";
    /// Start scans.
    ScansStart = "scans:start";
    /// See discovered resources and the world that they make.
    ResourcesRead = "resources:read";
    /// Decide what tags resources must have.
    TagPolicyWrite = "tag_policy:write";
    /// Decide how much service agents may do by themselves, and who decides for them.
    ServiceAgentsGovern = "service_agents:govern";
    /// See the security score, findings and compliance.
    FindingsRead = "findings:read";
    /// Say what one thinks of findings, and mute them.
    FindingsWrite = "findings:write";
    /// See the users of the tenant.
    UsersRead = "users:read";
    /// Invite, change and disable users of the tenant, and end their sessions and API keys.
    UsersWrite = "users:write";
    /// See the roles of the tenant and what they permit.
    RolesRead = "roles:read";
    /// Make, change and delete the tenant's own roles.
    RolesWrite = "roles:write";
    /// See whose sign-in the tenant trusts.
    ProvidersRead = "identity_providers:read";
    /// Decide whose sign-in the tenant trusts.
    ProvidersWrite = "identity_providers:write";
    /// Make tenants; good in the founding tenant alone.
    TenantsCreate = "tenants:create";
    /// See plans.
    PlansRead = "plans:read";
    /// Prepare plans.
    PlansWrite = "plans:write";
    /// Approve and reject plans.
    PlansApprove = "plans:approve";
    /// See councils, votes, vetoes and precedents.
    GovernanceRead = "governance:read";
    /// Take part in councils and change their rules.
    GovernanceWrite = "governance:write";
    /// Veto what a council has decided.
    VetoExecute = "veto:execute";
}

impl fmt::Display for Permission {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A named set of permissions that a user is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Does everything in the tenant.
    Admin,
    /// Sets the limits within which agents act.
    Governor,
    /// Approves or rejects plans.
    Approver,
    /// Runs scans and prepares plans.
    Operator,
    /// Reads everything, changes nothing.
    Auditor,
    /// Reads the inventory and the scans.
    Viewer,
    /// Is a program that acts for the tenant.
    Agent,
}

impl Role {
    /// Every role that exists.
    pub const ALL: &[Self] =
        &[Self::Admin, Self::Governor, Self::Approver, Self::Operator, Self::Auditor, Self::Viewer, Self::Agent];

    /// Returns the name that users and tokens bear.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Governor => "governor",
            Self::Approver => "approver",
            Self::Operator => "operator",
            Self::Auditor => "auditor",
            Self::Viewer => "viewer",
            Self::Agent => "agent",
        }
    }

    /// Returns what the role permits.
    pub fn permissions(self) -> BTreeSet<Permission> {
        Permission::ALL.iter().copied().filter(|permission| holders(*permission).contains(&self)).collect()
    }
}

/// The table: which roles hold a permission.
fn holders(permission: Permission) -> &'static [Role] {
    use Role::{Admin, Agent, Approver, Auditor, Governor, Operator, Viewer};
    match permission {
        Permission::AccountsRead | Permission::ScansRead | Permission::ResourcesRead | Permission::PlansRead => {
            Role::ALL
        }
        Permission::AccountsWrite
        | Permission::TagPolicyWrite
        | Permission::ServiceAgentsGovern
        | Permission::VetoExecute => &[Admin, Governor],
        Permission::ScansStart | Permission::PlansWrite => &[Admin, Governor, Operator, Agent],
        Permission::FindingsRead => &[Admin, Governor, Approver, Operator, Auditor, Agent],
        Permission::FindingsWrite => &[Admin, Governor, Operator],
        Permission::PlansApprove | Permission::GovernanceWrite => &[Admin, Governor, Approver],
        Permission::UsersRead | Permission::RolesRead | Permission::ProvidersRead => &[Admin, Governor, Auditor],
        Permission::UsersWrite | Permission::RolesWrite | Permission::ProvidersWrite | Permission::TenantsCreate => {
            &[Admin]
        }
        Permission::GovernanceRead => &[Admin, Governor, Approver, Operator, Auditor, Viewer],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spells_every_permission_one_way() {
        for permission in Permission::ALL {
            assert_eq!(permission.as_str().parse::<Permission>().unwrap(), *permission);
            assert_eq!(serde_json::to_value(permission).unwrap(), permission.as_str());
        }
    }

    #[test]
    fn lets_only_readers_read_and_no_reader_write() {
        for role in [Role::Auditor, Role::Viewer] {
            assert!(role.permissions().iter().all(|permission| permission.as_str().ends_with(":read")));
        }
    }

    #[test]
    fn lets_no_program_approve_or_govern() {
        let permissions = Role::Agent.permissions();

        assert!(!permissions.iter().any(|permission| permission.as_str().starts_with("governance:")));
        assert!(!permissions.contains(&Permission::PlansApprove) && !permissions.contains(&Permission::VetoExecute));
        assert!(!permissions.contains(&Permission::ServiceAgentsGovern));
    }

    #[test]
    fn gives_no_role_more_than_the_administrator() {
        for role in Role::ALL {
            assert!(role.permissions().is_subset(&Role::Admin.permissions()));
        }
    }

    #[test]
    fn gives_each_role_what_the_table_says() {
        // One letter a role, in the order of `Role::ALL`; a dot where the role does not hold it.
        let table = [
            "AGPOUVa accounts:read",
            "AG..... accounts:write",
            "AGPOUVa scans:read",
            "AG.O..a scans:start",
            "AGPOUVa resources:read",
            "AG..... tag_policy:write",
            "AG..... service_agents:govern",
            "AGPOU.a findings:read",
            "AG.O... findings:write",
            "AG..U.. users:read",
            "A...... users:write",
            "AG..U.. roles:read",
            "A...... roles:write",
            "AG..U.. identity_providers:read",
            "A...... identity_providers:write",
            "A...... tenants:create",
            "AGPOUVa plans:read",
            "AG.O..a plans:write",
            "AGP.... plans:approve",
            "AGPOUV. governance:read",
            "AGP.... governance:write",
            "AG..... veto:execute",
        ];

        let rows = Permission::ALL.iter().map(|permission| {
            let held = Role::ALL.iter().zip("AGPOUVa".chars());
            let held = held.map(|(role, letter)| if role.permissions().contains(permission) { letter } else { '.' });
            format!("{} {permission}", held.collect::<String>())
        });
        assert_eq!(rows.collect::<Vec<_>>(), table);
    }

    #[test]
    fn names_every_role_as_the_wire_does() {
        for role in Role::ALL {
            assert_eq!(serde_json::to_value(role).unwrap(), role.as_str());
        }
    }
}

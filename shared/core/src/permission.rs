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
    /// See the users of the tenant.
    UsersRead = "users:read";
    /// Invite, change and disable users of the tenant.
    UsersWrite = "users:write";
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

    /// Returns what the role permits.
    pub fn permissions(self) -> BTreeSet<Permission> {
        use Permission::{AccountsRead, AccountsWrite, ResourcesRead, ScansRead, ScansStart, UsersRead};
        let permitted: &[Permission] = match self {
            Self::Admin => Permission::ALL,
            Self::Governor => &[AccountsRead, AccountsWrite, ScansRead, ScansStart, ResourcesRead, UsersRead],
            Self::Operator | Self::Agent => &[AccountsRead, ScansRead, ScansStart, ResourcesRead],
            Self::Auditor => &[AccountsRead, ScansRead, ResourcesRead, UsersRead],
            Self::Approver | Self::Viewer => &[AccountsRead, ScansRead, ResourcesRead],
        };
        permitted.iter().copied().collect()
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
        for role in [Role::Approver, Role::Auditor, Role::Viewer] {
            assert!(role.permissions().iter().all(|permission| permission.as_str().ends_with(":read")));
        }
    }

    #[test]
    fn gives_no_role_more_than_the_administrator() {
        for role in Role::ALL {
            assert!(role.permissions().is_subset(&Role::Admin.permissions()));
        }
    }

    #[test]
    fn gives_each_role_what_the_table_says() {
        let table = [
            // Role, accounts:read, accounts:write, scans:read, scans:start, resources:read, users:read, users:write
            (Role::Admin, [true, true, true, true, true, true, true]),
            (Role::Governor, [true, true, true, true, true, true, false]),
            (Role::Approver, [true, false, true, false, true, false, false]),
            (Role::Operator, [true, false, true, true, true, false, false]),
            (Role::Auditor, [true, false, true, false, true, true, false]),
            (Role::Viewer, [true, false, true, false, true, false, false]),
            (Role::Agent, [true, false, true, true, true, false, false]),
        ];

        assert_eq!(table.map(|(role, _)| role), Role::ALL);
        for (role, row) in table {
            assert_eq!(row.len(), Permission::ALL.len());
            for (permission, expected) in Permission::ALL.iter().zip(row) {
                assert_eq!(role.permissions().contains(permission), expected, "{role:?} and {permission}");
            }
        }
    }
}

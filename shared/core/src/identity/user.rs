//! Tenants and users, and what happens to them.

use super::{Email, TenantName};
use crate::{
    command::Version,
    event::Fact,
    id::{TenantId, UserId},
    permission::{Permission, Role},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt};

/// A company, or a part of one, whose data nobody else sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenant {
    /// Which tenant it is.
    pub id: TenantId,
    /// What people call it.
    pub name: TenantName,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// How often it has changed.
    pub version: Version,
}

/// A person who signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Which user it is.
    pub id: UserId,
    /// The tenant that the user belongs to.
    pub tenant: TenantId,
    /// The address that the user signs in with.
    pub email: Email,
    /// The roles that the user was given.
    pub roles: BTreeSet<Role>,
    /// Whether the user may sign in.
    pub state: UserState,
    /// The hash of the user's password.
    pub password: PasswordHash,
    /// How often the tokens of the user have been called back, as by a change of roles; a token with
    /// an older number is worth nothing.
    pub session_version: u64,
    /// When the user was made.
    pub created_at: DateTime<Utc>,
    /// How often the user has changed.
    pub version: Version,
}

impl User {
    /// Returns what the user's roles permit together.
    pub fn permissions(&self) -> BTreeSet<Permission> {
        self.roles.iter().flat_map(|role| role.permissions()).collect()
    }

    /// Tells whether the user may sign in and stay signed in.
    pub fn is_active(&self) -> bool {
        self.state == UserState::Active
    }
}

/// Whether a user may sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UserState {
    /// The user may sign in.
    Active,
    /// An administrator has shut the user out.
    Disabled,
}

/// A password hash in the PHC string format, with its algorithm, parameters and salt.
///
/// `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(pub String);

impl fmt::Debug for PasswordHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PasswordHash(hidden)")
    }
}

/// A tenant was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TenantCreated {
    /// The tenant.
    pub tenant_id: TenantId,
    /// What people call it.
    pub name: String,
}

impl Fact for TenantCreated {
    const KIND: &'static str = "tenant.created";

    fn subject(&self) -> String {
        format!("tenants/{}", self.tenant_id)
    }
}

/// A user was made.
///
/// The address is left out: events travel far, and whoever may know it can ask for the user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct UserCreated {
    /// The user.
    pub user_id: UserId,
    /// The roles that the user was given.
    pub roles: BTreeSet<Role>,
}

impl Fact for UserCreated {
    const KIND: &'static str = "user.created";

    fn subject(&self) -> String {
        format!("users/{}", self.user_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(roles: &[Role]) -> User {
        User {
            id: UserId::generate(DateTime::UNIX_EPOCH),
            tenant: TenantId::generate(DateTime::UNIX_EPOCH),
            email: "ada@example.com".parse().unwrap(),
            roles: roles.iter().copied().collect(),
            state: UserState::Active,
            password: PasswordHash("$argon2id$secret".to_owned()),
            session_version: 1,
            created_at: DateTime::UNIX_EPOCH,
            version: Version::FIRST,
        }
    }

    #[test]
    fn adds_the_permissions_of_every_role() {
        let permissions = user(&[Role::Auditor, Role::Operator]).permissions();

        assert!(permissions.contains(&Permission::UsersRead));
        assert!(permissions.contains(&Permission::ScansStart));
        assert!(!permissions.contains(&Permission::AccountsWrite));
    }

    #[test]
    fn permits_nothing_without_a_role() {
        assert!(user(&[]).permissions().is_empty());
    }

    #[test]
    fn hides_the_hash_and_the_address_from_logs() {
        let text = format!("{:?}", user(&[Role::Admin]));

        assert!(!text.contains("argon2id"));
        assert!(!text.contains("example.com"));
    }
}

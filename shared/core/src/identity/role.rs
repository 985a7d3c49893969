//! Roles: the built-in ones, and those that a tenant makes for itself.

use crate::{
    Caller, Error, Result,
    command::Version,
    event::Fact,
    id::TenantId,
    permission::{Permission, Role},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    str::FromStr,
};

/// The name of a role, built-in or a tenant's own: 2 to 40 small letters, digits, `-` and `_`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RoleName(String);

impl RoleName {
    /// Returns the name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the built-in role of this name.
    pub fn built_in(&self) -> Option<Role> {
        Role::ALL.iter().copied().find(|role| role.as_str() == self.0)
    }
}

impl FromStr for RoleName {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let small = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
        let begins = text.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
        if (2..=40).contains(&text.len()) && begins && text.bytes().all(small) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::invalid("/name", "must be 2 to 40 small letters, digits, - and _, and begin with a letter"))
        }
    }
}

impl From<Role> for RoleName {
    fn from(role: Role) -> Self {
        Self(role.as_str().to_owned())
    }
}

impl TryFrom<String> for RoleName {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<RoleName> for String {
    fn from(name: RoleName) -> Self {
        name.0
    }
}

impl fmt::Display for RoleName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl utoipa::PartialSchema for RoleName {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some("The name of a role, built-in or the tenant's own."))
            .pattern(Some("^[a-z][a-z0-9_-]{1,39}$"))
            .examples([serde_json::json!("operator")])
            .into()
    }
}

impl utoipa::ToSchema for RoleName {}

/// A role that a tenant made for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomRole {
    /// What it is called.
    pub name: RoleName,
    /// What it is for.
    pub description: String,
    /// What it permits.
    pub permissions: BTreeSet<Permission>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// How often it has changed.
    pub version: Version,
}

/// All roles of a tenant, which change one at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleBook {
    /// The tenant.
    pub tenant: TenantId,
    /// The tenant's own roles.
    pub custom: BTreeMap<RoleName, CustomRole>,
    /// How often any of them has changed; 0 where the tenant never made one.
    pub version: Version,
}

impl RoleBook {
    /// How many roles of its own a tenant has at most.
    pub const MOST: usize = 50;

    /// Returns the book of a tenant that made no role of its own.
    pub fn empty(tenant: TenantId) -> Self {
        Self { tenant, custom: BTreeMap::new(), version: Version(0) }
    }

    /// Returns what a role permits; `None` if there is no such role.
    pub fn permissions_of(&self, name: &RoleName) -> Option<BTreeSet<Permission>> {
        match name.built_in() {
            Some(role) => Some(role.permissions()),
            None => self.custom.get(name).map(|role| role.permissions.clone()),
        }
    }

    /// Returns what roles permit together; a role that does not exist permits nothing.
    pub fn permissions<'a>(&self, roles: impl IntoIterator<Item = &'a RoleName>) -> BTreeSet<Permission> {
        roles.into_iter().filter_map(|name| self.permissions_of(name)).flatten().collect()
    }

    /// Fails unless every role exists and the caller holds all that they permit.
    pub fn may_be_given(&self, roles: &BTreeSet<RoleName>, by: &Caller) -> Result<()> {
        for name in roles {
            let permissions = self.permissions_of(name);
            by.may_grant(&permissions.ok_or_else(|| Error::invalid("/roles", format!("there is no role {name}")))?)?;
        }
        Ok(())
    }

    /// Adds a role; fails with `conflict` where the name is taken or there are [`RoleBook::MOST`].
    pub fn with_new(&self, role: CustomRole) -> Result<Self> {
        if role.name.built_in().is_some() || self.custom.contains_key(&role.name) {
            return Err(Error::conflict(format!("there is a role {} already", role.name)));
        }
        if self.custom.len() >= Self::MOST {
            return Err(Error::conflict(format!("a tenant has at most {} roles of its own", Self::MOST)));
        }
        Ok(self.with(role))
    }

    /// Puts a changed role, one version on, in the place of the `read` version of it.
    pub fn with_changed(&self, role: CustomRole, read: Version) -> Result<Self> {
        self.own(&role.name, read)?;
        Ok(self.with(CustomRole { version: read.next(), ..role }))
    }

    /// Takes out the `read` version of a role.
    pub fn without(&self, name: &RoleName, read: Version) -> Result<Self> {
        self.own(name, read)?;
        let mut changed = Self { version: self.version.next(), ..self.clone() };
        changed.custom.remove(name);
        Ok(changed)
    }

    /// Finds a role of the tenant's own in the version that the caller has read.
    pub fn own(&self, name: &RoleName, read: Version) -> Result<&CustomRole> {
        if name.built_in().is_some() {
            return Err(Error::conflict(format!("the role {name} is built in and does not change")));
        }
        let role = self.custom.get(name).ok_or_else(|| Error::not_found("role", name))?;
        if role.version == read { Ok(role) } else { Err(Error::PreconditionFailed { kind: "role" }) }
    }

    fn with(&self, role: CustomRole) -> Self {
        let mut changed = Self { version: self.version.next(), ..self.clone() };
        changed.custom.insert(role.name.clone(), role);
        changed
    }
}

/// The data of the events of a role.
macro_rules! role_facts {
    ($($(#[$doc:meta])* $fact:ident = $kind:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
        pub struct $fact {
            /// What the role is called.
            pub name: RoleName,
            /// What it permits, or permitted.
            pub permissions: BTreeSet<Permission>,
        }

        impl $fact {
            /// Tells it of a role.
            pub fn of(role: &CustomRole) -> Self {
                Self { name: role.name.clone(), permissions: role.permissions.clone() }
            }
        }

        impl Fact for $fact {
            const KIND: &'static str = $kind;

            fn subject(&self) -> String {
                format!("roles/{}", self.name)
            }
        }
    )*};
}

role_facts! {
    /// A tenant made a role of its own.
    RoleCreated = "role.created";
    /// A tenant changed what one of its roles permits.
    RoleChanged = "role.changed";
    /// A tenant deleted one of its roles.
    RoleDeleted = "role.deleted";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        caller::Credential,
        id::{SessionId, UserId},
    };

    fn book() -> RoleBook {
        RoleBook::empty(TenantId::generate(DateTime::UNIX_EPOCH))
    }

    fn role(name: &str, permissions: &[Permission]) -> CustomRole {
        CustomRole {
            name: name.parse().unwrap(),
            description: "Looks at scans.".to_owned(),
            permissions: permissions.iter().copied().collect(),
            created_at: DateTime::UNIX_EPOCH,
            version: Version::FIRST,
        }
    }

    fn caller(role: Role) -> Caller {
        let now = DateTime::UNIX_EPOCH;
        Caller {
            tenant: TenantId::generate(now),
            user: UserId::generate(now),
            credential: Credential::Session(SessionId::generate(now)),
            permissions: role.permissions(),
        }
    }

    #[test]
    fn names_the_built_in_roles_and_no_more() {
        for role in Role::ALL {
            assert_eq!(RoleName::from(*role).built_in(), Some(*role));
            assert_eq!(role.as_str().parse::<RoleName>().unwrap(), RoleName::from(*role));
        }
        assert_eq!("scanner".parse::<RoleName>().unwrap().built_in(), None);
    }

    #[test]
    fn refuses_names_that_could_be_something_else() {
        for text in ["", "a", "Admin", "a b", "a#b", "1st", "-a", &"a".repeat(41)] {
            assert!(text.parse::<RoleName>().is_err(), "{text}");
        }
    }

    #[test]
    fn permits_what_all_roles_permit_together_and_nothing_for_one_that_is_gone() {
        let book = book().with_new(role("scanner", &[Permission::ScansStart])).unwrap();
        let held: BTreeSet<RoleName> = ["scanner", "viewer", "gone"].map(|name| name.parse().unwrap()).into();

        let mut expected = Role::Viewer.permissions();
        expected.insert(Permission::ScansStart);
        assert_eq!(book.permissions(&held), expected);
        assert!(book.permissions(&["gone".parse().unwrap()]).is_empty());
    }

    #[test]
    fn takes_no_name_twice_and_no_built_in_one() {
        let book = book().with_new(role("scanner", &[])).unwrap();

        assert!(matches!(book.with_new(role("scanner", &[])), Err(Error::Conflict { .. })));
        assert!(matches!(book.with_new(role("admin", &[])), Err(Error::Conflict { .. })));
    }

    #[test]
    fn holds_fifty_roles_and_no_more() {
        let book = (0..RoleBook::MOST).fold(book(), |book, at| book.with_new(role(&format!("r{at}"), &[])).unwrap());

        assert!(matches!(book.with_new(role("one-more", &[])), Err(Error::Conflict { .. })));
    }

    #[test]
    fn changes_only_the_version_that_was_read() {
        let book = book().with_new(role("scanner", &[])).unwrap();
        let changed = book.with_changed(role("scanner", &[Permission::ScansRead]), Version::FIRST).unwrap();

        assert_eq!(changed.version, Version(2));
        assert_eq!(changed.own(&"scanner".parse().unwrap(), Version(2)).unwrap().permissions.len(), 1);
        assert!(matches!(
            changed.without(&"scanner".parse().unwrap(), Version(1)),
            Err(Error::PreconditionFailed { .. })
        ));
        assert!(matches!(changed.without(&"unknown".parse().unwrap(), Version(1)), Err(Error::NotFound { .. })));
        assert!(matches!(changed.without(&"admin".parse().unwrap(), Version(1)), Err(Error::Conflict { .. })));
        assert!(changed.without(&"scanner".parse().unwrap(), Version(2)).unwrap().custom.is_empty());
    }

    #[test]
    fn lets_nobody_give_a_role_that_holds_more_than_they_do() {
        let book = book();
        let give = |role: Role, by: Role| book.may_be_given(&[role.into()].into(), &caller(by));

        for role in Role::ALL {
            assert!(give(*role, Role::Admin).is_ok());
            assert_eq!(give(Role::Admin, *role).is_ok(), *role == Role::Admin);
        }
        let unknown = book.may_be_given(&["gone".parse().unwrap()].into(), &caller(Role::Admin));
        assert!(matches!(unknown, Err(Error::Invalid { .. })));
    }
}

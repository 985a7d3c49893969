//! Tenants, and who must never leave them.

use super::{TenantName, User};
use crate::{
    Error, Result,
    command::Version,
    event::Fact,
    id::{TenantId, UserId},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A company, or a part of one, whose data nobody else sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenant {
    /// Which tenant it is.
    pub id: TenantId,
    /// What people call it.
    pub name: TenantName,
    /// Whether it was made with the platform; only its administrators make other tenants.
    pub founding: bool,
    /// The users who are active and have the role `admin`; empty until the first one is.
    pub administrators: BTreeSet<UserId>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// How often it has changed.
    pub version: Version,
}

impl Tenant {
    /// Makes a tenant for its first user.
    pub fn made_for(administrator: &User, name: TenantName, founding: bool, now: DateTime<Utc>) -> Self {
        let administrators = administrator.administers().then(|| administrator.id.clone()).into_iter().collect();
        let id = administrator.tenant.clone();
        Self { id, name, founding, administrators, created_at: now, version: Version::FIRST }
    }

    /// Follows the change of a user: returns the tenant as it has to change together with the user,
    /// or `None` if it stays as it is.
    ///
    /// Fails with `conflict` if the tenant would lose its last administrator.
    pub fn following(&self, user: &User) -> Result<Option<Self>> {
        let mut administrators = self.administrators.clone();
        let changed =
            if user.administers() { administrators.insert(user.id.clone()) } else { administrators.remove(&user.id) };
        if changed && administrators.is_empty() {
            return Err(Error::conflict("this is the last administrator; make another user an administrator first"));
        }
        Ok(changed.then(|| Self { administrators, version: self.version.next(), ..self.clone() }))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{identity::user::samples::user, permission::Role};

    fn olympus(administrator: &User) -> Tenant {
        Tenant::made_for(administrator, "Olympus".parse().unwrap(), true, DateTime::UNIX_EPOCH)
    }

    #[test]
    fn keeps_its_last_administrator() {
        let administrator = user(&[Role::Admin]);
        let tenant = olympus(&administrator);

        let demoted = administrator.with_roles([Role::Viewer.into()].into());
        assert!(matches!(tenant.following(&demoted), Err(Error::Conflict { .. })));
        let disabled = administrator.disabled(DateTime::UNIX_EPOCH).unwrap();
        assert!(matches!(tenant.following(&disabled), Err(Error::Conflict { .. })));
    }

    #[test]
    fn lets_an_administrator_go_while_another_stays() {
        let (first, second) = (user(&[Role::Admin]), user(&[Role::Admin]));
        let tenant = olympus(&first).following(&second).unwrap().unwrap();
        assert_eq!((tenant.administrators.len(), tenant.version), (2, Version(2)));

        let left = tenant.following(&first.disabled(DateTime::UNIX_EPOCH).unwrap()).unwrap().unwrap();
        assert_eq!(left.administrators, [second.id].into());
    }

    #[test]
    fn stays_as_it_is_for_everybody_else() {
        let administrator = user(&[Role::Admin]);
        let tenant = olympus(&administrator);

        assert_eq!(tenant.following(&user(&[Role::Viewer])).unwrap(), None);
        assert_eq!(tenant.following(&administrator).unwrap(), None);
    }
}

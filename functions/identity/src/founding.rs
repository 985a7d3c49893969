//! How the platform, and each tenant, begins.

use crate::password::{Passwords, judge};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    command::{Commit, Version},
    event::Origin,
    id::{TenantId, UserId},
    identity::{Email, RoleName, Tenant, TenantCreated, TenantName, Tenants, User, UserCreated, UserState, Users},
    permission::Role,
};
use secrecy::SecretString;
use std::collections::BTreeSet;

/// The name under which the platform acts here.
const ACTOR: &str = "initialize-platform";

/// Makes tenants.
pub struct Founder<'a> {
    /// The tenants.
    pub tenants: &'a dyn Tenants,
    /// The users.
    pub users: &'a dyn Users,
    /// How the password of the administrator is hashed.
    pub passwords: &'a Passwords,
}

/// A tenant that is wanted, and its first administrator.
#[derive(Debug)]
pub struct Wanted {
    /// The name of the tenant.
    pub name: TenantName,
    /// The address of the administrator.
    pub email: Email,
    /// The password of the administrator.
    pub password: SecretString,
    /// Whether it is the tenant of the platform itself, whose administrators make others.
    pub founding: bool,
}

/// A tenant and its first administrator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Founded {
    /// The tenant.
    pub tenant: TenantId,
    /// The administrator.
    pub administrator: UserId,
}

impl Founder<'_> {
    /// Returns the tenant of this name with this administrator, and makes both if neither exists.
    ///
    /// Fails with `conflict` if only one of them exists, or both do without belonging together: the
    /// name of a tenant and the address of a user are each unlike any other.
    pub async fn find_or_make(&self, wanted: &Wanted, now: DateTime<Utc>) -> Result<Founded> {
        if let Some(found) = self.find(wanted).await? {
            return Ok(found);
        }
        match self.make(wanted, now).await {
            // Somebody else may have made the very same tenant in the meantime.
            Err(conflict @ Error::Conflict { .. }) => self.find(wanted).await?.ok_or(conflict),
            made => made,
        }
    }

    async fn find(&self, Wanted { name, email, .. }: &Wanted) -> Result<Option<Founded>> {
        let (tenant, user) = (self.tenants.tenant_by_name(name).await?, self.users.user_by_email(email).await?);
        match (tenant, user) {
            (None, None) => Ok(None),
            (Some(tenant), Some(user)) if user.tenant == tenant.id => {
                Ok(Some(Founded { tenant: tenant.id, administrator: user.id }))
            }
            (Some(_), _) => Err(Error::conflict(format!("the tenant {name} has another administrator"))),
            (None, Some(_)) => Err(Error::conflict("the e-mail address belongs to a user of another tenant")),
        }
    }

    async fn make(&self, wanted: &Wanted, now: DateTime<Utc>) -> Result<Founded> {
        let administrator = self.administrator(wanted, now)?;
        let tenant = Tenant::made_for(&administrator, wanted.name.clone(), wanted.founding, now);
        let origin = Origin::of_system(tenant.id.clone(), ACTOR, now);
        let created = TenantCreated { tenant_id: tenant.id.clone(), name: tenant.name.to_string() };
        let joined = UserCreated { user_id: administrator.id.clone(), roles: administrator.roles.clone() };
        let commit = Commit::unasked().telling(&origin, &created, tenant.version).telling(
            &origin,
            &joined,
            administrator.version,
        );
        self.tenants.found(&tenant, &administrator, commit).await?;
        Ok(Founded { tenant: tenant.id, administrator: administrator.id })
    }

    /// Makes a user who may sign in at once, and is the first of a new tenant.
    fn administrator(&self, Wanted { name, email, password, .. }: &Wanted, now: DateTime<Utc>) -> Result<User> {
        judge("/administrator_password", password, email, name)?;
        Ok(User {
            id: UserId::generate(now),
            tenant: TenantId::generate(now),
            email: email.clone(),
            roles: [RoleName::from(Role::Admin)].into(),
            state: UserState::Active,
            password: Some(self.passwords.hash(password)?),
            invitation: None,
            second_factor: None,
            identities: BTreeSet::new(),
            session_version: 1,
            sessions_since: now,
            created_at: now,
            version: Version::FIRST,
        })
    }
}

//! How the platform, and each tenant, begins.

use crate::{key, password::Passwords};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    command::{Commit, Version},
    event::Origin,
    id::{TenantId, UserId},
    identity::{
        Email, KeyRing, SigningKeys, Tenant, TenantCreated, TenantName, Tenants, User, UserCreated, UserState, Users,
    },
    permission::Role,
};
use secrecy::SecretString;

/// The name under which the platform acts here.
const ACTOR: &str = "initialize-platform";

/// Makes the first signing key unless there is one.
pub async fn ensure_signing_key(keys: &dyn SigningKeys, now: DateTime<Utc>) -> Result<()> {
    if keys.key_ring().await?.is_some() {
        return Ok(());
    }
    keys.initialize(&KeyRing::of(vec![key::generate(now)?])?).await
}

/// Makes tenants.
pub struct Founder<'a> {
    /// The tenants.
    pub tenants: &'a dyn Tenants,
    /// The users.
    pub users: &'a dyn Users,
    /// How the password of the administrator is hashed.
    pub passwords: &'a Passwords,
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
    pub async fn find_or_make(
        &self,
        name: &TenantName,
        email: &Email,
        password: &SecretString,
        now: DateTime<Utc>,
    ) -> Result<Founded> {
        if let Some(found) = self.find(name, email).await? {
            return Ok(found);
        }
        match self.make(name, email, password, now).await {
            // Somebody else may have made the very same tenant in the meantime.
            Err(conflict @ Error::Conflict { .. }) => self.find(name, email).await?.ok_or(conflict),
            made => made,
        }
    }

    async fn find(&self, name: &TenantName, email: &Email) -> Result<Option<Founded>> {
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

    async fn make(
        &self,
        name: &TenantName,
        email: &Email,
        password: &SecretString,
        now: DateTime<Utc>,
    ) -> Result<Founded> {
        let tenant =
            Tenant { id: TenantId::generate(now), name: name.clone(), created_at: now, version: Version::FIRST };
        let administrator = User {
            id: UserId::generate(now),
            tenant: tenant.id.clone(),
            email: email.clone(),
            roles: [Role::Admin].into(),
            state: UserState::Active,
            password: self.passwords.hash(password)?,
            session_version: 1,
            created_at: now,
            version: Version::FIRST,
        };
        let origin = Origin::of_system(tenant.id.clone(), ACTOR, now);
        let created = TenantCreated { tenant_id: tenant.id.clone(), name: name.to_string() };
        let joined = UserCreated { user_id: administrator.id.clone(), roles: administrator.roles.clone() };
        let commit = Commit::unasked().telling(&origin, &created, tenant.version).telling(
            &origin,
            &joined,
            administrator.version,
        );
        self.tenants.found(&tenant, &administrator, commit).await?;
        Ok(Founded { tenant: tenant.id, administrator: administrator.id })
    }
}

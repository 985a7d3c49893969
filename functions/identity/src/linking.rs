//! Who a person is here who has signed in elsewhere.
//!
//! Nobody is made here: the first time, the verified address has to be that of somebody who was
//! invited, or is active. From then on the identity elsewhere decides, whatever becomes of the
//! address there.

use crate::{sessions::of_user, sign_in::ATTEMPTS};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    command::Commit,
    id::TenantId,
    identity::{Email, ExternalIdentity, Tenants, User, UserActivated, UserIdentityLinked, UserState, Users},
};

const UNINVITED: Error =
    Error::Unauthenticated { reason: "nobody with this address was invited; ask an administrator" };
const DISABLED: Error = Error::Unauthenticated { reason: "this user may not sign in; ask an administrator" };

/// Knows who people are here.
pub struct Acquaintances<'a> {
    /// The users.
    pub users: &'a dyn Users,
    /// Their tenants.
    pub tenants: &'a dyn Tenants,
}

impl Acquaintances<'_> {
    /// Returns the active user with this identity, of the tenant if one is named; the first time the
    /// user with this address, who is linked to the identity and has thereby accepted the invitation.
    pub(crate) async fn user(
        &self,
        within: Option<&TenantId>,
        identity: &ExternalIdentity,
        email: Option<&Email>,
        now: DateTime<Utc>,
    ) -> Result<User> {
        for _ in 0..ATTEMPTS {
            if let Some(user) = self.users.user_by_identity(within, identity).await? {
                return if user.is_active() { Ok(user) } else { Err(DISABLED) };
            }
            let found = self.users.user_by_email(email.ok_or(UNINVITED)?).await?;
            let user = found.filter(|user| within.is_none_or(|tenant| user.tenant == *tenant)).ok_or(UNINVITED)?;
            match self.link(&user, identity, now).await {
                // Somebody else changed the user, the tenant, or linked the identity, in the meantime.
                Err(Error::PreconditionFailed { .. } | Error::Conflict { .. }) => {}
                linked => return linked,
            }
        }
        Err(Error::unavailable("the user", "it kept changing"))
    }

    async fn link(&self, user: &User, identity: &ExternalIdentity, now: DateTime<Utc>) -> Result<User> {
        let linked = user.linked(identity.clone())?;
        let tenant = self.tenants.tenant(&user.tenant).await?;
        let tenant = tenant.ok_or_else(|| Error::internal("a user has no tenant"))?.following(&linked)?;
        let origin = of_user(&user.tenant, &user.id, now);
        let issuer = identity.issuer.to_string();
        let fact = UserIdentityLinked { user_id: user.id.clone(), issuer };
        let mut commit = Commit::unasked().telling(&origin, &fact, linked.version);
        if user.state == UserState::Invited {
            commit = commit.telling(&origin, &UserActivated { user_id: user.id.clone() }, linked.version);
        }
        self.users.save_user(&linked, tenant.as_ref(), commit).await?;
        Ok(linked)
    }
}

#[cfg(test)]
mod tests;

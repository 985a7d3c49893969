//! Users, from the invitation to the last sign-out, and what happens to them.

mod facts;
#[cfg(test)]
pub(crate) mod samples;
mod second_factor;

pub use facts::{
    UserActivated, UserCreated, UserDisabled, UserEnabled, UserIdentityLinked, UserInvitationRenewed, UserInvited,
    UserPasswordChanged, UserRolesChanged, UserSecondFactorEnabled, UserSecondFactorRemoved,
};
pub use second_factor::{SecondFactor, SecondFactorState};

use super::{Email, ExternalIdentity, Invitation, InvitationToken, RoleName};
use crate::{
    Error, Result,
    command::Version,
    id::{TenantId, UserId},
    permission::Role,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt, str::FromStr};

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
    pub roles: BTreeSet<RoleName>,
    /// Whether the user may sign in.
    pub state: UserState,
    /// The hash of the user's password; none before the invitation is accepted, or where the user
    /// signs in elsewhere.
    pub password: Option<PasswordHash>,
    /// The way to choose a password without one, while there is such a way.
    pub invitation: Option<Invitation>,
    /// The authenticator of the user.
    pub second_factor: Option<SecondFactor>,
    /// Who the user is elsewhere.
    pub identities: BTreeSet<ExternalIdentity>,
    /// How often the access tokens of the user have been called back, as by a change of roles; a
    /// token with an older number is worth nothing, but its session goes on.
    pub session_version: u64,
    /// Sessions that began before this moment are over.
    pub sessions_since: DateTime<Utc>,
    /// When the user was made.
    pub created_at: DateTime<Utc>,
    /// How often the user has changed.
    pub version: Version,
}

/// Whether a user may sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UserState {
    /// The user has not accepted the invitation yet.
    Invited,
    /// The user may sign in.
    Active,
    /// An administrator has shut the user out.
    Disabled,
}

impl FromStr for UserState {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "invited" => Ok(Self::Invited),
            "active" => Ok(Self::Active),
            "disabled" => Ok(Self::Disabled),
            _ => Err(Error::invalid("state", "must be invited, active or disabled")),
        }
    }
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

impl User {
    /// Makes a user who still has to accept the invitation.
    pub fn invited(
        tenant: TenantId,
        id: UserId,
        email: Email,
        roles: BTreeSet<RoleName>,
        invitation: Invitation,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            tenant,
            email,
            roles,
            state: UserState::Invited,
            password: None,
            invitation: Some(invitation),
            second_factor: None,
            identities: BTreeSet::new(),
            session_version: 1,
            sessions_since: now,
            created_at: now,
            version: Version::FIRST,
        }
    }

    /// Tells whether the user may sign in and stay signed in.
    pub fn is_active(&self) -> bool {
        self.state == UserState::Active
    }

    /// Tells whether the user counts as an administrator of the tenant.
    pub fn administers(&self) -> bool {
        self.is_active() && self.roles.contains(&RoleName::from(Role::Admin))
    }

    /// Returns the authenticator that has to be asked at sign-in.
    pub fn active_second_factor(&self) -> Option<&SecondFactor> {
        self.second_factor.as_ref().filter(|factor| factor.state == SecondFactorState::Active)
    }

    /// Chooses a password with an invitation; fails with `unauthenticated` unless it is good.
    ///
    /// A user who was active already is signed out everywhere: the invitation was a reset.
    pub fn accept(&self, token: &InvitationToken, password: PasswordHash, now: DateTime<Utc>) -> Result<Self> {
        let good = self.invitation.as_ref().is_some_and(|invitation| invitation.admits(token, now));
        if good && self.state != UserState::Disabled {
            Ok(self.with_password(password, now))
        } else {
            Err(Error::Unauthenticated { reason: "the invitation is not valid any more; ask for a new one" })
        }
    }

    /// Changes the password, and signs the user out everywhere.
    #[must_use]
    pub fn with_password(&self, password: PasswordHash, now: DateTime<Utc>) -> Self {
        let state = if self.state == UserState::Invited { UserState::Active } else { self.state };
        Self { state, password: Some(password), invitation: None, ..self.signed_out(now) }
    }

    /// Keeps the same password under stronger parameters; nobody is signed out.
    #[must_use]
    pub fn rehashed(&self, password: PasswordHash) -> Self {
        Self { password: Some(password), ..self.changed() }
    }

    /// Gives the user a new invitation in place of any other.
    ///
    /// Fails with `conflict` for a disabled user.
    pub fn invited_again(&self, invitation: Invitation) -> Result<Self> {
        if self.state == UserState::Disabled {
            return Err(Error::conflict("the user is disabled; enable them first"));
        }
        Ok(Self { invitation: Some(invitation), ..self.changed() })
    }

    /// Shuts the user out, or returns `None` if that was done before.
    pub fn disabled(&self, now: DateTime<Utc>) -> Option<Self> {
        let change = || Self { state: UserState::Disabled, invitation: None, ..self.signed_out(now) };
        (self.state != UserState::Disabled).then(change)
    }

    /// Lets a disabled user in again, who has to sign in anew; `None` for any other.
    pub fn enabled(&self) -> Option<Self> {
        let known = self.password.is_some() || !self.identities.is_empty();
        let state = if known { UserState::Active } else { UserState::Invited };
        (self.state == UserState::Disabled).then(|| Self { state, ..self.changed() })
    }

    /// Changes the roles, and calls the access tokens back: the next ones hold the new permissions.
    #[must_use]
    pub fn with_roles(&self, roles: BTreeSet<RoleName>) -> Self {
        Self { roles, session_version: self.session_version + 1, ..self.changed() }
    }

    /// Remembers who the user is elsewhere; an invited user has thereby accepted.
    ///
    /// Fails with `unauthenticated` for a disabled user.
    pub fn linked(&self, identity: ExternalIdentity) -> Result<Self> {
        if self.state == UserState::Disabled {
            return Err(Error::Unauthenticated { reason: "this user may not sign in; ask an administrator" });
        }
        let mut identities = self.identities.clone();
        identities.insert(identity);
        Ok(Self { identities, state: UserState::Active, invitation: None, ..self.changed() })
    }

    /// Puts another authenticator in the place of the one that there was, or takes it away.
    #[must_use]
    pub fn with_second_factor(&self, factor: Option<SecondFactor>) -> Self {
        Self { second_factor: factor, ..self.changed() }
    }

    /// Ends every session of the user.
    #[must_use]
    pub fn signed_out(&self, now: DateTime<Utc>) -> Self {
        Self { sessions_since: now, session_version: self.session_version + 1, ..self.changed() }
    }

    fn changed(&self) -> Self {
        Self { version: self.version.next(), ..self.clone() }
    }
}

#[cfg(test)]
mod tests;

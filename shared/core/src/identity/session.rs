//! Sessions: one sign-in of a user, and the rules of staying signed in.

use super::{ApiKey, Audience, Digest, RefreshToken, RoleBook, User};
use crate::{
    command::Version,
    event::Fact,
    id::{SessionId, TenantId, UserId},
    permission::Permission,
};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One sign-in of a user, from login to logout, and the only refresh token that it accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Which session it is.
    pub id: SessionId,
    /// The tenant of the user.
    pub tenant: TenantId,
    /// The user who signed in.
    pub user: UserId,
    /// How the user signed in, and from where.
    pub sign_in: SignIn,
    /// Whether it goes on.
    pub state: SessionState,
    /// What all its refresh tokens share.
    pub family: Digest,
    /// The one refresh token that has not been spent.
    pub current: Digest,
    /// The last exchange that may be asked for again.
    pub last: Option<Exchange>,
    /// How many refresh tokens it has been given.
    pub generation: u64,
    /// When the user signed in.
    pub started_at: DateTime<Utc>,
    /// When it was given its last refresh token.
    pub refreshed_at: DateTime<Utc>,
    /// When it ends, however often it is refreshed.
    pub expires_at: DateTime<Utc>,
    /// How often it has changed.
    pub version: Version,
}

/// How a user signed in, and from where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    /// How the user proved who they are.
    pub method: SignInMethod,
    /// The part of the platform that the session is for.
    pub audience: Audience,
    /// What the client calls itself, cut to 200 characters.
    pub user_agent: Option<String>,
    /// The address that the request came from.
    pub source_ip: Option<String>,
}

impl SignIn {
    /// Describes a sign-in to the API from nowhere in particular.
    pub fn by(method: SignInMethod) -> Self {
        Self { method, audience: Audience::Api, user_agent: None, source_ip: None }
    }

    /// Adds where the request came from.
    #[must_use]
    pub fn from_client(self, user_agent: Option<&str>, source_ip: &str) -> Self {
        let user_agent = user_agent.map(|text| text.chars().filter(|letter| !letter.is_control()).take(200).collect());
        Self { user_agent, source_ip: (!source_ip.is_empty()).then(|| source_ip.to_owned()), ..self }
    }
}

/// How a user proved who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignInMethod {
    /// With a password, and with the authenticator if the user has one.
    Password,
    /// With the invitation, while choosing a password.
    Invitation,
    /// At Google.
    Google,
    /// At GitHub.
    Github,
    /// At an identity provider that the tenant trusts.
    Provider,
    /// With another session of the user.
    Exchange,
}

/// A refresh token that was spent with an `Idempotency-Key`, so that a client whose answer was lost
/// may ask again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The digest of the token that was spent.
    pub spent: Digest,
    /// The digest of the key that the client sent along.
    pub key: Digest,
    /// When it was spent.
    pub at: DateTime<Utc>,
}

/// Whether a session goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SessionState {
    /// It goes on until it expires.
    Active,
    /// The user signed out.
    Ended,
    /// It was called back: by the user, by an administrator, or because a refresh token was used
    /// twice, so that one of its two users is a thief.
    Revoked,
}

/// What comes of presenting a refresh token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refresh {
    /// The token was the right one; the session as it goes on with the next token.
    Rotated(Session),
    /// The token was spent a moment ago by the same request, whose answer was lost; nothing changes,
    /// and the next token is the one that was given then.
    Repeated,
    /// The token was spent before; the session as it ends for that.
    Reused(Session),
    /// The session is over, or the token was never one of its own; nothing changes.
    Refused,
}

impl Session {
    /// How long a user stays signed in at most.
    pub const LIFETIME: TimeDelta = TimeDelta::days(30);
    /// For how long an exchange may be asked for again.
    pub const REPEATABLE: TimeDelta = TimeDelta::seconds(10);

    /// Begins the session that the token belongs to.
    pub fn start(token: &RefreshToken, sign_in: SignIn, now: DateTime<Utc>) -> Self {
        Self {
            id: token.session().clone(),
            tenant: token.tenant().clone(),
            user: token.user().clone(),
            sign_in,
            state: SessionState::Active,
            family: token.family(),
            current: token.digest(),
            last: None,
            generation: 1,
            started_at: now,
            refreshed_at: now,
            expires_at: now + Self::LIFETIME,
            version: Version::FIRST,
        }
    }

    /// Tells whether the session goes on.
    pub fn is_live(&self, now: DateTime<Utc>) -> bool {
        self.state == SessionState::Active && now < self.expires_at
    }

    /// Tells whether the session goes on for the user, who may have been signed out everywhere.
    pub fn is_live_for(&self, user: &User, now: DateTime<Utc>) -> bool {
        self.is_live(now) && user.is_active() && self.started_at >= user.sessions_since
    }

    /// Decides what comes of presenting `token`, which `next` would take the place of; `key` is the
    /// digest of the `Idempotency-Key`, if one was sent.
    pub fn refresh(
        &self,
        token: &RefreshToken,
        next: &RefreshToken,
        key: Option<&Digest>,
        now: DateTime<Utc>,
    ) -> Refresh {
        let ours = (token.tenant(), token.user(), token.session()) == (&self.tenant, &self.user, &self.id);
        if !ours || !self.is_live(now) || token.family() != self.family {
            return Refresh::Refused;
        }
        if token.digest() != self.current {
            let repeated = self.repeats(token, key, now) && next.digest() == self.current;
            return if repeated { Refresh::Repeated } else { Refresh::Reused(self.over(SessionState::Revoked)) };
        }
        Refresh::Rotated(Self {
            current: next.digest(),
            last: key.map(|key| Exchange { spent: token.digest(), key: key.clone(), at: now }),
            generation: self.generation + 1,
            refreshed_at: now,
            version: self.version.next(),
            ..self.clone()
        })
    }

    fn repeats(&self, token: &RefreshToken, key: Option<&Digest>, now: DateTime<Utc>) -> bool {
        let same = |last: &&Exchange| last.spent == token.digest() && Some(&last.key) == key;
        self.last.as_ref().filter(same).is_some_and(|last| now - last.at < Self::REPEATABLE)
    }

    /// Ends the session, or returns `None` if it is over already.
    pub fn end(&self, now: DateTime<Utc>) -> Option<Self> {
        self.is_live(now).then(|| self.over(SessionState::Ended))
    }

    /// Calls the session back, or returns `None` if it is over already.
    pub fn revoke(&self, now: DateTime<Utc>) -> Option<Self> {
        self.is_live(now).then(|| self.over(SessionState::Revoked))
    }

    fn over(&self, state: SessionState) -> Self {
        Self { state, version: self.version.next(), ..self.clone() }
    }
}

/// What a credential is worth at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whether the credential is good and its user may sign in.
    pub active: bool,
    /// When the credential ceases to be good.
    pub expires_at: DateTime<Utc>,
    /// The number that the user's access tokens must carry.
    pub session_version: u64,
    /// What the credential permits at most.
    pub permissions: BTreeSet<Permission>,
}

impl Standing {
    /// Puts together what a session, its user and the roles of the tenant say.
    pub fn of_session(session: &Session, user: &User, roles: &RoleBook) -> Self {
        let began = session.started_at >= user.sessions_since;
        let permissions = roles.permissions(&user.roles);
        Self {
            active: session.state == SessionState::Active && user.is_active() && began,
            expires_at: session.expires_at,
            session_version: user.session_version,
            permissions: permissions.intersection(&session.sign_in.audience.cap()).copied().collect(),
        }
    }

    /// Puts together what an API key, its user and the roles of the tenant say.
    pub fn of_api_key(key: &ApiKey, user: &User, roles: &RoleBook) -> Self {
        Self {
            active: !key.revoked && user.is_active(),
            expires_at: key.expires_at,
            session_version: user.session_version,
            permissions: roles.permissions(&user.roles).intersection(&key.permissions).copied().collect(),
        }
    }

    /// Puts together what a user and the roles of the tenant say, where somebody else vouches for
    /// the user until `expires_at`.
    pub fn of_user(user: &User, roles: &RoleBook, expires_at: DateTime<Utc>) -> Self {
        let permissions = roles.permissions(&user.roles);
        Self { active: user.is_active(), expires_at, session_version: user.session_version, permissions }
    }

    /// Tells whether the credential is good.
    pub fn is_good(&self, now: DateTime<Utc>) -> bool {
        self.active && now < self.expires_at
    }

    /// Tells whether an access token with this session version is accepted.
    pub fn admits(&self, session_version: u64, now: DateTime<Utc>) -> bool {
        self.is_good(now) && session_version == self.session_version
    }
}

/// The data of the events of a session.
macro_rules! session_facts {
    ($($(#[$doc:meta])* $fact:ident = $kind:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
        pub struct $fact {
            /// The session.
            pub session_id: SessionId,
            /// The user whose session it is.
            pub user_id: UserId,
        }

        impl $fact {
            /// Tells it of a session.
            pub fn of(session: &Session) -> Self {
                Self { session_id: session.id.clone(), user_id: session.user.clone() }
            }
        }

        impl Fact for $fact {
            const KIND: &'static str = $kind;

            fn subject(&self) -> String {
                format!("sessions/{}", self.session_id)
            }
        }
    )*};
}

session_facts! {
    /// A user signed in.
    SessionStarted = "session.started";
    /// A session was given its next refresh token.
    SessionRefreshed = "session.refreshed";
    /// A user signed out.
    SessionEnded = "session.ended";
    /// A session was called back, by somebody or because a spent refresh token was used again.
    SessionRevoked = "session.revoked";
}

#[cfg(test)]
mod tests;

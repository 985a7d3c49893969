//! Sessions: one sign-in of a user, and the rules of staying signed in.

use super::{Digest, RefreshToken, User};
use crate::{
    command::Version,
    event::Fact,
    id::{SessionId, TenantId, UserId},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// One sign-in of a user, from login to logout, and the only refresh token that it accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Which session it is.
    pub id: SessionId,
    /// The tenant of the user.
    pub tenant: TenantId,
    /// The user who signed in.
    pub user: UserId,
    /// Whether it goes on.
    pub state: SessionState,
    /// What all its refresh tokens share.
    pub family: Digest,
    /// The one refresh token that has not been spent.
    pub current: Digest,
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

/// Whether a session goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SessionState {
    /// It goes on until it expires.
    Active,
    /// The user signed out.
    Ended,
    /// A refresh token was used twice, so one of its two users is a thief.
    Revoked,
}

/// What comes of presenting a refresh token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refresh {
    /// The token was the right one; the session as it goes on with the next token.
    Rotated(Session),
    /// The token was spent before; the session as it ends for that.
    Reused(Session),
    /// The session is over, or the token was never one of its own; nothing changes.
    Refused,
}

impl Session {
    /// How long a user stays signed in at most.
    pub const LIFETIME: TimeDelta = TimeDelta::days(30);

    /// Begins the session that the token belongs to.
    pub fn start(token: &RefreshToken, now: DateTime<Utc>) -> Self {
        Self {
            id: token.session().clone(),
            tenant: token.tenant().clone(),
            user: token.user().clone(),
            state: SessionState::Active,
            family: token.family(),
            current: token.digest(),
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

    /// Decides what comes of presenting `token`, which `next` would take the place of.
    pub fn refresh(&self, token: &RefreshToken, next: &RefreshToken, now: DateTime<Utc>) -> Refresh {
        let ours = (token.tenant(), token.user(), token.session()) == (&self.tenant, &self.user, &self.id);
        if !ours || !self.is_live(now) || token.family() != self.family {
            return Refresh::Refused;
        }
        if token.digest() != self.current {
            return Refresh::Reused(self.over(SessionState::Revoked));
        }
        Refresh::Rotated(Self {
            current: next.digest(),
            generation: self.generation + 1,
            refreshed_at: now,
            version: self.version.next(),
            ..self.clone()
        })
    }

    /// Ends the session, or returns `None` if it is over already.
    pub fn end(&self, now: DateTime<Utc>) -> Option<Self> {
        self.is_live(now).then(|| self.over(SessionState::Ended))
    }

    fn over(&self, state: SessionState) -> Self {
        Self { state, version: self.version.next(), ..self.clone() }
    }
}

/// What an access token of a session is worth at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whether the session goes on and the user may be signed in.
    pub active: bool,
    /// When the session ends.
    pub expires_at: DateTime<Utc>,
    /// The number that the user's tokens must carry.
    pub session_version: u64,
}

impl Standing {
    /// Puts together what a session and its user say.
    pub fn of(session: &Session, user: &User) -> Self {
        Self {
            active: session.state == SessionState::Active && user.is_active(),
            expires_at: session.expires_at,
            session_version: user.session_version,
        }
    }

    /// Tells whether a token with this session version is accepted.
    pub fn admits(&self, session_version: u64, now: DateTime<Utc>) -> bool {
        self.active && now < self.expires_at && session_version == self.session_version
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
    /// A spent refresh token was used again, and the session ended for it.
    SessionRevoked = "session.revoked";
}

#[cfg(test)]
mod tests;

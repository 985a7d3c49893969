//! A session as the API shows it.

use chrono::{DateTime, Utc};
use pantheon_core::{
    id::SessionId,
    identity::{Audience, Session, SessionState, SignIn, SignInMethod, User},
};
use serde::Serialize;

/// One sign-in of a user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SessionView {
    /// The session.
    id: SessionId,
    /// Whether it goes on.
    state: SessionStatus,
    /// Whether it is the one that this request was made with.
    current: bool,
    /// How the user proved who they are.
    method: SignInMethod,
    /// The part of the platform that it is for.
    audience: Audience,
    /// What the client called itself.
    user_agent: Option<String>,
    /// The address that the user signed in from.
    source_ip: Option<String>,
    /// When the user signed in.
    started_at: DateTime<Utc>,
    /// When it was given its last refresh token.
    refreshed_at: DateTime<Utc>,
    /// When it ends, however often it is refreshed.
    expires_at: DateTime<Utc>,
}

/// Whether a session goes on, all things considered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SessionStatus {
    /// It goes on.
    Live,
    /// The user signed out.
    Ended,
    /// It was called back, alone or with every other session of the user.
    Revoked,
    /// It has reached its end.
    Expired,
}

impl SessionView {
    /// Shows a session of the user; `current` is the one that the request was made with.
    pub fn of(session: Session, user: &User, current: Option<&SessionId>, now: DateTime<Utc>) -> Self {
        let state = SessionStatus::of(&session, user, now);
        let current = current == Some(&session.id);
        let Session { id, sign_in, started_at, refreshed_at, expires_at, .. } = session;
        let SignIn { method, audience, user_agent, source_ip } = sign_in;
        Self { id, state, current, method, audience, user_agent, source_ip, started_at, refreshed_at, expires_at }
    }
}

impl SessionStatus {
    fn of(session: &Session, user: &User, now: DateTime<Utc>) -> Self {
        match session.state {
            SessionState::Ended => Self::Ended,
            SessionState::Active if now >= session.expires_at => Self::Expired,
            SessionState::Active if session.is_live_for(user, now) => Self::Live,
            SessionState::Active | SessionState::Revoked => Self::Revoked,
        }
    }
}

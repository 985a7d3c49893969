//! Who is let in: a good token of a session that goes on.

use crate::verifier::TokenVerifier;
use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::{
    Caller, Error, Result,
    id::SessionId,
    identity::{Sessions, Standing},
};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// How long the standing of a session is taken for granted.
///
/// API Gateway may keep the answer for up to three seconds more; together a session that ended is
/// refused after five at the latest.
pub const MEMORY: TimeDelta = TimeDelta::seconds(2);
/// How many sessions one process remembers.
const MOST: usize = 1_000;

/// Lets callers in.
pub struct Authorizer<'a> {
    verifier: TokenVerifier<'a>,
    sessions: &'a dyn Sessions,
    seen: Mutex<HashMap<SessionId, Seen>>,
}

#[derive(Clone, Copy)]
struct Seen {
    standing: Standing,
    at: DateTime<Utc>,
}

impl<'a> Authorizer<'a> {
    /// Lets in whom the verifier knows and whose session goes on.
    pub fn new(verifier: TokenVerifier<'a>, sessions: &'a dyn Sessions) -> Self {
        Self { verifier, sessions, seen: Mutex::default() }
    }

    /// Returns who presents the token; fails with `unauthenticated` unless it is worth something.
    pub async fn authorize(&self, token: &str, now: DateTime<Utc>) -> Result<Caller> {
        let verified = self.verifier.verify(token, now).await?;
        let standing = self.standing(&verified.caller, now).await?;
        if standing.is_some_and(|standing| standing.admits(verified.session_version, now)) {
            Ok(verified.caller)
        } else {
            Err(Error::Unauthenticated { reason: "the session has ended; sign in again" })
        }
    }

    async fn standing(&self, caller: &Caller, now: DateTime<Utc>) -> Result<Option<Standing>> {
        if let Some(seen) = self.remembered(&caller.session, now) {
            return Ok(Some(seen.standing));
        }
        let standing = self.sessions.standing(&caller.tenant, &caller.user, &caller.session).await?;
        if let Some(standing) = standing {
            self.remember(caller.session.clone(), Seen { standing, at: now });
        }
        Ok(standing)
    }

    fn remembered(&self, session: &SessionId, now: DateTime<Utc>) -> Option<Seen> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner).get(session).copied();
        seen.filter(|seen| now - seen.at < MEMORY)
    }

    fn remember(&self, session: SessionId, what: Seen) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= MOST {
            seen.retain(|_, old| what.at - old.at < MEMORY);
        }
        if seen.len() < MOST {
            seen.insert(session, what);
        }
    }
}

#[cfg(test)]
mod tests;

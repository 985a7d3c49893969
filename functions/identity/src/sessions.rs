//! Sessions: how they begin, go on and end.

use crate::{random, sealing::Sealing, sign_in::ATTEMPTS, token::TokenIssuer, token_pair::TokenPair};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    command::{Commit, IdempotencyKey},
    event::{Actor, Origin},
    id::{CorrelationId, SessionId, TenantId, UserId},
    identity::{
        Digest, Refresh, RefreshToken, Roles, Session, SessionEnded, SessionRefreshed, SessionRevoked, SessionStarted,
        Sessions, SignIn, User, Users,
    },
};

const REFUSED: Error = Error::Unauthenticated { reason: "the refresh token is not valid; sign in again" };

/// Begins sessions and lets them go on.
pub struct SessionKeeper<'a> {
    /// The users.
    pub users: &'a dyn Users,
    /// What their roles permit.
    pub roles: &'a dyn Roles,
    /// Their sessions.
    pub sessions: &'a dyn Sessions,
    /// The source of access tokens.
    pub tokens: &'a TokenIssuer<'a>,
    /// The keys that refresh tokens are derived with.
    pub sealing: &'a Sealing,
}

impl SessionKeeper<'_> {
    /// Begins a session of the user.
    pub async fn begin(&self, user: &User, sign_in: SignIn, now: DateTime<Utc>) -> Result<TokenPair> {
        self.begin_within(user, sign_in, DateTime::<Utc>::MAX_UTC, now).await
    }

    /// Begins a session of the user that ends at `latest`, however often it is refreshed.
    pub async fn begin_within(
        &self,
        user: &User,
        sign_in: SignIn,
        latest: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<TokenPair> {
        let id = SessionId::generate(now);
        let token = RefreshToken::first(user.tenant.clone(), user.id.clone(), id, random::bytes()?, random::bytes()?);
        let session = Session::start(&token, sign_in, now);
        let session = Session { expires_at: session.expires_at.min(latest), ..session };
        let pair = self.pair(user, &session, &token, now).await?;
        let commit = Commit::unasked().telling(&origin(&token, now), &SessionStarted::of(&session), session.version);
        self.sessions.start(&session, commit).await?;
        Ok(pair)
    }

    /// Exchanges a refresh token for the next pair of tokens.
    ///
    /// Of several callers with the same token one wins. A token that was spent before ends its
    /// session: of the two who hold it, one is a thief. A client whose answer was lost may ask again
    /// for a moment, under the same `key`, and gets the same refresh token.
    pub async fn go_on(
        &self,
        token: &RefreshToken,
        key: Option<&IdempotencyKey>,
        now: DateTime<Utc>,
    ) -> Result<TokenPair> {
        let digest = key.map(|key| Digest::of(&key.to_string()));
        for _ in 0..ATTEMPTS {
            let found = self.sessions.session(token.tenant(), token.user(), token.session()).await?;
            let session = found.ok_or(REFUSED)?;
            let next = self.next(token, key)?;
            let decided = match session.refresh(token, &next, digest.as_ref(), now) {
                Refresh::Refused => Err(REFUSED),
                Refresh::Repeated => self.pair_for_holder(&session, &next, now).await,
                Refresh::Reused(revoked) => self.revoke_family(&revoked, token, now).await,
                Refresh::Rotated(rotated) => self.rotate(&rotated, &next, now).await,
            };
            match decided {
                Err(Error::PreconditionFailed { .. }) => {}
                decided => return decided,
            }
        }
        Err(Error::unavailable("the session", "it kept changing"))
    }

    async fn rotate(&self, rotated: &Session, next: &RefreshToken, now: DateTime<Utc>) -> Result<TokenPair> {
        // The access token is signed first, so that a failure to sign spends nothing.
        let pair = self.pair_for_holder(rotated, next, now).await?;
        let fact = SessionRefreshed::of(rotated);
        let commit = Commit::unasked().telling(&origin(next, now), &fact, rotated.version);
        self.sessions.save(rotated, commit).await.map(|()| pair)
    }

    async fn revoke_family(&self, revoked: &Session, token: &RefreshToken, now: DateTime<Utc>) -> Result<TokenPair> {
        tracing::warn!(session_id = %revoked.id, user_id = %revoked.user, "a spent refresh token came back; its session is over");
        let commit = Commit::unasked().telling(&origin(token, now), &SessionRevoked::of(revoked), revoked.version);
        self.sessions.save(revoked, commit).await.and(Err(REFUSED))
    }

    /// Refuses where the user has been signed out since, in whichever way.
    async fn pair_for_holder(&self, session: &Session, next: &RefreshToken, now: DateTime<Utc>) -> Result<TokenPair> {
        let user = self.users.user(&session.tenant, &session.user).await?;
        let user = user.filter(|user| session.is_live_for(user, now)).ok_or(REFUSED)?;
        self.pair(&user, session, next, now).await
    }

    async fn pair(
        &self,
        user: &User,
        session: &Session,
        refresh: &RefreshToken,
        now: DateTime<Utc>,
    ) -> Result<TokenPair> {
        let roles = self.roles.role_book(&user.tenant).await?;
        Ok(TokenPair::of(self.tokens.issue(user, session, &roles, now).await?, refresh))
    }

    fn next(&self, token: &RefreshToken, key: Option<&IdempotencyKey>) -> Result<RefreshToken> {
        let secret = key.map_or_else(random::bytes, |key| Ok(self.sealing.next_refresh_secret(token, key)));
        Ok(token.next(secret?))
    }
}

/// Names the holder of the token as the actor; only used once the token has proved itself.
fn origin(token: &RefreshToken, now: DateTime<Utc>) -> Origin {
    of_user(token.tenant(), token.user(), now)
}

/// Begins a chain of causes with what a user did who has not signed in yet.
pub(crate) fn of_user(tenant: &TenantId, user: &UserId, now: DateTime<Utc>) -> Origin {
    Origin {
        tenant: tenant.clone(),
        actor: Actor::User { id: user.clone() },
        correlation: CorrelationId::generate(now),
        causation: None,
        at: now,
    }
}

/// How a session ends before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The user signs out.
    SignOut,
    /// The user, or an administrator, calls it back.
    Revocation,
}

/// Ends a session of a user; nothing happens if it is over already. Tells whether there is one.
pub async fn end(
    sessions: &dyn Sessions,
    user: &UserId,
    id: &SessionId,
    ending: Ending,
    origin: &Origin,
) -> Result<bool> {
    for _ in 0..ATTEMPTS {
        let Some(session) = sessions.session(&origin.tenant, user, id).await? else { return Ok(false) };
        let over = match ending {
            Ending::SignOut => session.end(origin.at),
            Ending::Revocation => session.revoke(origin.at),
        };
        let Some(over) = over else { return Ok(true) };
        let commit = match ending {
            Ending::SignOut => Commit::unasked().telling(origin, &SessionEnded::of(&over), over.version),
            Ending::Revocation => Commit::unasked().telling(origin, &SessionRevoked::of(&over), over.version),
        };
        match sessions.save(&over, commit).await {
            // The session was refreshed in the meantime.
            Err(Error::PreconditionFailed { .. }) => {}
            ended => return ended.map(|()| true),
        }
    }
    Err(Error::unavailable("the session", "it kept changing"))
}

#[cfg(test)]
mod tests;

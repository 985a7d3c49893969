//! Signing in, and staying signed in.

use crate::{password::Passwords, random, token::TokenIssuer, token_pair::TokenPair};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    command::Commit,
    event::{Actor, Origin},
    id::{CorrelationId, SessionId},
    identity::{
        Email, EmailDigest, Failures, Refresh, RefreshToken, Session, SessionRefreshed, SessionRevoked, SessionStarted,
        Sessions, SignInFailures, User, Users,
    },
};
use secrecy::SecretString;
use std::time::Duration;

/// How often a decision is made anew because the session changed under it.
const ATTEMPTS: usize = 4;

const WRONG: Error = Error::Unauthenticated { reason: "the e-mail address or the password is wrong" };
const REFUSED: Error = Error::Unauthenticated { reason: "the refresh token is not valid; sign in again" };

/// Finds out who signs in.
pub struct Doorkeeper<'a> {
    /// The users.
    pub users: &'a dyn Users,
    /// The memory of failures.
    pub failures: &'a dyn SignInFailures,
    /// The check of passwords.
    pub passwords: &'a Passwords,
}

impl Doorkeeper<'_> {
    /// Returns the user with this address and password.
    ///
    /// A wrong password, an unknown address and a disabled user get the same answer after the same
    /// work, and count alike towards the wait.
    pub async fn admit(&self, email: &Email, password: &SecretString, now: DateTime<Utc>) -> Result<User> {
        let address = email.digest();
        let before = self.failures.failures(&address).await?;
        if let Some(retry_after) = before.and_then(|failures| failures.wait(now)) {
            return Err(Error::QuotaExceeded { retry_after });
        }
        let user = self.users.user_by_email(email).await?;
        let right = self.passwords.matches(password, user.as_ref().map(|user| &user.password))?;
        match user.filter(|user| right && user.is_active()) {
            Some(user) => {
                if before.is_some() {
                    self.failures.forget(&address).await?;
                }
                Ok(user)
            }
            None => Err(self.turn_away(&address, before, now).await?),
        }
    }

    async fn turn_away(&self, address: &EmailDigest, before: Option<Failures>, now: DateTime<Utc>) -> Result<Error> {
        let after = Failures::after(before, now);
        match self.failures.remember(address, before.as_ref(), &after).await {
            Ok(()) => Ok(WRONG),
            // Somebody else is guessing at the same address at the same time.
            Err(Error::PreconditionFailed { .. }) => Ok(Error::QuotaExceeded { retry_after: Duration::from_secs(1) }),
            Err(error) => Err(error),
        }
    }
}

/// Begins sessions and lets them go on.
pub struct SessionKeeper<'a> {
    /// The users.
    pub users: &'a dyn Users,
    /// Their sessions.
    pub sessions: &'a dyn Sessions,
    /// The source of access tokens.
    pub tokens: &'a TokenIssuer<'a>,
}

impl SessionKeeper<'_> {
    /// Begins a session of the user.
    pub async fn begin(&self, user: &User, now: DateTime<Utc>) -> Result<TokenPair> {
        let id = SessionId::generate(now);
        let token = RefreshToken::first(user.tenant.clone(), user.id.clone(), id, random::bytes()?, random::bytes()?);
        let session = Session::start(&token, now);
        let access = self.tokens.issue(user, &session, now).await?;
        let commit = Commit::unasked().telling(&origin(&token, now), &SessionStarted::of(&session), session.version);
        self.sessions.start(&session, commit).await?;
        Ok(TokenPair::of(access, &token))
    }

    /// Exchanges a refresh token for the next pair of tokens.
    ///
    /// Of several callers with the same token one wins. A token that was spent before ends its
    /// session: of the two who hold it, one is a thief.
    pub async fn go_on(&self, token: &RefreshToken, now: DateTime<Utc>) -> Result<TokenPair> {
        let origin = origin(token, now);
        for _ in 0..ATTEMPTS {
            let found = self.sessions.session(token.tenant(), token.user(), token.session()).await?;
            let session = found.ok_or(REFUSED)?;
            let next = token.next(random::bytes()?);
            let saved = match session.refresh(token, &next, now) {
                Refresh::Refused => return Err(REFUSED),
                Refresh::Reused(revoked) => {
                    let fact = SessionRevoked::of(&revoked);
                    let commit = Commit::unasked().telling(&origin, &fact, revoked.version);
                    self.sessions.save(&revoked, commit).await.and(Err(REFUSED))
                }
                Refresh::Rotated(rotated) => {
                    let user = self.users.user(token.tenant(), token.user()).await?;
                    let user = user.filter(User::is_active).ok_or(REFUSED)?;
                    // The token is signed first, so that a failure to sign spends nothing.
                    let access = self.tokens.issue(&user, &rotated, now).await?;
                    let fact = SessionRefreshed::of(&rotated);
                    let commit = Commit::unasked().telling(&origin, &fact, rotated.version);
                    self.sessions.save(&rotated, commit).await.map(|()| TokenPair::of(access, &next))
                }
            };
            match saved {
                Err(Error::PreconditionFailed { .. }) => {}
                decided => return decided,
            }
        }
        Err(Error::unavailable("the session", "it kept changing"))
    }
}

/// Names the holder of the token as the actor; only used once the token has proved itself.
fn origin(token: &RefreshToken, now: DateTime<Utc>) -> Origin {
    Origin {
        tenant: token.tenant().clone(),
        actor: Actor::User { id: token.user().clone() },
        correlation: CorrelationId::generate(now),
        causation: None,
        at: now,
    }
}

#[cfg(test)]
mod tests;

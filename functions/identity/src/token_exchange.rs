//! What tokens are exchanged for: a new session of whoever holds them.

use crate::{
    external::{ExternalTokens, Kind},
    linking::Acquaintances,
    sessions::SessionKeeper,
    token_pair::TokenPair,
    verifier::{TokenVerifier, Verified},
};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    identity::{ApiKeyToken, Audience, Session, SignIn, SignInMethod, Tenants, User},
};
use secrecy::{ExposeSecret, SecretString};

const OVER: Error = Error::Unauthenticated { reason: "the session has ended; sign in again" };
const API_KEY: Error = Error::Refused { reason: "an API key is not exchanged; send it as it is" };
const WIDER: Error =
    Error::Refused { reason: "a session of the mobile application is not exchanged for a wider one; sign in there" };

/// Exchanges tokens for sessions.
pub struct TokenExchange<'a> {
    /// Checks our own tokens.
    pub verifier: &'a TokenVerifier<'a>,
    /// Checks the tokens of others.
    pub external: &'a ExternalTokens<'a>,
    /// The tenants.
    pub tenants: &'a dyn Tenants,
    /// Begins sessions.
    pub sessions: &'a SessionKeeper<'a>,
}

/// What is exchanged.
pub(crate) struct Subject<'s> {
    pub(crate) token: &'s SecretString,
    pub(crate) kind: Kind,
}

impl TokenExchange<'_> {
    /// Begins a session for the holder of a token; `describe` adds what it is for.
    pub(crate) async fn exchange(
        &self,
        subject: Subject<'_>,
        audience: Audience,
        describe: impl FnOnce(SignIn) -> SignIn + Send,
        now: DateTime<Utc>,
    ) -> Result<TokenPair> {
        let token = subject.token.expose_secret();
        if token.split('.').next() == Some(ApiKeyToken::PREFIX) {
            return Err(API_KEY);
        }
        if self.verifier.is_foreign(token) {
            let user = self.guest(token, subject.kind, now).await?;
            return self.sessions.begin(&user, describe(SignIn::by(SignInMethod::Provider)), now).await;
        }
        if subject.kind != Kind::Access {
            return Err(Error::invalid("/subject_token_type", "must be access_token: this platform issues no others"));
        }
        let (user, session) = self.signed_in(self.verifier.verify(token, now).await?, audience, now).await?;
        let sign_in = describe(SignIn::by(SignInMethod::Exchange));
        self.sessions.begin_within(&user, sign_in, session.expires_at, now).await
    }

    /// Returns the user for whom somebody else vouches. Only an ID token says whose address it is.
    async fn guest(&self, token: &str, kind: Kind, now: DateTime<Utc>) -> Result<User> {
        let (provider, said) = self.external.read(token, kind, now).await?;
        let email = said.email.as_ref().filter(|_| kind == Kind::Id);
        let known = Acquaintances { users: self.external.users, tenants: self.tenants };
        known.user(Some(&provider.tenant), &said.identity, email, now).await
    }

    /// Returns the user of one of our own tokens, and the session, which must go on.
    async fn signed_in(&self, token: Verified, audience: Audience, now: DateTime<Utc>) -> Result<(User, Session)> {
        let session = self.sessions.sessions.session(&token.tenant, &token.user, &token.session).await?;
        let user = self.sessions.users.user(&token.tenant, &token.user).await?;
        let (user, session) = user.zip(session).ok_or(OVER)?;
        if !session.is_live_for(&user, now) || token.session_version != user.session_version {
            return Err(OVER);
        }
        if !audience.cap().is_subset(&session.sign_in.audience.cap()) {
            return Err(WIDER);
        }
        Ok((user, session))
    }
}

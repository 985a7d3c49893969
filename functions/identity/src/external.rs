//! The tokens of other issuers: whose they are, and for whom they vouch.
//!
//! Reading order: the keys of other issuers ([`key`]), how long they are kept ([`shelf`]), what tokens
//! say ([`claims`]), who issues them ([`issuers`]), then which tenant trusts them.

mod claims;
mod issuers;
mod key;
#[cfg(test)]
pub(crate) mod samples;
mod shelf;

pub(crate) use claims::Wanted;
pub use claims::{Kind, Said};
pub use issuers::Issuers;
pub(crate) use issuers::Source;

use crate::authorizer::{ExternalCallers, Vouched};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use claims::Claims;
use pantheon_core::{
    Error, Result,
    identity::{IdentityProvider, IdentityProviders, Users},
};

const INVALID: Error = Error::Unauthenticated { reason: "the token of the identity provider is not valid" };
const EXPIRED: Error = Error::Unauthenticated { reason: "the token of the identity provider has expired" };
const STRANGER: Error =
    Error::Unauthenticated { reason: "the issuer of the token is not trusted here; ask an administrator" };
const UNKNOWN: Error = Error::Unauthenticated {
    reason: "the user is not known here yet; exchange an ID token with a verified address first",
};
const SILENT: Error =
    Error::Unauthenticated { reason: "the keys of the identity provider could not be read; try again later" };

/// Tells for whom the tokens of identity providers vouch.
pub struct ExternalTokens<'a> {
    /// Whose sign-in tenants trust.
    pub providers: &'a dyn IdentityProviders,
    /// The users.
    pub users: &'a dyn Users,
    /// The other issuers.
    pub issuers: &'a Issuers<'a>,
}

impl ExternalTokens<'_> {
    /// Returns the provider of a token and what the token says; fails with `unauthenticated` unless
    /// a tenant trusts the issuer with this audience, and the issuer has signed the token.
    pub async fn read(&self, token: &str, kind: Kind, now: DateTime<Utc>) -> Result<(IdentityProvider, Said)> {
        let (provider, audience) = self.provider_of(token).await?;
        let source = Source { issuer: provider.issuer.clone(), jwks_uri: provider.jwks_uri.clone() };
        let wanted = Wanted { kind, audience: &audience, nonce: None };
        let said = self.issuers.verify(token, &source, &wanted, now).await;
        let said = said.map_err(|error| if error.is_retryable() { silent(&error) } else { error })?;
        Ok((provider, said))
    }

    async fn provider_of(&self, token: &str) -> Result<(IdentityProvider, String)> {
        let claims = Claims::peek(token)?;
        let issuer = claims.iss.parse().map_err(|_| INVALID)?;
        for audience in claims.candidates().into_iter().take(IdentityProvider::MOST_AUDIENCES) {
            if let Some(provider) = self.providers.provider_of(&issuer, audience).await? {
                return Ok((provider, audience.to_owned()));
            }
        }
        Err(STRANGER)
    }
}

/// Tells the caller, and not the alarm of the platform, that an identity provider is down.
fn silent(error: &Error) -> Error {
    tracing::warn!(error = error as &dyn std::error::Error, "an identity provider does not answer");
    SILENT
}

#[async_trait]
impl ExternalCallers for ExternalTokens<'_> {
    async fn identify(&self, token: &str, now: DateTime<Utc>) -> Result<Vouched> {
        let (provider, said) = self.read(token, Kind::Access, now).await?;
        let user = self.users.user_by_identity(Some(&provider.tenant), &said.identity).await?.ok_or(UNKNOWN)?;
        Ok(Vouched { tenant: provider.tenant, user: user.id, provider: provider.id, expires_at: said.expires_at })
    }
}

#[cfg(test)]
mod tests;

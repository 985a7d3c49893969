//! Who is let in: whoever presents a credential that is worth something at this moment.
//!
//! Reading order: whose a credential claims to be ([`Authorizer::admit`]), what it is worth
//! ([`crate::standing_memory`]), and how much its user may still ask ([`crate::limiting`]).
//!
//! A flood of worthless tokens costs no read: the signature of our own tokens is checked first. An
//! API key has none, so each costs one read of its row; the throttling of API Gateway bounds that.

use crate::{
    limiting::{CallerLimits, Tightest},
    standing_memory::{Claim, StandingMemory, Worth},
    verifier::{TokenVerifier, Verified},
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Caller, Credential, Error, Result,
    id::{ProviderId, TenantId, UserId},
    identity::{ApiKeyToken, Standings},
    permission::Permission,
};
use pantheon_lambda::authorizer::Admission;
use std::collections::BTreeSet;

const NO_TOKEN: Error =
    Error::Unauthenticated { reason: "send an access token or an API key as Authorization: Bearer" };
const FOREIGN: Error = Error::Unauthenticated { reason: "the issuer of the access token is not trusted here" };
const OVER: Error = Error::Unauthenticated { reason: "the session has ended; sign in again" };
const KEY_OVER: Error = Error::Unauthenticated { reason: "the API key is not valid" };
const STRANGER: Error = Error::Unauthenticated { reason: "the user may not sign in" };

/// The tokens of identity providers that tenants trust.
#[async_trait]
pub trait ExternalCallers: Send + Sync {
    /// Returns for whom a token of somebody else vouches at this moment; fails with
    /// `unauthenticated` unless a tenant trusts its issuer and the issuer has signed it.
    async fn identify(&self, token: &str, now: DateTime<Utc>) -> Result<Vouched>;
}

/// A user for whom an identity provider vouches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vouched {
    /// The tenant that trusts the provider.
    pub tenant: TenantId,
    /// The user of the tenant.
    pub user: UserId,
    /// The provider.
    pub provider: ProviderId,
    /// Until when it vouches.
    pub expires_at: DateTime<Utc>,
}

/// Lets callers in.
pub struct Authorizer<'a> {
    verifier: TokenVerifier<'a>,
    external: &'a dyn ExternalCallers,
    standings: StandingMemory<'a>,
    limits: CallerLimits<'a>,
}

/// What was presented, and what it says for itself.
struct Presented {
    claim: Claim,
    proof: Proof,
}

enum Proof {
    /// A token that we have signed.
    Signed { session_version: u64, scope: BTreeSet<Permission> },
    /// A token that somebody else has signed.
    Vouched { expires_at: DateTime<Utc> },
    /// A secret, which is worth nothing until it was compared.
    Secret(ApiKeyToken),
}

impl<'a> Authorizer<'a> {
    /// Lets in whom the verifier, an API key or somebody external knows, as far as the standings and
    /// the limits permit.
    pub fn new(
        verifier: TokenVerifier<'a>,
        external: &'a dyn ExternalCallers,
        standings: &'a dyn Standings,
        limits: CallerLimits<'a>,
    ) -> Self {
        Self { verifier, external, standings: StandingMemory::of(standings), limits }
    }

    /// Decides one request, and takes it out of the buckets of whoever asks.
    ///
    /// Nobody can empty the buckets of others: a credential takes from them once it has proved
    /// itself, and one that is known to have ended takes nothing.
    pub async fn admit(&self, bearer: &str, now: DateTime<Utc>) -> Result<Admission> {
        let presented = self.identify(bearer, now).await?;
        let Claim { tenant, user, .. } = &presented.claim;
        let secret = matches!(presented.proof, Proof::Secret(_));
        if secret || self.standings.remembered(&presented.claim, now).is_some() {
            let caller = self.caller(&presented, now).await?;
            return Ok(admission(Ok(caller), self.limits.take(tenant, user, now).await));
        }
        // A signature is proof enough to look both things up at once.
        let (caller, taken) = futures::join!(self.caller(&presented, now), self.limits.take(tenant, user, now));
        Ok(admission(caller, taken))
    }

    async fn identify(&self, bearer: &str, now: DateTime<Utc>) -> Result<Presented> {
        if bearer.is_empty() {
            return Err(NO_TOKEN);
        }
        if bearer.split('.').next() == Some(ApiKeyToken::PREFIX) {
            return Ok(Presented::secret(bearer.parse()?));
        }
        if self.verifier.is_foreign(bearer) {
            return Ok(Presented::vouched(self.external.identify(bearer, now).await?));
        }
        Ok(Presented::signed(self.verifier.verify(bearer, now).await?))
    }

    async fn caller(&self, presented: &Presented, now: DateTime<Utc>) -> Result<Caller> {
        let Presented { claim, proof } = presented;
        let expires_at = if let Proof::Vouched { expires_at } = proof { *expires_at } else { now };
        let worth = self.standings.worth(claim, expires_at, now).await?;
        let worth = worth.filter(|worth| proof.holds(worth, now)).ok_or_else(|| proof.refusal())?;
        let mut permissions = worth.standing.permissions;
        if let Proof::Signed { scope, .. } = proof {
            permissions.retain(|permission| scope.contains(permission));
        }
        let Claim { tenant, user, credential } = claim.clone();
        Ok(Caller { tenant, user, credential, permissions })
    }
}

impl Presented {
    fn signed(token: Verified) -> Self {
        let Verified { tenant, user, session, session_version, audience, mut scope } = token;
        let cap = audience.cap();
        scope.retain(|permission| cap.contains(permission));
        let claim = Claim { tenant, user, credential: Credential::Session(session) };
        Self { claim, proof: Proof::Signed { session_version, scope } }
    }

    fn vouched(Vouched { tenant, user, provider, expires_at }: Vouched) -> Self {
        let claim = Claim { tenant, user, credential: Credential::Provider(provider) };
        Self { claim, proof: Proof::Vouched { expires_at } }
    }

    fn secret(token: ApiKeyToken) -> Self {
        let (tenant, user) = (token.tenant().clone(), token.user().clone());
        let claim = Claim { tenant, user, credential: Credential::ApiKey(token.key().clone()) };
        Self { claim, proof: Proof::Secret(token) }
    }
}

impl Proof {
    /// Tells whether the proof holds against what the credential is worth now.
    fn holds(&self, worth: &Worth, now: DateTime<Utc>) -> bool {
        match self {
            Self::Signed { session_version, .. } => worth.standing.admits(*session_version, now),
            // What is remembered may be of an earlier token, which was good for a shorter time.
            Self::Vouched { expires_at } => worth.standing.active && now < *expires_at,
            Self::Secret(token) => worth.standing.is_good(now) && worth.admits(token),
        }
    }

    fn refusal(&self) -> Error {
        match self {
            Self::Signed { .. } => OVER,
            Self::Vouched { .. } => STRANGER,
            Self::Secret(_) => KEY_OVER,
        }
    }
}

fn admission(caller: Result<Caller>, taken: Option<Tightest>) -> Admission {
    let within = taken.map_or(Ok(()), |taken| taken.verdict());
    // Who is refused anyway is not told of limits that may be another's.
    let known = caller.is_ok();
    let admission = match caller.and_then(|caller| within.map(|()| caller)) {
        Ok(caller) => Admission::of(caller),
        Err(error) => Admission::refused(error),
    };
    match taken {
        Some(taken) if known => admission.limited(taken.headers()),
        _ => admission,
    }
}

/// A platform where no tenant trusts anybody else.
#[derive(Clone, Copy, Debug, Default)]
pub struct NobodyElse;

#[async_trait]
impl ExternalCallers for NobodyElse {
    async fn identify(&self, _token: &str, _now: DateTime<Utc>) -> Result<Vouched> {
        Err(FOREIGN)
    }
}

#[cfg(test)]
mod tests;

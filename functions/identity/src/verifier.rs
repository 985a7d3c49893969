//! The one place where access tokens are checked.
//!
//! The library behind it checks the signature, the issuer and the audience. What it leaves to its
//! callers by default is spelled out here: the header holds nothing but `alg`, `typ` and `kid`, the
//! key decides the algorithm, every claim is there once, and the times are judged by an injected
//! clock. Nothing but the published keys is read.

use crate::{
    key::{ALGORITHM, VerifyingKey},
    published_keys::PublishedKeys,
    token::{CLIENT, Claims, LONGEST_LIFETIME, TYPE},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use pantheon_core::{
    Error, Result,
    id::{SessionId, TenantId, UserId},
    identity::{Audience, Issuer, KeyId},
    permission::Permission,
};
use serde::{Deserialize, de::DeserializeOwned};
use std::collections::BTreeSet;

/// The longest token that is looked at, in bytes; ours have about 900.
const LONGEST: usize = 4_096;
/// The longest token of somebody else that is looked at, in bytes; some list every group of a user.
const LONGEST_FOREIGN: usize = 8_192;
/// How far the clocks of two machines of ours may be apart.
const CLOCK_SKEW: TimeDelta = TimeDelta::seconds(5);

const INVALID: Error = Error::Unauthenticated { reason: "the access token is not valid" };
const INVALID_FOREIGN: Error = Error::Unauthenticated { reason: "the token of the identity provider is not valid" };
const EXPIRED: Error = Error::Unauthenticated { reason: "the access token has expired; refresh it" };

/// Tells whether access tokens are ours, and what they say.
pub struct TokenVerifier<'a> {
    keys: &'a PublishedKeys<'a>,
    issuer: String,
    audiences: [(Audience, String); Audience::ALL.len()],
    validation: Validation,
}

/// What a good token says. Whether its session goes on is another question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The tenant of the user.
    pub tenant: TenantId,
    /// The user who signed in.
    pub user: UserId,
    /// The session that the token belongs to.
    pub session: SessionId,
    /// The session version of the user when the token was issued.
    pub session_version: u64,
    /// The part of the platform that the token is for.
    pub audience: Audience,
    /// What the token permits at most.
    pub scope: BTreeSet<Permission>,
}

/// Everything that the header of our tokens holds; anything more is refused, above all keys and
/// places to fetch keys from.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    typ: String,
    kid: String,
}

impl<'a> TokenVerifier<'a> {
    /// Accepts tokens of this issuer for any part of this platform that one of the keys has signed.
    pub fn new(keys: &'a PublishedKeys<'a>, issuer: &str, platform: &str) -> Self {
        let audiences =
            [Audience::Api, Audience::Cli, Audience::Dashboard, Audience::Mobile].map(|one| (one, one.claim(platform)));
        let mut validation = Validation::new(Algorithm::ES256);
        validation.set_required_spec_claims(&["aud", "exp", "iss", "nbf", "sub"]);
        validation.set_issuer(&[issuer]);
        validation.set_audience(&audiences.each_ref().map(|(_, claim)| claim));
        // The library reads the clock of the machine; `in_time` judges by ours.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        Self { keys, issuer: issuer.to_owned(), audiences, validation }
    }

    /// Tells whether a token says that somebody else has issued it; nothing of it is believed.
    pub fn is_foreign(&self, token: &str) -> bool {
        #[derive(Deserialize)]
        struct Issued {
            iss: String,
        }
        let claims = token.split('.').nth(1).filter(|_| token.len() <= LONGEST_FOREIGN);
        let claims = claims.and_then(|part| URL_SAFE_NO_PAD.decode(part).ok());
        let issued = claims.and_then(|bytes| serde_json::from_slice::<Issued>(&bytes).ok());
        issued.is_some_and(|issued| issued.iss != self.issuer)
    }

    /// Checks a token; fails with `unauthenticated` if anything at all is wrong with it.
    pub async fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<Verified> {
        if token.len() > LONGEST {
            return Err(INVALID);
        }
        let key_id = key_id(token).ok_or(INVALID)?;
        let key = self.keys.find(&key_id, now).await?.ok_or(INVALID)?;
        let claims = self.claims(token, &key)?;
        if claims.client_id != CLIENT {
            return Err(INVALID);
        }
        in_time(&claims, now)?;
        self.verified(claims)
    }

    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads access tokens")]
    fn claims(&self, token: &str, key: &VerifyingKey) -> Result<Claims> {
        let read = jsonwebtoken::decode(token, &key.decoding, &self.validation);
        read.map(|token| token.claims).map_err(|_| INVALID)
    }

    fn verified(&self, claims: Claims) -> Result<Verified> {
        let audience = self.audiences.iter().find(|(_, claim)| *claim == claims.aud).ok_or(INVALID)?.0;
        Ok(Verified {
            tenant: claims.tenant_id,
            user: claims.sub,
            session: claims.sid,
            session_version: claims.sv,
            audience,
            // A permission that this version does not know permits nothing here.
            scope: claims.scope.split(' ').filter_map(|permission| permission.parse().ok()).collect(),
        })
    }
}

/// Reads a token of somebody else with one of their keys. The signature and the issuer are checked
/// here; whom it is for, its kind and its times are for the caller to judge.
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads tokens")]
pub(crate) fn foreign<T: DeserializeOwned>(
    token: &str,
    algorithm: Algorithm,
    key: &DecodingKey,
    issuer: &Issuer,
) -> Result<T> {
    let mut validation = Validation::new(algorithm);
    validation.set_required_spec_claims(&["exp", "iss", "sub"]);
    validation.set_issuer(&[issuer]);
    validation.validate_aud = false;
    validation.validate_exp = false;
    let read = jsonwebtoken::decode(token, key, &validation);
    read.map(|token| token.claims).map_err(|_| INVALID_FOREIGN)
}

/// Reads which key has signed the token, if its header is one of ours.
fn key_id(token: &str) -> Option<KeyId> {
    let mut parts = token.split('.');
    let header = parts.next()?;
    if parts.count() != 2 {
        return None;
    }
    let header: Header = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()?;
    let ours = header.alg == ALGORITHM && header.typ == TYPE;
    ours.then(|| header.kid.parse().ok())?
}

fn in_time(claims: &Claims, now: DateTime<Utc>) -> Result<()> {
    let moment = |seconds| DateTime::from_timestamp(seconds, 0).ok_or(INVALID);
    let (issued, good_from, good_until) = (moment(claims.iat)?, moment(claims.nbf)?, moment(claims.exp)?);
    let latest = now + CLOCK_SKEW;
    if good_from > latest || issued > latest || good_until <= issued || good_until - issued > LONGEST_LIFETIME {
        return Err(INVALID);
    }
    if now < good_until { Ok(()) } else { Err(EXPIRED) }
}

#[cfg(test)]
mod attack;
#[cfg(test)]
mod tests;

//! The one place where access tokens are checked.
//!
//! The library behind it checks the signature, the issuer and the audience. What it leaves to its
//! callers by default is spelled out here: the header holds nothing but `alg`, `typ` and `kid`, the
//! key decides the algorithm, every claim is there, and the times are judged by an injected clock.

use crate::{
    key::LiveKey,
    key_chain::KeyChain,
    token::{CLIENT, Claims, LONGEST_LIFETIME, TYPE},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, Validation};
use pantheon_core::{Caller, Error, Result, identity::KeyId};
use serde::Deserialize;

/// The longest token that is looked at, in bytes; ours have about 900.
const LONGEST: usize = 4_096;
/// How far the clocks of two machines of ours may be apart.
const CLOCK_SKEW: TimeDelta = TimeDelta::seconds(5);

const INVALID: Error = Error::Unauthenticated { reason: "the access token is not valid" };
const EXPIRED: Error = Error::Unauthenticated { reason: "the access token has expired; refresh it" };

/// Tells whether access tokens are ours, and what they say.
pub struct TokenVerifier<'a> {
    keys: &'a KeyChain<'a>,
    validation: Validation,
}

/// What a good token says. Whether its session goes on is another question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Who asks, and what they may do.
    pub caller: Caller,
    /// The session version of the user when the token was issued.
    pub session_version: u64,
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
    /// Accepts tokens of this issuer for this audience that one of the keys has signed.
    pub fn new(keys: &'a KeyChain<'a>, issuer: &str, audience: &str) -> Self {
        let mut validation = Validation::new(Algorithm::ES256);
        validation.set_required_spec_claims(&["aud", "exp", "iss", "nbf", "sub"]);
        validation.set_issuer(&[issuer]);
        validation.set_audience(&[audience]);
        // The library reads the clock of the machine; `in_time` judges by ours.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        Self { keys, validation }
    }

    /// Checks a token; fails with `unauthenticated` if anything at all is wrong with it.
    pub async fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<Verified> {
        if token.len() > LONGEST {
            return Err(INVALID);
        }
        let key_id = key_id(token).ok_or(INVALID)?;
        let key = self.keys.verifying(&key_id, now).await?.ok_or(INVALID)?;
        let claims = self.claims(token, &key)?;
        if claims.client_id != CLIENT {
            return Err(INVALID);
        }
        in_time(&claims, now)?;
        Ok(verified(claims))
    }

    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads access tokens")]
    fn claims(&self, token: &str, key: &LiveKey) -> Result<Claims> {
        let read = jsonwebtoken::decode(token, &key.decoding, &self.validation);
        read.map(|token| token.claims).map_err(|_| INVALID)
    }
}

/// Reads which key has signed the token, if its header is one of ours.
fn key_id(token: &str) -> Option<KeyId> {
    let mut parts = token.split('.');
    let header = parts.next()?;
    if parts.count() != 2 {
        return None;
    }
    let header: Header = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()?;
    let ours = header.alg == LiveKey::ALGORITHM && header.typ == TYPE;
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

fn verified(claims: Claims) -> Verified {
    // A permission that this version does not know permits nothing here.
    let permissions = claims.scope.split(' ').filter_map(|permission| permission.parse().ok()).collect();
    let caller = Caller { tenant: claims.tenant_id, user: claims.sub, session: claims.sid, permissions };
    Verified { caller, session_version: claims.sv }
}

#[cfg(test)]
mod tests;

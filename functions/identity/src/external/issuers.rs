//! Other issuers: what they publish about themselves, and whether a token is theirs.

use super::{
    claims::{Claims, Header, Said, Wanted},
    key::{KeySet, WireKeys},
    shelf::Shelf,
};
use crate::verifier;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    identity::Issuer,
    outbound::{Outbound, Request},
};
use serde::Deserialize;
use std::{sync::Arc, time::Duration};

/// How callers hear of other issuers.
const SERVICE: &str = "the identity provider";
/// How long it may take to learn the keys of an issuer, discovery included.
const PATIENCE: Duration = Duration::from_secs(6);

/// Somebody else who issues tokens, as far as we know them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    /// What their tokens say in `iss`.
    pub(crate) issuer: Issuer,
    /// Where their keys are, if not where they say.
    pub(crate) jwks_uri: Option<String>,
}

/// What an issuer says about itself: OpenID Connect Discovery 1.0.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Metadata {
    issuer: String,
    /// Where people sign in.
    pub(crate) authorization_endpoint: Option<String>,
    /// Where codes are exchanged for tokens.
    pub(crate) token_endpoint: Option<String>,
    jwks_uri: Option<String>,
}

/// Knows other issuers.
///
/// What they publish is kept for ten minutes; a key that is not known is looked for again every
/// half minute at most.
pub struct Issuers<'a> {
    outbound: &'a dyn Outbound,
    metadata: Shelf<Metadata>,
    keys: Shelf<KeySet>,
}

impl<'a> Issuers<'a> {
    /// Knows nobody yet, and asks them through this door.
    pub fn new(outbound: &'a dyn Outbound) -> Self {
        Self { outbound, metadata: Shelf::of(SERVICE), keys: Shelf::of(SERVICE) }
    }

    /// Returns the door through which issuers are asked.
    pub(crate) fn outbound(&self) -> &'a dyn Outbound {
        self.outbound
    }

    /// Returns what an issuer says about itself.
    pub(crate) async fn metadata(&self, issuer: &Issuer, now: DateTime<Utc>) -> Result<Arc<Metadata>> {
        self.metadata.get(issuer.as_str(), now, |_| true, self.discover(issuer)).await
    }

    /// Returns what a token says, if the issuer has signed it and it is what is wanted.
    pub(crate) async fn verify(
        &self,
        token: &str,
        source: &Source,
        wanted: &Wanted<'_>,
        now: DateTime<Utc>,
    ) -> Result<Said> {
        let header = Header::read(token)?;
        let id = header.kid.as_deref();
        let enough = |keys: &KeySet| keys.knows(id);
        let fetch = self.fetch_keys(source, now);
        let keys = self.keys.get(&name(source), now, enough, fetch).await?;
        let key = keys.find(id, &header.alg).ok_or(super::INVALID)?;
        let claims: Claims = verifier::foreign(token, key.algorithm, &key.decoding, &source.issuer)?;
        claims.judge(&header, &source.issuer, wanted, now)
    }

    /// Fails with `invalid` unless the issuer answers with keys that are worth something here.
    pub(crate) async fn check(&self, source: &Source, now: DateTime<Utc>) -> Result<()> {
        let pointer = if source.jwks_uri.is_some() { "/jwks_uri" } else { "/issuer" };
        match self.fetch_keys(source, now).await {
            Ok(keys) if keys.is_empty() => {
                Err(Error::invalid(pointer, "has no key for RS256, of 2048 bits or more, or for ES256"))
            }
            Ok(_) => Ok(()),
            Err(Error::Unavailable { .. }) => Err(Error::invalid(
                pointer,
                "must be a host on the internet that answers with its discovery document and its keys over HTTPS",
            )),
            Err(error) => Err(error),
        }
    }

    async fn fetch_keys(&self, source: &Source, now: DateTime<Utc>) -> Result<KeySet> {
        let fetched = tokio::time::timeout(PATIENCE, self.fetch_keys_from(source, now)).await;
        let fetched = fetched.unwrap_or_else(|elapsed| Err(Error::unavailable(SERVICE, elapsed)));
        fetched.map_err(outage)
    }

    async fn fetch_keys_from(&self, source: &Source, now: DateTime<Utc>) -> Result<KeySet> {
        let place = match &source.jwks_uri {
            Some(place) => place.clone(),
            None => self.metadata(&source.issuer, now).await?.keys()?,
        };
        let answer = self.outbound.send(Request::get(SERVICE, place)).await?;
        Ok(answer.json::<WireKeys>(SERVICE)?.into())
    }

    async fn discover(&self, issuer: &Issuer) -> Result<Metadata> {
        let place = format!("{}/.well-known/openid-configuration", issuer.as_str().trim_end_matches('/'));
        let metadata: Metadata = self.outbound.send(Request::get(SERVICE, place)).await?.json(SERVICE)?;
        if metadata.issuer != issuer.as_str() {
            return Err(Error::unavailable(SERVICE, "its discovery document names another issuer"));
        }
        Ok(metadata)
    }
}

impl Metadata {
    fn keys(&self) -> Result<String> {
        self.jwks_uri.clone().ok_or_else(|| Error::unavailable(SERVICE, "its discovery document names no keys"))
    }
}

/// Says that an issuer is out of reach, whatever it was that its own documents named.
fn outage(error: Error) -> Error {
    match error {
        Error::Invalid { .. } => Error::unavailable(SERVICE, error),
        other => other,
    }
}

/// Names the keys of a source: two tenants may have told us two places for one issuer.
fn name(source: &Source) -> String {
    format!("{} {}", source.issuer, source.jwks_uri.as_deref().unwrap_or_default())
}

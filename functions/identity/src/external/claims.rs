//! What the tokens of other issuers say, and what of it is believed.

use super::{EXPIRED, INVALID};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::{
    Result,
    identity::{Email, ExternalIdentity, Issuer},
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Number, Value};

/// The longest token that is looked at, in bytes; some list every group of a user.
const LONGEST: usize = 8_192;
/// How far the clock of somebody else may be ahead of ours.
const CLOCK_SKEW: TimeDelta = TimeDelta::seconds(60);
/// The longest time that a token may be good for, from now.
const LONGEST_LIFETIME: TimeDelta = TimeDelta::hours(24);

/// The two kinds of tokens. Neither passes for the other: an ID token tells a client who signed in,
/// an access token lets whoever holds it in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An ID token of OpenID Connect.
    Id,
    /// An access token: RFC 9068, or that of a Cognito user pool.
    Access,
}

/// What a token has to be.
pub(crate) struct Wanted<'w> {
    /// Its kind.
    pub(crate) kind: Kind,
    /// The client that it was issued to, or the audience that it was issued for.
    pub(crate) audience: &'w str,
    /// What it has to repeat.
    pub(crate) nonce: Option<&'w str>,
}

/// What a good token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Who the user is there.
    pub identity: ExternalIdentity,
    /// The address of the user, if the issuer has verified it.
    pub email: Option<Email>,
    /// Until when the token is good.
    pub expires_at: DateTime<Utc>,
}

/// What of a header is looked at. Keys and places to fetch keys from are not.
#[derive(Deserialize)]
pub(crate) struct Header {
    pub(crate) alg: String,
    pub(crate) kid: Option<String>,
    typ: Option<String>,
    crit: Option<Value>,
}

impl Header {
    /// Reads the header of a token; fails if it has extensions that must be understood.
    pub(crate) fn read(token: &str) -> Result<Self> {
        let header: Self = part(token, 0)?;
        if header.crit.is_some() { Err(INVALID) } else { Ok(header) }
    }

    fn is_access_token(&self) -> bool {
        let kind = self.typ.as_deref().unwrap_or_default().to_ascii_lowercase();
        kind == "at+jwt" || kind == "application/at+jwt"
    }

    fn is_plain(&self) -> bool {
        self.typ.as_deref().is_none_or(|kind| kind.eq_ignore_ascii_case("jwt"))
    }
}

/// What of the claims is looked at; each of them at most once, or the token is not valid.
#[derive(Deserialize)]
pub(crate) struct Claims {
    pub(crate) iss: String,
    sub: String,
    aud: Option<OneOrMany>,
    azp: Option<String>,
    client_id: Option<String>,
    token_use: Option<String>,
    exp: Number,
    iat: Option<Number>,
    nbf: Option<Number>,
    nonce: Option<String>,
    email: Option<String>,
    email_verified: Option<Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    fn as_slice(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

impl Claims {
    /// Reads what a token says for itself; nothing of it is believed.
    pub(crate) fn peek(token: &str) -> Result<Self> {
        part(token, 1)
    }

    /// Returns for whom the token may be, as far as it says: audiences, or the client of Cognito.
    pub(crate) fn candidates(&self) -> Vec<&str> {
        if self.is_of_cognito("access") {
            return self.client_id.as_deref().into_iter().collect();
        }
        let audiences = self.aud.as_ref().map_or(&[][..], OneOrMany::as_slice);
        audiences.iter().map(String::as_str).collect()
    }

    /// Judges claims whose signature and issuer were checked.
    pub(crate) fn judge(
        self,
        header: &Header,
        issuer: &Issuer,
        wanted: &Wanted<'_>,
        now: DateTime<Utc>,
    ) -> Result<Said> {
        let right = match wanted.kind {
            Kind::Id => self.is_id_token_for(header, wanted.audience),
            Kind::Access => self.is_access_token_for(header, wanted.audience),
        };
        let fresh = wanted.nonce.is_none_or(|nonce| self.nonce.as_deref() == Some(nonce));
        if !right || !fresh {
            return Err(INVALID);
        }
        let expires_at = self.in_time(now)?;
        let identity = ExternalIdentity::new(issuer.as_str(), &self.sub).map_err(|_| INVALID)?;
        Ok(Said { identity, email: self.verified_email(), expires_at })
    }

    fn is_id_token_for(&self, header: &Header, audience: &str) -> bool {
        let audiences = self.aud.as_ref().map_or(&[][..], OneOrMany::as_slice);
        // A token for several says to whom it was given, OpenID Connect Core 3.1.3.7.
        let ours = audiences.iter().any(|one| one == audience)
            && (audiences.len() == 1 || self.azp.as_deref() == Some(audience));
        ours && header.is_plain() && self.token_use.as_deref().is_none_or(|kind| kind == "id")
    }

    fn is_access_token_for(&self, header: &Header, audience: &str) -> bool {
        if header.is_access_token() {
            let audiences = self.aud.as_ref().map_or(&[][..], OneOrMany::as_slice);
            let other = self.token_use.as_deref().is_some_and(|kind| kind != "access");
            return !other && audiences.iter().any(|one| one == audience);
        }
        header.is_plain() && self.is_of_cognito("access") && self.client_id.as_deref() == Some(audience)
    }

    fn is_of_cognito(&self, kind: &str) -> bool {
        self.token_use.as_deref() == Some(kind) && self.client_id.is_some()
    }

    fn in_time(&self, now: DateTime<Utc>) -> Result<DateTime<Utc>> {
        let expires_at = moment(&self.exp)?;
        for begins in [&self.iat, &self.nbf].into_iter().flatten() {
            if moment(begins)? > now + CLOCK_SKEW {
                return Err(INVALID);
            }
        }
        if expires_at > now + LONGEST_LIFETIME + CLOCK_SKEW {
            return Err(INVALID);
        }
        if now < expires_at { Ok(expires_at) } else { Err(EXPIRED) }
    }

    /// Returns the address only if the issuer says that it is the user's; Cognito may say so in text.
    fn verified_email(&self) -> Option<Email> {
        let verified = matches!(&self.email_verified, Some(Value::Bool(true)))
            || matches!(&self.email_verified, Some(Value::String(text)) if text == "true");
        self.email.as_ref().filter(|_| verified)?.parse().ok()
    }
}

/// Reads a moment in seconds since 1970, which RFC 7519 allows to have a fraction.
fn moment(seconds: &Number) -> Result<DateTime<Utc>> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "what does not fit is no moment, and saturates to one that is refused"
    )]
    let whole = seconds.as_i64().or_else(|| seconds.as_f64().map(|seconds| seconds.floor() as i64));
    whole.and_then(|seconds| DateTime::from_timestamp(seconds, 0)).ok_or(INVALID)
}

/// Reads one of the three parts of a token.
fn part<T: DeserializeOwned>(token: &str, at: usize) -> Result<T> {
    if token.len() > LONGEST {
        return Err(INVALID);
    }
    let parts: Vec<&str> = token.splitn(4, '.').collect();
    let bytes = parts.get(at).filter(|_| parts.len() == 3).and_then(|part| URL_SAFE_NO_PAD.decode(part).ok());
    bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).ok_or(INVALID)
}

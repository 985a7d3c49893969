//! Access tokens: what they say, and how they are issued.
//!
//! An access token is an RFC 9068 JWT, signed with ES256. It is good for minutes and is never
//! stored; what makes it worthless earlier is its session, which the authorizer looks at.

use crate::{key::LiveKey, key_chain::KeyChain, random};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, Header};
use pantheon_core::{
    Error, Result,
    id::{SessionId, TenantId, UserId},
    identity::{RoleBook, Session, Standing, User},
    permission::Permission,
};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

/// The `typ` of an access token, which keeps other JWTs from being taken for one.
pub(crate) const TYPE: &str = "at+jwt";
/// The client that every token is issued to, for now.
pub(crate) const CLIENT: &str = "pantheon";
/// The longest time that an access token may be good for.
pub(crate) const LONGEST_LIFETIME: TimeDelta = TimeDelta::hours(24);

/// What an access token says; a token that says anything else, or anything twice, is none of ours.
///
/// A new claim is therefore read by every function before the first token bears it: two deployments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Claims {
    /// Who issued it.
    pub(crate) iss: String,
    /// The part of the platform that it is for.
    pub(crate) aud: String,
    /// The user.
    pub(crate) sub: UserId,
    /// The tenant of the user.
    pub(crate) tenant_id: TenantId,
    /// The session that it belongs to.
    pub(crate) sid: SessionId,
    /// The session version of the user when it was issued.
    pub(crate) sv: u64,
    /// The client that it was issued to.
    pub(crate) client_id: String,
    /// The permissions, divided by spaces.
    pub(crate) scope: String,
    /// When it was issued, in seconds since 1970.
    pub(crate) iat: i64,
    /// When it begins to be good.
    pub(crate) nbf: i64,
    /// When it ceases to be good.
    pub(crate) exp: i64,
    /// Distinguishes it from every other token.
    pub(crate) jti: String,
}

/// Who issues tokens, for whom, and for how long.
#[derive(Clone, Debug)]
pub struct TokenSettings {
    issuer: String,
    audience: String,
    lifetime: TimeDelta,
}

impl TokenSettings {
    /// Takes the settings; fails if tokens would be good for more than 24 hours, or not at all.
    pub fn new(issuer: &str, audience: &str, lifetime: TimeDelta) -> Result<Self> {
        if lifetime <= TimeDelta::zero() || lifetime > LONGEST_LIFETIME {
            return Err(Error::internal("access tokens must be good for 1 second to 24 hours"));
        }
        Ok(Self { issuer: issuer.to_owned(), audience: audience.to_owned(), lifetime })
    }
}

/// An access token and how long it is good for.
#[derive(Debug)]
pub struct AccessToken {
    /// The token.
    pub text: SecretString,
    /// How long it is good for.
    pub lifetime: TimeDelta,
}

/// Issues access tokens.
pub struct TokenIssuer<'a> {
    keys: &'a KeyChain<'a>,
    settings: TokenSettings,
}

impl<'a> TokenIssuer<'a> {
    /// Issues tokens that are signed with the first of the keys.
    pub fn new(keys: &'a KeyChain<'a>, settings: TokenSettings) -> Self {
        Self { keys, settings }
    }

    /// Issues a token for what the session permits the user now; it never outlives the session.
    pub async fn issue(
        &self,
        user: &User,
        session: &Session,
        roles: &RoleBook,
        now: DateTime<Utc>,
    ) -> Result<AccessToken> {
        let key = self.keys.signing(now).await?;
        let lifetime = self.settings.lifetime.min(session.expires_at - now);
        let permissions = Standing::of_session(session, user, roles).permissions;
        let scope: Vec<&str> = permissions.into_iter().map(Permission::as_str).collect();
        let claims = Claims {
            iss: self.settings.issuer.clone(),
            aud: session.sign_in.audience.claim(&self.settings.audience),
            sub: user.id.clone(),
            tenant_id: user.tenant.clone(),
            sid: session.id.clone(),
            sv: user.session_version,
            client_id: CLIENT.to_owned(),
            scope: scope.join(" "),
            iat: now.timestamp(),
            nbf: now.timestamp(),
            exp: (now + lifetime).timestamp(),
            jti: URL_SAFE_NO_PAD.encode(&random::bytes()?[..16]),
        };
        Ok(AccessToken { text: sign(&key, &claims)?, lifetime })
    }
}

fn sign(key: &LiveKey, claims: &Claims) -> Result<SecretString> {
    let header =
        Header { typ: Some(TYPE.to_owned()), kid: Some(key.id.as_str().to_owned()), ..Header::new(Algorithm::ES256) };
    let token = jsonwebtoken::encode(&header, claims, &key.encoding).map_err(Error::internal)?;
    Ok(SecretString::from(token))
}

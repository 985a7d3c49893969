//! Google: OpenID Connect. The ID token says who signed in.

use super::{Attempt, Client, OAuthClients, OAuthProvider, Profile, Tokens};
use crate::external::{Kind, Source, Wanted};
use chrono::{DateTime, Utc};
use oauth2::{ExtraTokenFields, Scope};
use pantheon_core::{Error, Result};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

const GOOGLE: OAuthProvider = OAuthProvider::Google;
const NO_PROOF: Error = Error::Unauthenticated { reason: "Google did not say who signed in; start again" };
const UNVERIFIED: Error =
    Error::Unauthenticated { reason: "Google has not verified the address of the account; verify it there first" };

/// What a token answer holds beyond the standard.
#[derive(Serialize, Deserialize)]
struct WithIdToken {
    id_token: Option<String>,
}

impl std::fmt::Debug for WithIdToken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("WithIdToken(hidden)")
    }
}

impl ExtraTokenFields for WithIdToken {}

pub(super) async fn sign_in_url(
    clients: &OAuthClients<'_>,
    client: &Client,
    attempt: &Attempt,
    now: DateTime<Utc>,
) -> Result<String> {
    let metadata = clients.issuers.metadata(&clients.settings.google_issuer, now).await?;
    let page = metadata.authorization_endpoint.as_deref().ok_or_else(nameless)?;
    clients.url(GOOGLE, client, page, attempt, |request| {
        let scopes = ["openid", "email"].map(|scope| Scope::new(scope.to_owned()));
        request.add_scopes(scopes).add_extra_param("nonce", attempt.nonce.expose_secret().to_owned())
    })
}

pub(super) async fn profile(
    clients: &OAuthClients<'_>,
    client: &Client,
    code: &SecretString,
    attempt: &Attempt,
    now: DateTime<Utc>,
) -> Result<Profile> {
    let issuer = &clients.settings.google_issuer;
    let metadata = clients.issuers.metadata(issuer, now).await?;
    let endpoint = metadata.token_endpoint.as_deref().ok_or_else(nameless)?;
    let tokens: Tokens<WithIdToken> = clients.tokens(GOOGLE, client, endpoint, code, attempt).await?;
    let id_token = tokens.extra_fields().id_token.as_deref().ok_or(NO_PROOF)?;
    let source = Source { issuer: issuer.clone(), jwks_uri: None };
    let nonce = Some(attempt.nonce.expose_secret());
    let wanted = Wanted { kind: Kind::Id, audience: &client.client_id, nonce };
    let said = clients.issuers.verify(id_token, &source, &wanted, now).await?;
    Ok(Profile { identity: said.identity, email: said.email.ok_or(UNVERIFIED)? })
}

fn nameless() -> Error {
    Error::unavailable(GOOGLE.service(), "its discovery document does not name its endpoints")
}

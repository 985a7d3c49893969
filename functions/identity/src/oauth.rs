//! Signing in at Google and at GitHub: OAuth 2.0 authorization codes with PKCE (RFC 6749, 7636).
//!
//! Reading order: who they are and what they know us by, here; how requests go out ([`door`]); how
//! each of them says who signed in ([`google`], [`github`]).

mod door;
mod github;
mod google;

use crate::external::Issuers;
use chrono::{DateTime, Utc};
use door::Door;
use oauth2::{
    AuthType, AuthUrl, AuthorizationCode, AuthorizationRequest, ClientId, ClientSecret, CsrfToken, ExtraTokenFields,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, StandardTokenResponse, TokenUrl,
    basic::{BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse, BasicTokenType},
};
use pantheon_core::{
    Error, Result,
    identity::{Email, ExternalIdentity, Issuer, SignInMethod},
    secret::Secrets,
};
use pantheon_lambda::Config;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{collections::BTreeMap, fmt, str::FromStr};

/// Where people can sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OAuthProvider {
    /// Google, by OpenID Connect.
    Google,
    /// GitHub, by its API.
    Github,
}

impl OAuthProvider {
    const ALL: [Self; 2] = [Self::Google, Self::Github];

    /// Returns the name of the provider, as paths and the secret spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Google => "google",
            Self::Github => "github",
        }
    }

    /// Returns how callers hear of the provider.
    pub(crate) fn service(self) -> &'static str {
        match self {
            Self::Google => "Google",
            Self::Github => "GitHub",
        }
    }

    /// Returns what sessions remember of the sign-in.
    pub(crate) fn method(self) -> SignInMethod {
        match self {
            Self::Google => SignInMethod::Google,
            Self::Github => SignInMethod::Github,
        }
    }
}

impl FromStr for OAuthProvider {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let known = Self::ALL.into_iter().find(|provider| provider.as_str() == text);
        known.ok_or_else(|| Error::not_found("OAuth provider", text))
    }
}

impl fmt::Display for OAuthProvider {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// Where the providers are, and where they send people back to.
#[derive(Clone, Debug)]
pub struct OAuthSettings {
    /// The secret that holds the clients: `{"google": {"client_id", "client_secret"}, "github": …}`.
    pub secret: String,
    /// The public base URL of the API.
    pub api_url: String,
    /// The OpenID issuer that stands for Google.
    pub google_issuer: Issuer,
    /// Where people sign in to GitHub.
    pub github_url: Issuer,
    /// Where the API of GitHub is.
    pub github_api_url: String,
}

impl OAuthSettings {
    /// Reads the settings of a function.
    pub fn read(config: &Config) -> Result<Self> {
        Ok(Self {
            secret: config.oauth_secret()?.to_owned(),
            api_url: config.oauth_redirect_url()?.to_owned(),
            google_issuer: config.oauth_google_issuer().parse()?,
            github_url: config.oauth_github_url().parse()?,
            github_api_url: config.oauth_github_api_url().to_owned(),
        })
    }
}

/// What a provider knows us by.
#[derive(Clone, Deserialize)]
struct Client {
    client_id: String,
    client_secret: SecretString,
}

/// The secrets of one attempt to sign in, kept on our side until the person comes back.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    /// What the provider sends back with the code.
    pub(crate) state: SecretString,
    /// What proves that whoever brings the code is who asked for it, RFC 7636.
    pub(crate) verifier: SecretString,
    /// What the ID token has to repeat.
    pub(crate) nonce: SecretString,
}

/// Who signed in there; the provider has verified the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Profile {
    pub(crate) identity: ExternalIdentity,
    pub(crate) email: Email,
}

/// The providers.
pub struct OAuthClients<'a> {
    /// The secret that holds what they know us by.
    pub secrets: &'a dyn Secrets,
    /// The other issuers, Google among them.
    pub issuers: &'a Issuers<'a>,
    /// Where the providers are.
    pub settings: OAuthSettings,
}

impl OAuthClients<'_> {
    /// Returns the URL to which a person is sent to sign in; fails with `not_found` if this
    /// deployment is no client of the provider.
    pub(crate) async fn sign_in_url(
        &self,
        provider: OAuthProvider,
        attempt: &Attempt,
        now: DateTime<Utc>,
    ) -> Result<String> {
        let client = self.client(provider).await?;
        match provider {
            OAuthProvider::Google => google::sign_in_url(self, &client, attempt, now).await,
            OAuthProvider::Github => github::sign_in_url(self, &client, attempt),
        }
    }

    /// Exchanges a code for who signed in.
    pub(crate) async fn profile(
        &self,
        provider: OAuthProvider,
        code: &SecretString,
        attempt: &Attempt,
        now: DateTime<Utc>,
    ) -> Result<Profile> {
        let client = self.client(provider).await?;
        match provider {
            OAuthProvider::Google => google::profile(self, &client, code, attempt, now).await,
            OAuthProvider::Github => github::profile(self, &client, code, attempt).await,
        }
    }

    async fn client(&self, provider: OAuthProvider) -> Result<Client> {
        let unknown = || Error::not_found("OAuth provider", provider);
        let text = self.secrets.read(&self.settings.secret).await?.ok_or_else(unknown)?;
        let mut clients: BTreeMap<String, Client> = serde_json::from_str(text.expose_secret())
            .map_err(|_| Error::internal("the secret with the OAuth clients does not have its form"))?;
        clients.remove(provider.as_str()).ok_or_else(unknown)
    }

    fn redirect_url(&self, provider: OAuthProvider) -> Result<RedirectUrl> {
        let url = format!("{}/v1/auth/oauth/{provider}/callback", self.settings.api_url.trim_end_matches('/'));
        RedirectUrl::new(url).map_err(Error::internal)
    }

    /// Builds the URL of a sign-in page.
    fn url(
        &self,
        provider: OAuthProvider,
        client: &Client,
        page: &str,
        attempt: &Attempt,
        finish: impl FnOnce(AuthorizationRequest<'_>) -> AuthorizationRequest<'_>,
    ) -> Result<String> {
        let page = AuthUrl::new(page.to_owned()).map_err(|error| Error::unavailable(provider.service(), error))?;
        let known: Known<NoMore> = Known::new(ClientId::new(client.client_id.clone()));
        let known = known.set_auth_uri(page).set_redirect_uri(self.redirect_url(provider)?);
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier(attempt));
        let state = || CsrfToken::new(attempt.state.expose_secret().to_owned());
        let (url, _) = finish(known.authorize_url(state).set_pkce_challenge(challenge)).url();
        Ok(url.into())
    }

    /// Exchanges a code for tokens.
    async fn tokens<F: ExtraTokenFields + Send + Sync>(
        &self,
        provider: OAuthProvider,
        client: &Client,
        endpoint: &str,
        code: &SecretString,
        attempt: &Attempt,
    ) -> Result<Tokens<F>> {
        let service = provider.service();
        let endpoint = TokenUrl::new(endpoint.to_owned()).map_err(|error| Error::unavailable(service, error))?;
        let known: Known<F> = Known::new(ClientId::new(client.client_id.clone()));
        let known = known
            .set_client_secret(ClientSecret::new(client.client_secret.expose_secret().to_owned()))
            // Both providers take the secret in the body, and one of them takes it nowhere else.
            .set_auth_type(AuthType::RequestBody)
            .set_token_uri(endpoint)
            .set_redirect_uri(self.redirect_url(provider)?);
        let request = known.exchange_code(AuthorizationCode::new(code.expose_secret().to_owned()));
        let door = Door { outbound: self.issuers.outbound(), service };
        let answered = request.set_pkce_verifier(verifier(attempt)).request_async(&door).await;
        answered.map_err(|error| door::failure(service, error))
    }
}

fn verifier(attempt: &Attempt) -> PkceCodeVerifier {
    PkceCodeVerifier::new(attempt.verifier.expose_secret().to_owned())
}

type Tokens<F> = StandardTokenResponse<F, BasicTokenType>;

type Known<F> = oauth2::Client<
    BasicErrorResponse,
    Tokens<F>,
    BasicTokenIntrospectionResponse,
    oauth2::StandardRevocableToken,
    BasicRevocationErrorResponse,
>;

/// A token answer that holds nothing beyond the standard.
#[derive(Debug, Serialize, Deserialize)]
struct NoMore {}

impl ExtraTokenFields for NoMore {}

/// Reads JSON from a provider.
fn read<T: DeserializeOwned>(provider: OAuthProvider, answer: &pantheon_core::outbound::Answer) -> Result<T> {
    answer.json(provider.service())
}

#[cfg(test)]
mod tests;

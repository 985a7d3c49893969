//! GitHub: OAuth 2.0 and an API. It issues no ID token, so the API is asked who signed in.

use super::{Attempt, Client, NoMore, OAuthClients, OAuthProvider, Profile, Tokens, read};
use oauth2::{Scope, TokenResponse};
use pantheon_core::{Error, Result, identity::ExternalIdentity, outbound::Request};
use secrecy::SecretString;
use serde::{Deserialize, de::DeserializeOwned};

const GITHUB: OAuthProvider = OAuthProvider::Github;
const UNVERIFIED: Error = Error::Unauthenticated {
    reason: "GitHub has not verified the primary address of the account; verify it there first",
};

/// A user of GitHub. The name can change hands, the number cannot.
#[derive(Deserialize)]
struct GithubUser {
    id: u64,
}

/// An address of a user of GitHub.
#[derive(Deserialize)]
struct GithubEmail {
    email: String,
    primary: bool,
    verified: bool,
}

pub(super) fn sign_in_url(clients: &OAuthClients<'_>, client: &Client, attempt: &Attempt) -> Result<String> {
    let page = format!("{}/login/oauth/authorize", base(clients.settings.github_url.as_str()));
    clients.url(GITHUB, client, &page, attempt, |request| {
        request.add_scopes(["read:user", "user:email"].map(|scope| Scope::new(scope.to_owned())))
    })
}

pub(super) async fn profile(
    clients: &OAuthClients<'_>,
    client: &Client,
    code: &SecretString,
    attempt: &Attempt,
) -> Result<Profile> {
    let endpoint = format!("{}/login/oauth/access_token", base(clients.settings.github_url.as_str()));
    let tokens: Tokens<NoMore> = clients.tokens(GITHUB, client, &endpoint, code, attempt).await?;
    let token = tokens.access_token().secret();
    let user: GithubUser = ask(clients, token, "/user").await?;
    let emails: Vec<GithubEmail> = ask(clients, token, "/user/emails").await?;
    let primary = emails.into_iter().find(|email| email.primary && email.verified);
    let email = primary.and_then(|primary| primary.email.parse().ok()).ok_or(UNVERIFIED)?;
    let identity = ExternalIdentity::new(clients.settings.github_url.as_str(), &user.id.to_string())?;
    Ok(Profile { identity, email })
}

async fn ask<T: DeserializeOwned>(clients: &OAuthClients<'_>, token: &str, path: &str) -> Result<T> {
    let url = format!("{}{path}", base(&clients.settings.github_api_url));
    let request = Request::get(GITHUB.service(), url).with("authorization", format!("Bearer {token}").into());
    read(GITHUB, &clients.issuers.outbound().send(request).await?)
}

fn base(url: &str) -> &str {
    url.trim_end_matches('/')
}

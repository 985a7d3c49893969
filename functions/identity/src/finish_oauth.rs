//! `GET /v1/auth/oauth/{provider}/callback`: take a browser back from Google or GitHub.

use crate::{
    linking::Acquaintances,
    oauth::OAuthProvider,
    oauth_desk::{Finished, OAuthDesk},
};
use pantheon_core::{Error, Result, identity::Purpose};
use pantheon_lambda::http::{Answer, Json, Problem, Redirect, Request};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use url::Url;

const CANCELED: Error = Error::Unauthenticated { reason: "the sign-in was canceled at the provider; start again" };
const REFUSED: Error = Error::Unauthenticated { reason: "the provider did not sign you in; start again" };

/// A code for the tokens of a session.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct OAuthCode {
    /// Send it to `POST /v1/auth/oauth/redeem`, once.
    #[schema(format = Password)]
    code: String,
    /// For how many seconds the code is good.
    #[schema(example = 60)]
    expires_in: i64,
}

/// Where the browser goes from here.
#[derive(Debug)]
pub enum Outcome {
    /// To the URL that it wanted to return to, with the code.
    Elsewhere(Redirect),
    /// Nowhere: the code is the answer.
    Here(Json<OAuthCode>),
}

impl From<Outcome> for Answer {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Elsewhere(redirect) => redirect.into(),
            Outcome::Here(json) => json.into(),
        }
    }
}

/// Signs in whoever comes back from the provider, and answers with a code for the tokens.
#[utoipa::path(
    get,
    path = "/v1/auth/oauth/{provider}/callback",
    operation_id = "finish-oauth",
    tag = "auth",
    summary = "Come back from Google or GitHub",
    description = "The provider sends the browser here; nobody else calls this. The verified address of the account has to be that of somebody who was invited or is active; the first time, the account is linked to that user, who has thereby accepted the invitation. Every `state` is good once, in the browser that began the sign-in.",
    params(
        ("provider" = OAuthProvider, Path, description = "Where the person signed in."),
        ("state" = String, Query, min_length = 1, max_length = 2048, description = "What this API sent along."),
        ("code" = Option<String>, Query, description = "What the provider exchanges for who signed in."),
        ("error" = Option<String>, Query, description = "Why the provider did not sign the person in, RFC 6749."),
    ),
    responses(
        (status = 200, description = "The code, where the sign-in was begun without `return_to`.", body = OAuthCode),
        (status = 303, description = "Follow `Location`, which is `return_to` with the code in its query."),
        (status = 400, description = "The provider sent no state or no code.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "The sign-in was canceled, was begun elsewhere, took too long, or nobody with this verified address was invited.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such provider, or this deployment is no client of it.", body = Problem, content_type = "application/problem+json"),
    ),
    security(())
)]
pub async fn handle(desk: &OAuthDesk<'_>, known: &Acquaintances<'_>, request: Request) -> Result<Outcome> {
    let provider: OAuthProvider = request.path("provider")?;
    let state = required(&request, "state")?;

    let returned = desk.take_back(provider, state, &request).await?;
    refuse_failures(&request)?;
    let code = SecretString::from(required(&request, "code")?);
    let finished = desk.finish(known, returned, &code, request.now()).await?;

    Ok(match finished.return_to.clone() {
        Some(url) => Outcome::Elsewhere(Redirect::to(with_code(url, &finished)).setting(desk.spent_cookie())),
        None => Outcome::Here(Json::ok(OAuthCode {
            code: finished.code.expose_secret().to_owned(),
            expires_in: Purpose::OAuthCode.lifetime().num_seconds(),
        })),
    })
}

fn required<'r>(request: &'r Request, name: &str) -> Result<&'r str> {
    let sent = request.query_text(name)?.filter(|text| !text.is_empty() && text.len() <= 2_048);
    sent.ok_or_else(|| Error::invalid(name, "must be sent by the provider"))
}

/// Fails if the provider sent the person back without signing them in.
fn refuse_failures(request: &Request) -> Result<()> {
    match request.query_text("error")? {
        None => Ok(()),
        Some("access_denied") => Err(CANCELED),
        Some(code) => {
            let code: String = code.chars().filter(char::is_ascii_graphic).take(64).collect();
            tracing::info!(code, "a provider did not sign a person in");
            Err(REFUSED)
        }
    }
}

fn with_code(mut url: Url, finished: &Finished) -> String {
    url.query_pairs_mut().append_pair("code", finished.code.expose_secret());
    url.into()
}

#[cfg(test)]
mod tests;

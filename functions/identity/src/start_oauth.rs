//! `GET /v1/auth/oauth/{provider}/start`: send a browser to Google or GitHub to sign in.

use crate::{oauth::OAuthProvider, oauth_desk::OAuthDesk};
use pantheon_core::Result;
use pantheon_lambda::http::{Problem, Redirect, Request};

/// Sends the browser to the provider.
#[utoipa::path(
    get,
    path = "/v1/auth/oauth/{provider}/start",
    operation_id = "start-oauth",
    tag = "auth",
    summary = "Sign in with Google or GitHub",
    description = "Open this in a browser: it is sent to the provider, and back to the callback of this API within ten minutes. With `return_to` the browser is then sent there, with a `code` in the query; without it the callback answers with the code. `redeem-oauth-code` exchanges the code for tokens.",
    params(
        ("provider" = OAuthProvider, Path, description = "Where to sign in."),
        ("return_to" = Option<String>, Query, description = "Where the browser is sent afterwards; exactly one of the URLs that this deployment returns to."),
    ),
    responses(
        (status = 303, description = "Follow `Location` to the provider; the cookie ties the sign-in to this browser."),
        (status = 400, description = "The request is not valid, or `return_to` is none of the URLs.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such provider, or this deployment is no client of it.", body = Problem, content_type = "application/problem+json"),
    ),
    security(())
)]
pub async fn handle(desk: &OAuthDesk<'_>, request: Request) -> Result<Redirect> {
    request.known_queries(&["return_to"])?;
    let provider: OAuthProvider = request.path("provider")?;
    let return_to = request.query_text("return_to")?;

    let begun = desk.begin(provider, return_to, request.now()).await?;

    Ok(Redirect::to(begun.url).setting(begun.browser))
}

#[cfg(test)]
mod tests;

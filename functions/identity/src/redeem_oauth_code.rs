//! `POST /v1/auth/oauth/redeem`: exchange the code of a sign-in elsewhere for tokens.
//!
//! The answer is a set of credentials, so there is no `Idempotency-Key` and nothing to replay.

use crate::{oauth_desk::CodeDesk, token_pair::TokenPair};
use pantheon_core::{
    Result,
    identity::{Audience, SignIn},
};
use pantheon_lambda::http::{Json, Problem, Request};
use secrecy::SecretString;
use serde::Deserialize;

/// A code, and the second factor of whoever has one.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Redemption {
    /// The code that came back from the sign-in elsewhere.
    #[schema(value_type = String, format = Password)]
    code: SecretString,
    /// Six digits of the authenticator, or a recovery code, if the user has a second factor.
    #[schema(value_type = Option<String>, format = Password)]
    totp_code: Option<SecretString>,
    /// The part of the platform that the session is for; the API if left out.
    #[serde(default)]
    audience: Audience,
}

/// Answers with the tokens of a new session.
#[utoipa::path(
    post,
    path = "/v1/auth/oauth/redeem",
    operation_id = "redeem-oauth-code",
    tag = "auth",
    summary = "Exchange the code of a sign-in elsewhere",
    description = "Exchanges the code of a sign-in with Google or GitHub for tokens. A code is good once, for a minute. A user with a second factor who sends no `totp_code` is answered with the code `second_factor_required`, and sends the same again with one within that minute. Takes no Idempotency-Key: credentials are never stored to be given out again.",
    request_body = Redemption,
    responses(
        (status = 200, description = "The tokens of a new session.", body = TokenPair),
        (status = 400, description = "The request is not valid.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "The code is not valid any more; or the second factor is missing or wrong.", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many failures, or too many requests from this address; Retry-After says how long to wait.", body = Problem, content_type = "application/problem+json"),
    ),
    security(())
)]
pub async fn handle(desk: &CodeDesk<'_>, request: Request) -> Result<Json<TokenPair>> {
    let Redemption { code, totp_code, audience } = request.body()?;
    let describe =
        |sign_in: SignIn| SignIn { audience, ..sign_in }.from_client(request.user_agent(), request.source_ip());

    let tokens = desk.redeem(&code, totp_code.as_ref(), describe, request.now()).await?;

    Ok(Json::ok(tokens))
}

#[cfg(test)]
mod tests;

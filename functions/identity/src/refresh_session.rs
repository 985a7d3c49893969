//! `POST /v1/auth/refresh`: exchange a refresh token for the next pair of tokens.
//!
//! The answer is a set of credentials, so there is no `Idempotency-Key` and nothing to replay.

use crate::{sign_in::SessionKeeper, token_pair::TokenPair};
use pantheon_core::{Result, identity::RefreshToken};
use pantheon_lambda::http::{Json, Problem, Request};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

/// The refresh token that is spent.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Refresh {
    /// The refresh token of the last pair.
    #[schema(value_type = String, format = Password)]
    refresh_token: SecretString,
}

/// Answers with the next pair of tokens of the session.
#[utoipa::path(
    post,
    path = "/v1/auth/refresh",
    operation_id = "refresh-session",
    tag = "auth",
    summary = "Stay signed in",
    description = "Exchanges a refresh token for the next pair of tokens. Each refresh token is good once; using one again ends its session, since one of its two users must be a thief. A session ends 30 days after it began, however often it is refreshed. Takes no Idempotency-Key: credentials are never stored to be given out again.",
    request_body = Refresh,
    responses(
        (status = 200, description = "The next pair of tokens.", body = TokenPair),
        (status = 400, description = "The request is not valid.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "The refresh token is not valid any more, or never was.", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large.", body = Problem, content_type = "application/problem+json"),
    ),
    security(())
)]
pub async fn handle(sessions: &SessionKeeper<'_>, request: Request) -> Result<Json<TokenPair>> {
    let refresh: Refresh = request.body()?;
    let token: RefreshToken = refresh.refresh_token.expose_secret().parse()?;

    let tokens = sessions.go_on(&token, request.now()).await?;

    Ok(Json::ok(tokens))
}

#[cfg(test)]
mod tests;

//! `POST /v1/auth/refresh`: exchange a refresh token for the next pair of tokens.
//!
//! The answer is a set of credentials, so it is never stored. With an `Idempotency-Key` the next
//! refresh token is derived from the spent one and the key, so that a client whose answer was lost
//! can be given it again.

use crate::{sessions::SessionKeeper, token_pair::TokenPair};
use pantheon_core::{Result, command::IdempotencyKey, identity::RefreshToken};
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
    description = "Exchanges a refresh token for the next pair of tokens. Each refresh token is good once; using one again ends its session, since one of its two users must be a thief. A client that sends an Idempotency-Key and loses the answer may send the same again within ten seconds, and gets the same refresh token. A session ends 30 days after it began, however often it is refreshed.",
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 128 visible characters that stand for this exchange alone.")),
    request_body = Refresh,
    responses(
        (status = 200, description = "The next pair of tokens.", body = TokenPair),
        (status = 400, description = "The request is not valid.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "The refresh token is not valid any more, or never was.", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests from this address; Retry-After says how long to wait.", body = Problem, content_type = "application/problem+json"),
    ),
    security(())
)]
pub async fn handle(sessions: &SessionKeeper<'_>, request: Request) -> Result<Json<TokenPair>> {
    let refresh: Refresh = request.body()?;
    let key: Option<IdempotencyKey> = request.header("idempotency-key").map(str::parse).transpose()?;
    let token: RefreshToken = refresh.refresh_token.expose_secret().parse()?;

    let tokens = sessions.go_on(&token, key.as_ref(), request.now()).await?;

    Ok(Json::ok(tokens))
}

#[cfg(test)]
mod tests;

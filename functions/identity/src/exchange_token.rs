//! `POST /v1/auth/token/exchange`: exchange a token for a session of another part of the platform,
//! after RFC 8693.
//!
//! The subject token is the credential, so the route is public. The answer is a set of credentials,
//! so there is no `Idempotency-Key` and nothing to replay.

use crate::{
    token_exchange::{Subject, TokenExchange},
    token_pair::TokenPair,
};
use pantheon_core::{
    Result,
    identity::{Audience, SignIn},
};
use pantheon_lambda::http::{Json, Problem, Request};
use secrecy::SecretString;
use serde::Deserialize;

/// A token, and what it is exchanged for; the names are those of RFC 8693.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    /// An access token of this platform, or a token of an identity provider that the tenant trusts.
    #[schema(value_type = String, format = Password)]
    subject_token: SecretString,
    /// Which kind of token it is.
    subject_token_type: SubjectTokenType,
    /// The part of the platform that the new session is for.
    audience: Audience,
}

/// The kinds of tokens that are exchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SubjectTokenType {
    /// An access token: of this platform, RFC 9068, or of a Cognito user pool.
    AccessToken,
    /// An ID token of OpenID Connect.
    IdToken,
}

/// Answers with the tokens of a new session.
#[utoipa::path(
    post,
    path = "/v1/auth/token/exchange",
    operation_id = "exchange-token",
    tag = "auth",
    summary = "Exchange a token",
    description = "Exchanges a token for those of a new session. An access token of this platform gets a session for another part of it, which ends no later than the one that it comes from; a session of the mobile application gets no wider one. An ID token of an identity provider that a tenant trusts signs the user in whose verified address it holds, and links the user to it the first time; an access token signs in who is linked already. API keys are not exchanged. Takes no Idempotency-Key: credentials are never stored to be given out again.",
    request_body = Exchange,
    responses(
        (status = 200, description = "The tokens of a new session.", body = TokenPair),
        (status = 400, description = "The request is not valid.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "The token is not valid, not trusted, or its session has ended; or nobody with its verified address was invited.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The session is for less than what was asked for; or the token is an API key.", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large.", body = Problem, content_type = "application/problem+json"),
    ),
    security(())
)]
pub async fn handle(exchange: &TokenExchange<'_>, request: Request) -> Result<Json<TokenPair>> {
    let Exchange { subject_token, subject_token_type, audience } = request.body()?;
    let subject = Subject { token: &subject_token, kind: subject_token_type.into() };
    let describe =
        |sign_in: SignIn| SignIn { audience, ..sign_in }.from_client(request.user_agent(), request.source_ip());

    let tokens = exchange.exchange(subject, audience, describe, request.now()).await?;

    Ok(Json::ok(tokens))
}

impl From<SubjectTokenType> for crate::external::Kind {
    fn from(kind: SubjectTokenType) -> Self {
        match kind {
            SubjectTokenType::AccessToken => Self::Access,
            SubjectTokenType::IdToken => Self::Id,
        }
    }
}

#[cfg(test)]
mod tests;

//! `POST /v1/auth/login`: sign in with an e-mail address and a password.
//!
//! The answer is a set of credentials, so there is no `Idempotency-Key` and nothing to replay: a
//! repeated request makes another session.

use crate::{
    sessions::SessionKeeper,
    sign_in::{Credentials, Doorkeeper},
    token_pair::TokenPair,
};
use pantheon_core::{
    Result,
    identity::{Email, SignIn, SignInMethod},
};
use pantheon_lambda::http::{Json, Problem, Request};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

/// What somebody signs in with.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Login {
    /// The address of the user.
    #[schema(value_type = String, format = Email, max_length = 254, example = "ada@example.com")]
    email: SecretString,
    /// The password of the user.
    #[schema(value_type = String, format = Password)]
    password: SecretString,
    /// Six digits of the authenticator, or a recovery code, if the user has a second factor.
    #[schema(value_type = Option<String>, format = Password)]
    totp_code: Option<SecretString>,
}

/// Answers with the tokens of a new session.
#[utoipa::path(
    post,
    path = "/v1/auth/login",
    operation_id = "login",
    tag = "auth",
    summary = "Sign in",
    description = "Exchanges an e-mail address and a password for tokens. A user with a second factor who sends no `totp_code` is answered with the code `second_factor_required`, and sends the same again with one; no code is good twice. After five failures in a row the address has to wait, at first 30 seconds, then twice as long each time, up to 15 minutes. Takes no Idempotency-Key: credentials are never stored to be given out again.",
    request_body = Login,
    responses(
        (status = 200, description = "The tokens of a new session.", body = TokenPair),
        (status = 400, description = "The request is not valid.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "The address, the password or the code is wrong; or the code is missing.", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many failures, or too many requests from this address; Retry-After says how long to wait.", body = Problem, content_type = "application/problem+json"),
    ),
    security(())
)]
pub async fn handle(
    doorkeeper: &Doorkeeper<'_>,
    sessions: &SessionKeeper<'_>,
    request: Request,
) -> Result<Json<TokenPair>> {
    let login: Login = request.body()?;
    let email: Email = login.email.expose_secret().parse()?;
    let brought = Credentials { email: &email, password: &login.password, code: login.totp_code.as_ref() };
    let sign_in = SignIn::by(SignInMethod::Password).from_client(request.user_agent(), request.source_ip());

    let user = doorkeeper.admit(brought, request.now()).await?;
    let tokens = sessions.begin(&user, sign_in, request.now()).await?;

    Ok(Json::ok(tokens))
}

#[cfg(test)]
mod tests;

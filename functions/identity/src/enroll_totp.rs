//! `POST /v1/auth/totp`: set up an authenticator.
//!
//! The answer is a secret, so there is no `Idempotency-Key` and nothing to replay: a repeated
//! request sets up another one in place of the first.

use crate::{
    sign_in::Doorkeeper,
    token_pair::exposed,
    totp::{self, Enrollment},
};
use pantheon_core::{
    Error, Result,
    command::Commit,
    identity::{SecondFactor, User},
};
use pantheon_lambda::http::{Json, Problem, Request};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

/// The proof that it is the user who sets it up.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TotpEnrollment {
    /// The present password.
    #[schema(value_type = String, format = Password)]
    password: SecretString,
}

/// What the authenticator has to be told. It is shown once.
///
/// `Debug` hides it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct TotpSecretView {
    /// The shared secret in base32, to be typed.
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "exposed")]
    secret: SecretString,
    /// The same as an `otpauth` address, to be shown as a QR code.
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "exposed")]
    otpauth_uri: SecretString,
}

/// Answers with the secret of an authenticator that still has to prove itself.
#[utoipa::path(
    post,
    path = "/v1/auth/totp",
    operation_id = "enroll-totp",
    tag = "auth",
    summary = "Set up an authenticator",
    description = "Makes the secret of an authenticator: time-based one-time passwords of RFC 6238, SHA-1, 6 digits, 30 seconds. It is asked for at sign-in only after `POST /v1/auth/totp/confirm`. Doing it again replaces one that was not confirmed. A wrong password counts as a failed sign-in. Takes no Idempotency-Key: secrets are never stored to be given out again.",
    request_body = TotpEnrollment,
    responses(
        (status = 200, description = "The secret, shown this once.", body = TotpSecretView),
        (status = 400, description = "The password is wrong.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The caller has no session, or the user has no password.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The user has an authenticator already.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many failures; Retry-After says how long to wait.", body = Problem, content_type = "application/problem+json"),
    ),
    security(("bearer" = []))
)]
pub async fn handle(doorkeeper: &Doorkeeper<'_>, request: Request) -> Result<Json<TotpSecretView>> {
    let caller = request.caller()?;
    caller.session()?;
    let body: TotpEnrollment = request.body()?;

    let user = doorkeeper.user_of(caller).await?;
    doorkeeper.confirm(&user, "/password", &body.password, request.now()).await?;
    let Enrollment { factor, secret, uri } = totp::enroll(doorkeeper.sealing, &user, request.now())?;
    doorkeeper.change(user, |user| enrolled(user, &factor)).await?;

    Ok(Json::ok(TotpSecretView { secret, otpauth_uri: uri }))
}

fn enrolled(user: &User, factor: &SecondFactor) -> Result<(User, Commit)> {
    if user.active_second_factor().is_some() {
        return Err(Error::conflict("you have an authenticator already; remove it first"));
    }
    Ok((user.with_second_factor(Some(factor.clone())), Commit::unasked()))
}

#[cfg(test)]
mod tests;

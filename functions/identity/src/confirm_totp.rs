//! `POST /v1/auth/totp/confirm`: prove that the authenticator works, and begin to ask for it.
//!
//! The answer holds secrets, so there is no `Idempotency-Key` and nothing to replay: whoever lost it
//! removes the authenticator and sets it up again.

use crate::{sealing::Sealing, sign_in::Doorkeeper, totp};
use pantheon_core::{
    Error, Result,
    command::Commit,
    event::Origin,
    identity::{Digest, SecondFactorState, User, UserSecondFactorEnabled},
};
use pantheon_lambda::http::{Json, Problem, Request};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, Serializer};
use std::collections::BTreeSet;

/// The proof that the authenticator holds the secret.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TotpConfirmation {
    /// The six digits that the authenticator shows.
    #[schema(value_type = String, format = Password, min_length = 6, max_length = 6)]
    code: SecretString,
}

/// What stands in for a lost authenticator. It is shown once.
///
/// `Debug` hides it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct RecoveryCodesView {
    /// The recovery codes, each of which is good for one sign-in in place of a code.
    #[schema(value_type = Vec<String>, min_items = 10, max_items = 10)]
    #[serde(serialize_with = "all_exposed")]
    recovery_codes: Vec<SecretString>,
}

fn all_exposed<S: Serializer>(codes: &[SecretString], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(codes.iter().map(ExposeSecret::expose_secret))
}

/// Answers with the recovery codes of the authenticator, which is asked for from now on.
#[utoipa::path(
    post,
    path = "/v1/auth/totp/confirm",
    operation_id = "confirm-totp",
    tag = "auth",
    summary = "Begin to use an authenticator",
    description = "Takes the first code of the authenticator that was set up, from which on every sign-in with a password asks for one. Sessions go on. Takes no Idempotency-Key: secrets are never stored to be given out again.",
    request_body = TotpConfirmation,
    responses(
        (status = 200, description = "The recovery codes, shown this once.", body = RecoveryCodesView),
        (status = 400, description = "The code is not the present one.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The caller has no session.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "No authenticator waits to be confirmed.", body = Problem, content_type = "application/problem+json"),
    ),
    security(("bearer" = []))
)]
pub async fn handle(doorkeeper: &Doorkeeper<'_>, request: Request) -> Result<Json<RecoveryCodesView>> {
    let caller = request.caller()?;
    caller.session()?;
    let origin = request.command()?.origin;
    let body: TotpConfirmation = request.body()?;

    let user = doorkeeper.user_of(caller).await?;
    let (recovery_codes, digests) = totp::recovery_codes(doorkeeper.sealing, &user)?;
    let confirm = |user: &User| confirmed(doorkeeper.sealing, user, &body.code, &digests, &origin);
    doorkeeper.change(user, confirm).await?;

    Ok(Json::ok(RecoveryCodesView { recovery_codes }))
}

/// Begins to ask for the authenticator that waits, if the code is its present one.
fn confirmed(
    sealing: &Sealing,
    user: &User,
    code: &SecretString,
    recovery: &BTreeSet<Digest>,
    origin: &Origin,
) -> Result<(User, Commit)> {
    let factor = user.second_factor.as_ref().filter(|factor| factor.state == SecondFactorState::Pending);
    let factor = factor.ok_or_else(|| Error::conflict("no authenticator waits to be confirmed; set one up first"))?;
    let step = totp::step_of(sealing, user, factor, code.expose_secret(), origin.at)?;
    let step = step.ok_or_else(|| Error::invalid("/code", "is not the present code; check the clock of the device"))?;
    let confirmed = user.with_second_factor(Some(factor.confirmed(step, recovery.clone())));
    let fact = UserSecondFactorEnabled { user_id: user.id.clone() };
    let commit = Commit::unasked().telling(origin, &fact, confirmed.version);
    Ok((confirmed, commit))
}

#[cfg(test)]
mod tests;

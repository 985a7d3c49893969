//! `DELETE /v1/auth/totp`: stop to use an authenticator.

use crate::sign_in::Doorkeeper;
use pantheon_core::{
    Result,
    command::Commit,
    event::Origin,
    identity::{User, UserSecondFactorRemoved},
};
use pantheon_lambda::http::{NoContent, Problem, Request};
use secrecy::SecretString;
use serde::Deserialize;

/// The proof that it is the user who removes it.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TotpRemoval {
    /// The present password.
    #[schema(value_type = String, format = Password)]
    password: SecretString,
}

/// Takes the caller's authenticator away; nothing happens if there is none.
#[utoipa::path(
    delete,
    path = "/v1/auth/totp",
    operation_id = "remove-totp",
    tag = "auth",
    summary = "Stop to use an authenticator",
    description = "Removes the authenticator and its recovery codes; a password alone signs in from now on. A wrong password counts as a failed sign-in. Whoever lost both asks an administrator. Takes no Idempotency-Key: removing it twice is the same as removing it once.",
    request_body = TotpRemoval,
    responses(
        (status = 204, description = "There is no authenticator any more."),
        (status = 400, description = "The password is wrong.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The caller has no session, or the user has no password.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many failures; Retry-After says how long to wait.", body = Problem, content_type = "application/problem+json"),
    ),
    security(("bearer" = []))
)]
pub async fn handle(doorkeeper: &Doorkeeper<'_>, request: Request) -> Result<NoContent> {
    let caller = request.caller()?;
    caller.session()?;
    let origin = request.command()?.origin;
    let body: TotpRemoval = request.body()?;

    let user = doorkeeper.user_of(caller).await?;
    doorkeeper.confirm(&user, "/password", &body.password, origin.at).await?;
    if user.second_factor.is_some() {
        doorkeeper.change(user, |user| Ok(without(user, &origin))).await?;
    }

    Ok(NoContent)
}

/// Takes the authenticator away, and tells of it if it was asked for.
fn without(user: &User, origin: &Origin) -> (User, Commit) {
    let without = user.with_second_factor(None);
    let fact = UserSecondFactorRemoved { user_id: user.id.clone() };
    let commit = match user.active_second_factor() {
        Some(_) => Commit::unasked().telling(origin, &fact, without.version),
        None => Commit::unasked(),
    };
    (without, commit)
}

#[cfg(test)]
mod tests;

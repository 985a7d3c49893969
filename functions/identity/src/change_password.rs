//! `POST /v1/auth/password`: choose another password.
//!
//! The answer is a set of credentials, so there is no `Idempotency-Key` and nothing to replay.

use crate::{password::judge, sessions::SessionKeeper, sign_in::Doorkeeper, token_pair::TokenPair};
use pantheon_core::{
    Caller, Error, Result,
    command::Commit,
    event::Origin,
    identity::{Audience, PasswordHash, SignIn, SignInMethod, Tenants, User, UserPasswordChanged},
};
use pantheon_lambda::http::{Json, Problem, Request};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

/// The present password and the one that takes its place.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The present password.
    #[schema(value_type = String, format = Password)]
    current_password: SecretString,
    /// The new password: at least 12 characters that are hard to guess.
    #[schema(value_type = String, format = Password, min_length = 12, max_length = 256)]
    new_password: SecretString,
}

/// Answers with the tokens of a new session, the only one that is left.
#[utoipa::path(
    post,
    path = "/v1/auth/password",
    operation_id = "change-password",
    tag = "auth",
    summary = "Choose another password",
    description = "Replaces the password, ends every session of the user, and begins a new one for the same audience. API keys go on. A wrong present password counts as a failed sign-in. Takes no Idempotency-Key: credentials are never stored to be given out again.",
    request_body = PasswordChange,
    responses(
        (status = 200, description = "The tokens of a new session.", body = TokenPair),
        (status = 400, description = "The present password is wrong, or the new one is too easy to guess.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The caller has no session, or the user has no password.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many failures; Retry-After says how long to wait.", body = Problem, content_type = "application/problem+json"),
    ),
    security(("bearer" = []))
)]
pub async fn handle(
    doorkeeper: &Doorkeeper<'_>,
    tenants: &dyn Tenants,
    sessions: &SessionKeeper<'_>,
    request: Request,
) -> Result<Json<TokenPair>> {
    let caller = request.caller()?;
    let audience = audience(sessions, caller).await?;
    let origin = request.command()?.origin;
    let change: PasswordChange = request.body()?;

    let user = doorkeeper.user_of(caller).await?;
    doorkeeper.confirm(&user, "/current_password", &change.current_password, origin.at).await?;
    let hash = new_password(doorkeeper, tenants, &user, &change).await?;
    let confirmed = user.password.clone();
    let replace = |user: &User| replaced(user, confirmed.as_ref(), &hash, &origin);
    let user = doorkeeper.change(user, replace).await?;

    let sign_in = SignIn { audience, ..SignIn::by(SignInMethod::Password) };
    let sign_in = sign_in.from_client(request.user_agent(), request.source_ip());
    Ok(Json::ok(sessions.begin(&user, sign_in, origin.at).await?))
}

/// Hashes the new password, if it may be one.
async fn new_password(
    doorkeeper: &Doorkeeper<'_>,
    tenants: &dyn Tenants,
    user: &User,
    change: &PasswordChange,
) -> Result<PasswordHash> {
    const POINTER: &str = "/new_password";
    if change.new_password.expose_secret() == change.current_password.expose_secret() {
        return Err(Error::invalid(POINTER, "must differ from the present one"));
    }
    let tenant = tenants.tenant(&user.tenant).await?.ok_or_else(|| Error::not_found("tenant", &user.tenant))?;
    judge(POINTER, &change.new_password, &user.email, &tenant.name)?;
    doorkeeper.passwords.hash(&change.new_password)
}

/// Replaces the password that was confirmed, and no other that took its place in the meantime.
fn replaced(
    user: &User,
    confirmed: Option<&PasswordHash>,
    hash: &PasswordHash,
    origin: &Origin,
) -> Result<(User, Commit)> {
    if user.password.as_ref() != confirmed {
        return Err(Error::invalid("/current_password", "is not your present password"));
    }
    let changed = user.with_password(hash.clone(), origin.at);
    let fact = UserPasswordChanged { user_id: user.id.clone() };
    let commit = Commit::unasked().telling(origin, &fact, changed.version);
    Ok((changed, commit))
}

/// Returns what the session of the caller is for.
async fn audience(sessions: &SessionKeeper<'_>, caller: &Caller) -> Result<Audience> {
    let session = sessions.sessions.session(&caller.tenant, &caller.user, caller.session()?).await?;
    let session = session.ok_or(Error::Unauthenticated { reason: "the session has ended; sign in again" })?;
    Ok(session.sign_in.audience)
}

#[cfg(test)]
mod tests;

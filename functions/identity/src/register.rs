//! `POST /v1/auth/register`: accept an invitation by choosing a password.
//!
//! The answer is a set of credentials, so there is no `Idempotency-Key` and nothing to replay: an
//! invitation is good once, and whoever lost the answer signs in with the password.

use crate::{
    password::judge,
    sessions::{SessionKeeper, of_user},
    sign_in::{ATTEMPTS, Doorkeeper},
    token_pair::TokenPair,
};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    command::Commit,
    identity::{
        InvitationToken, PasswordHash, SignIn, SignInMethod, Tenants, User, UserActivated, UserPasswordChanged,
        UserState,
    },
};
use pantheon_lambda::http::{Json, Problem, Request};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

const WITHDRAWN: Error = Error::Unauthenticated { reason: "the invitation is not valid any more; ask for a new one" };

/// An invitation and the password that is chosen with it.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// The invitation, as it was sent to the user.
    #[schema(value_type = String, format = Password)]
    invitation: SecretString,
    /// The new password: at least 12 characters that are hard to guess.
    #[schema(value_type = String, format = Password, min_length = 12, max_length = 256)]
    password: SecretString,
    /// Six digits of the authenticator, or a recovery code, if the user has a second factor.
    #[schema(value_type = Option<String>, format = Password)]
    totp_code: Option<SecretString>,
}

/// Answers with the tokens of a new session.
#[utoipa::path(
    post,
    path = "/v1/auth/register",
    operation_id = "register",
    tag = "auth",
    summary = "Accept an invitation",
    description = "Chooses a password with an invitation, and signs in. The invitation may be the first one, or one that an administrator made to replace a forgotten password; the latter signs the user out everywhere else, and asks the second factor if there is one. A password has at least 12 characters and at most 256 bytes, and is hard to guess. Takes no Idempotency-Key: credentials are never stored to be given out again.",
    request_body = Registration,
    responses(
        (status = 200, description = "The tokens of a new session.", body = TokenPair),
        (status = 400, description = "The request is not valid, or the password is too easy to guess.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "The invitation is not valid any more, or never was; or the code of the second factor is wrong or missing.", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many failures, or too many requests from this address; Retry-After says how long to wait.", body = Problem, content_type = "application/problem+json"),
    ),
    security(())
)]
pub async fn handle(
    doorkeeper: &Doorkeeper<'_>,
    tenants: &dyn Tenants,
    sessions: &SessionKeeper<'_>,
    request: Request,
) -> Result<Json<TokenPair>> {
    let registration: Registration = request.body()?;
    let token: InvitationToken = registration.invitation.expose_secret().parse()?;
    let sign_in = SignIn::by(SignInMethod::Invitation).from_client(request.user_agent(), request.source_ip());

    let user = invited(doorkeeper, &token, request.now()).await?;
    let tenant = tenants.tenant(&user.tenant).await?.ok_or(WITHDRAWN)?;
    judge("/password", &registration.password, &user.email, &tenant.name)?;
    let code = registration.totp_code.as_ref();
    doorkeeper.ask_second_factor(user, code, request.now()).await?;
    let hash = doorkeeper.passwords.hash(&registration.password)?;
    let user = accept(doorkeeper, tenants, &token, &hash, request.now()).await?;

    Ok(Json::ok(sessions.begin(&user, sign_in, request.now()).await?))
}

/// Returns the user whose invitation this is, before any work is done for whoever only claims so.
async fn invited(doorkeeper: &Doorkeeper<'_>, token: &InvitationToken, now: DateTime<Utc>) -> Result<User> {
    let user = doorkeeper.users.user(token.tenant(), token.user()).await?;
    let good = |user: &User| {
        let admitted = user.invitation.as_ref().is_some_and(|invitation| invitation.admits(token, now));
        admitted && user.state != UserState::Disabled
    };
    user.filter(good).ok_or(WITHDRAWN)
}

/// Gives the user the password; of several callers with the same invitation one does.
async fn accept(
    doorkeeper: &Doorkeeper<'_>,
    tenants: &dyn Tenants,
    token: &InvitationToken,
    hash: &PasswordHash,
    now: DateTime<Utc>,
) -> Result<User> {
    for _ in 0..ATTEMPTS {
        let before = invited(doorkeeper, token, now).await?;
        let user = before.accept(token, hash.clone(), now)?;
        let tenant = tenants.tenant(&user.tenant).await?.ok_or(WITHDRAWN)?.following(&user)?;
        match doorkeeper.users.save_user(&user, tenant.as_ref(), told(&before, &user, now)).await {
            // The user or the tenant has changed in the meantime.
            Err(Error::PreconditionFailed { .. }) => {}
            saved => return saved.map(|()| user),
        }
    }
    Err(Error::unavailable("the user", "it kept changing"))
}

fn told(before: &User, user: &User, now: DateTime<Utc>) -> Commit {
    let origin = of_user(&user.tenant, &user.id, now);
    let user_id = user.id.clone();
    match before.state {
        UserState::Invited => Commit::unasked().telling(&origin, &UserActivated { user_id }, user.version),
        UserState::Active | UserState::Disabled => {
            Commit::unasked().telling(&origin, &UserPasswordChanged { user_id }, user.version)
        }
    }
}

#[cfg(test)]
mod tests;

//! A user as the API shows them.

use crate::shown_once::ShownOnce;
use chrono::{DateTime, Utc};
use pantheon_core::{
    id::UserId,
    identity::{InvitationToken, RoleName, User, UserState},
};
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// A person who signs in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct UserView {
    /// The user.
    pub id: UserId,
    /// The address that the user signs in with.
    #[schema(format = Email)]
    pub email: String,
    /// Whether the user may sign in.
    pub state: UserState,
    /// The roles that the user was given.
    pub roles: BTreeSet<RoleName>,
    /// Whether the user has chosen a password.
    pub password: bool,
    /// Whether the user is asked for an authenticator at sign-in.
    pub second_factor: bool,
    /// Who else vouches for the user, by issuer.
    pub issuers: BTreeSet<String>,
    /// Until when the user may choose a password with an invitation; `null` without one.
    pub invitation_expires_at: Option<DateTime<Utc>>,
    /// When the user was made.
    pub created_at: DateTime<Utc>,
}

impl UserView {
    /// Shows a user, without any secret.
    pub fn of(user: &User) -> Self {
        Self {
            id: user.id.clone(),
            email: user.email.as_str().to_owned(),
            state: user.state,
            roles: user.roles.clone(),
            password: user.password.is_some(),
            second_factor: user.active_second_factor().is_some(),
            issuers: user.identities.iter().map(|identity| identity.issuer.to_string()).collect(),
            invitation_expires_at: user.invitation.as_ref().map(|invitation| invitation.expires_at),
            created_at: user.created_at,
        }
    }
}

/// A user, and the invitation to send them.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct InvitedUserView {
    /// The user.
    #[serde(flatten)]
    pub user: UserView,
    /// What the user registers with, good once; shown in this answer only, and `null` where the
    /// request is repeated.
    #[schema(value_type = Option<String>, format = Password)]
    pub invitation: ShownOnce,
}

impl InvitedUserView {
    /// Shows a user with the invitation.
    pub fn of(user: &User, token: &InvitationToken) -> Self {
        Self { user: UserView::of(user), invitation: ShownOnce::shown(token.text()) }
    }

    /// Shows the same without the invitation.
    #[must_use]
    pub fn without_secret(&self) -> Self {
        Self { invitation: ShownOnce::hidden(), ..self.clone() }
    }
}

//! What a client is given when it signs in or stays signed in.

use crate::token::AccessToken;
use pantheon_core::identity::RefreshToken;
use secrecy::{ExposeSecret, SecretString};
use serde::{Serialize, Serializer};

/// An access token, and the refresh token that gets the next one.
///
/// `Debug` hides both.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct TokenPair {
    /// Send it as `Authorization: Bearer …`.
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "exposed")]
    access_token: SecretString,
    /// How to send the access token.
    #[schema(example = "Bearer")]
    token_type: &'static str,
    /// For how many seconds the access token is good.
    #[schema(example = 900)]
    expires_in: i64,
    /// Send it to `POST /v1/auth/refresh`, once, to get the next pair.
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "exposed")]
    refresh_token: SecretString,
}

impl TokenPair {
    /// Puts the two together.
    pub(crate) fn of(access: AccessToken, refresh: &RefreshToken) -> Self {
        Self {
            access_token: access.text,
            token_type: "Bearer",
            expires_in: access.lifetime.num_seconds(),
            refresh_token: refresh.text().clone(),
        }
    }
}

/// Writes a secret where an answer has to show it.
pub(crate) fn exposed<S: Serializer>(secret: &SecretString, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(secret.expose_secret())
}

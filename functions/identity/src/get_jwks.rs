//! `GET /.well-known/jwks.json`: show the public keys that access tokens are checked with.

use crate::{key::Jwk, published_keys::PublishedKeys};
use pantheon_core::Result;
use pantheon_lambda::http::{Json, Request};
use serde::Serialize;

/// A JSON Web Key Set, RFC 7517.
#[derive(Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct JwkSet {
    /// The keys: one, or two while one takes over from the other.
    keys: Vec<Jwk>,
}

/// Answers with the public keys, which may be kept for five minutes.
#[utoipa::path(
    get,
    path = "/.well-known/jwks.json",
    operation_id = "get-jwks",
    tag = "auth",
    summary = "Show the public keys of the platform",
    description = "A new key is shown an hour before it signs the first token, and an old one for a day after it has signed the last, so keys may be kept for the five minutes that the answer says.",
    responses((status = 200, description = "The keys that access tokens are signed with.", body = JwkSet)),
    security(())
)]
pub async fn handle(keys: &PublishedKeys<'_>, request: Request) -> Result<Json<JwkSet>> {
    let keys = keys.all(request.now()).await?;

    Ok(Json::ok(JwkSet { keys }).header("cache-control", "public, max-age=300"))
}

#[cfg(test)]
mod tests;

//! Authorizer of the WebSocket API: lets connections in whose access token is worth something.

use crate::authorizer::Authorizer;
use pantheon_core::{Caller, Result};
use pantheon_lambda::authorizer::Request;

/// Returns who connects.
pub async fn handle(authorizer: &Authorizer<'_>, request: Request) -> Result<Caller> {
    authorizer.authorize(request.token(), request.now()).await
}

#[cfg(test)]
mod tests;

//! Authorizer of the HTTP API: decides every request that is not to a public route.

use crate::authorizer::Authorizer;
use pantheon_core::Result;
use pantheon_lambda::authorizer::{Admission, Request};

/// Returns who asks, or why nobody is let in, and how much the caller may still ask.
pub async fn handle(authorizer: &Authorizer<'_>, request: Request) -> Result<Admission> {
    authorizer.admit(request.token(), request.now()).await
}

#[cfg(test)]
mod tests;

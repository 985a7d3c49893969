//! Identity providers as the API shows them.

use chrono::{DateTime, Utc};
use pantheon_core::{id::ProviderId, identity::IdentityProvider};
use serde::Serialize;
use std::collections::BTreeSet;

/// Somebody else's sign-in that the tenant trusts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct IdentityProviderView {
    /// Which one it is.
    id: ProviderId,
    /// What people call it.
    name: String,
    /// What its tokens say in `iss`.
    issuer: String,
    /// The clients whose tokens are accepted.
    audiences: BTreeSet<String>,
    /// Where its keys are, if not where its discovery document says.
    jwks_uri: Option<String>,
    /// When it was added.
    created_at: DateTime<Utc>,
    /// How often it has changed; send it in quotes as `If-Match` to remove it.
    version: u64,
}

impl From<IdentityProvider> for IdentityProviderView {
    fn from(provider: IdentityProvider) -> Self {
        let IdentityProvider { id, tenant: _, name, issuer, audiences, jwks_uri, created_at, version } = provider;
        Self { id, name, issuer: issuer.into(), audiences, jwks_uri, created_at, version: version.0 }
    }
}

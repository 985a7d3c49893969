//! Tenants, their users, roles and identity providers, and everything that users sign in with.
//!
//! A tenant's users share a partition, and so do a user's sessions and a user's API keys. What is
//! looked up before a tenant is known has an entry of its own outside the tenants: an address, the
//! name of a tenant, somebody's identity elsewhere, an issuer with its audience. Such an entry holds
//! nothing but where to look, and keeps the thing that it is named after unlike any other.

mod api_keys;
mod failures;
mod keys;
mod one_time;
mod providers;
mod roles;
mod sessions;
mod standings;
mod tenants;
mod users;

use pantheon_core::permission::Permission;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Permissions as they are kept; one that no longer exists permits nothing and harms nothing else.
#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent)]
struct Permissions(Vec<String>);

impl From<&BTreeSet<Permission>> for Permissions {
    fn from(permissions: &BTreeSet<Permission>) -> Self {
        Self(permissions.iter().map(ToString::to_string).collect())
    }
}

impl From<Permissions> for BTreeSet<Permission> {
    fn from(Permissions(texts): Permissions) -> Self {
        texts.iter().filter_map(|text| text.parse().ok()).collect()
    }
}

#[cfg(test)]
mod tests;

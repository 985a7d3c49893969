//! The fake of the discovery ports, and builders of what they keep.

mod memory;

pub use memory::MemoryDiscovery;

use crate::clock::now;
use pantheon_core::{
    aws::AccountId,
    collect::{Found, Scope},
    resource::{Resource, ResourceState},
    scan::{InventoryChange, Manifest, Scan, ScanRequest},
};
use serde_json::json;
use std::collections::BTreeMap;

/// Makes a scan that was just asked for.
pub fn scan() -> Scan {
    Scan::requested(ScanRequest::default(), now())
}

/// Reads `account:region:service`.
///
/// # Panics
///
/// When the text names no scope.
#[track_caller]
pub fn scope(text: &str) -> Scope {
    match text.parse::<pantheon_core::scan::ShardId>() {
        Ok(shard) => shard.scope().clone(),
        Err(error) => panic!("{text} is no scope: {error}"),
    }
}

/// Makes what a collector finds: an active resource with one property, which changes its content.
///
/// # Panics
///
/// When the type or the region is none.
#[track_caller]
pub fn found(region: &str, resource_type: &str, native_id: &str, content: u64) -> Found {
    let (Ok(region), Ok(resource_type)) = (region.parse(), resource_type.parse()) else {
        panic!("{region} is no region, or {resource_type} is no type");
    };
    Found {
        region,
        resource_type,
        native_id: native_id.to_owned(),
        arn: None,
        name: None,
        state: ResourceState::Active,
        native_state: None,
        dependencies: Vec::new(),
        tags: BTreeMap::new(),
        created_at: None,
        properties: json!({ "Content": content }),
    }
}

/// Makes the resource of what a collector found in an account, seen [`now`].
pub fn resource(account_id: &AccountId, found: Found) -> Resource {
    Resource::of(account_id, found, now())
}

/// Makes the change of a first scan: everything is new.
pub fn first_change(resources: Vec<Resource>) -> InventoryChange {
    let manifest = manifest(&resources);
    InventoryChange { write: resources, remove: Vec::new(), manifest: Some(manifest) }
}

/// Makes the manifest of a scope that holds these resources.
pub fn manifest(resources: &[Resource]) -> Manifest {
    let hashes = resources.iter().map(|resource| (resource.id.clone(), resource.content_hash.clone()));
    Manifest { hashes: hashes.collect() }
}

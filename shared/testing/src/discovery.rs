//! The fake of the discovery ports, and builders of what they keep.

mod estate;
mod memory;

pub use estate::MemoryEstate;
pub use memory::MemoryDiscovery;

use crate::clock::now;
use chrono::{DateTime, Utc};
use pantheon_core::{
    aws::AccountId,
    collect::{Found, Scope},
    command::Version,
    export::{Column, Export, ExportFilter, ExportFormat, Wish},
    resource::{Resource, ResourceState},
    scan::{InventoryChange, Manifest, Scan, ScanRequest},
    service_agent::{AgentName, AgentState, Autonomy, ServiceAgent, Sight, decision_maker_of},
    tagging::{TagMeanings, TagRule},
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

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

/// Makes a service agent that was first there [`now`], sees everything, and has nothing to do.
///
/// # Panics
///
/// When the text names no agent.
#[track_caller]
pub fn service_agent(name: &str) -> ServiceAgent {
    let name: AgentName = name.parse().unwrap_or_else(|error| panic!("{name} names no agent: {error}"));
    ServiceAgent {
        decision_maker: decision_maker_of(&name.service),
        name,
        version: Version::FIRST,
        dependencies: BTreeSet::new(),
        state: AgentState::Idle,
        sight: Sight::new(),
        autonomy_level: Autonomy::RECOMMEND,
        decision: None,
        created_at: now(),
        updated_at: now(),
    }
}

/// Makes a rule that asks every resource for a tag.
///
/// # Panics
///
/// When nobody could set such a tag.
#[track_caller]
pub fn tag_rule(key: &str, values: &[&str]) -> TagRule {
    let values = values.iter().map(|value| value.parse());
    match (key.parse(), values.collect::<pantheon_core::Result<_>>()) {
        (Ok(key), Ok(values)) => TagRule {
            key,
            values,
            resource_types: BTreeSet::new(),
            accounts: BTreeSet::new(),
            exempt_types: BTreeSet::new(),
        },
        _ => panic!("{key} is no key, or a value is none"),
    }
}

/// Makes an export of everything to CSV.
pub fn export(requested_at: DateTime<Utc>) -> Export {
    let wish = Wish {
        format: ExportFormat::Csv,
        filter: ExportFilter::default(),
        columns: vec![Column::Id, Column::Name],
        meanings: TagMeanings::default(),
    };
    Export::requested(wish, crate::caller(&[]).user, requested_at)
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

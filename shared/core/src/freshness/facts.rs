//! What is told about resources that were looked at by themselves.
//!
//! Scans tell no resource by itself: the first one finds thousands, and `scan.shard_finished` says
//! how many there were.

use super::Cause;
use crate::{
    aws::{AccountId, Region, ResourceType},
    event::Fact,
    history::ChangeKind,
    id::ScanId,
    resource::{Resource, ResourceId, ResourceState},
};
use serde::{Deserialize, Serialize};

/// A resource was seen for the first time, or differs from what was known of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ResourceChanged {
    /// The resource.
    pub resource_id: ResourceId,
    /// Whether it is new or was changed.
    pub change: ChangeKind,
    /// Its type.
    pub resource_type: ResourceType,
    /// The account that holds it.
    pub account_id: AccountId,
    /// The region that holds it.
    pub region: Region,
    /// What people call it, where they do.
    #[schema(required = true)]
    pub name: Option<String>,
    /// Its life, in five states.
    pub state: ResourceState,
    /// Its state as the service spells it.
    #[schema(required = true)]
    pub native_state: Option<String>,
    /// Why somebody looked, where an event of AWS was the reason.
    #[schema(required = true)]
    pub cause: Option<Cause>,
}

impl ResourceChanged {
    /// Tells what a look saw.
    pub fn of(resource: &Resource, change: ChangeKind, cause: Option<Cause>) -> Self {
        Self {
            resource_id: resource.id.clone(),
            change,
            resource_type: resource.id.resource_type.clone(),
            account_id: resource.id.account_id.clone(),
            region: resource.id.region.clone(),
            name: resource.name.clone(),
            state: resource.state,
            native_state: resource.native_state.clone(),
            cause,
        }
    }
}

impl Fact for ResourceChanged {
    const KIND: &'static str = "resource.changed";

    fn subject(&self) -> String {
        format!("resources/{}", self.resource_id)
    }
}

/// AWS says that a resource is not there any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ResourceRemoved {
    /// The resource.
    pub resource_id: ResourceId,
    /// Its type.
    pub resource_type: ResourceType,
    /// The account that held it.
    pub account_id: AccountId,
    /// The region that held it.
    pub region: Region,
    /// Why somebody looked, where an event of AWS was the reason.
    #[schema(required = true)]
    pub cause: Option<Cause>,
}

impl ResourceRemoved {
    /// Tells what a look missed.
    pub fn of(id: &ResourceId, cause: Option<Cause>) -> Self {
        let ResourceId { account_id, region, resource_type, native_id: _ } = id.clone();
        Self { resource_id: id.clone(), resource_type, account_id, region, cause }
    }
}

impl Fact for ResourceRemoved {
    const KIND: &'static str = "resource.removed";

    fn subject(&self) -> String {
        format!("resources/{}", self.resource_id)
    }
}

/// A scan of what had not been looked at for long has ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct InventoryReconciled {
    /// The scan.
    pub scan_id: ScanId,
    /// For how many scopes it was started.
    pub scopes: u64,
    /// How many resources were new, changed or gone, and no event had said so.
    pub unannounced_changes: u64,
    /// How many of its shards could not see everything.
    pub shards_with_gaps: u64,
}

impl Fact for InventoryReconciled {
    const KIND: &'static str = "inventory.reconciled";

    fn subject(&self) -> String {
        format!("scans/{}", self.scan_id)
    }
}

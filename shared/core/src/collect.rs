//! What collectors say: what they found, and what they could not see.

use crate::{
    aws::{AccountId, Region, ResourceType, Service},
    id::TenantId,
    resource::{ResourceId, ResourceState},
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{collections::BTreeMap, time::Duration};

/// A resource as a collector found it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Found {
    /// The CloudFormation type.
    pub resource_type: ResourceType,
    /// The region that holds it, which for a global listing differs from the shard's.
    pub region: Region,
    /// What AWS calls it within its account, region and type.
    pub native_id: String,
    /// Its Amazon Resource Name, where AWS gives one.
    pub arn: Option<String>,
    /// What people call it, where they do.
    pub name: Option<String>,
    /// Its life, in five states.
    pub state: ResourceState,
    /// Its state as the service spells it.
    pub native_state: Option<String>,
    /// The resources that it needs, sorted.
    pub dependencies: Vec<ResourceId>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// When AWS says that it was made.
    pub created_at: Option<DateTime<Utc>>,
    /// Its properties by their CloudFormation names; lists whose order means nothing are sorted.
    pub properties: Value,
}

/// Everything of one type that one shard found, and what it could not see of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing {
    /// The type that was listed.
    pub resource_type: ResourceType,
    /// What was found.
    pub found: Vec<Found>,
    /// What could not be seen; while this is not empty nothing of the type is taken for deleted.
    pub gaps: Vec<Gap>,
}

/// Something that a scan could not see.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Gap {
    /// The AWS operation, such as `ec2:DescribeInstances`.
    pub operation: String,
    /// Why it could not be seen.
    pub reason: GapReason,
    /// What AWS said, cut to 300 characters.
    pub detail: String,
}

/// Why something could not be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GapReason {
    /// AWS refused for want of permission.
    Denied,
    /// A policy of the organization forbids it to the whole account, whatever our role may do.
    DeniedByOrganization,
    /// AWS asked to slow down more often than we were willing to retry.
    Throttled,
    /// No answer came in time.
    TimedOut,
    /// No connection could be made.
    Unreachable,
    /// The region is not enabled in the account.
    RegionDisabled,
    /// The tenant asked for it to be left out.
    Skipped,
    /// AWS answered with an error of another kind, or with something that we do not understand.
    Failed,
}

/// The place that one shard looks at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Scope {
    /// The account.
    pub account_id: AccountId,
    /// The region, or `global`.
    pub region: Region,
    /// The service.
    pub service: Service,
}

/// Reads one service of one account in one region.
#[async_trait]
pub trait Collector: Send + Sync {
    /// Lists every type of resource of the service; failures become gaps, never an error.
    ///
    /// The tenant decides through which connection the account is read. What could not be read
    /// `within` that time is a gap as well.
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing>;

    /// Asks the service to compare these stacks with what they made, and returns what it refused.
    ///
    /// Only one service has stacks, so for every other there is nothing to do.
    async fn detect_drift(&self, _tenant: &TenantId, _scope: &Scope, _stacks: &[String]) -> Vec<Gap> {
        Vec::new()
    }
}

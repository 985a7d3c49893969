//! What a tenant decides about discovery, as the API shows it and as it is asked for.

use pantheon_core::{aws::ResourceType, settings::DiscoverySettings};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// What a tenant decides about discovery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DiscoverySettingsView {
    /// The types of CloudFormation that are read by Cloud Control, besides those that have a
    /// collector of their own.
    pub cloud_control_types: BTreeSet<ResourceType>,
}

impl DiscoverySettingsView {
    /// Shows settings.
    pub fn of(settings: &DiscoverySettings) -> Self {
        Self { cloud_control_types: settings.cloud_control_types.clone() }
    }
}

/// What a tenant wants to be so.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DiscoverySettingsChange {
    /// All types of CloudFormation that Cloud Control is to read; none may have a collector of its
    /// own. The member role must let Cloud Control read each; types of global services are read
    /// together with `us-east-1`.
    #[schema(max_items = 50, example = json!(["AWS::AppRunner::Service", "AWS::KinesisFirehose::DeliveryStream"]))]
    pub cloud_control_types: Vec<ResourceType>,
}

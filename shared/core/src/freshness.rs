//! How the inventory is kept fresh between scans: looks at single resources, at one type, or at one
//! service.
//!
//! Reading order: what is looked at and why (here), how long a look waits for others like it
//! ([`pace`]), what a look saw and where that is kept ([`sighting`]), what is told ([`facts`]), and
//! when a scope was not looked at for too long ([`reconcile`]).

pub mod facts;
pub mod pace;
pub mod reconcile;
pub mod sighting;

pub use facts::{InventoryReconciled, ResourceChanged, ResourceRemoved};
pub use sighting::{Fresher, Looks, Sighting, WatchedInventory};

use crate::{
    aws::ResourceType, collect::Scope, drift::DriftTask, id::TenantId, scan::ShardId, scan_progress::ShardTask,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How many resources one task names at most.
pub const MOST_NAMES: usize = 50;

/// The types whose collectors can read single resources; of all others a look reads the whole type.
pub const READ_BY_NAME: &[&str] = &[
    "AWS::CloudFormation::Stack",
    "AWS::DynamoDB::Table",
    "AWS::EC2::EIP",
    "AWS::EC2::Instance",
    "AWS::EC2::InternetGateway",
    "AWS::EC2::NatGateway",
    "AWS::EC2::NetworkInterface",
    "AWS::EC2::RouteTable",
    "AWS::EC2::SecurityGroup",
    "AWS::EC2::Snapshot",
    "AWS::EC2::Subnet",
    "AWS::EC2::VPC",
    "AWS::EC2::Volume",
    "AWS::IAM::Group",
    "AWS::IAM::ManagedPolicy",
    "AWS::IAM::Role",
    "AWS::IAM::User",
    "AWS::Lambda::Function",
    "AWS::RDS::DBInstance",
    "AWS::S3::Bucket",
];

/// Tells whether single resources of a type can be read.
pub fn is_read_by_name(resource_type: &ResourceType) -> bool {
    READ_BY_NAME.contains(&resource_type.as_str())
}

/// What is to be looked at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Look {
    /// The shard whose collector looks.
    pub scope: Scope,
    /// The type; `None` for all types of the service.
    pub resource_type: Option<ResourceType>,
    /// What AWS calls the resources; empty for all of the type.
    pub native_ids: BTreeSet<String>,
}

impl Look {
    /// Looks at what is named, as far as the collectors can read it by name; else at the whole type.
    pub fn at(scope: Scope, resource_type: Option<ResourceType>, native_ids: BTreeSet<String>) -> Self {
        let by_name = resource_type.as_ref().is_some_and(is_read_by_name);
        let native_ids = if by_name { native_ids } else { BTreeSet::new() };
        Self { scope, resource_type, native_ids }
    }
}

/// Why somebody looks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Cause {
    /// What AWS calls the event.
    pub event_id: String,
    /// What happened, such as `ec2: RunInstances`.
    pub name: String,
    /// When it happened.
    pub at: DateTime<Utc>,
}

/// The body of a message in the queue of a collector: some resources that are to be looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefreshTask {
    /// The tenant whose inventory it is.
    pub tenant_id: TenantId,
    /// Where to look.
    pub shard_id: ShardId,
    /// The type; `None` for all types of the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_type: Option<ResourceType>,
    /// What AWS calls the resources, [`MOST_NAMES`] at most; empty for all of the type.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub native_ids: Vec<String>,
    /// The first of the events that asked for the look, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
}

/// The body of a message in the queue of a collector. Each kind has a field that no other has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum CollectTask {
    /// One shard of a scan.
    Shard(ShardTask),
    /// Stacks that are to be compared with what they made.
    Drift(DriftTask),
    /// Some resources.
    Refresh(RefreshTask),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{catalog::COLLECTED_SERVICES, id::ScanId};
    use chrono::DateTime;

    fn tenant() -> TenantId {
        TenantId::generate(DateTime::UNIX_EPOCH)
    }

    #[test]
    fn tells_the_tasks_of_a_collector_apart() {
        let shard_id: ShardId = "111111111111:eu-west-1:cloudformation".parse().unwrap();
        let cause = Cause { event_id: "e".into(), name: "ec2: RunInstances".into(), at: DateTime::UNIX_EPOCH };
        let tasks = [
            CollectTask::Shard(ShardTask {
                tenant_id: tenant(),
                scan_id: ScanId::generate(DateTime::UNIX_EPOCH),
                shard_id: shard_id.clone(),
                correlation_id: None,
                waits: 0,
            }),
            CollectTask::Drift(DriftTask { tenant_id: tenant(), shard_id: shard_id.clone(), stacks: vec!["s".into()] }),
            CollectTask::Refresh(RefreshTask {
                tenant_id: tenant(),
                shard_id: shard_id.clone(),
                resource_type: None,
                native_ids: Vec::new(),
                cause: None,
            }),
            CollectTask::Refresh(RefreshTask {
                tenant_id: tenant(),
                shard_id,
                resource_type: Some("AWS::EC2::Instance".parse().unwrap()),
                native_ids: vec!["i-1".into()],
                cause: Some(cause),
            }),
        ];
        for task in tasks {
            let text = serde_json::to_string(&task).unwrap();
            assert_eq!(serde_json::from_str::<CollectTask>(&text).unwrap(), task, "{text}");
        }
        assert!(serde_json::from_str::<CollectTask>(r#"{"tenant_id": "x"}"#).is_err());
    }

    #[test]
    fn reads_by_name_only_what_is_collected() {
        let collected: Vec<&str> = COLLECTED_SERVICES.iter().flat_map(|s| s.types).map(|name| name.as_str()).collect();

        assert!(READ_BY_NAME.is_sorted());
        assert!(READ_BY_NAME.iter().all(|name| collected.contains(name)));
    }

    #[test]
    fn forgets_names_that_nobody_can_read() {
        let scope = |service: &str| Scope {
            account_id: "111111111111".parse().unwrap(),
            region: "eu-west-1".parse().unwrap(),
            service: service.parse().unwrap(),
        };
        let names = BTreeSet::from(["x".to_owned()]);

        let instance = Look::at(scope("ec2"), Some("AWS::EC2::Instance".parse().unwrap()), names.clone());
        let queue = Look::at(scope("sqs"), Some("AWS::SQS::Queue".parse().unwrap()), names.clone());

        assert_eq!((instance.native_ids, queue.native_ids), (names, BTreeSet::new()));
    }
}

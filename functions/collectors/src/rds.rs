//! RDS and Aurora: instances, clusters, their networks and the snapshots that people took.
//!
//! `DescribeDBInstances` and its like also answer for `DocumentDB` and Neptune, whose databases are
//! of the same types with another `Engine`.

mod db_cluster;
mod db_cluster_snapshot;
mod db_instance;
mod db_snapshot;
mod db_subnet_group;

use crate::{
    arn,
    document::neighbor,
    door::Door,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_sdk_rds::{
    Client,
    types::{MasterUserSecret, Tag, VpcSecurityGroupMembership},
};
use pantheon_core::{
    aws::TypeName,
    collect::{Collector, Listing, Scope},
    id::TenantId,
    resource::{ResourceId, ResourceState},
};
use std::{collections::BTreeMap, time::Duration};

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Client>] =
    types![db_instance by name, db_cluster, db_subnet_group, db_snapshot, db_cluster_snapshot];

const LOG_GROUP: TypeName = TypeName::new("AWS::Logs::LogGroup");
const SECURITY_GROUP: TypeName = TypeName::new("AWS::EC2::SecurityGroup");

/// Reads RDS.
pub struct Rds<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for Rds<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Client::new(&session), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}

/// Returns the tags of a resource.
fn tags(tags: &[Tag]) -> BTreeMap<String, String> {
    crate::document::tags(tags.iter().map(|tag| (tag.key(), tag.value())))
}

/// Returns the identifiers of the security groups of a database.
fn groups(groups: &[VpcSecurityGroupMembership]) -> impl Iterator<Item = &str> {
    groups.iter().filter_map(|group| group.vpc_security_group_id())
}

/// Returns the role that sends enhanced metrics.
fn role(arn: Option<&str>) -> Option<ResourceId> {
    arn.and_then(arn::resource)
}

/// Returns the secret in which RDS keeps the password of a database, and the key of that secret.
fn secret(scope: &Scope, secret: Option<&MasterUserSecret>) -> impl Iterator<Item = ResourceId> {
    let itself = secret.and_then(|secret| secret.secret_arn()).and_then(arn::resource);
    itself.into_iter().chain(arn::key(scope, secret.and_then(|secret| secret.kms_key_id())))
}

/// Returns the groups that the exported logs of a database are in, which have fixed names.
fn log_groups(scope: &Scope, database: &str, exports: &[String]) -> Vec<ResourceId> {
    exports.iter().map(|log| neighbor(scope, LOG_GROUP, &format!("/aws/rds/{database}/{log}"))).collect()
}

/// Leaves out the groups of parameters and options that are AWS's own.
fn own(name: &str) -> bool {
    !name.starts_with("default.") && !name.starts_with("default:")
}

/// Sorts the many states of databases and their snapshots into five.
fn state(status: Option<&str>) -> ResourceState {
    match status.unwrap_or_default() {
        "creating" | "pending" => ResourceState::Creating,
        "deleting" => ResourceState::Deleting,
        "failed"
        | "restore-error"
        | "storage-full"
        | "incompatible-network"
        | "incompatible-parameters"
        | "incompatible-restore"
        | "incompatible-option-group"
        | "incompatible-credentials"
        | "inaccessible-encryption-credentials"
        | "inaccessible-encryption-credentials-recoverable"
        | "insufficient-capacity"
        | "cloning-failed"
        | "migration-failed"
        | "upgrade-failed" => ResourceState::Failed,
        "available" | "stopped" | "" => ResourceState::Active,
        // Everything else is something going on: backing-up, modifying, rebooting, upgrading…
        _ => ResourceState::Updating,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, refused, scope};
    use chrono::DateTime;
    use pantheon_core::collect::GapReason;

    #[test]
    fn sorts_states_into_five() {
        let cases = [
            ("available", ResourceState::Active),
            ("stopped", ResourceState::Active),
            ("creating", ResourceState::Creating),
            ("backing-up", ResourceState::Updating),
            ("storage-full", ResourceState::Failed),
            ("deleting", ResourceState::Deleting),
        ];
        for (status, expected) in cases {
            assert_eq!(state(Some(status)), expected, "{status}");
        }
    }

    #[tokio::test]
    async fn a_refusal_hides_only_its_own_type() {
        let wire = Wire::default().on(&["Action=DescribeDBClusters"], 403, refused("AccessDenied")).on(
            &["Action=Describe"],
            500,
            refused("InternalFailure"),
        );
        let tenant = TenantId::generate(DateTime::UNIX_EPOCH);

        let listings = Rds(&wire).collect(&tenant, &scope("rds"), Duration::from_secs(10)).await;

        assert_eq!(listings.len(), TYPES.len());
        let denied: Vec<_> = listings
            .iter()
            .filter(|listing| listing.gaps.iter().any(|gap| gap.reason == GapReason::Denied))
            .map(|listing| listing.resource_type.as_str())
            .collect();
        assert_eq!(denied, ["AWS::RDS::DBCluster"]);
    }
}

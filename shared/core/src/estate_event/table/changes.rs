//! Changes of state that services tell by themselves, without `CloudTrail`.

use super::{Effect, named, whole};
use serde_json::Value;

const INSTANCE: &str = "AWS::EC2::Instance";
const INSTANCE_CHANGE: &str = "EC2 Instance State-change Notification";

/// What some kinds of changes touch.
struct Change {
    source: &'static str,
    kinds: &'static [&'static str],
    effects: &'static [Effect],
}

const fn change(source: &'static str, kinds: &'static [&'static str], effects: &'static [Effect]) -> Change {
    Change { source, kinds, effects }
}

const CHANGES: &[Change] = &[
    change("ec2", &[INSTANCE_CHANGE], &[named(INSTANCE, &["detail.instance-id"])]),
    change("ec2", &["EBS Volume Notification"], &[named("AWS::EC2::Volume", &["resources[]|last"])]),
    change("ec2", &["EBS Snapshot Notification"], &[named("AWS::EC2::Snapshot", &["detail.snapshot_id|last"])]),
    change("rds", &["RDS DB Instance Event"], &[named("AWS::RDS::DBInstance", &["detail.SourceIdentifier"])]),
    change("rds", &["RDS DB Cluster Event"], &[named("AWS::RDS::DBCluster", &["detail.SourceIdentifier"])]),
    change("rds", &["RDS DB Snapshot Event"], &[named("AWS::RDS::DBSnapshot", &["detail.SourceIdentifier"])]),
    change(
        "rds",
        &["RDS DB Cluster Snapshot Event"],
        &[named("AWS::RDS::DBClusterSnapshot", &["detail.SourceIdentifier"])],
    ),
    change(
        "autoscaling",
        &["EC2 Instance Launch Successful", "EC2 Instance Terminate Successful"],
        &[
            named("AWS::AutoScaling::AutoScalingGroup", &["detail.AutoScalingGroupName"]),
            named(INSTANCE, &["detail.EC2InstanceId"]),
        ],
    ),
    change(
        "ecs",
        &["ECS Service Action", "ECS Deployment State Change"],
        &[named("AWS::ECS::Service", &["resources[]"])],
    ),
    // The second one ends a look for drift, after which the stack says what was found.
    change(
        "cloudformation",
        &["CloudFormation Stack Status Change", "CloudFormation Drift Detection Status Change"],
        &[named("AWS::CloudFormation::Stack", &["detail.stack-id"])],
    ),
    change(
        "acm",
        &["ACM Certificate Available", "ACM Certificate Expired", "ACM Certificate Revoked"],
        &[named("AWS::CertificateManager::Certificate", &["resources[]"])],
    ),
];

/// Instances that came to run or to their end have brought, or left, disks and interfaces.
const WITH_PARTS: &[Effect] =
    &[named(INSTANCE, &["detail.instance-id"]), whole("AWS::EC2::Volume"), whole("AWS::EC2::NetworkInterface")];

/// Returns what a kind of change touches, or `None` if nobody collects that.
pub(super) fn effects(source: &str, kind: &str, said: &Value) -> Option<&'static [Effect]> {
    let is_milestone = matches!(said["detail"]["state"].as_str(), Some("running" | "terminated"));
    if (source, kind) == ("ec2", INSTANCE_CHANGE) && is_milestone {
        return Some(WITH_PARTS);
    }
    let known = CHANGES.iter().find(|change| change.source == source && change.kinds.contains(&kind));
    known.map(|change| change.effects)
}

/// Lists every kind of change that is known, with its source.
pub(super) fn kinds() -> impl Iterator<Item = (&'static str, &'static str)> {
    CHANGES.iter().flat_map(|change| change.kinds.iter().map(|kind| (change.source, *kind)))
}

/// Lists every effect of a change.
pub(super) fn all() -> impl Iterator<Item = &'static Effect> {
    CHANGES.iter().flat_map(|change| change.effects).chain(WITH_PARTS)
}

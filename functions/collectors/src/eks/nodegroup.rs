//! Groups of nodes of every cluster, from `ListNodegroups` and `DescribeNodegroup`.

use super::{GONE, cluster, cluster_names, tags};
use crate::{
    arn,
    document::{Document, sorted, when},
    listing::{is_one_of, list_each, read_pages, summed},
};
use aws_sdk_eks::{
    Client,
    types::{Nodegroup, NodegroupStatus},
};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Gap, Listing, Scope},
    resource::ResourceState,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(super) const TYPE: TypeName = TypeName::new("AWS::EKS::Nodegroup");

const OPERATION: &str = "eks:DescribeNodegroup";
const AUTO_SCALING_GROUP: TypeName = TypeName::new("AWS::AutoScaling::AutoScalingGroup");
const LAUNCH_TEMPLATE: TypeName = TypeName::new("AWS::EC2::LaunchTemplate");
const SECURITY_GROUP: TypeName = TypeName::new("AWS::EC2::SecurityGroup");
const SUBNET: TypeName = TypeName::new("AWS::EC2::Subnet");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let (clusters, gap) = cluster_names(client).await;
    let (mut named, mut gaps) = (Vec::new(), Vec::from_iter(gap));
    for cluster in clusters {
        let (groups, gap) = names_in(client, &cluster).await;
        named.extend(groups.into_iter().map(|group| (cluster.clone(), group)));
        gaps.extend(gap);
    }
    let read = |(cluster, name): (String, String)| read(client, scope, cluster, name);
    let mut listing = list_each(TYPE, OPERATION, (named, None), read).await;
    listing.gaps.extend(summed(gaps));
    listing
}

async fn names_in(client: &Client, cluster: &str) -> (Vec<String>, Option<Gap>) {
    let pages = client.list_nodegroups().cluster_name(cluster).into_paginator().items().send();
    read_pages("eks:ListNodegroups", pages).await
}

async fn read(client: &Client, scope: &Scope, cluster: String, name: String) -> Option<Document> {
    match client.describe_nodegroup().cluster_name(&cluster).nodegroup_name(&name).send().await {
        Ok(answer) => Some(document(scope, &cluster, &name, answer.nodegroup()?)),
        Err(error) if is_one_of(&error, GONE) => None,
        Err(error) => {
            let properties = json!({"ClusterName": cluster, "NodegroupName": name});
            let mut document = begun(scope, &cluster, &name).properties(properties);
            document.unread("DescribeNodegroup", gap_of(OPERATION, &error));
            Some(document)
        }
    }
}

fn begun(scope: &Scope, cluster: &str, name: &str) -> Document {
    let id = format!("{cluster}/{name}");
    Document::new(TYPE, scope, &id).name(Some(name)).needs_here(cluster::TYPE, [cluster])
}

fn document(scope: &Scope, cluster: &str, name: &str, group: &Nodegroup) -> Document {
    let made = group.resources();
    let scaling = made.map(|made| made.auto_scaling_groups()).unwrap_or_default().iter();
    let access = group.remote_access().into_iter().flat_map(|access| access.source_security_groups());
    let access = access.map(String::as_str).chain(made.and_then(|made| made.remote_access_security_group()));
    begun(scope, cluster, name)
        .arn(group.nodegroup_arn())
        .state(state(group.status()), group.status().map(NodegroupStatus::as_str))
        .tags(tags(group.tags()))
        .created_at(when(group.created_at()))
        .needs(group.node_role().and_then(arn::resource))
        .needs_here(SUBNET, group.subnets().iter().map(String::as_str))
        .needs_here(SECURITY_GROUP, access)
        .needs_here(LAUNCH_TEMPLATE, group.launch_template().and_then(|template| template.id()))
        .needs_here(AUTO_SCALING_GROUP, scaling.filter_map(|scaling| scaling.name()))
        .properties(properties(cluster, name, group))
}

fn properties(cluster: &str, name: &str, group: &Nodegroup) -> Value {
    let labels: BTreeMap<_, _> = group.labels().into_iter().flatten().collect();
    json!({
        "AmiType": group.ami_type().map(|kind| kind.as_str()),
        "CapacityType": group.capacity_type().map(|kind| kind.as_str()),
        "ClusterName": cluster,
        "DiskSize": group.disk_size(),
        "InstanceTypes": sorted(group.instance_types()),
        "Labels": labels,
        "LaunchTemplate": group.launch_template().map(|template| json!({
            "Id": template.id(),
            "Name": template.name(),
            "Version": template.version(),
        })),
        "NodeRole": group.node_role(),
        "NodegroupName": name,
        "ReleaseVersion": group.release_version(),
        "RemoteAccess": group.remote_access().map(|access| json!({
            "Ec2SshKey": access.ec2_ssh_key(),
            "SourceSecurityGroups": sorted(access.source_security_groups()),
        })),
        "ScalingConfig": group.scaling_config().map(|scaling| json!({
            "DesiredSize": scaling.desired_size(),
            "MaxSize": scaling.max_size(),
            "MinSize": scaling.min_size(),
        })),
        "Subnets": sorted(group.subnets()),
        "Taints": sorted(group.taints().iter().map(|taint| json!({
            "Effect": taint.effect().map(|effect| effect.as_str()),
            "Key": taint.key(),
            "Value": taint.value(),
        }))),
        "UpdateConfig": group.update_config().map(|update| json!({
            "MaxUnavailable": update.max_unavailable(),
            "MaxUnavailablePercentage": update.max_unavailable_percentage(),
        })),
        "Version": group.version(),
    })
}

fn state(status: Option<&NodegroupStatus>) -> ResourceState {
    match status {
        Some(NodegroupStatus::Creating) => ResourceState::Creating,
        Some(NodegroupStatus::Updating) => ResourceState::Updating,
        Some(NodegroupStatus::Deleting) => ResourceState::Deleting,
        Some(NodegroupStatus::CreateFailed | NodegroupStatus::DeleteFailed | NodegroupStatus::Degraded) => {
            ResourceState::Failed
        }
        _ => ResourceState::Active,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};
    use pantheon_core::collect::GapReason;

    /// From the API reference of `DescribeNodegroup`.
    const GROUP: &str = r#"{"nodegroup": {
        "nodegroupName": "workers", "nodegroupArn": "arn:aws:eks:eu-west-1:111111111111:nodegroup/devel/workers/a1",
        "clusterName": "devel", "version": "1.31", "releaseVersion": "1.31.0-20241213", "createdAt": 1700000000,
        "status": "ACTIVE", "capacityType": "ON_DEMAND", "instanceTypes": ["t3.medium"], "amiType": "AL2023_x86_64_STANDARD",
        "scalingConfig": {"minSize": 1, "maxSize": 4, "desiredSize": 2}, "subnets": ["subnet-1"], "diskSize": 20,
        "nodeRole": "arn:aws:iam::111111111111:role/node", "labels": {"tier": "web"}, "health": {"issues": []},
        "remoteAccess": {"ec2SshKey": "ops", "sourceSecurityGroups": ["sg-1"]},
        "resources": {"autoScalingGroups": [{"name": "eks-workers-a1"}], "remoteAccessSecurityGroup": "sg-2"},
        "tags": {"team": "shop"}}}"#;

    fn wire() -> Wire {
        Wire::default().on(&["/clusters/devel/node-groups/workers"], 200, GROUP).on(
            &["/clusters/devel/node-groups"],
            200,
            r#"{"nodegroups": ["workers"]}"#,
        )
    }

    #[tokio::test]
    async fn documents_a_group_of_nodes() {
        let wire = wire().on(&["GET", "/clusters"], 200, r#"{"clusters": ["devel"]}"#);

        let listing = list(&Client::new(&wire.session()), &scope("eks")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::EKS::Nodegroup",
                "region": "eu-west-1",
                "native_id": "devel/workers",
                "arn": "arn:aws:eks:eu-west-1:111111111111:nodegroup/devel/workers/a1",
                "name": "workers",
                "state": "active",
                "native_state": "ACTIVE",
                "dependencies": [
                    "111111111111:eu-west-1:AWS.AutoScaling.AutoScalingGroup:eks-workers-a1",
                    "111111111111:eu-west-1:AWS.EC2.SecurityGroup:sg-1",
                    "111111111111:eu-west-1:AWS.EC2.SecurityGroup:sg-2",
                    "111111111111:eu-west-1:AWS.EC2.Subnet:subnet-1",
                    "111111111111:eu-west-1:AWS.EKS.Cluster:devel",
                    "111111111111:global:AWS.IAM.Role:node",
                ],
                "tags": {"team": "shop"},
                "created_at": "2023-11-14T22:13:20Z",
                "properties": {
                    "AmiType": "AL2023_x86_64_STANDARD",
                    "CapacityType": "ON_DEMAND",
                    "ClusterName": "devel",
                    "DiskSize": 20,
                    "InstanceTypes": ["t3.medium"],
                    "Labels": {"tier": "web"},
                    "NodeRole": "arn:aws:iam::111111111111:role/node",
                    "NodegroupName": "workers",
                    "ReleaseVersion": "1.31.0-20241213",
                    "RemoteAccess": {"Ec2SshKey": "ops", "SourceSecurityGroups": ["sg-1"]},
                    "ScalingConfig": {"DesiredSize": 2, "MaxSize": 4, "MinSize": 1},
                    "Subnets": ["subnet-1"],
                    "Version": "1.31",
                },
            }])
        );
    }

    #[tokio::test]
    async fn tells_that_it_may_not_list_the_groups_of_one_cluster() {
        let denied = r#"{"__type": "AccessDeniedException", "message": "no"}"#;
        let wire = wire().on(&["/clusters/other/node-groups"], 403, denied).on(
            &["GET", "/clusters"],
            200,
            r#"{"clusters": ["devel", "other"]}"#,
        );

        let listing = list(&Client::new(&wire.session()), &scope("eks")).await;

        let told: Vec<_> = listing.gaps.iter().map(|gap| (gap.operation.as_str(), gap.reason)).collect();
        assert_eq!((listing.found.len(), told), (1, vec![("eks:ListNodegroups", GapReason::Denied)]));
    }
}

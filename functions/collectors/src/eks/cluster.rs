//! Clusters, from `ListClusters` and `DescribeCluster`.
//!
//! The platform version moves when AWS patches the control plane, so it is left out.

use super::{GONE, cluster_names, tags};
use crate::{
    arn,
    document::{Document, neighbor, sorted, when},
    listing::{is_one_of, list_each},
};
use aws_sdk_eks::{
    Client,
    types::{Cluster, ClusterStatus, EncryptionConfig, LogType, VpcConfigResponse},
};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::{ResourceId, ResourceState},
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::EKS::Cluster");

const OPERATION: &str = "eks:DescribeCluster";
const LOG_GROUP: TypeName = TypeName::new("AWS::Logs::LogGroup");
const SECURITY_GROUP: TypeName = TypeName::new("AWS::EC2::SecurityGroup");
const SUBNET: TypeName = TypeName::new("AWS::EC2::Subnet");
const VPC: TypeName = TypeName::new("AWS::EC2::VPC");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    list_each(TYPE, OPERATION, cluster_names(client).await, |name| read(client, scope, name)).await
}

async fn read(client: &Client, scope: &Scope, name: String) -> Option<Document> {
    match client.describe_cluster().name(&name).send().await {
        Ok(answer) => Some(document(scope, &name, answer.cluster()?)),
        Err(error) if is_one_of(&error, GONE) => None,
        Err(error) => {
            // That the cluster exists is known from the list, and worth keeping.
            let mut document = Document::new(TYPE, scope, &name)
                .arn_of("eks", &format!("cluster/{name}"))
                .name(Some(&name))
                .properties(json!({"Name": name}));
            document.unread("DescribeCluster", gap_of(OPERATION, &error));
            Some(document)
        }
    }
}

fn document(scope: &Scope, name: &str, cluster: &Cluster) -> Document {
    let network = cluster.resources_vpc_config();
    let keys = cluster.encryption_config().iter().filter_map(|config| config.provider()?.key_arn());
    let node_role = cluster.compute_config().and_then(|compute| compute.node_role_arn());
    Document::new(TYPE, scope, name)
        .arn(cluster.arn())
        .name(Some(name))
        .state(state(cluster.status()), cluster.status().map(ClusterStatus::as_str))
        .tags(tags(cluster.tags()))
        .created_at(when(cluster.created_at()))
        .needs([cluster.role_arn(), node_role].into_iter().flatten().filter_map(arn::resource))
        .needs(keys.filter_map(arn::resource))
        .needs(log_group(scope, name, cluster))
        .needs_here(VPC, network.and_then(|network| network.vpc_id()))
        .needs_here(SUBNET, network.into_iter().flat_map(|network| network.subnet_ids()).map(String::as_str))
        .needs_here(SECURITY_GROUP, groups(network))
        .properties(properties(name, cluster))
}

/// Returns the group of a cluster's logs, which has a fixed name.
fn log_group(scope: &Scope, name: &str, cluster: &Cluster) -> Option<ResourceId> {
    let is_logged = logged(cluster).next().is_some();
    is_logged.then(|| neighbor(scope, LOG_GROUP, &format!("/aws/eks/{name}/cluster")))
}

fn logged(cluster: &Cluster) -> impl Iterator<Item = &LogType> {
    let setups = cluster.logging().map(|logging| logging.cluster_logging()).unwrap_or_default().iter();
    setups.filter(|setup| setup.enabled() == Some(true)).flat_map(|setup| setup.types())
}

fn groups(network: Option<&VpcConfigResponse>) -> impl Iterator<Item = &str> {
    let given = network.into_iter().flat_map(|network| network.security_group_ids()).map(String::as_str);
    given.chain(network.and_then(|network| network.cluster_security_group_id()))
}

fn properties(name: &str, cluster: &Cluster) -> Value {
    json!({
        "AccessConfig": {
            "AuthenticationMode": cluster.access_config()
                .and_then(|config| config.authentication_mode()).map(|mode| mode.as_str()),
        },
        "ComputeConfig": cluster.compute_config().map(|compute| json!({
            "Enabled": compute.enabled(),
            "NodePools": sorted(compute.node_pools()),
            "NodeRoleArn": compute.node_role_arn(),
        })),
        "DeletionProtection": cluster.deletion_protection(),
        "EncryptionConfig": sorted(cluster.encryption_config().iter().map(encryption)),
        "Endpoint": cluster.endpoint(),
        "KubernetesNetworkConfig": cluster.kubernetes_network_config().map(|network| json!({
            "IpFamily": network.ip_family().map(|family| family.as_str()),
            "ServiceIpv4Cidr": network.service_ipv4_cidr(),
            "ServiceIpv6Cidr": network.service_ipv6_cidr(),
        })),
        "Logging": {"ClusterLogging": {
            "EnabledTypes": sorted(logged(cluster).map(|kind| json!({"Type": kind.as_str()}))),
        }},
        "Name": name,
        "OpenIdConnectIssuer": cluster.identity().and_then(|identity| identity.oidc()?.issuer()),
        "ResourcesVpcConfig": cluster.resources_vpc_config().map(network),
        "RoleArn": cluster.role_arn(),
        "UpgradePolicy": {
            "SupportType": cluster.upgrade_policy()
                .and_then(|policy| policy.support_type()).map(|kind| kind.as_str()),
        },
        "Version": cluster.version(),
        "ZonalShiftConfig": {"Enabled": cluster.zonal_shift_config().and_then(|config| config.enabled())},
    })
}

#[expect(deprecated, reason = "checks of older clusters ask which resources are encrypted")]
fn encryption(config: &EncryptionConfig) -> Value {
    json!({
        "Provider": {"KeyArn": config.provider().and_then(|provider| provider.key_arn())},
        "Resources": sorted(config.resources()),
    })
}

fn network(network: &VpcConfigResponse) -> Value {
    json!({
        "ClusterSecurityGroupId": network.cluster_security_group_id(),
        "EndpointPrivateAccess": network.endpoint_private_access(),
        "EndpointPublicAccess": network.endpoint_public_access(),
        "PublicAccessCidrs": sorted(network.public_access_cidrs()),
        "SecurityGroupIds": sorted(network.security_group_ids()),
        "SubnetIds": sorted(network.subnet_ids()),
        "VpcId": network.vpc_id(),
    })
}

fn state(status: Option<&ClusterStatus>) -> ResourceState {
    match status {
        Some(ClusterStatus::Creating | ClusterStatus::Pending) => ResourceState::Creating,
        Some(ClusterStatus::Updating) => ResourceState::Updating,
        Some(ClusterStatus::Deleting) => ResourceState::Deleting,
        Some(ClusterStatus::Failed) => ResourceState::Failed,
        _ => ResourceState::Active,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};
    use pantheon_core::collect::GapReason;

    /// From the API reference of `DescribeCluster`.
    const CLUSTER: &str = r#"{"cluster": {
        "name": "devel", "arn": "arn:aws:eks:eu-west-1:111111111111:cluster/devel", "createdAt": 1700000000.5,
        "version": "1.31", "endpoint": "https://A0.gr7.eu-west-1.eks.amazonaws.com", "status": "ACTIVE",
        "roleArn": "arn:aws:iam::111111111111:role/eks", "platformVersion": "eks.12",
        "resourcesVpcConfig": {"subnetIds": ["subnet-b", "subnet-a"], "securityGroupIds": ["sg-1"],
            "clusterSecurityGroupId": "sg-2", "vpcId": "vpc-1", "endpointPublicAccess": true,
            "endpointPrivateAccess": false, "publicAccessCidrs": ["0.0.0.0/0"]},
        "logging": {"clusterLogging": [{"types": ["audit", "api"], "enabled": true}, {"types": ["scheduler"], "enabled": false}]},
        "identity": {"oidc": {"issuer": "https://oidc.eks.eu-west-1.amazonaws.com/id/A0"}},
        "certificateAuthority": {"data": "LS0t"}, "accessConfig": {"authenticationMode": "API"},
        "encryptionConfig": [{"resources": ["secrets"],
            "provider": {"keyArn": "arn:aws:kms:eu-west-1:111111111111:key/abcd"}}],
        "tags": {"team": "shop"}}}"#;

    fn wire() -> Wire {
        Wire::default().on(&["GET", "/clusters?"], 200, r#"{"clusters": ["devel"]}"#).on(
            &["GET", "/clusters "],
            200,
            r#"{"clusters": ["devel"]}"#,
        )
    }

    #[tokio::test]
    async fn documents_a_cluster() {
        let wire = wire().on(&["GET", "/clusters/devel"], 200, CLUSTER);

        let listing = list(&Client::new(&wire.session()), &scope("eks")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::EKS::Cluster",
                "region": "eu-west-1",
                "native_id": "devel",
                "arn": "arn:aws:eks:eu-west-1:111111111111:cluster/devel",
                "name": "devel",
                "state": "active",
                "native_state": "ACTIVE",
                "dependencies": [
                    "111111111111:eu-west-1:AWS.EC2.SecurityGroup:sg-1",
                    "111111111111:eu-west-1:AWS.EC2.SecurityGroup:sg-2",
                    "111111111111:eu-west-1:AWS.EC2.Subnet:subnet-a",
                    "111111111111:eu-west-1:AWS.EC2.Subnet:subnet-b",
                    "111111111111:eu-west-1:AWS.EC2.VPC:vpc-1",
                    "111111111111:eu-west-1:AWS.KMS.Key:abcd",
                    "111111111111:eu-west-1:AWS.Logs.LogGroup:~2Faws~2Feks~2Fdevel~2Fcluster",
                    "111111111111:global:AWS.IAM.Role:eks",
                ],
                "tags": {"team": "shop"},
                "created_at": "2023-11-14T22:13:20.500Z",
                "properties": {
                    "AccessConfig": {"AuthenticationMode": "API"},
                    "EncryptionConfig": [{
                        "Provider": {"KeyArn": "arn:aws:kms:eu-west-1:111111111111:key/abcd"},
                        "Resources": ["secrets"],
                    }],
                    "Endpoint": "https://A0.gr7.eu-west-1.eks.amazonaws.com",
                    "Logging": {"ClusterLogging": {"EnabledTypes": [{"Type": "api"}, {"Type": "audit"}]}},
                    "Name": "devel",
                    "OpenIdConnectIssuer": "https://oidc.eks.eu-west-1.amazonaws.com/id/A0",
                    "ResourcesVpcConfig": {
                        "ClusterSecurityGroupId": "sg-2",
                        "EndpointPrivateAccess": false,
                        "EndpointPublicAccess": true,
                        "PublicAccessCidrs": ["0.0.0.0/0"],
                        "SecurityGroupIds": ["sg-1"],
                        "SubnetIds": ["subnet-a", "subnet-b"],
                        "VpcId": "vpc-1",
                    },
                    "RoleArn": "arn:aws:iam::111111111111:role/eks",
                    "Version": "1.31",
                },
            }])
        );
    }

    #[tokio::test]
    async fn keeps_a_cluster_that_it_may_not_describe() {
        let denied = r#"{"__type": "AccessDeniedException", "message": "no"}"#;
        let wire = wire().on(&["GET", "/clusters/devel"], 403, denied);

        let listing = list(&Client::new(&wire.session()), &scope("eks")).await;

        assert_eq!(listing.found[0].properties, json!({"Name": "devel", "Unread": ["DescribeCluster"]}));
        assert_eq!(listing.gaps[0].reason, GapReason::Denied);
    }
}

//! What an edge means, by the types at its ends.

use crate::aws::ResourceType;
use serde::{Deserialize, Serialize};

/// What a resource needs another one for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EdgeKind {
    /// It lies in a network, a cluster, a group or an API.
    RunsIn,
    /// It acts with a role, a policy, a key, a certificate, a secret, an image or a template.
    Uses,
    /// A disk, a network interface or an address is fastened to it, or it is fastened to one.
    AttachedTo,
    /// It sends traffic there.
    RoutesTo,
    /// It starts a function or a state machine.
    Invokes,
    /// It reads data or messages there.
    ReadsFrom,
    /// It writes data or messages there.
    WritesTo,
    /// It made it, and would unmake it.
    Made,
    /// It is guarded by a security group, a web ACL or a policy of the organization.
    GuardedBy,
    /// It looks after it.
    Watches,
    /// It needs it for something that the types do not tell.
    Needs,
}

/// A service and the rest of a type's name.
type Name<'a> = (&'a str, &'a str);

impl EdgeKind {
    /// Every kind, in the order of their numbers in a snapshot.
    pub const ALL: &[Self] = &[
        Self::RunsIn,
        Self::Uses,
        Self::AttachedTo,
        Self::RoutesTo,
        Self::Invokes,
        Self::ReadsFrom,
        Self::WritesTo,
        Self::Made,
        Self::GuardedBy,
        Self::Watches,
        Self::Needs,
    ];

    /// Derives the kind of an edge from the types at its ends; total over all pairs.
    ///
    /// A stack names the role that it acts with among what it made, so that edge is `made` as well.
    pub fn between(from: &ResourceType, to: &ResourceType) -> Self {
        let (from, to) = (name(from), name(to));
        of_maker(from)
            .or_else(|| of_watcher(from, to))
            .or_else(|| of_guard(to))
            .or_else(|| of_traffic(from, to))
            .or_else(|| of_place(from, to))
            .or_else(|| of_means(to))
            .or_else(|| of_fastening(from, to))
            .or_else(|| of_start(to))
            .or_else(|| of_data(from, to))
            .unwrap_or(Self::Needs)
    }

    /// Returns the position in [`Self::ALL`].
    pub fn number(self) -> usize {
        self as usize
    }
}

fn name(resource_type: &ResourceType) -> Name<'_> {
    let rest = resource_type.as_str().split_once("::").map_or("", |(_, rest)| rest);
    rest.split_once("::").unwrap_or(("", rest))
}

fn of_maker(from: Name<'_>) -> Option<EdgeKind> {
    (from == ("CloudFormation", "Stack")).then_some(EdgeKind::Made)
}

fn of_watcher(from: Name<'_>, to: Name<'_>) -> Option<EdgeKind> {
    match (from, to) {
        (("CloudWatch", _), ("SNS" | "SQS", _)) => Some(EdgeKind::WritesTo),
        (("CloudWatch", _), ("Lambda" | "StepFunctions", _)) => Some(EdgeKind::Invokes),
        (_, ("Route53", "HealthCheck"))
        | (
            ("CloudWatch" | "XRay" | "GuardDuty" | "AccessAnalyzer" | "SecurityHub", _)
            | ("Route53", "HealthCheck")
            | ("Config", "ConfigurationRecorder"),
            _,
        ) => Some(EdgeKind::Watches),
        _ => None,
    }
}

fn of_guard(to: Name<'_>) -> Option<EdgeKind> {
    match to {
        ("EC2", "SecurityGroup" | "NetworkAcl")
        | ("WAFv2" | "WAF" | "WAFRegional" | "NetworkFirewall", _)
        | ("Organizations", "Policy") => Some(EdgeKind::GuardedBy),
        _ => None,
    }
}

fn of_traffic(from: Name<'_>, to: Name<'_>) -> Option<EdgeKind> {
    const ELB: &str = "ElasticLoadBalancing";
    const ELB_V2: &str = "ElasticLoadBalancingV2";
    let sends = match from {
        ("EC2", "RouteTable" | "Route") => {
            matches!(to, ("EC2", "Instance" | "InternetGateway" | "NatGateway" | "NetworkInterface" | "TransitGateway"))
        }
        (ELB, "LoadBalancer") => to == ("EC2", "Instance"),
        (ELB_V2, "TargetGroup") => matches!(to, ("EC2", "Instance" | "NetworkInterface") | ("Lambda" | ELB_V2, _)),
        (ELB_V2, _) => to == (ELB_V2, "TargetGroup"),
        ("CloudFront", "Distribution") => {
            matches!(to.0, "S3" | ELB | ELB_V2 | "ApiGateway" | "ApiGatewayV2" | "Lambda" | "MediaStore")
        }
        ("Route53", "RecordSet") => to.0 != "Route53" || to == from,
        _ => false,
    };
    sends.then_some(EdgeKind::RoutesTo)
}

fn of_place(from: Name<'_>, to: Name<'_>) -> Option<EdgeKind> {
    let lies_in = match to {
        ("EC2", "VPC" | "Subnet")
        | ("ECS" | "EKS", "Cluster")
        | ("RDS", "DBSubnetGroup" | "DBCluster")
        | ("ElastiCache", "SubnetGroup" | "ReplicationGroup")
        | ("Redshift", "ClusterSubnetGroup")
        | ("AutoScaling", "AutoScalingGroup")
        | ("Cognito", "UserPool")
        | ("Organizations", "OrganizationalUnit" | "Account" | "Organization") => true,
        ("Route53", "HostedZone") => from == ("Route53", "RecordSet"),
        ("Events", "EventBus") => from == ("Events", "Rule"),
        ("ElasticLoadBalancingV2", "LoadBalancer") => from == ("ElasticLoadBalancingV2", "Listener"),
        ("ApiGateway" | "ApiGatewayV2", _) => matches!(from.0, "ApiGateway" | "ApiGatewayV2"),
        _ => false,
    };
    lies_in.then_some(EdgeKind::RunsIn)
}

fn of_means(to: Name<'_>) -> Option<EdgeKind> {
    match to {
        ("IAM" | "KMS" | "CertificateManager" | "SecretsManager" | "SSM" | "ECR", _)
        | ("EC2", "LaunchTemplate" | "Image" | "KeyPair" | "DHCPOptions" | "PrefixList")
        | ("AutoScaling", "LaunchConfiguration")
        | ("ECS", "TaskDefinition")
        | ("Lambda", "LayerVersion" | "CodeSigningConfig")
        | ("CloudFront", "OriginAccessControl" | "CachePolicy" | "Function")
        | ("RDS", "DBParameterGroup" | "OptionGroup" | "DBClusterParameterGroup")
        | ("ElastiCache", "ParameterGroup") => Some(EdgeKind::Uses),
        _ => None,
    }
}

fn of_fastening(from: Name<'_>, to: Name<'_>) -> Option<EdgeKind> {
    let fastened = matches!(to, ("EC2", "Volume" | "NetworkInterface" | "EIP") | ("EFS", "FileSystem" | "AccessPoint"))
        || matches!(from, ("EC2", "EIP" | "InternetGateway" | "Snapshot"))
        || (matches!(from.0, "AutoScaling" | "ECS") && to.0.starts_with("ElasticLoadBalancing"));
    fastened.then_some(EdgeKind::AttachedTo)
}

fn of_start(to: Name<'_>) -> Option<EdgeKind> {
    matches!(to, ("Lambda", "Function" | "Version" | "Alias") | ("StepFunctions", _)).then_some(EdgeKind::Invokes)
}

/// Messages go into channels, unless it is their way out; data is read from stores, unless it is
/// their way in.
fn of_data(from: Name<'_>, to: Name<'_>) -> Option<EdgeKind> {
    let reads_messages =
        matches!(from, ("Lambda", "EventSourceMapping") | ("Pipes", _)) || (from.0, to.0) == ("SNS", "SNS");
    let writes_data =
        matches!(from, ("CloudTrail" | "Config" | "Athena" | "Backup" | "KinesisFirehose", _) | ("Glue", "Crawler"));
    match to {
        ("SQS" | "SNS" | "Kinesis" | "KinesisFirehose" | "Logs", _) | ("Events", "EventBus") => {
            Some(if reads_messages { EdgeKind::ReadsFrom } else { EdgeKind::WritesTo })
        }
        ("Glue", "Database" | "Table") | ("S3" | "Backup", _) if writes_data => Some(EdgeKind::WritesTo),
        ("S3" | "DynamoDB" | "RDS" | "ElastiCache" | "Redshift" | "OpenSearchService" | "Backup" | "Athena", _)
        | ("Glue", "Database" | "Table") => Some(EdgeKind::ReadsFrom),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::COLLECTED_SERVICES;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn between(from: &str, to: &str) -> EdgeKind {
        EdgeKind::between(&format!("AWS::{from}").parse().unwrap(), &format!("AWS::{to}").parse().unwrap())
    }

    #[test]
    fn knows_what_usual_edges_mean() {
        let cases = [
            ("EC2::Instance", "EC2::Subnet", EdgeKind::RunsIn),
            ("EC2::Subnet", "EC2::VPC", EdgeKind::RunsIn),
            ("ECS::Service", "ECS::Cluster", EdgeKind::RunsIn),
            ("EC2::InternetGateway", "EC2::VPC", EdgeKind::RunsIn),
            ("Lambda::Function", "IAM::Role", EdgeKind::Uses),
            ("DynamoDB::Table", "KMS::Key", EdgeKind::Uses),
            ("ElasticLoadBalancingV2::Listener", "CertificateManager::Certificate", EdgeKind::Uses),
            ("EC2::Instance", "EC2::Volume", EdgeKind::AttachedTo),
            ("EC2::Instance", "EC2::NetworkInterface", EdgeKind::AttachedTo),
            ("EC2::EIP", "EC2::Instance", EdgeKind::AttachedTo),
            ("ElasticLoadBalancingV2::Listener", "ElasticLoadBalancingV2::TargetGroup", EdgeKind::RoutesTo),
            ("ElasticLoadBalancingV2::Listener", "ElasticLoadBalancingV2::LoadBalancer", EdgeKind::RunsIn),
            ("ElasticLoadBalancingV2::TargetGroup", "EC2::Instance", EdgeKind::RoutesTo),
            ("CloudFront::Distribution", "S3::Bucket", EdgeKind::RoutesTo),
            ("Route53::RecordSet", "CloudFront::Distribution", EdgeKind::RoutesTo),
            ("Route53::RecordSet", "Route53::HostedZone", EdgeKind::RunsIn),
            ("EC2::RouteTable", "EC2::NatGateway", EdgeKind::RoutesTo),
            ("EC2::RouteTable", "EC2::VPC", EdgeKind::RunsIn),
            ("Lambda::EventSourceMapping", "Lambda::Function", EdgeKind::Invokes),
            ("Events::Rule", "StepFunctions::StateMachine", EdgeKind::Invokes),
            ("Lambda::EventSourceMapping", "SQS::Queue", EdgeKind::ReadsFrom),
            ("Lambda::Function", "DynamoDB::Table", EdgeKind::ReadsFrom),
            ("Lambda::Function", "SQS::Queue", EdgeKind::WritesTo),
            ("SNS::Subscription", "SNS::Topic", EdgeKind::ReadsFrom),
            ("SNS::Subscription", "SQS::Queue", EdgeKind::WritesTo),
            ("CloudTrail::Trail", "S3::Bucket", EdgeKind::WritesTo),
            ("ApiGateway::Stage", "Logs::LogGroup", EdgeKind::WritesTo),
            ("ApiGateway::Stage", "ApiGateway::RestApi", EdgeKind::RunsIn),
            ("CloudFormation::Stack", "EC2::VPC", EdgeKind::Made),
            ("EC2::Instance", "EC2::SecurityGroup", EdgeKind::GuardedBy),
            ("ElasticLoadBalancingV2::LoadBalancer", "WAFv2::WebACL", EdgeKind::GuardedBy),
            ("CloudWatch::Alarm", "EC2::Instance", EdgeKind::Watches),
            ("CloudWatch::Alarm", "SNS::Topic", EdgeKind::WritesTo),
            ("EC2::Instance", "Braket::Device", EdgeKind::Needs),
        ];
        for (from, to, kind) in cases {
            assert_eq!(between(from, to), kind, "{from} → {to}");
        }
    }

    #[test]
    fn numbers_each_kind_by_its_place() {
        for (number, kind) in EdgeKind::ALL.iter().enumerate() {
            assert_eq!(kind.number(), number);
        }
    }

    #[test]
    fn says_more_than_needs_of_most_types_that_are_collected() {
        let types: Vec<&str> =
            COLLECTED_SERVICES.iter().flat_map(|service| service.types).map(|t| t.as_str()).collect();
        let told: BTreeSet<&&str> = types
            .iter()
            .filter(|to| {
                EdgeKind::between(&"AWS::Lambda::Function".parse().unwrap(), &to.parse().unwrap()) != EdgeKind::Needs
            })
            .collect();

        assert!(told.len() * 2 > types.len(), "{} of {}", told.len(), types.len());
    }

    proptest! {
        #[test]
        fn holds_for_every_pair_of_types(service in "[A-Z][A-Za-z0-9]{0,20}", kind in "[A-Z][A-Za-z0-9]{0,20}") {
            let any = format!("{service}::{kind}");
            let of_any = between(&any, &any);

            prop_assert!(EdgeKind::ALL.contains(&of_any));
            prop_assert_eq!(between(&any, &any), of_any, "the same types mean the same");
            prop_assert_eq!(between("CloudFormation::Stack", &any), EdgeKind::Made);
            if (service.as_str(), kind.as_str()) != ("CloudFormation", "Stack") {
                prop_assert_ne!(between(&any, "EC2::Instance"), EdgeKind::Made);
            }
        }
    }
}

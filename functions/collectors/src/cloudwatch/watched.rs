//! Which resources an alarm watches, as the dimensions of its metric tell.

use crate::document::{built_arn, neighbor};
use aws_sdk_cloudwatch::types::Dimension;
use pantheon_core::{
    aws::{Region, TypeName},
    collect::Scope,
    resource::ResourceId,
};

/// Dimensions whose value is what the inventory calls the resource.
///
/// A dimension means the same whatever the service that counts: the metrics of an instance come from
/// EC2, from the agent inside of it, and from others.
const NAMED: &[(&str, TypeName)] = &[
    ("AutoScalingGroupName", TypeName::new("AWS::AutoScaling::AutoScalingGroup")),
    ("CacheClusterId", TypeName::new("AWS::ElastiCache::CacheCluster")),
    ("DBClusterIdentifier", TypeName::new("AWS::RDS::DBCluster")),
    ("DBInstanceIdentifier", TypeName::new("AWS::RDS::DBInstance")),
    ("FileSystemId", TypeName::new("AWS::EFS::FileSystem")),
    ("FunctionName", TypeName::new("AWS::Lambda::Function")),
    ("InstanceId", TypeName::new("AWS::EC2::Instance")),
    ("LoadBalancerName", TypeName::new("AWS::ElasticLoadBalancing::LoadBalancer")),
    ("LogGroupName", TypeName::new("AWS::Logs::LogGroup")),
    ("NatGatewayId", TypeName::new("AWS::EC2::NatGateway")),
    ("QueueName", TypeName::new("AWS::SQS::Queue")),
    ("StateMachineArn", TypeName::new("AWS::StepFunctions::StateMachine")),
    ("StreamName", TypeName::new("AWS::Kinesis::Stream")),
    ("TableName", TypeName::new("AWS::DynamoDB::Table")),
    ("VolumeId", TypeName::new("AWS::EC2::Volume")),
];

/// Dimensions of services that belong to no region.
const GLOBAL: &[(&str, TypeName)] = &[
    ("DistributionId", TypeName::new("AWS::CloudFront::Distribution")),
    ("HealthCheckId", TypeName::new("AWS::Route53::HealthCheck")),
];

const LOAD_BALANCER: TypeName = TypeName::new("AWS::ElasticLoadBalancingV2::LoadBalancer");
const TARGET_GROUP: TypeName = TypeName::new("AWS::ElasticLoadBalancingV2::TargetGroup");
const TOPIC: TypeName = TypeName::new("AWS::SNS::Topic");

/// Names what the metric of a service is about; metrics of one's own may call things as they like.
pub(super) fn resources(scope: &Scope, namespace: Option<&str>, dimensions: &[Dimension]) -> Vec<ResourceId> {
    let is_known = namespace.is_some_and(|name| name.starts_with("AWS/") || name == "CWAgent");
    let known = dimensions.iter().filter(|_| is_known);
    known.filter_map(|dimension| resource(scope, dimension.name()?, dimension.value()?)).collect()
}

fn resource(scope: &Scope, name: &str, value: &str) -> Option<ResourceId> {
    let of = |table: &[(&str, TypeName)]| table.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind);
    if let Some(kind) = of(NAMED) {
        return Some(neighbor(scope, kind, value));
    }
    if let Some(kind) = of(GLOBAL) {
        return Some(ResourceId { region: Region::global(), ..neighbor(scope, kind, value) });
    }
    let (kind, service, path) = match name {
        "LoadBalancer" => (LOAD_BALANCER, "elasticloadbalancing", format!("loadbalancer/{value}")),
        "TargetGroup" => (TARGET_GROUP, "elasticloadbalancing", value.to_owned()),
        "TopicName" => (TOPIC, "sns", value.to_owned()),
        _ => return None,
    };
    Some(neighbor(scope, kind, &built_arn(scope, service, &path)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::scope;

    fn named(namespace: &str, name: &str, value: &str) -> Option<String> {
        let dimension = Dimension::builder().name(name).value(value).build();
        let found = resources(&scope("cloudwatch"), Some(namespace), &[dimension]);
        found.first().map(ToString::to_string)
    }

    #[test]
    fn knows_what_a_dimension_names() {
        let balancer = "arn~3Aaws~3Aelasticloadbalancing~3Aeu-west-1~3A111111111111~3Aloadbalancer~2Fapp~2Fshop~2F1";
        let cases = [
            ("AWS/SQS", "QueueName", "jobs", "111111111111:eu-west-1:AWS.SQS.Queue:jobs".to_owned()),
            ("CWAgent", "InstanceId", "i-1", "111111111111:eu-west-1:AWS.EC2.Instance:i-1".to_owned()),
            ("AWS/CloudFront", "DistributionId", "E1", "111111111111:global:AWS.CloudFront.Distribution:E1".to_owned()),
            (
                "AWS/ApplicationELB",
                "LoadBalancer",
                "app/shop/1",
                format!("111111111111:eu-west-1:AWS.ElasticLoadBalancingV2.LoadBalancer:{balancer}"),
            ),
        ];
        for (namespace, name, value, id) in cases {
            assert_eq!(named(namespace, name, value), Some(id), "{namespace} {name}");
        }
    }

    #[test]
    fn names_nothing_that_it_would_have_to_guess() {
        assert_eq!(named("AWS/EC2", "InstanceType", "m5.large"), None);
        assert_eq!(named("Shop/Orders", "TableName", "Tisch 4"), None);
    }
}

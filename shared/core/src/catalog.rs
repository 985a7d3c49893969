//! What is collected: every service that has a collector, and the types that each reads.

use crate::aws::{Region, ResourceType, TypeName};

/// Where a service answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// In every region, about that region: one shard per account and region.
    Regional,
    /// In one place for all regions of an account: one shard per account.
    Global,
    /// In one place for the whole organization, and only to its management account.
    Organization,
}

/// A service that has a collector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CollectedService {
    /// The short name, which is also that of the collector and of its queue: `collect-<name>`.
    pub name: &'static str,
    /// Where it answers.
    pub reach: Reach,
    /// The types that its collector reads; none where the tenant says which.
    pub types: &'static [TypeName],
}

/// Reads whatever types of CloudFormation a tenant asks for, by Cloud Control.
pub const CLOUD_CONTROL: &str = "cloudcontrol";

/// Every service that has a collector.
pub const COLLECTED_SERVICES: &[CollectedService] = &[
    CollectedService {
        name: "accessanalyzer",
        reach: Reach::Regional,
        types: &[TypeName::new("AWS::AccessAnalyzer::Analyzer")],
    },
    CollectedService {
        name: "acm",
        reach: Reach::Regional,
        types: &[TypeName::new("AWS::CertificateManager::Certificate")],
    },
    CollectedService {
        name: "apigateway",
        reach: Reach::Regional,
        types: &[
            TypeName::new("AWS::ApiGateway::RestApi"),
            TypeName::new("AWS::ApiGateway::Stage"),
            TypeName::new("AWS::ApiGatewayV2::Api"),
            TypeName::new("AWS::ApiGatewayV2::Stage"),
        ],
    },
    CollectedService {
        name: "athena",
        reach: Reach::Regional,
        types: &[TypeName::new("AWS::Athena::DataCatalog"), TypeName::new("AWS::Athena::WorkGroup")],
    },
    CollectedService {
        name: "autoscaling",
        reach: Reach::Regional,
        types: &[
            TypeName::new("AWS::AutoScaling::AutoScalingGroup"),
            TypeName::new("AWS::AutoScaling::LaunchConfiguration"),
        ],
    },
    CollectedService {
        name: "backup",
        reach: Reach::Regional,
        types: &[TypeName::new("AWS::Backup::BackupPlan"), TypeName::new("AWS::Backup::BackupVault")],
    },
    CollectedService { name: "cloudcontrol", reach: Reach::Regional, types: &[] },
    CollectedService {
        name: "cloudformation",
        reach: Reach::Regional,
        types: &[TypeName::new("AWS::CloudFormation::Stack")],
    },
    CollectedService {
        name: "cloudfront",
        reach: Reach::Global,
        types: &[TypeName::new("AWS::CloudFront::Distribution"), TypeName::new("AWS::CloudFront::OriginAccessControl")],
    },
    CollectedService { name: "cloudtrail", reach: Reach::Regional, types: &[TypeName::new("AWS::CloudTrail::Trail")] },
    CollectedService {
        name: "cloudwatch",
        reach: Reach::Regional,
        types: &[TypeName::new("AWS::CloudWatch::Alarm"), TypeName::new("AWS::CloudWatch::CompositeAlarm")],
    },
    CollectedService {
        name: "cognito",
        reach: Reach::Regional,
        types: &[TypeName::new("AWS::Cognito::UserPool"), TypeName::new("AWS::Cognito::UserPoolClient")],
    },
    CollectedService {
        name: "config",
        reach: Reach::Regional,
        types: &[TypeName::new("AWS::Config::ConfigurationRecorder"), TypeName::new("AWS::Config::DeliveryChannel")],
    },
    CollectedService { name: "dynamodb", reach: Reach::Regional, types: &[TypeName::new("AWS::DynamoDB::Table")] },
    CollectedService {
        name: "ec2",
        reach: Reach::Regional,
        types: &[
            TypeName::new("AWS::EC2::EIP"),
            TypeName::new("AWS::EC2::Instance"),
            TypeName::new("AWS::EC2::InternetGateway"),
            TypeName::new("AWS::EC2::LaunchTemplate"),
            TypeName::new("AWS::EC2::NatGateway"),
            TypeName::new("AWS::EC2::NetworkInterface"),
            TypeName::new("AWS::EC2::RouteTable"),
            TypeName::new("AWS::EC2::SecurityGroup"),
            TypeName::new("AWS::EC2::Snapshot"),
            TypeName::new("AWS::EC2::Subnet"),
            TypeName::new("AWS::EC2::VPC"),
            TypeName::new("AWS::EC2::Volume"),
        ],
    },
    CollectedService { name: "ecr", reach: Reach::Regional, types: &[TypeName::new("AWS::ECR::Repository")] },
    CollectedService {
        name: "ecs",
        reach: Reach::Regional,
        types: &[
            TypeName::new("AWS::ECS::Cluster"),
            TypeName::new("AWS::ECS::Service"),
            TypeName::new("AWS::ECS::TaskDefinition"),
        ],
    },
    CollectedService {
        name: "efs",
        reach: Reach::Regional,
        types: &[TypeName::new("AWS::EFS::FileSystem"), TypeName::new("AWS::EFS::MountTarget")],
    },
    CollectedService {
        name: "eks",
        reach: Reach::Regional,
        types: &[TypeName::new("AWS::EKS::Cluster"), TypeName::new("AWS::EKS::Nodegroup")],
    },
    CollectedService {
        name: "elasticache",
        reach: Reach::Regional,
        types: &[
            TypeName::new("AWS::ElastiCache::CacheCluster"),
            TypeName::new("AWS::ElastiCache::ReplicationGroup"),
            TypeName::new("AWS::ElastiCache::SubnetGroup"),
        ],
    },
    CollectedService {
        name: "elb",
        reach: Reach::Regional,
        types: &[TypeName::new("AWS::ElasticLoadBalancing::LoadBalancer")],
    },
    CollectedService {
        name: "elbv2",
        reach: Reach::Regional,
        types: &[
            TypeName::new("AWS::ElasticLoadBalancingV2::Listener"),
            TypeName::new("AWS::ElasticLoadBalancingV2::LoadBalancer"),
            TypeName::new("AWS::ElasticLoadBalancingV2::TargetGroup"),
        ],
    },
    CollectedService {
        name: "eventbridge",
        reach: Reach::Regional,
        types: &[TypeName::new("AWS::Events::EventBus"), TypeName::new("AWS::Events::Rule")],
    },
    CollectedService {
        name: "glue",
        reach: Reach::Regional,
        types: &[
            TypeName::new("AWS::Glue::Crawler"),
            TypeName::new("AWS::Glue::Database"),
            TypeName::new("AWS::Glue::Job"),
        ],
    },
    CollectedService { name: "guardduty", reach: Reach::Regional, types: &[TypeName::new("AWS::GuardDuty::Detector")] },
    CollectedService {
        name: "iam",
        reach: Reach::Global,
        types: &[
            TypeName::new("AWS::IAM::AccessKey"),
            TypeName::new("AWS::IAM::Group"),
            TypeName::new("AWS::IAM::InstanceProfile"),
            TypeName::new("AWS::IAM::ManagedPolicy"),
            TypeName::new("AWS::IAM::Role"),
            TypeName::new("AWS::IAM::User"),
            TypeName::new("Pantheon::IAM::AccountSummary"),
        ],
    },
    CollectedService { name: "kinesis", reach: Reach::Regional, types: &[TypeName::new("AWS::Kinesis::Stream")] },
    CollectedService {
        name: "kms",
        reach: Reach::Regional,
        types: &[TypeName::new("AWS::KMS::Alias"), TypeName::new("AWS::KMS::Key")],
    },
    CollectedService {
        name: "lambda",
        reach: Reach::Regional,
        types: &[TypeName::new("AWS::Lambda::EventSourceMapping"), TypeName::new("AWS::Lambda::Function")],
    },
    CollectedService { name: "logs", reach: Reach::Regional, types: &[TypeName::new("AWS::Logs::LogGroup")] },
    CollectedService {
        name: "opensearch",
        reach: Reach::Regional,
        types: &[TypeName::new("AWS::OpenSearchService::Domain")],
    },
    CollectedService {
        name: "organizations",
        reach: Reach::Organization,
        types: &[TypeName::new("AWS::Organizations::OrganizationalUnit"), TypeName::new("AWS::Organizations::Policy")],
    },
    CollectedService {
        name: "rds",
        reach: Reach::Regional,
        types: &[
            TypeName::new("AWS::RDS::DBCluster"),
            TypeName::new("AWS::RDS::DBClusterSnapshot"),
            TypeName::new("AWS::RDS::DBInstance"),
            TypeName::new("AWS::RDS::DBSnapshot"),
            TypeName::new("AWS::RDS::DBSubnetGroup"),
        ],
    },
    CollectedService {
        name: "redshift",
        reach: Reach::Regional,
        types: &[TypeName::new("AWS::Redshift::Cluster"), TypeName::new("AWS::Redshift::ClusterSubnetGroup")],
    },
    CollectedService {
        name: "route53",
        reach: Reach::Global,
        types: &[
            TypeName::new("AWS::Route53::HealthCheck"),
            TypeName::new("AWS::Route53::HostedZone"),
            TypeName::new("AWS::Route53::RecordSet"),
        ],
    },
    CollectedService { name: "s3", reach: Reach::Global, types: &[TypeName::new("AWS::S3::Bucket")] },
    CollectedService {
        name: "secretsmanager",
        reach: Reach::Regional,
        types: &[TypeName::new("AWS::SecretsManager::Secret")],
    },
    CollectedService { name: "securityhub", reach: Reach::Regional, types: &[TypeName::new("AWS::SecurityHub::Hub")] },
    CollectedService {
        name: "sns",
        reach: Reach::Regional,
        types: &[TypeName::new("AWS::SNS::Subscription"), TypeName::new("AWS::SNS::Topic")],
    },
    CollectedService { name: "sqs", reach: Reach::Regional, types: &[TypeName::new("AWS::SQS::Queue")] },
    CollectedService { name: "ssm", reach: Reach::Regional, types: &[TypeName::new("AWS::SSM::Parameter")] },
    CollectedService {
        name: "stepfunctions",
        reach: Reach::Regional,
        types: &[TypeName::new("AWS::StepFunctions::StateMachine")],
    },
    CollectedService { name: "wafv2", reach: Reach::Regional, types: &[TypeName::new("AWS::WAFv2::WebACL")] },
    CollectedService { name: "xray", reach: Reach::Regional, types: &[TypeName::new("AWS::XRay::Group")] },
];

impl CollectedService {
    /// Returns the service with a short name.
    pub fn named(name: &str) -> Option<&'static Self> {
        COLLECTED_SERVICES.iter().find(|service| service.name == name)
    }

    /// Returns the service whose collector reads a type; what no other reads, Cloud Control may.
    pub fn of_type(resource_type: &ResourceType) -> &'static Self {
        let reads = |service: &&Self| service.types.iter().any(|name| name.as_str() == resource_type.as_str());
        let cloud_control = || COLLECTED_SERVICES.iter().find(|service| service.name == CLOUD_CONTROL);
        let found = COLLECTED_SERVICES.iter().find(reads).or_else(cloud_control);
        found.unwrap_or(&COLLECTED_SERVICES[0])
    }

    /// Returns the region of the shard that reads the resources of a region.
    pub fn shard_region(&self, region: &Region) -> Region {
        if self.reach == Reach::Regional { region.clone() } else { Region::global() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_type_is_read_by_one_service() {
        let all: Vec<&str> = COLLECTED_SERVICES.iter().flat_map(|s| s.types).map(|name| name.as_str()).collect();
        let distinct: BTreeSet<&str> = all.iter().copied().collect();

        assert_eq!(all.len(), distinct.len());
        for service in COLLECTED_SERVICES {
            for name in service.types {
                assert_eq!(CollectedService::of_type(&(*name).into()), service);
            }
        }
    }

    #[test]
    fn stand_in_the_order_of_their_names() {
        assert!(COLLECTED_SERVICES.is_sorted_by_key(|service| service.name));
        assert!(COLLECTED_SERVICES.iter().all(|service| service.types.is_sorted()));
    }

    #[test]
    fn leaves_what_nobody_reads_to_cloud_control() {
        let stream: ResourceType = "AWS::KinesisFirehose::DeliveryStream".parse().unwrap();

        assert_eq!(CollectedService::of_type(&stream).name, CLOUD_CONTROL);
    }

    #[test]
    fn finds_the_shard_of_a_region() {
        let region: Region = "eu-west-1".parse().unwrap();
        let shard = |name: &str| CollectedService::named(name).unwrap().shard_region(&region);

        assert_eq!((shard("ec2"), shard("s3")), (region.clone(), Region::global()));
    }
}

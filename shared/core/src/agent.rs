//! The seven historical agents, and which of them answers for which AWS service.

use crate::aws::ResourceType;
use serde::{Deserialize, Serialize};

/// A historical agent: one of the seven who own the services of an estate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
pub enum HistoricalAgent {
    /// Technology: compute.
    BillGates,
    /// Technology: what customers see.
    SteveJobs,
    /// Strategy: capacity and its distribution.
    Napoleon,
    /// Logistics: networks and stacks.
    Hannibal,
    /// Management: metrics and traces.
    Drucker,
    /// Markets: interfaces and cost.
    Kotler,
    /// Science: data, and identities under the microscope.
    Noguchi,
}

impl HistoricalAgent {
    /// Every historical agent.
    pub const ALL: &[Self] =
        &[Self::BillGates, Self::SteveJobs, Self::Napoleon, Self::Hannibal, Self::Drucker, Self::Kotler, Self::Noguchi];

    /// Returns the agent that owns resources of this type; total over all types.
    ///
    /// The service decides, except in EC2, whose networks belong to logistics. A service without
    /// an assignment belongs to management until a tenant says otherwise.
    pub fn owner_of(resource_type: &ResourceType) -> Self {
        let mut parts = resource_type.as_str().split("::").skip(1);
        match (parts.next().unwrap_or_default(), parts.next().unwrap_or_default()) {
            ("EC2", "Instance" | "Volume" | "Snapshot" | "LaunchTemplate") | ("Lambda" | "ECR" | "ECS" | "EKS", _) => {
                Self::BillGates
            }
            ("S3" | "CloudFront", _) => Self::SteveJobs,
            ("AutoScaling" | "ElasticLoadBalancing" | "ElasticLoadBalancingV2", _) => Self::Napoleon,
            ("EC2" | "CloudFormation" | "Route53" | "WAFv2", _) => Self::Hannibal,
            ("ApiGateway" | "ApiGatewayV2" | "CE" | "Events" | "Kinesis" | "SNS" | "SQS" | "StepFunctions", _) => {
                Self::Kotler
            }
            (
                "AccessAnalyzer" | "Athena" | "Backup" | "CertificateManager" | "Cognito" | "DynamoDB" | "EFS"
                | "ElastiCache" | "Glue" | "IAM" | "KMS" | "OpenSearchService" | "RDS" | "Redshift" | "SSM"
                | "SecretsManager",
                _,
            ) => Self::Noguchi,
            _ => Self::Drucker,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assigns_services_to_agents() {
        let cases = [
            ("AWS::EC2::Instance", HistoricalAgent::BillGates),
            ("AWS::EC2::SecurityGroup", HistoricalAgent::Hannibal),
            ("AWS::Lambda::Function", HistoricalAgent::BillGates),
            ("AWS::ECS::TaskDefinition", HistoricalAgent::BillGates),
            ("AWS::EKS::Nodegroup", HistoricalAgent::BillGates),
            ("AWS::S3::Bucket", HistoricalAgent::SteveJobs),
            ("AWS::RDS::DBInstance", HistoricalAgent::Noguchi),
            ("AWS::ApiGatewayV2::Api", HistoricalAgent::Kotler),
            ("AWS::Events::Rule", HistoricalAgent::Kotler),
            ("AWS::SQS::Queue", HistoricalAgent::Kotler),
            ("AWS::StepFunctions::StateMachine", HistoricalAgent::Kotler),
            ("AWS::Redshift::Cluster", HistoricalAgent::Noguchi),
            ("AWS::OpenSearchService::Domain", HistoricalAgent::Noguchi),
            ("AWS::CloudWatch::Alarm", HistoricalAgent::Drucker),
            ("AWS::CloudTrail::Trail", HistoricalAgent::Drucker),
            ("AWS::Organizations::Policy", HistoricalAgent::Drucker),
            ("AWS::ECR::Repository", HistoricalAgent::BillGates),
            ("AWS::Cognito::UserPool", HistoricalAgent::Noguchi),
            ("AWS::SecretsManager::Secret", HistoricalAgent::Noguchi),
            ("AWS::SSM::Parameter", HistoricalAgent::Noguchi),
            ("AWS::CloudFront::Distribution", HistoricalAgent::SteveJobs),
            ("AWS::AutoScaling::AutoScalingGroup", HistoricalAgent::Napoleon),
            ("AWS::ElasticLoadBalancingV2::Listener", HistoricalAgent::Napoleon),
            ("AWS::Route53::RecordSet", HistoricalAgent::Hannibal),
            ("AWS::WAFv2::WebACL", HistoricalAgent::Hannibal),
            ("AWS::Kinesis::Stream", HistoricalAgent::Kotler),
            ("AWS::KMS::Key", HistoricalAgent::Noguchi),
            ("AWS::CertificateManager::Certificate", HistoricalAgent::Noguchi),
            ("AWS::EFS::FileSystem", HistoricalAgent::Noguchi),
            ("AWS::Logs::LogGroup", HistoricalAgent::Drucker),
            ("AWS::XRay::Group", HistoricalAgent::Drucker),
        ];
        for (resource_type, owner) in cases {
            assert_eq!(HistoricalAgent::owner_of(&resource_type.parse().unwrap()), owner, "{resource_type}");
        }
    }
}

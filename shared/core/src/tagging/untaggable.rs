//! The types of resources that nobody can tag, so that nobody is blamed for it.
//!
//! The table holds what AWS offers no way to tag, by the documents of CloudFormation (the schemas
//! of these types say `taggable: false`) and of the services' own APIs. Types are added when AWS
//! adds them, and taken out when AWS learns to tag them.

use crate::aws::{ResourceType, TypeName};

/// Every such type, sorted, with what it is.
pub const UNTAGGABLE: &[(TypeName, &str)] = &[
    (TypeName::new("AWS::ApiGateway::BasePathMapping"), "a link between a domain name and an API"),
    (TypeName::new("AWS::ApiGateway::Deployment"), "a part of an API"),
    (TypeName::new("AWS::ApiGateway::Method"), "a part of an API"),
    (TypeName::new("AWS::ApiGateway::Resource"), "a part of an API"),
    (TypeName::new("AWS::ApiGatewayV2::Integration"), "a part of an API"),
    (TypeName::new("AWS::ApiGatewayV2::Route"), "a part of an API"),
    (TypeName::new("AWS::AutoScaling::LaunchConfiguration"), "its tags are those of the group"),
    (TypeName::new("AWS::AutoScaling::LifecycleHook"), "a part of a group"),
    (TypeName::new("AWS::AutoScaling::ScalingPolicy"), "a part of a group"),
    (TypeName::new("AWS::CloudFront::CachePolicy"), "CloudFront tags distributions alone"),
    (TypeName::new("AWS::CloudFront::CloudFrontOriginAccessIdentity"), "CloudFront tags distributions alone"),
    (TypeName::new("AWS::CloudFront::Function"), "CloudFront tags distributions alone"),
    (TypeName::new("AWS::CloudFront::OriginAccessControl"), "CloudFront tags distributions alone"),
    (TypeName::new("AWS::CloudWatch::Dashboard"), "CloudWatch tags alarms alone"),
    (TypeName::new("AWS::Cognito::UserPoolClient"), "a part of a user pool"),
    (TypeName::new("AWS::Cognito::UserPoolGroup"), "a part of a user pool"),
    (TypeName::new("AWS::Config::ConfigurationRecorder"), "an account has one a region, made without tags"),
    (TypeName::new("AWS::Config::DeliveryChannel"), "an account has one a region, made without tags"),
    (TypeName::new("AWS::EC2::Route"), "a part of a route table"),
    (TypeName::new("AWS::EC2::SubnetRouteTableAssociation"), "a link between a subnet and a route table"),
    (TypeName::new("AWS::EC2::VPCGatewayAttachment"), "a link between a network and a gateway"),
    (TypeName::new("AWS::EC2::VolumeAttachment"), "a link between a volume and an instance"),
    (TypeName::new("AWS::EFS::MountTarget"), "a part of a file system"),
    (TypeName::new("AWS::Glue::Database"), "its tags are none of CloudFormation's"),
    (TypeName::new("AWS::Glue::Table"), "a part of a database"),
    (TypeName::new("AWS::IAM::AccessKey"), "a credential of a user"),
    (TypeName::new("AWS::IAM::Group"), "IAM tags users, roles and policies"),
    (TypeName::new("AWS::IAM::Policy"), "a part of a user, group or role"),
    (TypeName::new("AWS::KMS::Alias"), "a name of a key"),
    (TypeName::new("AWS::Lambda::Alias"), "a name of a version"),
    (TypeName::new("AWS::Lambda::LayerVersion"), "a version, which never changes"),
    (TypeName::new("AWS::Lambda::Permission"), "a part of a function"),
    (TypeName::new("AWS::Lambda::Url"), "a part of a function"),
    (TypeName::new("AWS::Lambda::Version"), "a version, which never changes"),
    (TypeName::new("AWS::Logs::LogStream"), "a part of a log group"),
    (TypeName::new("AWS::Logs::MetricFilter"), "a part of a log group"),
    (TypeName::new("AWS::Logs::SubscriptionFilter"), "a part of a log group"),
    (TypeName::new("AWS::Route53::RecordSet"), "a part of a hosted zone"),
    (TypeName::new("AWS::S3::BucketPolicy"), "a part of a bucket"),
    (TypeName::new("AWS::SNS::Subscription"), "a link between a topic and an endpoint"),
    (TypeName::new("AWS::SNS::TopicPolicy"), "a part of a topic"),
    (TypeName::new("AWS::SQS::QueuePolicy"), "a part of a queue"),
    (TypeName::new("AWS::SecretsManager::ResourcePolicy"), "a part of a secret"),
    (TypeName::new("AWS::SecretsManager::RotationSchedule"), "a part of a secret"),
    (TypeName::new("AWS::WAFv2::WebACLAssociation"), "a link between an access list and a resource"),
    (TypeName::new("Pantheon::IAM::AccountSummary"), "numbers of an account, no resource of AWS"),
];

/// Tells whether resources of a type can be tagged.
pub fn can_be_tagged(resource_type: &ResourceType) -> bool {
    UNTAGGABLE.binary_search_by(|(name, _)| name.as_str().cmp(resource_type.as_str())).is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stand_in_their_order_once_each() {
        assert!(UNTAGGABLE.is_sorted_by(|left, right| left.0 < right.0));
        assert!(UNTAGGABLE.iter().all(|(_, why)| !why.is_empty()));
    }

    #[test]
    fn knows_what_can_be_tagged() {
        for (name, expected) in [
            ("AWS::EC2::Instance", true),
            ("AWS::S3::Bucket", true),
            ("AWS::IAM::Role", true),
            ("AWS::IAM::Group", false),
            ("AWS::Route53::RecordSet", false),
            ("Pantheon::IAM::AccountSummary", false),
            ("AWS::Unheard::Of", true),
        ] {
            assert_eq!(can_be_tagged(&name.parse().unwrap()), expected, "{name}");
        }
    }
}

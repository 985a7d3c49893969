//! Classic load balancers, from `DescribeLoadBalancers`, `DescribeLoadBalancerAttributes`,
//! `DescribeLoadBalancerPolicies` and `DescribeTags`, which takes twenty names at once.
//!
//! A policy for encrypted traffic lists every cipher that there is; the name of the predefined
//! policy behind it says the same.

use crate::{
    arn,
    document::{Document, sorted, when},
    listing::{list_each, read_or_note, read_pages},
    tagged::Tagged,
};
use aws_sdk_elasticloadbalancing::{
    Client,
    types::{LoadBalancerAttributes, LoadBalancerDescription, PolicyDescription},
};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::{Value, json};
use std::collections::HashMap;

pub(super) const TYPE: TypeName = TypeName::new("AWS::ElasticLoadBalancing::LoadBalancer");

const OPERATION: &str = "elasticloadbalancing:DescribeLoadBalancers";

/// What AWS answers about a load balancer that was deleted since it was listed.
const GONE: &[&str] = &["LoadBalancerNotFound"];

/// How many load balancers `DescribeTags` takes at once.
const TAGS_AT_ONCE: usize = 20;

const BUCKET: TypeName = TypeName::new("AWS::S3::Bucket");
const INSTANCE: TypeName = TypeName::new("AWS::EC2::Instance");
const SECURITY_GROUP: TypeName = TypeName::new("AWS::EC2::SecurityGroup");
const SUBNET: TypeName = TypeName::new("AWS::EC2::Subnet");
const VPC: TypeName = TypeName::new("AWS::EC2::VPC");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let pages = client.describe_load_balancers().page_size(400).into_paginator().items().send();
    let (balancers, gap) = read_pages(OPERATION, pages).await;
    let tagged = &tags(client, &balancers).await;
    list_each(TYPE, OPERATION, (balancers, gap), |balancer| read(client, scope, tagged, balancer)).await
}

async fn tags(client: &Client, balancers: &[LoadBalancerDescription]) -> Tagged {
    let names: Vec<_> = balancers.iter().filter_map(|balancer| balancer.load_balancer_name.clone()).collect();
    let mut all = HashMap::new();
    for names in names.chunks(TAGS_AT_ONCE) {
        match client.describe_tags().set_load_balancer_names(Some(names.to_vec())).send().await {
            Ok(answer) => all.extend(answer.tag_descriptions().iter().map(|told| {
                let tags = crate::document::tags(told.tags().iter().map(|tag| (tag.key(), tag.value())));
                (told.load_balancer_name().unwrap_or_default().to_owned(), tags)
            })),
            Err(error) => return Tagged::new(Err(gap_of("elasticloadbalancing:DescribeTags", &error))),
        }
    }
    Tagged::new(Ok(all))
}

async fn read(client: &Client, scope: &Scope, tagged: &Tagged, balancer: LoadBalancerDescription) -> Option<Document> {
    let name = balancer.load_balancer_name()?;
    let mut document = tagged.put(document(scope, name, &balancer), name);

    let answer = client.describe_load_balancer_attributes().load_balancer_name(name).send().await;
    let operation = "elasticloadbalancing:DescribeLoadBalancerAttributes";
    let answer = read_or_note(&mut document, "AccessLoggingPolicy", operation, GONE, answer);
    if let Some(attributes) = answer.as_ref().and_then(|answer| answer.load_balancer_attributes()) {
        document = with_attributes(document, attributes);
    }

    let answer = client.describe_load_balancer_policies().load_balancer_name(name).send().await;
    let operation = "elasticloadbalancing:DescribeLoadBalancerPolicies";
    let answer = read_or_note(&mut document, "Policies", operation, GONE, answer);
    if let Some(answer) = answer {
        document.property("Policies", sorted(answer.policy_descriptions().iter().map(policy)));
    }
    Some(document)
}

fn document(scope: &Scope, name: &str, balancer: &LoadBalancerDescription) -> Document {
    let certificates = balancer.listener_descriptions().iter().filter_map(|told| told.listener()?.ssl_certificate_id());
    Document::new(TYPE, scope, name)
        .arn_of("elasticloadbalancing", &format!("loadbalancer/{name}"))
        .name(Some(name))
        .created_at(when(balancer.created_time()))
        .needs_here(VPC, balancer.vpc_id())
        .needs_here(SUBNET, balancer.subnets().iter().map(String::as_str))
        .needs_here(SECURITY_GROUP, balancer.security_groups().iter().map(String::as_str))
        .needs_here(INSTANCE, instances(balancer))
        .needs(certificates.filter_map(arn::resource))
        .properties(properties(balancer))
}

fn properties(balancer: &LoadBalancerDescription) -> Value {
    json!({
        "AvailabilityZones": sorted(balancer.availability_zones()),
        "CanonicalHostedZoneNameID": balancer.canonical_hosted_zone_name_id(),
        "DNSName": balancer.dns_name(),
        "HealthCheck": balancer.health_check().map(|check| json!({
            "HealthyThreshold": check.healthy_threshold(),
            "Interval": check.interval(),
            "Target": check.target(),
            "Timeout": check.timeout(),
            "UnhealthyThreshold": check.unhealthy_threshold(),
        })),
        "Instances": sorted(instances(balancer)),
        "Listeners": sorted(balancer.listener_descriptions().iter().map(|told| {
            let listener = told.listener();
            json!({
                "InstancePort": listener.map(|listener| listener.instance_port()),
                "InstanceProtocol": listener.and_then(|listener| listener.instance_protocol()),
                "LoadBalancerPort": listener.map(|listener| listener.load_balancer_port()),
                "PolicyNames": sorted(told.policy_names()),
                "Protocol": listener.map(|listener| listener.protocol()),
                "SSLCertificateId": listener.and_then(|listener| listener.ssl_certificate_id()),
            })
        })),
        "LoadBalancerName": balancer.load_balancer_name(),
        "Scheme": balancer.scheme(),
        "SecurityGroups": sorted(balancer.security_groups()),
        "Subnets": sorted(balancer.subnets()),
        "VpcId": balancer.vpc_id(),
    })
}

fn with_attributes(mut document: Document, attributes: &LoadBalancerAttributes) -> Document {
    let log = attributes.access_log();
    document.property(
        "AccessLoggingPolicy",
        log.map(|log| {
            json!({
                "EmitInterval": log.emit_interval(),
                "Enabled": log.enabled(),
                "S3BucketName": log.s3_bucket_name(),
                "S3BucketPrefix": log.s3_bucket_prefix(),
            })
        }),
    );
    let draining = attributes.connection_draining();
    document.property(
        "ConnectionDrainingPolicy",
        draining.map(|draining| json!({"Enabled": draining.enabled(), "Timeout": draining.timeout()})),
    );
    let idle = attributes.connection_settings().map(|settings| settings.idle_timeout());
    document.property("ConnectionSettings", json!({"IdleTimeout": idle}));
    document.property("CrossZone", attributes.cross_zone_load_balancing().map(|balancing| balancing.enabled()));
    let modes = attributes.additional_attributes().iter();
    let mode =
        modes.filter(|given| given.key() == Some("elb.http.desyncmitigationmode")).find_map(|given| given.value());
    document.property("DesyncMitigationMode", mode);
    // Logs go to a bucket of the same region.
    document.needs_here(BUCKET, log.and_then(|log| log.s3_bucket_name()))
}

fn policy(policy: &PolicyDescription) -> Value {
    let attributes = policy.policy_attribute_descriptions().iter();
    let mut reference = attributes.filter(|told| told.attribute_name() == Some("Reference-Security-Policy"));
    json!({
        "PolicyName": policy.policy_name(),
        "PolicyType": policy.policy_type_name(),
        "ReferenceSecurityPolicy": reference.find_map(|told| told.attribute_value()),
    })
}

fn instances(balancer: &LoadBalancerDescription) -> impl Iterator<Item = &str> {
    balancer.instances().iter().filter_map(|instance| instance.instance_id())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, refused, scope};
    use pantheon_core::collect::GapReason;

    /// From the API reference of `DescribeLoadBalancers`.
    const BALANCERS: &str = r#"<DescribeLoadBalancersResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2012-06-01/">
        <DescribeLoadBalancersResult><LoadBalancerDescriptions><member>
            <LoadBalancerName>old</LoadBalancerName><DNSName>old-1.eu-west-1.elb.amazonaws.com</DNSName>
            <CanonicalHostedZoneNameID>Z32O12XQLNTSW2</CanonicalHostedZoneNameID>
            <ListenerDescriptions><member><PolicyNames><member>tls</member></PolicyNames><Listener>
                <Protocol>HTTPS</Protocol><LoadBalancerPort>443</LoadBalancerPort><InstanceProtocol>HTTP</InstanceProtocol>
                <InstancePort>80</InstancePort><SSLCertificateId>arn:aws:iam::111111111111:server-certificate/site</SSLCertificateId>
            </Listener></member></ListenerDescriptions>
            <AvailabilityZones><member>eu-west-1a</member></AvailabilityZones><Subnets><member>subnet-1</member></Subnets>
            <VPCId>vpc-1</VPCId><Instances><member><InstanceId>i-1</InstanceId></member></Instances>
            <HealthCheck><Target>HTTP:80/</Target><Interval>30</Interval><Timeout>5</Timeout>
                <UnhealthyThreshold>2</UnhealthyThreshold><HealthyThreshold>10</HealthyThreshold></HealthCheck>
            <SecurityGroups><member>sg-1</member></SecurityGroups><CreatedTime>2019-01-02T03:04:05Z</CreatedTime>
            <Scheme>internet-facing</Scheme>
        </member></LoadBalancerDescriptions></DescribeLoadBalancersResult>
    </DescribeLoadBalancersResponse>"#;

    /// From the API reference of `DescribeLoadBalancerAttributes`.
    const ATTRIBUTES: &str = r#"<DescribeLoadBalancerAttributesResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2012-06-01/">
        <DescribeLoadBalancerAttributesResult><LoadBalancerAttributes>
            <AccessLog><Enabled>true</Enabled><S3BucketName>logs</S3BucketName><EmitInterval>60</EmitInterval></AccessLog>
            <ConnectionSettings><IdleTimeout>60</IdleTimeout></ConnectionSettings>
            <CrossZoneLoadBalancing><Enabled>false</Enabled></CrossZoneLoadBalancing>
            <ConnectionDraining><Enabled>true</Enabled><Timeout>300</Timeout></ConnectionDraining>
            <AdditionalAttributes><member><Key>elb.http.desyncmitigationmode</Key><Value>defensive</Value></member></AdditionalAttributes>
        </LoadBalancerAttributes></DescribeLoadBalancerAttributesResult>
    </DescribeLoadBalancerAttributesResponse>"#;

    /// From the API reference of `DescribeLoadBalancerPolicies`.
    const POLICIES: &str = r#"<DescribeLoadBalancerPoliciesResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2012-06-01/">
        <DescribeLoadBalancerPoliciesResult><PolicyDescriptions><member>
            <PolicyName>tls</PolicyName><PolicyTypeName>SSLNegotiationPolicyType</PolicyTypeName>
            <PolicyAttributeDescriptions>
                <member><AttributeName>Protocol-TLSv1</AttributeName><AttributeValue>true</AttributeValue></member>
                <member><AttributeName>Reference-Security-Policy</AttributeName><AttributeValue>ELBSecurityPolicy-2016-08</AttributeValue></member>
            </PolicyAttributeDescriptions>
        </member></PolicyDescriptions></DescribeLoadBalancerPoliciesResult>
    </DescribeLoadBalancerPoliciesResponse>"#;

    /// From the API reference of `DescribeTags`.
    const TAGS: &str = r#"<DescribeTagsResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2012-06-01/">
        <DescribeTagsResult><TagDescriptions><member><LoadBalancerName>old</LoadBalancerName>
            <Tags><member><Key>env</Key><Value>prod</Value></member></Tags></member></TagDescriptions></DescribeTagsResult>
    </DescribeTagsResponse>"#;

    #[tokio::test]
    async fn documents_a_load_balancer() {
        let wire = Wire::default()
            .on(&["Action=DescribeLoadBalancers&"], 200, BALANCERS)
            .on(&["Action=DescribeLoadBalancerAttributes"], 200, ATTRIBUTES)
            .on(&["Action=DescribeLoadBalancerPolicies"], 200, POLICIES)
            .on(&["Action=DescribeTags"], 200, TAGS);

        let listing = list(&Client::new(&wire.session()), &scope("elb")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::ElasticLoadBalancing::LoadBalancer",
                "region": "eu-west-1",
                "native_id": "old",
                "arn": "arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/old",
                "name": "old",
                "state": "active",
                "native_state": null,
                "dependencies": [
                    "111111111111:eu-west-1:AWS.EC2.Instance:i-1",
                    "111111111111:eu-west-1:AWS.EC2.SecurityGroup:sg-1",
                    "111111111111:eu-west-1:AWS.EC2.Subnet:subnet-1",
                    "111111111111:eu-west-1:AWS.EC2.VPC:vpc-1",
                    "111111111111:eu-west-1:AWS.S3.Bucket:logs",
                    "111111111111:global:AWS.IAM.ServerCertificate:site",
                ],
                "tags": {"env": "prod"},
                "created_at": "2019-01-02T03:04:05Z",
                "properties": {
                    "AccessLoggingPolicy": {"EmitInterval": 60, "Enabled": true, "S3BucketName": "logs"},
                    "AvailabilityZones": ["eu-west-1a"],
                    "CanonicalHostedZoneNameID": "Z32O12XQLNTSW2",
                    "ConnectionDrainingPolicy": {"Enabled": true, "Timeout": 300},
                    "ConnectionSettings": {"IdleTimeout": 60},
                    "CrossZone": false,
                    "DNSName": "old-1.eu-west-1.elb.amazonaws.com",
                    "DesyncMitigationMode": "defensive",
                    "HealthCheck": {
                        "HealthyThreshold": 10, "Interval": 30, "Target": "HTTP:80/", "Timeout": 5, "UnhealthyThreshold": 2,
                    },
                    "Instances": ["i-1"],
                    "Listeners": [{
                        "InstancePort": 80, "InstanceProtocol": "HTTP", "LoadBalancerPort": 443, "PolicyNames": ["tls"],
                        "Protocol": "HTTPS", "SSLCertificateId": "arn:aws:iam::111111111111:server-certificate/site",
                    }],
                    "LoadBalancerName": "old",
                    "Policies": [{
                        "PolicyName": "tls", "PolicyType": "SSLNegotiationPolicyType",
                        "ReferenceSecurityPolicy": "ELBSecurityPolicy-2016-08",
                    }],
                    "Scheme": "internet-facing",
                    "SecurityGroups": ["sg-1"],
                    "Subnets": ["subnet-1"],
                    "VpcId": "vpc-1",
                },
            }])
        );
    }

    #[tokio::test]
    async fn keeps_a_load_balancer_of_which_only_the_list_is_told() {
        let wire = Wire::default().on(&["Action=DescribeLoadBalancers&"], 200, BALANCERS).on(
            &["Action=Describe"],
            403,
            refused("AccessDenied"),
        );

        let listing = list(&Client::new(&wire.session()), &scope("elb")).await;

        assert_eq!(listing.found[0].properties["Unread"], json!(["AccessLoggingPolicy", "Policies", "Tags"]));
        assert_eq!(listing.gaps.iter().filter(|gap| gap.reason == GapReason::Denied).count(), 3);
    }
}

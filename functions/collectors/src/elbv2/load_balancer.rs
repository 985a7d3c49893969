//! Load balancers, from `DescribeLoadBalancers` and `DescribeLoadBalancerAttributes`.

use super::{Context, GONE};
use crate::{
    document::{Document, sorted, when},
    listing::{list_each, read_or_note},
    tagged::Tagged,
};
use aws_sdk_elasticloadbalancingv2::types::{LoadBalancer, LoadBalancerAttribute, LoadBalancerStateEnum};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::ResourceState,
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::ElasticLoadBalancingV2::LoadBalancer");

const PROPERTY: &str = "LoadBalancerAttributes";

const ADDRESS: TypeName = TypeName::new("AWS::EC2::EIP");
const BUCKET: TypeName = TypeName::new("AWS::S3::Bucket");
const SECURITY_GROUP: TypeName = TypeName::new("AWS::EC2::SecurityGroup");
const SUBNET: TypeName = TypeName::new("AWS::EC2::Subnet");
const VPC: TypeName = TypeName::new("AWS::EC2::VPC");

pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    let balancers = context.load_balancers().await.clone();
    let tagged = &context.tags(balancers.0.iter().filter_map(|balancer| balancer.load_balancer_arn.clone())).await;
    let operation = "elasticloadbalancing:DescribeLoadBalancers";
    list_each(TYPE, operation, balancers, |balancer| read(context, scope, tagged, balancer)).await
}

async fn read(context: &Context, scope: &Scope, tagged: &Tagged, balancer: LoadBalancer) -> Option<Document> {
    let arn = balancer.load_balancer_arn()?;
    let mut document = tagged.put(document(scope, arn, &balancer), arn);
    let answer = context.client.describe_load_balancer_attributes().load_balancer_arn(arn).send().await;
    let operation = "elasticloadbalancing:DescribeLoadBalancerAttributes";
    let Some(answer) = read_or_note(&mut document, PROPERTY, operation, GONE, answer) else { return Some(document) };

    let attributes = answer.attributes();
    document.property(
        PROPERTY,
        sorted(attributes.iter().map(|attribute| json!({"Key": attribute.key(), "Value": attribute.value()}))),
    );
    // Logs go to buckets of the same region.
    let buckets = ["access_logs.s3.bucket", "connection_logs.s3.bucket"].map(|key| value(attributes, key));
    Some(document.needs_here(BUCKET, buckets.into_iter().flatten()))
}

fn value<'a>(attributes: &'a [LoadBalancerAttribute], key: &str) -> Option<&'a str> {
    let found = attributes.iter().find(|attribute| attribute.key() == Some(key));
    found.and_then(|attribute| attribute.value())
}

/// Returns the name of a load balancer, which is a part of its ARN.
pub(super) fn name_in(arn: &str) -> Option<&str> {
    let (_, path) = arn.split_once(":loadbalancer/")?;
    path.split('/').nth(1)
}

fn document(scope: &Scope, arn: &str, balancer: &LoadBalancer) -> Document {
    let zones = balancer.availability_zones().iter();
    let addresses = zones.clone().flat_map(|zone| zone.load_balancer_addresses());
    let code = balancer.state().and_then(|state| state.code());
    Document::new(TYPE, scope, arn)
        .arn(Some(arn))
        .name(balancer.load_balancer_name())
        .state(state(code), code.map(LoadBalancerStateEnum::as_str))
        .created_at(when(balancer.created_time()))
        .needs_here(VPC, balancer.vpc_id())
        .needs_here(SUBNET, zones.filter_map(|zone| zone.subnet_id()))
        .needs_here(SECURITY_GROUP, balancer.security_groups().iter().map(String::as_str))
        .needs_here(ADDRESS, addresses.filter_map(|address| address.allocation_id()))
        .properties(properties(balancer))
}

fn properties(balancer: &LoadBalancer) -> Value {
    json!({
        "CanonicalHostedZoneID": balancer.canonical_hosted_zone_id(),
        "DNSName": balancer.dns_name(),
        "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic":
            balancer.enforce_security_group_inbound_rules_on_private_link_traffic(),
        "IpAddressType": balancer.ip_address_type().map(|kind| kind.as_str()),
        "Name": balancer.load_balancer_name(),
        "Scheme": balancer.scheme().map(|scheme| scheme.as_str()),
        "SecurityGroups": sorted(balancer.security_groups()),
        "SubnetMappings": sorted(balancer.availability_zones().iter().map(|zone| json!({
            "AllocationIds": sorted(zone.load_balancer_addresses().iter().filter_map(|address| address.allocation_id())),
            "AvailabilityZone": zone.zone_name(),
            "SubnetId": zone.subnet_id(),
        }))),
        "Type": balancer.r#type().map(|kind| kind.as_str()),
        "VpcId": balancer.vpc_id(),
    })
}

fn state(code: Option<&LoadBalancerStateEnum>) -> ResourceState {
    match code {
        Some(LoadBalancerStateEnum::Provisioning) => ResourceState::Creating,
        Some(LoadBalancerStateEnum::Failed) => ResourceState::Failed,
        _ => ResourceState::Active,
    }
}

//! Target groups, from `DescribeTargetGroups`, `DescribeTargetGroupAttributes` and
//! `DescribeTargetHealth`.
//!
//! The health of targets comes and goes by itself, so of the targets only their names stay.

use super::{Context, GONE};
use crate::{
    arn,
    document::{Document, neighbor, sorted},
    listing::{list_each, read_or_note, read_pages},
    tagged::Tagged,
};
use aws_sdk_elasticloadbalancingv2::types::{TargetDescription, TargetGroup, TargetTypeEnum};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::ResourceId,
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::ElasticLoadBalancingV2::TargetGroup");

const OPERATION: &str = "elasticloadbalancing:DescribeTargetGroups";

const INSTANCE: TypeName = TypeName::new("AWS::EC2::Instance");
const VPC: TypeName = TypeName::new("AWS::EC2::VPC");

pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    let pages = context.client.describe_target_groups().page_size(400).into_paginator().items().send();
    let groups = read_pages(OPERATION, pages).await;
    let tagged = &context.tags(groups.0.iter().filter_map(|group| group.target_group_arn.clone())).await;
    list_each(TYPE, OPERATION, groups, |group| read(context, scope, tagged, group)).await
}

async fn read(context: &Context, scope: &Scope, tagged: &Tagged, group: TargetGroup) -> Option<Document> {
    let arn = group.target_group_arn()?;
    let mut document = tagged.put(document(scope, arn, &group), arn);

    let answer = context.client.describe_target_group_attributes().target_group_arn(arn).send().await;
    let operation = "elasticloadbalancing:DescribeTargetGroupAttributes";
    if let Some(answer) = read_or_note(&mut document, "TargetGroupAttributes", operation, GONE, answer) {
        let attributes = answer.attributes().iter();
        let pairs = attributes.map(|attribute| json!({"Key": attribute.key(), "Value": attribute.value()}));
        document.property("TargetGroupAttributes", sorted(pairs));
    }

    let answer = context.client.describe_target_health().target_group_arn(arn).send().await;
    let operation = "elasticloadbalancing:DescribeTargetHealth";
    let answer = read_or_note(&mut document, "Targets", operation, GONE, answer);
    let Some(answer) = answer else { return Some(document) };
    let targets: Vec<_> = answer.target_health_descriptions().iter().filter_map(|health| health.target()).collect();
    document.property(
        "Targets",
        sorted(targets.iter().map(
            |target| json!({"AvailabilityZone": target.availability_zone(), "Id": target.id(), "Port": target.port()}),
        )),
    );
    let kind = group.target_type();
    Some(document.needs(targets.into_iter().filter_map(|target| resource_id(scope, kind, target))))
}

/// Names the resource that a target is; an address is none that could be named.
fn resource_id(scope: &Scope, kind: Option<&TargetTypeEnum>, target: &TargetDescription) -> Option<ResourceId> {
    let id = target.id()?;
    match kind? {
        TargetTypeEnum::Instance => Some(neighbor(scope, INSTANCE, id)),
        TargetTypeEnum::Lambda | TargetTypeEnum::Alb => arn::resource(id),
        _ => None,
    }
}

fn document(scope: &Scope, arn: &str, group: &TargetGroup) -> Document {
    Document::new(TYPE, scope, arn)
        .arn(Some(arn))
        .name(group.target_group_name())
        .needs_here(VPC, group.vpc_id())
        .properties(properties(group))
}

fn properties(group: &TargetGroup) -> Value {
    json!({
        "HealthCheckEnabled": group.health_check_enabled(),
        "HealthCheckIntervalSeconds": group.health_check_interval_seconds(),
        "HealthCheckPath": group.health_check_path(),
        "HealthCheckPort": group.health_check_port(),
        "HealthCheckProtocol": group.health_check_protocol().map(|protocol| protocol.as_str()),
        "HealthCheckTimeoutSeconds": group.health_check_timeout_seconds(),
        "HealthyThresholdCount": group.healthy_threshold_count(),
        "IpAddressType": group.ip_address_type().map(|kind| kind.as_str()),
        "LoadBalancerArns": sorted(group.load_balancer_arns()),
        "Matcher": group.matcher().map(|matcher| json!({
            "GrpcCode": matcher.grpc_code(),
            "HttpCode": matcher.http_code(),
        })),
        "Name": group.target_group_name(),
        "Port": group.port(),
        "Protocol": group.protocol().map(|protocol| protocol.as_str()),
        "ProtocolVersion": group.protocol_version(),
        "TargetType": group.target_type().map(|kind| kind.as_str()),
        "UnhealthyThresholdCount": group.unhealthy_threshold_count(),
        "VpcId": group.vpc_id(),
    })
}

//! Graphs for tests.

use super::{Draft, Graph};
use crate::{
    collect::Found,
    resource::{Resource, ResourceId, ResourceState},
};
use chrono::DateTime;
use proptest::prelude::*;
use std::collections::BTreeMap;

pub(crate) const HERE: &str = "111111111111:eu-west-1";

/// Names a resource of the first account; the type may leave out `AWS::`.
pub(crate) fn id(resource_type: &str, native_id: &str) -> ResourceId {
    let dotted = resource_type.trim_start_matches("AWS::").replace("::", ".");
    format!("{HERE}:AWS.{dotted}:{native_id}").parse().unwrap()
}

/// Makes a resource of the first account that needs others.
pub(crate) fn resource(resource_type: &str, native_id: &str, needs: &[ResourceId]) -> Resource {
    at(id(resource_type, native_id), needs)
}

/// Makes a resource that needs others.
pub(crate) fn at(id: ResourceId, needs: &[ResourceId]) -> Resource {
    let found = Found {
        resource_type: id.resource_type,
        region: id.region,
        name: Some(format!("the {}", id.native_id)),
        native_id: id.native_id,
        arn: None,
        state: ResourceState::Active,
        native_state: None,
        dependencies: needs.to_vec(),
        tags: BTreeMap::new(),
        created_at: None,
        properties: serde_json::json!({}),
    };
    Resource::of(&id.account_id, found, DateTime::UNIX_EPOCH)
}

/// Begins a graph with resources.
pub(crate) fn draft<'a>(resources: impl IntoIterator<Item = &'a Resource>) -> Draft {
    let mut draft = Draft::default();
    for resource in resources {
        draft.put(resource);
    }
    draft
}

/// Draws resources.
pub(crate) fn graph<'a>(resources: impl IntoIterator<Item = &'a Resource>) -> Graph {
    draft(resources).finish()
}

const TYPES: &[&str] = &[
    "CloudFormation.Stack",
    "EC2.Instance",
    "EC2.SecurityGroup",
    "EC2.Subnet",
    "EC2.VPC",
    "EC2.Volume",
    "ElasticLoadBalancingV2.LoadBalancer",
    "Lambda.Function",
    "SQS.Queue",
];

/// Some identifiers, few enough to meet again.
pub(crate) fn any_id() -> impl Strategy<Value = ResourceId> {
    let region = prop::sample::select(vec!["eu-west-1", "us-east-1", "global"]);
    let account = prop::sample::select(vec!["111111111111", "222222222222"]);
    (account, region, prop::sample::select(TYPES), 0_u8..6).prop_map(|(account, region, kind, number)| {
        format!("{account}:{region}:AWS.{kind}:x-{number}").parse().unwrap()
    })
}

/// Resources that need each other at random, some of what they need being unseen.
pub(crate) fn any_resources() -> impl Strategy<Value = Vec<Resource>> {
    let resource = (any_id(), prop::collection::vec(any_id(), 0..5)).prop_map(|(id, needs)| at(id, &needs));
    prop::collection::vec(resource, 0..50)
}

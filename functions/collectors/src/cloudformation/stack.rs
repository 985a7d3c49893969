//! Stacks with their resources and what of those has drifted, from `DescribeStacks`,
//! `ListStackResources` and `DescribeStackResourceDrifts`.
//!
//! Parameters and outputs carry passwords more often than they should: only their names are kept.

use super::drift;
use crate::{
    arn,
    document::{Document, neighbor, sorted, tags, when},
    listing::{is_one_of, list_each, read_or_note, read_pages},
};
use aws_sdk_cloudformation::{
    Client,
    types::{ResourceStatus, Stack, StackResourceSummary, StackStatus},
};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::{Region, ResourceType, TypeName},
    collect::{Listing, Scope},
    resource::{ResourceId, ResourceState},
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::CloudFormation::Stack");

const OPERATION: &str = "cloudformation:DescribeStacks";

/// What AWS says of a stack that it does not know; the code stands for other mistakes of ours too.
const UNKNOWN: &[&str] = &["ValidationError", "StackNotFoundException"];

/// Services whose resources belong to no region.
const GLOBAL_SERVICES: &[&str] = &["CloudFront", "IAM", "Organizations", "Route53"];

/// Types that the inventory does not name by what a stack calls them.
const NAMED_OTHERWISE: &[&str] = &[
    "AWS::ApiGateway::Stage",
    "AWS::ApiGatewayV2::Stage",
    "AWS::EC2::EIP",
    "AWS::Logs::MetricFilter",
    "AWS::Route53::RecordSet",
    "AWS::SQS::Queue",
];

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let pages = client.describe_stacks().into_paginator().items().send();
    let stacks = read_pages(OPERATION, pages).await;
    list_each(TYPE, OPERATION, stacks, |stack| read(client, scope, stack)).await
}

pub(super) async fn named(client: &Client, scope: &Scope, ids: &[String]) -> Listing {
    let (mut stacks, mut gap) = (Vec::new(), None);
    for id in ids {
        match client.describe_stacks().stack_name(id).send().await {
            Ok(answer) => stacks.extend(answer.stacks.unwrap_or_default()),
            Err(error) if is_one_of(&error, UNKNOWN) => {}
            Err(error) => gap = Some(gap_of(OPERATION, &error)),
        }
    }
    // By its identifier AWS still shows a stack that was deleted, which no list does.
    stacks.retain(|stack| stack.stack_status() != Some(&StackStatus::DeleteComplete));
    list_each(TYPE, OPERATION, (stacks, gap), |stack| read(client, scope, stack)).await
}

async fn read(client: &Client, scope: &Scope, stack: Stack) -> Option<Document> {
    let id = stack.stack_id()?;
    let mut document = document(scope, id, &stack);
    drift::read(client, &stack, &mut document).await;

    let mut resources = Vec::new();
    let mut pages = client.list_stack_resources().stack_name(id).into_paginator().items().send();
    while let Some(resource) = pages.next().await {
        // A stack that was deleted meanwhile is said not to exist, with a code for many things.
        match read_or_note(&mut document, "Resources", "cloudformation:ListStackResources", &[], resource) {
            Some(resource) => resources.push(resource),
            None => break,
        }
    }
    resources.retain(exists);
    document.property(
        "Resources",
        sorted(resources.iter().map(|made| {
            json!({
                "LogicalResourceId": made.logical_resource_id(),
                "PhysicalResourceId": made.physical_resource_id(),
                "ResourceStatus": made.resource_status().map(ResourceStatus::as_str),
                "ResourceType": made.resource_type(),
            })
        })),
    );
    document.need(resources.iter().filter_map(|made| resource_id(scope, made)));
    Some(document)
}

fn document(scope: &Scope, id: &str, stack: &Stack) -> Document {
    let status = stack.stack_status().map(|status| status.as_str());
    Document::new(TYPE, scope, id)
        .arn(Some(id))
        .name(stack.stack_name())
        .state(state(status.unwrap_or_default()), status)
        .tags(tags(stack.tags().iter().map(|tag| (tag.key(), tag.value()))))
        .created_at(when(stack.creation_time()))
        .needs(stack.role_arn().and_then(arn::resource))
        .properties(json!({
            "Capabilities": sorted(stack.capabilities().iter().map(|capability| capability.as_str())),
            "Description": stack.description(),
            "DriftStatus": stack.drift_information()
                .and_then(|drift| drift.stack_drift_status()).map(|status| status.as_str()),
            "EnableTerminationProtection": stack.enable_termination_protection(),
            "LastUpdatedTime": when(stack.last_updated_time()),
            "NotificationARNs": sorted(stack.notification_arns()),
            "OutputNames": sorted(stack.outputs().iter().filter_map(|output| output.output_key())),
            "ParameterNames": sorted(stack.parameters().iter().filter_map(|parameter| parameter.parameter_key())),
            "ParentId": stack.parent_id(),
            "RoleARN": stack.role_arn(),
            "RootId": stack.root_id(),
            "StackName": stack.stack_name(),
        }))
}

fn exists(made: &StackResourceSummary) -> bool {
    made.resource_status() != Some(&ResourceStatus::DeleteComplete)
}

/// Names a resource that the stack made, if the inventory would name it so too.
fn resource_id(scope: &Scope, made: &StackResourceSummary) -> Option<ResourceId> {
    let (kind, native_id) = (made.resource_type()?, made.physical_resource_id()?);
    let service = kind.strip_prefix("AWS::").filter(|_| !NAMED_OTHERWISE.contains(&kind))?.split("::").next()?;
    let resource_type: ResourceType = kind.parse().ok()?;
    let mut id = neighbor(scope, TYPE, native_id);
    id.resource_type = resource_type;
    // The firewall of CloudFront is made in us-east-1 and belongs to no region.
    if GLOBAL_SERVICES.contains(&service) || native_id.ends_with("|CLOUDFRONT") {
        id.region = Region::global();
    }
    Some(id)
}

/// Sorts the two dozen states of a stack into five.
fn state(status: &str) -> ResourceState {
    match status {
        "CREATE_IN_PROGRESS" | "REVIEW_IN_PROGRESS" | "IMPORT_IN_PROGRESS" => ResourceState::Creating,
        "DELETE_IN_PROGRESS" | "DELETE_COMPLETE" => ResourceState::Deleting,
        // What could not be made, or could not even be unmade, needs somebody.
        "ROLLBACK_COMPLETE" | "IMPORT_ROLLBACK_COMPLETE" => ResourceState::Failed,
        _ if status.ends_with("_FAILED") => ResourceState::Failed,
        _ if status.ends_with("_IN_PROGRESS") => ResourceState::Updating,
        _ => ResourceState::Active,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, refused, scope};
    use pantheon_core::collect::GapReason;

    const ID: &str = "arn:aws:cloudformation:eu-west-1:111111111111:stack/shop/50d6f0a0";

    /// From the API reference of `DescribeStacks`.
    const STACKS: &str = r#"<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
        <DescribeStacksResult><Stacks><member>
            <StackName>shop</StackName><StackId>arn:aws:cloudformation:eu-west-1:111111111111:stack/shop/50d6f0a0</StackId>
            <CreationTime>2026-07-27T22:26:28Z</CreationTime><StackStatus>UPDATE_COMPLETE</StackStatus>
            <LastUpdatedTime>2026-08-01T00:00:00Z</LastUpdatedTime>
            <DisableRollback>false</DisableRollback><EnableTerminationProtection>true</EnableTerminationProtection>
            <Parameters><member><ParameterKey>Password</ParameterKey><ParameterValue>hunter2</ParameterValue></member></Parameters>
            <Outputs><member><OutputKey>Url</OutputKey><OutputValue>https://example.com</OutputValue></member></Outputs>
            <DriftInformation><StackDriftStatus>NOT_CHECKED</StackDriftStatus></DriftInformation>
            <RoleARN>arn:aws:iam::111111111111:role/deploy</RoleARN>
            <Capabilities><member>CAPABILITY_IAM</member></Capabilities>
            <Tags><member><Key>env</Key><Value>prod</Value></member></Tags>
        </member></Stacks></DescribeStacksResult>
    </DescribeStacksResponse>"#;

    /// From the API reference of `ListStackResources`.
    const RESOURCES: &str = r#"<ListStackResourcesResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
        <ListStackResourcesResult><StackResourceSummaries>
            <member><LogicalResourceId>Orders</LogicalResourceId><PhysicalResourceId>orders</PhysicalResourceId>
                <ResourceType>AWS::DynamoDB::Table</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus>
                <LastUpdatedTimestamp>2026-07-27T22:27:28Z</LastUpdatedTimestamp></member>
            <member><LogicalResourceId>App</LogicalResourceId><PhysicalResourceId>app</PhysicalResourceId>
                <ResourceType>AWS::IAM::Role</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus>
                <LastUpdatedTimestamp>2026-07-27T22:27:28Z</LastUpdatedTimestamp></member>
            <member><LogicalResourceId>Old</LogicalResourceId><PhysicalResourceId>old</PhysicalResourceId>
                <ResourceType>AWS::S3::Bucket</ResourceType><ResourceStatus>DELETE_COMPLETE</ResourceStatus>
                <LastUpdatedTimestamp>2026-07-27T22:27:28Z</LastUpdatedTimestamp></member>
            <member><LogicalResourceId>Ip</LogicalResourceId><PhysicalResourceId>203.0.113.1</PhysicalResourceId>
                <ResourceType>AWS::EC2::EIP</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus>
                <LastUpdatedTimestamp>2026-07-27T22:27:28Z</LastUpdatedTimestamp></member>
            <member><LogicalResourceId>Init</LogicalResourceId><PhysicalResourceId>x</PhysicalResourceId>
                <ResourceType>Custom::Initialize</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus>
                <LastUpdatedTimestamp>2026-07-27T22:27:28Z</LastUpdatedTimestamp></member>
        </StackResourceSummaries></ListStackResourcesResult>
    </ListStackResourcesResponse>"#;

    #[tokio::test]
    async fn documents_a_stack_and_the_resources_that_it_made() {
        let wire = Wire::default().on(&["Action=DescribeStacks"], 200, STACKS).on(
            &["Action=ListStackResources", "stack%2Fshop%2F50d6f0a0"],
            200,
            RESOURCES,
        );

        let listing = list(&Client::new(&wire.session()), &scope("cloudformation")).await;

        let resource = |logical: &str, physical: &str, kind: &str| {
            json!({
                "LogicalResourceId": logical, "PhysicalResourceId": physical,
                "ResourceStatus": "CREATE_COMPLETE", "ResourceType": kind,
            })
        };
        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::CloudFormation::Stack",
                "region": "eu-west-1",
                "native_id": ID,
                "arn": ID,
                "name": "shop",
                "state": "active",
                "native_state": "UPDATE_COMPLETE",
                "dependencies": [
                    "111111111111:eu-west-1:AWS.DynamoDB.Table:orders",
                    "111111111111:global:AWS.IAM.Role:app",
                    "111111111111:global:AWS.IAM.Role:deploy",
                ],
                "tags": {"env": "prod"},
                "created_at": "2026-07-27T22:26:28Z",
                "properties": {
                    "Capabilities": ["CAPABILITY_IAM"],
                    "DriftStatus": "NOT_CHECKED",
                    "EnableTerminationProtection": true,
                    "LastUpdatedTime": "2026-08-01T00:00:00Z",
                    "OutputNames": ["Url"],
                    "ParameterNames": ["Password"],
                    "Resources": [
                        resource("App", "app", "AWS::IAM::Role"),
                        resource("Init", "x", "Custom::Initialize"),
                        resource("Ip", "203.0.113.1", "AWS::EC2::EIP"),
                        resource("Orders", "orders", "AWS::DynamoDB::Table"),
                    ],
                    "RoleARN": "arn:aws:iam::111111111111:role/deploy",
                    "StackName": "shop",
                },
            }])
        );
    }

    #[tokio::test]
    async fn keeps_a_stack_whose_resources_it_may_not_list() {
        let wire = Wire::default().on(&["Action=DescribeStacks"], 200, STACKS).on(
            &["Action=ListStackResources"],
            403,
            refused("AccessDenied"),
        );

        let listing = list(&Client::new(&wire.session()), &scope("cloudformation")).await;

        assert_eq!(listing.found[0].properties["Unread"], json!(["Resources"]));
        assert_eq!(listing.gaps[0].reason, GapReason::Denied);
    }

    #[test]
    fn sorts_states_into_five() {
        let cases = [
            ("CREATE_IN_PROGRESS", ResourceState::Creating),
            ("CREATE_COMPLETE", ResourceState::Active),
            ("UPDATE_ROLLBACK_COMPLETE", ResourceState::Active),
            ("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", ResourceState::Updating),
            ("ROLLBACK_COMPLETE", ResourceState::Failed),
            ("UPDATE_ROLLBACK_FAILED", ResourceState::Failed),
            ("DELETE_IN_PROGRESS", ResourceState::Deleting),
        ];
        for (status, expected) in cases {
            assert_eq!(state(status), expected, "{status}");
        }
    }
}

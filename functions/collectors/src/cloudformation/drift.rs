//! What of a stack has drifted, from `DescribeStackResourceDrifts`, and the wish that it be compared,
//! `DetectStackDrift`.
//!
//! Both values of a property that differs are in the answer, and may be secrets: only the path of the
//! property and the kind of difference are kept.

use crate::{
    document::{Document, sorted, when},
    listing::{read_or_note, summed},
};
use aws_sdk_cloudformation::{
    Client,
    types::{Stack, StackDriftStatus, StackResourceDrift},
};
use pantheon_aws::gap_of;
use pantheon_core::collect::Gap;
use serde_json::{Value, json};

/// Adds what CloudFormation found when it last compared; a stack that it never did costs no call.
pub(super) async fn read(client: &Client, stack: &Stack, document: &mut Document) {
    let Some(information) = stack.drift_information() else { return };
    if matches!(information.stack_drift_status(), None | Some(StackDriftStatus::NotChecked)) {
        return;
    }
    let Some(id) = stack.stack_id() else { return };
    document.property("DriftCheckedAt", when(information.last_check_timestamp()));

    let mut drifts = Vec::new();
    let mut pages = client.describe_stack_resource_drifts().stack_name(id).into_paginator().send();
    while let Some(page) = pages.next().await {
        let operation = "cloudformation:DescribeStackResourceDrifts";
        match read_or_note(document, "StackResourceDrifts", operation, &[], page) {
            Some(page) => drifts.extend(page.stack_resource_drifts.unwrap_or_default()),
            None => break,
        }
    }
    document.property("StackResourceDrifts", sorted(drifts.iter().map(drifted)));
}

fn drifted(drift: &StackResourceDrift) -> Value {
    json!({
        "LogicalResourceId": drift.logical_resource_id(),
        "PhysicalResourceId": drift.physical_resource_id(),
        "PropertyDifferences": sorted(drift.property_differences().iter().map(|difference| json!({
            "DifferenceType": difference.difference_type().map(|kind| kind.as_str()),
            "PropertyPath": difference.property_path(),
        }))),
        "ResourceType": drift.resource_type(),
        "StackResourceDriftStatus": drift.stack_resource_drift_status().map(|status| status.as_str()),
    })
}

/// Asks for each stack to be compared with what it made; what comes of it is told by an event.
pub(super) async fn detect(client: &Client, stacks: &[String]) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for stack in stacks {
        if let Err(error) = client.detect_stack_drift().stack_name(stack).send().await {
            gaps.push(gap_of("cloudformation:DetectStackDrift", &error));
        }
    }
    summed(gaps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cloudformation::{CloudFormation, stack},
        wire::{Wire, found, refused, scope},
    };
    use pantheon_core::collect::{Collector, GapReason};

    const ID: &str = "arn:aws:cloudformation:eu-west-1:111111111111:stack/shop/50d6f0a0";

    /// From the API reference of `DescribeStacks`.
    const STACKS: &str = r#"<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
        <DescribeStacksResult><Stacks><member>
            <StackName>shop</StackName><StackId>arn:aws:cloudformation:eu-west-1:111111111111:stack/shop/50d6f0a0</StackId>
            <CreationTime>2026-07-27T22:26:28Z</CreationTime><StackStatus>UPDATE_COMPLETE</StackStatus>
            <DriftInformation><StackDriftStatus>DRIFTED</StackDriftStatus>
                <LastCheckTimestamp>2026-11-20T01:00:00Z</LastCheckTimestamp></DriftInformation>
        </member></Stacks></DescribeStacksResult>
    </DescribeStacksResponse>"#;

    /// From the API reference of `ListStackResources`.
    const NO_RESOURCES: &str = r#"<ListStackResourcesResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
        <ListStackResourcesResult><StackResourceSummaries/></ListStackResourcesResult></ListStackResourcesResponse>"#;

    /// From the API reference of `DescribeStackResourceDrifts`.
    const DRIFTS: &str = r#"<DescribeStackResourceDriftsResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
        <DescribeStackResourceDriftsResult><StackResourceDrifts><member>
            <StackId>arn:aws:cloudformation:eu-west-1:111111111111:stack/shop/50d6f0a0</StackId>
            <LogicalResourceId>Queue</LogicalResourceId><PhysicalResourceId>https://sqs/jobs</PhysicalResourceId>
            <ResourceType>AWS::SQS::Queue</ResourceType><StackResourceDriftStatus>MODIFIED</StackResourceDriftStatus>
            <ExpectedProperties>{"DelaySeconds":120}</ExpectedProperties>
            <ActualProperties>{"DelaySeconds":"hunter2"}</ActualProperties>
            <PropertyDifferences><member><PropertyPath>/DelaySeconds</PropertyPath><ExpectedValue>120</ExpectedValue>
                <ActualValue>hunter2</ActualValue><DifferenceType>NOT_EQUAL</DifferenceType></member></PropertyDifferences>
            <Timestamp>2026-11-20T01:00:00Z</Timestamp>
        </member></StackResourceDrifts></DescribeStackResourceDriftsResult>
    </DescribeStackResourceDriftsResponse>"#;

    fn checked() -> Wire {
        Wire::default().on(&["Action=DescribeStacks"], 200, STACKS).on(
            &["Action=ListStackResources"],
            200,
            NO_RESOURCES,
        )
    }

    #[tokio::test]
    async fn keeps_what_differs_and_never_how() {
        let wire = checked().on(&["Action=DescribeStackResourceDrifts", "shop%2F50d6f0a0"], 200, DRIFTS);

        let listing = stack::list(&Client::new(&wire.session()), &scope("cloudformation")).await;

        let properties = &found(&listing)[0]["properties"];
        assert_eq!(properties["DriftCheckedAt"], "2026-11-20T01:00:00Z");
        assert_eq!(
            properties["StackResourceDrifts"],
            json!([{
                "LogicalResourceId": "Queue", "PhysicalResourceId": "https://sqs/jobs",
                "PropertyDifferences": [{"DifferenceType": "NOT_EQUAL", "PropertyPath": "/DelaySeconds"}],
                "ResourceType": "AWS::SQS::Queue", "StackResourceDriftStatus": "MODIFIED",
            }])
        );
        assert!(!properties.to_string().contains("hunter2"), "{properties}");
    }

    #[tokio::test]
    async fn keeps_a_stack_whose_drift_it_may_not_read() {
        let wire = checked().on(&["Action=DescribeStackResourceDrifts"], 403, refused("AccessDenied"));

        let listing = stack::list(&Client::new(&wire.session()), &scope("cloudformation")).await;

        assert_eq!(listing.found[0].properties["Unread"], json!(["StackResourceDrifts"]));
        assert_eq!(listing.gaps[0].reason, GapReason::Denied);
    }

    #[tokio::test]
    async fn says_which_comparison_was_refused() {
        let wire = Wire::default().on(&["Action=DetectStackDrift"], 403, refused("AccessDenied"));
        let stacks = [ID.to_owned(), ID.to_owned()];

        let gaps =
            CloudFormation(&wire).detect_drift(&pantheon_testing::tenant(), &scope("cloudformation"), &stacks).await;

        assert_eq!((wire.requests().len(), gaps.len(), gaps[0].reason), (2, 1, GapReason::Denied));
        assert_eq!(gaps[0].operation, "cloudformation:DetectStackDrift");
    }

    #[tokio::test]
    async fn reads_stacks_by_their_identifiers_and_none_that_is_gone() {
        let deleted = STACKS.replace("UPDATE_COMPLETE", "DELETE_COMPLETE");
        let wire = Wire::default()
            .on(&["Action=DescribeStacks", "StackName=gone"], 200, deleted)
            .on(&["Action=DescribeStacks", "StackName=unknown"], 400, refused("ValidationError"))
            .on(&["Action=DescribeStacks"], 200, STACKS)
            .on(&["Action=ListStackResources"], 200, NO_RESOURCES)
            .on(&["Action=DescribeStackResourceDrifts"], 200, DRIFTS);
        let names = ["gone", "unknown", ID].map(ToOwned::to_owned);

        let listing = stack::named(&Client::new(&wire.session()), &scope("cloudformation"), &names).await;

        assert_eq!(found(&listing).as_array().map(Vec::len), Some(1));
    }
}

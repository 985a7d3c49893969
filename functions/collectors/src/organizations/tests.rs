//! An organization as a whole: its tree, its policies, and what becomes of refusals.

use super::*;
use crate::wire::{Wire, found, scope};
use chrono::DateTime;
use pantheon_core::collect::GapReason;
use serde_json::json;

/// From the API reference of `DescribeOrganization`.
const ORGANIZATION: &str = r#"{"Organization": {
    "Id": "o-exampleorgid", "Arn": "arn:aws:organizations::111111111111:organization/o-exampleorgid",
    "FeatureSet": "ALL", "MasterAccountId": "111111111111", "MasterAccountEmail": "zeus@olympus.example",
    "MasterAccountArn": "arn:aws:organizations::111111111111:account/o-exampleorgid/111111111111"}}"#;

/// From the API reference of `ListRoots`.
const ROOTS: &str = r#"{"Roots": [{"Id": "r-ab12", "Name": "Root",
    "Arn": "arn:aws:organizations::111111111111:root/o-exampleorgid/r-ab12",
    "PolicyTypes": [{"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"}]}]}"#;

/// From the API reference of `ListOrganizationalUnitsForParent`, in two pages.
const FIRST: &str = r#"{"OrganizationalUnits": [{"Id": "ou-ab12-aaaaaaaa", "Name": "Workloads",
    "Arn": "arn:aws:organizations::111111111111:ou/o-exampleorgid/ou-ab12-aaaaaaaa"}], "NextToken": "more"}"#;
const LAST: &str = r#"{"OrganizationalUnits": [{"Id": "ou-ab12-bbbbbbbb", "Name": "Security",
    "Arn": "arn:aws:organizations::111111111111:ou/o-exampleorgid/ou-ab12-bbbbbbbb"}]}"#;
const BELOW: &str = r#"{"OrganizationalUnits": [{"Id": "ou-ab12-cccccccc", "Name": "Production",
    "Arn": "arn:aws:organizations::111111111111:ou/o-exampleorgid/ou-ab12-cccccccc"}]}"#;

/// From the API references of `ListPolicies`, `DescribePolicy` and `ListTargetsForPolicy`.
const POLICIES: &str = r#"{"Policies": [
    {"Id": "p-FullAWSAccess", "Arn": "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess",
     "Name": "FullAWSAccess", "Type": "SERVICE_CONTROL_POLICY", "AwsManaged": true},
    {"Id": "p-stay1234", "Arn": "arn:aws:organizations::111111111111:policy/o-exampleorgid/service_control_policy/p-stay1234",
     "Name": "stay", "Description": "nobody leaves", "Type": "SERVICE_CONTROL_POLICY", "AwsManaged": false}]}"#;
const POLICY: &str = r#"{"Policy": {"PolicySummary": {"Id": "p-stay1234"},
    "Content": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"organizations:LeaveOrganization\"}]}"}}"#;
const TARGETS: &str = r#"{"Targets": [
    {"TargetId": "r-ab12", "Name": "Root", "Type": "ROOT"},
    {"TargetId": "ou-ab12-cccccccc", "Name": "Production", "Type": "ORGANIZATIONAL_UNIT"},
    {"TargetId": "222222222222", "Name": "production", "Type": "ACCOUNT"}]}"#;

fn tree() -> Wire {
    Wire::default()
        .on(&["DescribeOrganization "], 200, ORGANIZATION)
        .on(&["ListRoots"], 200, ROOTS)
        .on(&["ListOrganizationalUnitsForParent", "r-ab12", "more"], 200, LAST)
        .on(&["ListOrganizationalUnitsForParent", "r-ab12"], 200, FIRST)
        .on(&["ListOrganizationalUnitsForParent", "ou-ab12-aaaaaaaa"], 200, BELOW)
        .on(&["ListOrganizationalUnitsForParent"], 200, r#"{"OrganizationalUnits": []}"#)
        .on(&["ListTagsForResource"], 200, r#"{"Tags": [{"Key": "env", "Value": "prod"}]}"#)
}

fn policies() -> Wire {
    Wire::default()
        .on(&["ListPolicies", "SERVICE_CONTROL_POLICY"], 200, POLICIES)
        .on(&["DescribePolicy", "p-stay1234"], 200, POLICY)
        .on(&["ListTargetsForPolicy"], 200, TARGETS)
}

async fn collect(wire: &Wire) -> Vec<Listing> {
    let tenant = TenantId::generate(DateTime::UNIX_EPOCH);
    Organizations(wire).collect(&tenant, &scope("organizations"), Duration::from_mins(1)).await
}

#[tokio::test]
async fn documents_the_organization_and_its_units() {
    let listings = collect(&policies().merged_after(&tree())).await;

    assert_eq!(
        found(&listings[0]),
        json!([{
            "resource_type": "AWS::Organizations::Organization",
            "region": "global",
            "native_id": "o-exampleorgid",
            "arn": "arn:aws:organizations::111111111111:organization/o-exampleorgid",
            "name": null,
            "state": "active",
            "native_state": null,
            "dependencies": [],
            "tags": {},
            "created_at": null,
            "properties": {
                "FeatureSet": "ALL",
                "ManagementAccountArn": "arn:aws:organizations::111111111111:account/o-exampleorgid/111111111111",
                "ManagementAccountId": "111111111111",
                "PolicyTypes": [{"Status": "ENABLED", "Type": "SERVICE_CONTROL_POLICY"}],
                "RootId": "r-ab12",
            },
        }])
    );
    let units = found(&listings[1]);
    let needs: Vec<_> = units.as_array().unwrap().iter().map(|unit| (&unit["name"], &unit["dependencies"])).collect();
    assert_eq!(
        needs,
        [
            (&json!("Workloads"), &json!(["111111111111:global:AWS.Organizations.Organization:o-exampleorgid"])),
            (&json!("Security"), &json!(["111111111111:global:AWS.Organizations.Organization:o-exampleorgid"])),
            (
                &json!("Production"),
                &json!(["111111111111:global:AWS.Organizations.OrganizationalUnit:ou-ab12-aaaaaaaa"])
            ),
        ]
    );
    assert_eq!(units[2]["tags"], json!({"env": "prod"}));
    assert_eq!(units[2]["properties"], json!({"Name": "Production", "ParentId": "ou-ab12-aaaaaaaa"}));
}

#[tokio::test]
async fn documents_policies_with_whom_they_bind() {
    let listings = collect(&policies().merged_after(&tree())).await;

    assert_eq!(
        found(&listings[2]),
        json!([{
            "resource_type": "AWS::Organizations::Policy",
            "region": "global",
            "native_id": "p-stay1234",
            "arn": "arn:aws:organizations::111111111111:policy/o-exampleorgid/service_control_policy/p-stay1234",
            "name": "stay",
            "state": "active",
            "native_state": null,
            "dependencies": [
                "111111111111:global:AWS.Organizations.Account:222222222222",
                "111111111111:global:AWS.Organizations.Organization:o-exampleorgid",
                "111111111111:global:AWS.Organizations.OrganizationalUnit:ou-ab12-cccccccc",
            ],
            "tags": {"env": "prod"},
            "created_at": null,
            "properties": {
                "Content": {
                    "Version": "2012-10-17",
                    "Statement": [{"Effect": "Deny", "Action": "organizations:LeaveOrganization"}],
                },
                "Description": "nobody leaves",
                "Name": "stay",
                "TargetIds": ["222222222222", "ou-ab12-cccccccc", "r-ab12"],
                "Type": "SERVICE_CONTROL_POLICY",
            },
        }])
    );
}

#[tokio::test]
async fn finds_nothing_in_an_account_without_an_organization() {
    let none = r#"{"__type": "AWSOrganizationsNotInUseException", "Message": "Your account is not a member"}"#;

    let listings = collect(&Wire::default().on(&["DescribeOrganization"], 400, none)).await;

    assert!(listings.iter().all(|listing| listing.found.is_empty() && listing.gaps.is_empty()));
}

#[tokio::test]
async fn a_tree_that_was_not_seen_whole_hides_every_type() {
    let denied = r#"{"__type": "AccessDeniedException", "Message": "no"}"#;
    let wire = Wire::default().on(&["ListOrganizationalUnitsForParent", "ou-ab12-aaaaaaaa"], 400, denied).on(
        &["ListPolicies"],
        200,
        r#"{"Policies": []}"#,
    );

    let listings = collect(&tree().merged_after(&wire)).await;

    assert_eq!(listings.iter().map(|listing| listing.found.len()).collect::<Vec<_>>(), [1, 2, 0]);
    assert!(listings.iter().all(|listing| listing.gaps.len() == 1 && listing.gaps[0].reason == GapReason::Denied));
}

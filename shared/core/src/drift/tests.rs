//! What a stack says about what it made.

use super::*;
use crate::resource::{Resource, ResourceId};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const ARN: &str = "arn:aws:cloudformation:eu-west-1:111111111111:stack/shop/50d6f0a0";

fn resource(region: &str, resource_type: &str, native_id: &str, properties: Value) -> Resource {
    let found = crate::collect::Found {
        resource_type: resource_type.parse().unwrap(),
        region: region.parse().unwrap(),
        native_id: native_id.to_owned(),
        arn: None,
        name: Some(native_id.to_owned()),
        state: ResourceState::Active,
        native_state: None,
        dependencies: Vec::new(),
        tags: BTreeMap::new(),
        created_at: None,
        properties,
    };
    Resource::of(&"111111111111".parse().unwrap(), found, DateTime::UNIX_EPOCH)
}

#[expect(clippy::needless_pass_by_value, reason = "cases read better without references")]
fn stack(status: &str, drifts: Value) -> Resource {
    let made = |logical: &str, kind: &str, physical: &str| json!({"LogicalResourceId": logical, "ResourceType": kind, "PhysicalResourceId": physical});
    resource(
        "eu-west-1",
        "AWS::CloudFormation::Stack",
        ARN,
        json!({
            "DriftStatus": status,
            "DriftCheckedAt": "2026-11-20T00:00:00Z",
            "Resources": [made("Orders", "AWS::DynamoDB::Table", "orders"), made("App", "AWS::IAM::Role", "app")],
            "StackResourceDrifts": drifts,
        }),
    )
}

fn checked(logical: &str, status: &str, differences: &[(&str, &str)]) -> Value {
    let differences: Vec<Value> =
        differences.iter().map(|(path, kind)| json!({"PropertyPath": path, "DifferenceType": kind})).collect();
    json!({
        "LogicalResourceId": logical, "ResourceType": "AWS::DynamoDB::Table", "PhysicalResourceId": "orders",
        "StackResourceDriftStatus": status, "PropertyDifferences": differences,
    })
}

fn table() -> Resource {
    resource("eu-west-1", "AWS::DynamoDB::Table", "orders", json!({}))
}

fn tagged(mut resource: Resource) -> Resource {
    resource.tags.insert("aws:cloudformation:stack-id".into(), ARN.into());
    resource.tags.insert("aws:cloudformation:logical-id".into(), "Orders".into());
    resource
}

#[test]
fn says_what_the_stack_found() {
    let drifts = json!([checked("Orders", "MODIFIED", &[("/BillingMode", "NOT_EQUAL")])]);

    let drift = of_resource(&table(), Some(&stack("DRIFTED", drifts)));

    assert_eq!(drift.state, DriftState::Modified);
    assert_eq!(drift.differences, [Difference { path: "/BillingMode".into(), kind: "not_equal".into() }]);
    assert_eq!(drift.stack.unwrap().logical_id.as_deref(), Some("Orders"));
    assert_eq!(drift.checked_at.unwrap().to_rfc3339(), "2026-11-20T00:00:00+00:00");
}

#[test]
fn knows_in_sync_from_never_compared() {
    let state =
        |status: &str| of_resource(&table(), Some(&stack("DRIFTED", json!([checked("Orders", status, &[])])))).state;

    assert_eq!(state("IN_SYNC"), DriftState::InSync);
    assert_eq!(state("DELETED"), DriftState::Deleted);
    assert_eq!(state("NOT_CHECKED"), DriftState::NotChecked);
    assert_eq!(of_resource(&table(), Some(&stack("NOT_CHECKED", json!([])))).state, DriftState::NotChecked);
}

#[test]
fn knows_who_made_it_by_its_tag() {
    let id = stack_of(&tagged(table())).unwrap();
    assert_eq!(
        id.to_string(),
        format!("111111111111:eu-west-1:AWS.CloudFormation.Stack:{}", ARN.replace(':', "~3A").replace('/', "~2F"))
    );

    let unseen = of_resource(&tagged(table()), None);
    assert_eq!((unseen.state, unseen.stack.unwrap().id), (DriftState::NotChecked, id));
    assert_eq!(of_resource(&table(), None).state, DriftState::NotManaged);
    let forged = Resource { tags: [("aws:cloudformation:stack-id".into(), "a:b".into())].into(), ..table() };
    assert_eq!(of_resource(&forged, None).state, DriftState::NotManaged);
}

#[test]
fn a_stack_says_what_of_it_has_drifted() {
    let drifts =
        json!([checked("Orders", "MODIFIED", &[("/BillingMode", "NOT_EQUAL")]), checked("Ok", "IN_SYNC", &[])]);

    let drift = of_resource(&stack("DRIFTED", drifts), None);

    assert_eq!((drift.state, drift.stack), (DriftState::Modified, None));
    assert_eq!(drift.drifted_resources.iter().map(|entry| entry.logical_id.as_str()).collect::<Vec<_>>(), ["Orders"]);
}

#[test]
fn checks_what_was_never_checked_what_changed_and_what_is_stale() {
    let day = |day: i64| "2026-11-20T00:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::days(day);
    let checked = stack("IN_SYNC", json!([]));
    let mut new = checked.clone();
    new.properties["DriftCheckedAt"] = Value::Null;
    let mut nested = new.clone();
    nested.properties["ParentId"] = json!("arn:parent");
    let busy = Resource { state: ResourceState::Updating, ..new.clone() };

    assert_eq!(urgency(&new, None, day(1)), Some(Urgency::NeverChecked));
    assert_eq!(urgency(&checked, None, day(1)), None);
    assert_eq!(urgency(&checked, Some(day(-1)), day(1)), None);
    assert_eq!(urgency(&checked, Some(day(1)), day(2)), Some(Urgency::Changed));
    assert_eq!(urgency(&checked, None, day(8)), Some(Urgency::Stale));
    assert_eq!(urgency(&nested, None, day(8)), None);
    assert_eq!(urgency(&busy, None, day(8)), None);
}

#[test]
fn finds_what_a_stack_made_by_its_identifier_or_its_arn() {
    let shop = stack("IN_SYNC", json!([]));
    let topic = Resource { arn: Some("app".into()), ..resource("global", "AWS::IAM::Role", "other", json!({})) };
    let stranger = ResourceId { native_id: "strange".into(), ..table().id };

    assert_eq!(made(&shop, &table()).unwrap()["LogicalResourceId"], "Orders");
    assert_eq!(made(&shop, &topic).unwrap()["LogicalResourceId"], "App");
    assert!(made(&shop, &Resource { id: stranger, ..table() }).is_none());
}

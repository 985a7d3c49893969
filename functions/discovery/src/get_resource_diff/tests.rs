use super::*;
use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::{
    collect::Found,
    resource::Resource,
    scan::{Inventory, InventoryChange},
};
use pantheon_testing::{
    caller, code,
    discovery::{MemoryDiscovery, found, scope},
    load_request, now, request, stranger, tenant, violations,
};
use proptest::{collection::btree_map, prelude::*};
use serde_json::json;

const ID: &str = "111111111111:eu-west-1:AWS.EC2.Instance:i-0abcdef1234567890";

fn at(minutes: i64) -> DateTime<Utc> {
    now() + TimeDelta::minutes(minutes)
}

fn version(properties: Value, minute: i64) -> ResourceVersion {
    let place = scope("111111111111:eu-west-1:ec2");
    let found = Found { properties, ..found("eu-west-1", "AWS::EC2::Instance", "i-0abcdef1234567890", 1) };
    ResourceVersion::of(Resource::of(&place.account_id, found, at(minute)))
}

/// An instance that was seen with each of these sizes, a minute apart.
async fn seen(sizes: &[&str]) -> MemoryDiscovery {
    let discovery = MemoryDiscovery::default();
    for (minute, size) in (0..).zip(sizes) {
        let write = vec![version(json!({ "InstanceType": size }), minute).resource];
        let change = InventoryChange { write, ..InventoryChange::default() };
        discovery.apply(&tenant(), &scope("111111111111:eu-west-1:ec2"), change, at(minute)).await.unwrap();
    }
    discovery
}

fn asking(queries: &[(&str, &str)]) -> Request {
    let request = request().caller(&[Permission::ResourcesRead]).path("resource_id", ID);
    queries.iter().fold(request, |request, (name, value)| request.query(name, value)).build()
}

fn name(minute: i64) -> String {
    VersionId(at(minute)).to_string()
}

/// The two sizes that are compared.
async fn sizes(discovery: &MemoryDiscovery, queries: &[(&str, &str)]) -> (Value, Value) {
    let diff = handle(discovery, asking(queries)).await.unwrap().body;
    assert_eq!(diff.changes.len(), 1, "{diff:?}");
    (diff.changes[0].before.clone().unwrap(), diff.changes[0].after.clone().unwrap())
}

#[tokio::test]
async fn compares_the_two_newest() {
    let discovery = seen(&["a", "b", "c"]).await;

    let diff = handle(&discovery, asking(&[])).await.unwrap().body;

    let step =
        PatchOperation { op: PatchKind::Replace, path: "/properties/InstanceType".into(), value: Some("c".into()) };
    let change = Change { path: "/properties/InstanceType".into(), before: Some("b".into()), after: Some("c".into()) };
    assert_eq!((diff.from, diff.to), (VersionId(at(1)), VersionId(at(2))));
    assert_eq!((diff.patch, diff.changes), (vec![step], vec![change]));
}

#[tokio::test]
async fn compares_any_two_in_either_direction() {
    let many: Vec<String> = (0..25).map(|number| format!("size-{number:02}")).collect();
    let discovery = seen(&many.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let pair = |from: &str, to: &str| (json!(from), json!(to));

    assert_eq!(sizes(&discovery, &[("from", &name(3)), ("to", &name(20))]).await, pair("size-03", "size-20"));
    assert_eq!(sizes(&discovery, &[("from", &name(20)), ("to", &name(3))]).await, pair("size-20", "size-03"));
    assert_eq!(sizes(&discovery, &[("from", &name(3))]).await, pair("size-03", "size-24"));
    assert_eq!(sizes(&discovery, &[("to", &name(3))]).await, pair("size-02", "size-03"));
}

#[tokio::test]
async fn says_where_the_versions_are_listed() {
    let discovery = seen(&["a"]).await;
    let unknown: [&[(&str, &str)]; 3] = [&[("to", &name(7))], &[("from", &name(7))], &[]];
    for queries in unknown {
        let refused = handle(&discovery, asking(queries)).await.unwrap_err().to_string();
        assert!(refused.contains(&format!("GET /v1/aws/resources/{ID}/history")), "{refused}");
    }
    assert_eq!(code(handle(&discovery, asking(&[])).await), "not_found");
    assert_eq!(violations(handle(&discovery, asking(&[("from", "yesterday")])).await), ["from"]);
    assert_eq!(violations(handle(&discovery, asking(&[("since", &name(0))])).await), ["since"]);
}

#[tokio::test]
async fn reads_its_sample_event() {
    let discovery = seen(&["a", "b"]).await;

    let missing = handle(&discovery, load_request("discovery/get-resource-diff")).await;

    assert_eq!(code(missing), "not_found", "the sample names versions of another day");
}

#[tokio::test]
async fn says_not_found_for_a_stranger() {
    let discovery = seen(&["a", "b"]).await;
    let stranger = pantheon_core::Caller { tenant: stranger(), ..caller(&[Permission::ResourcesRead]) };

    let theirs = request().called_by(&stranger).path("resource_id", ID).build();

    assert_eq!(code(handle(&discovery, theirs).await), "not_found");
}

fn properties() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        (0_u8..3).prop_map(Value::from),
        prop::collection::vec(0_u8..3, 0..4).prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        btree_map("[ab/~]{0,2}", inner, 0..4).prop_map(|members| Value::Object(members.into_iter().collect()))
    })
}

proptest! {
    #[test]
    fn the_patch_turns_one_document_into_the_other(before in properties(), after in properties()) {
        let (from, to) = (version(before, 0), version(after, 1));
        let diff = serde_json::to_value(ResourceDiffView::of(ID.parse().unwrap(), &from, &to)).unwrap();
        let patch: json_patch::Patch = serde_json::from_value(diff["patch"].clone()).unwrap();
        let mut document = from.document();

        json_patch::patch(&mut document, &patch).unwrap();

        prop_assert_eq!(document, to.document());
    }
}

//! How the routes show resources.

use super::*;

#[tokio::test]
async fn finds_resources_by_what_is_asked() {
    let discovery = MemoryDiscovery::default();
    let scope = scope("111111111111:eu-west-1:ec2");
    let kept = ["AWS::EC2::Volume", "AWS::EC2::Instance"]
        .map(|resource_type| resource(&scope.account_id, found("eu-west-1", resource_type, "x-1", 1)));
    discovery.apply(&tenant(), &scope, first_change(kept.to_vec()), now()).await.unwrap();
    let ask = |name: &str, value: &str| request().caller(&[Permission::ResourcesRead]).query(name, value).build();

    let all = list(&discovery, ask("sort", "-resource_type")).await.unwrap().body;
    let types: Vec<_> = all.items.iter().map(|found| found.resource_type.as_str()).collect();
    assert_eq!(types, ["AWS::EC2::Volume", "AWS::EC2::Instance"]);
    let one = list(&discovery, load_request("discovery/list-resources")).await.unwrap();
    assert_eq!(one.body.items.len(), 1);
    for (name, value) in [("state", "gone"), ("sort", "size"), ("region", "mars"), ("owner_agent", "Nero"), ("x", "y")]
    {
        assert_eq!(violations(list(&discovery, ask(name, value)).await), [name]);
    }
}

#[tokio::test]
async fn shows_a_resource_by_the_identifier_that_lists_give() {
    let discovery = MemoryDiscovery::default();
    let scope = scope("111111111111:eu-west-1:ec2");
    let kept = resource(&scope.account_id, found("eu-west-1", "AWS::EC2::Instance", "i-0abcdef1234567890", 1));
    discovery.apply(&tenant(), &scope, first_change(vec![kept]), now()).await.unwrap();

    let shown =
        get_resource::handle(&discovery, &discovery, load_request("discovery/get-resource")).await.unwrap().body;

    assert_eq!((shown.resource.native_id.as_str(), shown.drift), ("i-0abcdef1234567890", None));
    let unknown = request().caller(&[Permission::ResourcesRead]).path("resource_id", "../x").build();
    assert_eq!(code(get_resource::handle(&discovery, &discovery, unknown).await), "not_found");
}

#[tokio::test]
async fn says_of_a_resource_in_a_line_whether_it_has_drifted() {
    let discovery = MemoryDiscovery::default();
    let arn = "arn:aws:cloudformation:eu-west-1:111111111111:stack/shop/50d6f0a0";
    let mut made = found("eu-west-1", "AWS::EC2::Instance", "i-0abcdef1234567890", 1);
    made.tags = [("aws:cloudformation:stack-id", arn), ("aws:cloudformation:logical-id", "Web")]
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .into();
    let mut stack = found("eu-west-1", "AWS::CloudFormation::Stack", arn, 1);
    let drifts = json!([{"LogicalResourceId": "Web", "StackResourceDriftStatus": "DELETED"}]);
    stack.properties = json!({"DriftCheckedAt": now(), "StackResourceDrifts": drifts});
    for (place, found) in [("ec2", made), ("cloudformation", stack)] {
        let scope = scope(&format!("111111111111:eu-west-1:{place}"));
        let change = first_change(vec![resource(&scope.account_id, found)]);
        discovery.apply(&tenant(), &scope, change, now()).await.unwrap();
    }

    let shown =
        get_resource::handle(&discovery, &discovery, load_request("discovery/get-resource")).await.unwrap().body;

    let drift = shown.drift.unwrap();
    assert_eq!((drift.state, drift.checked_at), (pantheon_core::drift::DriftState::Deleted, Some(now())));
    assert_eq!(drift.stack_id.unwrap().native_id, arn);
}

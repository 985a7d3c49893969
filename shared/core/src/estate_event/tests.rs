//! Events as the guides of AWS show them, and where they make us look.

use super::*;
use crate::{
    aws::ResourceType,
    catalog::{COLLECTED_SERVICES, CollectedService},
    freshness::Look,
};
use proptest::prelude::*;

fn event(source: &str, detail_type: &str, detail: &Value) -> Value {
    json!({
        "version": "0", "id": "36eb8523-97d0-4518-b33d-ee3579ff19f0", "detail-type": detail_type,
        "source": format!("aws.{source}"), "account": "111111111111", "time": "2026-11-20T01:02:03Z",
        "region": "eu-west-1", "resources": [], "detail": detail,
    })
}

#[expect(clippy::needless_pass_by_value, reason = "cases read better without references")]
fn call(source: &str, name: &str, request: Value, response: Value) -> Value {
    let detail = json!({
        "eventVersion": "1.11", "eventSource": format!("{source}.amazonaws.com"), "eventName": name,
        "awsRegion": "eu-west-1", "readOnly": false, "recipientAccountId": "999999999999",
        "userIdentity": {"type": "AssumedRole", "accountId": "999999999999"},
        "requestParameters": request, "responseElements": response,
    });
    event(source, CALL, &detail)
}

fn read(event: &Value) -> EstateEvent {
    serde_json::from_value(event.clone()).unwrap()
}

/// What an event makes us look at: `region/type/names`, or `region/service`.
fn looked_at(event: &Value) -> Vec<String> {
    let looks = looks(&read(event));
    let text = |look: &Look| {
        let Look { scope, resource_type, native_ids } = look;
        let kind = resource_type.as_ref().map_or(scope.service.as_str(), ResourceType::as_str);
        let names: Vec<&str> = native_ids.iter().map(String::as_str).collect();
        format!("{}/{kind}/{}", scope.region, names.join(","))
    };
    looks.iter().map(text).collect()
}

#[test]
fn reads_what_eventbridge_delivers() {
    let event = read(&call("ec2", "StopInstances", json!({}), Value::Null));

    assert_eq!(event.account_id.as_str(), "111111111111", "whoever made the call lives elsewhere");
    assert_eq!(event.cause().name, "ec2: StopInstances");
    assert_eq!(event.at.to_rfc3339(), "2026-11-20T01:02:03+00:00");
}

#[test]
fn refuses_what_no_service_of_aws_has_sent() {
    let whole = call("ec2", "StopInstances", json!({}), Value::Null);
    let without = |field: &str| {
        let mut event = whole.clone();
        event.as_object_mut().unwrap().remove(field);
        event
    };
    let with = |field: &str, value: Value| {
        let mut event = whole.clone();
        event[field] = value;
        event
    };
    let wrong = [
        without("id"),
        without("account"),
        without("time"),
        without("detail"),
        with("account", json!("1111")),
        with("region", json!("nowhere")),
        with("source", json!("pantheon")),
        with("detail", json!("text")),
        with("detail", json!({"requestParameters": {}})),
    ];
    for event in wrong {
        assert!(serde_json::from_value::<EstateEvent>(event.clone()).is_err(), "{event}");
    }
}

#[test]
fn looks_at_what_a_call_has_changed() {
    let items =
        |field: &str, ids: &[&str]| json!({"items": ids.iter().map(|id| json!({field: id})).collect::<Vec<_>>()});
    let role = json!({"roleName": "app", "policyArn": "arn:aws:iam::111111111111:policy/mine"});
    let launched = json!({"instancesSet": {"items": [
        {"instanceId": "i-1", "networkInterfaceSet": {"items": [{"networkInterfaceId": "eni-1"}]}},
        {"instanceId": "i-2", "networkInterfaceSet": {"items": []}},
    ]}});
    let cases = [
        (
            call("ec2", "RunInstances", json!({"instancesSet": {"items": [{"imageId": "ami-1"}]}}), launched),
            vec![
                "eu-west-1/AWS::EC2::Instance/i-1,i-2",
                "eu-west-1/AWS::EC2::NetworkInterface/eni-1",
                "eu-west-1/AWS::EC2::Volume/",
            ],
        ),
        (
            call("ec2", "StopInstances", json!({"instancesSet": items("instanceId", &["i-1"])}), Value::Null),
            vec!["eu-west-1/AWS::EC2::Instance/i-1"],
        ),
        (
            call("ec2", "AuthorizeSecurityGroupIngress", json!({"groupId": "sg-1", "ipPermissions": {}}), Value::Null),
            vec!["eu-west-1/AWS::EC2::SecurityGroup/sg-1"],
        ),
        (
            call(
                "ec2",
                "CreateTags",
                json!({"resourcesSet": items("resourceId", &["i-1", "vol-1", "vol-2"])}),
                Value::Null,
            ),
            vec!["eu-west-1/AWS::EC2::Instance/i-1", "eu-west-1/AWS::EC2::Volume/vol-1,vol-2"],
        ),
        (
            call(
                "ec2",
                "CreateNatGateway",
                json!({}),
                json!({"CreateNatGatewayResponse": {"natGateway": {"natGatewayId": "nat-1"}}}),
            ),
            vec![
                "eu-west-1/AWS::EC2::NatGateway/nat-1",
                "eu-west-1/AWS::EC2::NetworkInterface/",
                "eu-west-1/AWS::EC2::EIP/",
            ],
        ),
        (
            call("s3", "PutBucketPolicy", json!({"bucketName": "logs", "bucketPolicy": {}}), Value::Null),
            vec!["global/AWS::S3::Bucket/logs"],
        ),
        (
            call(
                "lambda",
                "UpdateFunctionConfiguration20150331v2",
                json!({"functionName": "arn:aws:lambda:eu-west-1:111111111111:function:f"}),
                Value::Null,
            ),
            vec!["eu-west-1/AWS::Lambda::Function/f"],
        ),
        (
            call("rds", "ModifyDBInstance", json!({"dBInstanceIdentifier": "orders"}), Value::Null),
            vec!["eu-west-1/AWS::RDS::DBInstance/orders"],
        ),
        (
            call(
                "dynamodb",
                "UpdateTable",
                json!({"tableName": "arn:aws:dynamodb:eu-west-1:111111111111:table/orders"}),
                Value::Null,
            ),
            vec!["eu-west-1/AWS::DynamoDB::Table/orders"],
        ),
        (
            call("iam", "AttachRolePolicy", role, Value::Null),
            vec!["global/AWS::IAM::Role/app", "global/AWS::IAM::ManagedPolicy/arn:aws:iam::111111111111:policy/mine"],
        ),
        (
            call("sqs", "SetQueueAttributes", json!({"queueUrl": "https://sqs/111111111111/jobs"}), Value::Null),
            vec!["eu-west-1/AWS::SQS::Queue/"],
        ),
        (
            call(
                "cloudformation",
                "CreateStack",
                json!({"stackName": "shop"}),
                json!({"stackId": "arn:aws:cloudformation:x"}),
            ),
            vec!["eu-west-1/AWS::CloudFormation::Stack/arn:aws:cloudformation:x"],
        ),
    ];
    for (event, expected) in cases {
        assert_eq!(looked_at(&event), expected, "{}", event["detail"]["eventName"]);
    }
}

#[test]
fn looks_at_what_has_changed_its_state() {
    let state = |state: &str| {
        event("ec2", "EC2 Instance State-change Notification", &json!({"instance-id": "i-1", "state": state}))
    };
    let mut volume = event("ec2", "EBS Volume Notification", &json!({"result": "available", "event": "createVolume"}));
    volume["resources"] = json!(["arn:aws:ec2:eu-west-1:111111111111:volume/vol-01234567"]);
    let database =
        event("rds", "RDS DB Instance Event", &json!({"SourceIdentifier": "orders", "EventID": "RDS-EVENT-0087"}));
    let stack = event("cloudformation", "CloudFormation Drift Detection Status Change", &json!({"stack-id": "arn:x"}));

    assert_eq!(looked_at(&state("stopped")), ["eu-west-1/AWS::EC2::Instance/i-1"]);
    assert_eq!(looked_at(&state("terminated")).len(), 3, "disks and interfaces may be gone as well");
    assert_eq!(looked_at(&volume), ["eu-west-1/AWS::EC2::Volume/vol-01234567"]);
    assert_eq!(looked_at(&database), ["eu-west-1/AWS::RDS::DBInstance/orders"]);
    assert_eq!(looked_at(&stack), ["eu-west-1/AWS::CloudFormation::Stack/arn:x"]);
    assert_eq!(looked_at(&event("ec2", "EC2 Spot Instance Interruption Warning", &json!({}))), [""; 0]);
}

#[test]
fn a_refused_call_changes_nothing() {
    let mut event =
        call("ec2", "StopInstances", json!({"instancesSet": {"items": [{"instanceId": "i-1"}]}}), Value::Null);
    event["detail"]["errorCode"] = json!("Client.UnauthorizedOperation");

    assert_eq!(looked_at(&event), [""; 0]);
}

#[test]
fn guesses_the_smallest_thing_that_a_call_may_have_changed() {
    let guess = |source: &str, name: &str| looked_at(&call(source, name, json!({}), Value::Null));

    assert_eq!(guess("ec2", "ModifyVpcPeeringConnectionOptions"), ["eu-west-1/AWS::EC2::VPC/"]);
    assert_eq!(guess("rds", "ApplyPendingMaintenanceAction"), ["eu-west-1/rds/"]);
    assert_eq!(guess("ecr", "CreateRepository"), ["eu-west-1/AWS::ECR::Repository/"]);
    assert_eq!(
        guess("ec2", "StopInstances"),
        ["eu-west-1/AWS::EC2::Instance/"],
        "the call is known, its words are not"
    );
    assert_eq!(guess("route53", "ChangeResourceRecordSets"), ["global/AWS::Route53::RecordSet/"]);
    assert_eq!(guess("kms", "CreateGrant"), [""; 0], "that is what AWS does all the time");
    assert_eq!(guess("braket", "CreateJob"), [""; 0], "nobody collects that");
}

#[test]
fn knows_the_generations_of_load_balancers_apart() {
    let guess = |version: &str| {
        let mut event = call("elasticloadbalancing", "DeleteLoadBalancer", json!({}), Value::Null);
        event["detail"]["apiVersion"] = json!(version);
        looked_at(&event)
    };

    assert_eq!(guess("2015-12-01"), ["eu-west-1/AWS::ElasticLoadBalancingV2::LoadBalancer/"]);
    assert_eq!(guess("2012-06-01"), ["eu-west-1/AWS::ElasticLoadBalancing::LoadBalancer/"]);
}

#[test]
fn the_table_speaks_of_what_is_collected() {
    for effect in table::all_effects() {
        let resource_type: ResourceType = effect.resource_type.into();
        let read_by = CollectedService::of_type(&resource_type);
        assert!(read_by.types.contains(&effect.resource_type), "nobody collects {resource_type}");
    }
    for calls in table::all() {
        assert!(table::SERVICES.iter().any(|(source, _)| *source == calls.source), "{}", calls.source);
    }
    for (source, kind) in table::kinds_of_change() {
        assert!(table::SERVICES.iter().any(|(known, _)| *known == source), "{kind}");
    }
}

#[test]
fn every_collected_service_has_a_source_of_events() {
    let missing: Vec<&str> = COLLECTED_SERVICES
        .iter()
        .map(|service| service.name)
        .filter(|name| table::SERVICES.iter().all(|(_, service)| service != name))
        .collect();

    assert_eq!(missing, [crate::catalog::CLOUD_CONTROL]);
}

#[test]
fn no_call_stands_in_the_table_twice() {
    let all: Vec<(&str, &str)> =
        table::all().flat_map(|calls| calls.names.iter().map(|name| (calls.source, *name))).collect();
    for (source, name) in &all {
        let fitting = all.iter().filter(|(other, pattern)| {
            let fits = pattern.strip_suffix('*').map_or(pattern == name, |beginning| name.starts_with(beginning));
            other == source && fits
        });
        assert_eq!(fitting.count(), 1, "{source}: {name}");
    }
}

/// Any JSON that may stand where an event says something.
fn said() -> impl Strategy<Value = Value> {
    let leaf =
        prop_oneof![Just(Value::Null), any::<bool>().prop_map(Value::from), "[a-z0-9:/-]{0,12}".prop_map(Value::from),];
    let fields =
        prop::sample::select(vec!["instancesSet", "items", "instanceId", "bucketName", "resourcesSet", "roleName"]);
    leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(fields.clone(), inner, 0..4).prop_map(|entries| json!(entries)),
        ]
    })
}

proptest! {
    #[test]
    fn stays_in_the_account_of_the_event_whatever_is_said(
        source in prop::sample::select(table::SERVICES.iter().map(|(source, _)| *source).collect::<Vec<_>>()),
        name in prop_oneof![
            "[A-Z][a-zA-Z0-9]{2,20}",
            prop::sample::select(table::all().flat_map(|calls| calls.names).map(|name| name.trim_end_matches('*').to_owned()).collect::<Vec<_>>()),
        ],
        request in said(),
        response in said(),
    ) {
        let event = read(&call(source, &name, request, response));
        for look in looks(&event) {
            prop_assert_eq!(&look.scope.account_id, &event.account_id);
            prop_assert!(look.scope.region == event.region || look.scope.region.is_global());
            let service = CollectedService::named(look.scope.service.as_str()).unwrap();
            if let Some(resource_type) = &look.resource_type {
                prop_assert!(service.types.iter().any(|name| name.as_str() == resource_type.as_str()));
            }
        }
    }
}

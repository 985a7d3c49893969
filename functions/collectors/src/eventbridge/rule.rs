//! Rules of every bus, from `ListRules`, `ListTargetsByRule` and `ListTagsForResource`.
//!
//! What a target is given may hold secrets, so only the paths that it is taken from are kept.

use super::{GONE, buses, event_bus, read_tags};
use crate::{
    arn,
    document::{Document, json_text, sorted},
    listing::{list_each, read_by_token},
};
use aws_sdk_eventbridge::{
    Client,
    types::{EventBus, Rule, RuleState, Target},
};
use pantheon_core::{
    aws::TypeName,
    collect::{Gap, Listing, Scope},
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::Events::Rule");

const OPERATION: &str = "events:ListRules";
const DEFAULT_BUS: &str = "default";
const SUBNET: TypeName = TypeName::new("AWS::EC2::Subnet");
const SECURITY_GROUP: TypeName = TypeName::new("AWS::EC2::SecurityGroup");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let (buses, gap) = buses(client).await;
    let mut rules = Vec::new();
    let mut gaps: Vec<Gap> = gap.into_iter().collect();
    for bus in &buses {
        let (found, gap) = rules_of(client, bus).await;
        rules.extend(found);
        gaps.extend(gap);
    }
    let mut listing = list_each(TYPE, OPERATION, (rules, None), |rule| read(client, scope, rule)).await;
    listing.gaps.extend(crate::listing::summed(gaps));
    listing
}

async fn rules_of(client: &Client, bus: &EventBus) -> (Vec<Rule>, Option<Gap>) {
    let page = |token| async move {
        let request = client.list_rules().set_event_bus_name(bus.name.clone()).set_next_token(token);
        request.send().await.map(|answer| (answer.rules, answer.next_token))
    };
    read_by_token(OPERATION, GONE, page).await
}

async fn read(client: &Client, scope: &Scope, rule: Rule) -> Option<Document> {
    let (name, arn) = (rule.name()?, rule.arn()?);
    let bus = rule.event_bus_name().unwrap_or(DEFAULT_BUS);
    let page = |token| async move {
        let request = client.list_targets_by_rule().rule(name).event_bus_name(bus).set_next_token(token);
        request.send().await.map(|answer| (answer.targets, answer.next_token))
    };
    let (targets, gap) = read_by_token("events:ListTargetsByRule", GONE, page).await;
    let mut document = document(scope, (bus, name), &rule, &targets);
    if let Some(gap) = gap {
        document.unread("Targets", gap);
    }
    Some(read_tags(client, arn, document).await)
}

fn document(scope: &Scope, (bus, name): (&str, &str), rule: &Rule, targets: &[Target]) -> Document {
    // So CloudFormation names a rule, which is unique only in its bus.
    let id = if bus == DEFAULT_BUS { name.to_owned() } else { format!("{bus}|{name}") };
    let networks = targets.iter().filter_map(|target| target.ecs_parameters()?.network_configuration());
    let networks: Vec<_> = networks.filter_map(|network| network.awsvpc_configuration()).collect();
    Document::new(TYPE, scope, &id)
        .arn(rule.arn())
        .name(Some(name))
        .needs_here(event_bus::TYPE, [bus])
        .needs(rule.role_arn().and_then(arn::resource))
        .needs(targets.iter().flat_map(arns).filter_map(arn::resource))
        .needs_here(SUBNET, networks.iter().flat_map(|network| network.subnets()).map(String::as_str))
        .needs_here(SECURITY_GROUP, networks.iter().flat_map(|network| network.security_groups()).map(String::as_str))
        .properties(json!({
            "Description": rule.description(),
            "EventBusName": bus,
            "EventPattern": rule.event_pattern().map(json_text),
            "ManagedBy": rule.managed_by(),
            "Name": name,
            "RoleArn": rule.role_arn(),
            "ScheduleExpression": rule.schedule_expression(),
            "State": rule.state().map(RuleState::as_str),
            "Targets": sorted(targets.iter().map(target)),
        }))
}

/// Returns everything that a target names: what is called, as whom, and where failures go.
fn arns(target: &Target) -> impl Iterator<Item = &str> {
    let dead_letters = target.dead_letter_config().and_then(|config| config.arn());
    let tasks = target.ecs_parameters().map(|ecs| ecs.task_definition_arn());
    [Some(target.arn()), target.role_arn(), dead_letters, tasks].into_iter().flatten()
}

fn target(target: &Target) -> Value {
    let paths = target.input_transformer().and_then(|transformer| transformer.input_paths_map());
    json!({
        "Arn": target.arn(),
        "DeadLetterConfig": {"Arn": target.dead_letter_config().and_then(|config| config.arn())},
        "EcsParameters": target.ecs_parameters().map(|ecs| json!({
            "LaunchType": ecs.launch_type().map(|kind| kind.as_str()),
            "TaskCount": ecs.task_count(),
            "TaskDefinitionArn": ecs.task_definition_arn(),
        })),
        "Id": target.id(),
        "InputPath": target.input_path(),
        "InputTransformer": {"InputPathsMap": paths},
        "RetryPolicy": target.retry_policy().map(|policy| json!({
            "MaximumEventAgeInSeconds": policy.maximum_event_age_in_seconds(),
            "MaximumRetryAttempts": policy.maximum_retry_attempts(),
        })),
        "RoleArn": target.role_arn(),
        "SqsParameters": {
            "MessageGroupId": target.sqs_parameters().and_then(|parameters| parameters.message_group_id()),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};
    use pantheon_core::collect::GapReason;

    /// From the API reference of `ListEventBuses`.
    const BUSES: &str = r#"{"EventBuses": [
        {"Name": "default", "Arn": "arn:aws:events:eu-west-1:111111111111:event-bus/default"},
        {"Name": "orders", "Arn": "arn:aws:events:eu-west-1:111111111111:event-bus/orders"}]}"#;

    /// From the API reference of `ListRules`.
    const RULES: &str = r#"{"Rules": [{
        "Name": "placed", "Arn": "arn:aws:events:eu-west-1:111111111111:rule/orders/placed", "State": "ENABLED",
        "EventBusName": "orders", "EventPattern": "{\"source\":[\"shop\"]}"}]}"#;

    /// From the API reference of `ListTargetsByRule`.
    const TARGETS: &str = r#"{"Targets": [
        {"Id": "2", "Arn": "arn:aws:ecs:eu-west-1:111111111111:cluster/web",
            "RoleArn": "arn:aws:iam::111111111111:role/run-tasks", "Input": "{\"password\":\"hunter2\"}",
            "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:eu-west-1:111111111111:task-definition/ship:3",
                "LaunchType": "FARGATE", "NetworkConfiguration": {"awsvpcConfiguration": {
                    "Subnets": ["subnet-1"], "SecurityGroups": ["sg-1"]}}}},
        {"Id": "1", "Arn": "arn:aws:lambda:eu-west-1:111111111111:function:ship",
            "DeadLetterConfig": {"Arn": "arn:aws:sqs:eu-west-1:111111111111:dead"},
            "RetryPolicy": {"MaximumRetryAttempts": 3, "MaximumEventAgeInSeconds": 3600},
            "InputTransformer": {"InputPathsMap": {"id": "$.detail.id"}, "InputTemplate": "hunter2 <id>"}}]}"#;

    fn wire() -> Wire {
        Wire::default()
            .on(&["AWSEvents.ListEventBuses"], 200, BUSES)
            .on(&["AWSEvents.ListRules", r#""EventBusName":"default""#], 200, r#"{"Rules": []}"#)
            .on(&["AWSEvents.ListRules", r#""NextToken":"two""#], 200, RULES)
            .on(&["AWSEvents.ListRules"], 200, r#"{"Rules": [], "NextToken": "two"}"#)
            .on(&["AWSEvents.ListTagsForResource", "rule/orders/placed"], 200, r#"{"Tags": []}"#)
    }

    #[tokio::test]
    async fn documents_a_rule_without_what_its_targets_are_given() {
        let wire = wire().on(&["AWSEvents.ListTargetsByRule", "placed", "orders"], 200, TARGETS);

        let listing = list(&Client::new(&wire.session()), &scope("eventbridge")).await;

        let task = "arn~3Aaws~3Aecs~3Aeu-west-1~3A111111111111~3Atask-definition~2Fship~3A3";
        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::Events::Rule",
                "region": "eu-west-1",
                "native_id": "orders|placed",
                "arn": "arn:aws:events:eu-west-1:111111111111:rule/orders/placed",
                "name": "placed",
                "state": "active",
                "native_state": null,
                "dependencies": [
                    "111111111111:eu-west-1:AWS.EC2.SecurityGroup:sg-1",
                    "111111111111:eu-west-1:AWS.EC2.Subnet:subnet-1",
                    "111111111111:eu-west-1:AWS.ECS.Cluster:web",
                    format!("111111111111:eu-west-1:AWS.ECS.TaskDefinition:{task}"),
                    "111111111111:eu-west-1:AWS.Events.EventBus:orders",
                    "111111111111:eu-west-1:AWS.Lambda.Function:ship",
                    "111111111111:eu-west-1:AWS.SQS.Queue:dead",
                    "111111111111:global:AWS.IAM.Role:run-tasks",
                ],
                "tags": {},
                "created_at": null,
                "properties": {
                    "EventBusName": "orders",
                    "EventPattern": {"source": ["shop"]},
                    "Name": "placed",
                    "State": "ENABLED",
                    "Targets": [
                        {
                            "Arn": "arn:aws:ecs:eu-west-1:111111111111:cluster/web",
                            "EcsParameters": {
                                "LaunchType": "FARGATE",
                                "TaskDefinitionArn": "arn:aws:ecs:eu-west-1:111111111111:task-definition/ship:3",
                            },
                            "Id": "2",
                            "RoleArn": "arn:aws:iam::111111111111:role/run-tasks",
                        },
                        {
                            "Arn": "arn:aws:lambda:eu-west-1:111111111111:function:ship",
                            "DeadLetterConfig": {"Arn": "arn:aws:sqs:eu-west-1:111111111111:dead"},
                            "Id": "1",
                            "InputTransformer": {"InputPathsMap": {"id": "$.detail.id"}},
                            "RetryPolicy": {"MaximumEventAgeInSeconds": 3600, "MaximumRetryAttempts": 3},
                        },
                    ],
                },
            }])
        );
    }

    #[tokio::test]
    async fn keeps_a_rule_whose_targets_it_may_not_list() {
        let wire = wire().on(&["AWSEvents.ListTargetsByRule"], 400, r#"{"__type": "AccessDeniedException"}"#);

        let listing = list(&Client::new(&wire.session()), &scope("eventbridge")).await;

        assert_eq!(listing.found[0].properties["Unread"], json!(["Targets"]));
        assert_eq!(listing.gaps[0].reason, GapReason::Denied);
    }
}

//! Stacks stay small enough to deploy, and roles small enough to trust.

use crate::{
    repository::expect_none,
    template::{Resource, Template},
};
use anyhow::Result;
use serde_json::Value;

/// CloudFormation takes 500 resources; a stack near that cannot grow in a hurry.
const MOST_RESOURCES: usize = 450;

/// HTTP APIs take 300 integrations, and AWS does not raise that.
const MOST_INTEGRATIONS: usize = 270;

#[test]
fn no_stack_is_near_the_limit_of_resources() -> Result<()> {
    let templates = Template::load_all()?;
    let sizes = templates.values().map(|template| {
        let size: usize = template.resources().into_iter().map(after_transform).sum();
        (template, size)
    });
    let large = sizes.filter(|(_, size)| *size > MOST_RESOURCES);
    expect_none("stacks to split", large.map(|(template, size)| format!("{}: {size} resources", template.path)));
    Ok(())
}

/// Estimates what SAM makes of a resource, on the high side.
fn after_transform(resource: Resource<'_>) -> usize {
    if resource.kind != "AWS::Serverless::Function" {
        return 1;
    }
    let properties = resource.properties;
    let events = properties["Events"].as_object().map_or(0, |events| events.values().map(event_resources).sum());
    let role = usize::from(properties["Role"].is_null());
    let alias = if properties["AutoPublishAlias"].is_null() { 0 } else { 2 };
    let invocation = if properties["EventInvokeConfig"].is_null() { 0 } else { 3 };
    1 + role + events + alias + invocation
}

fn event_resources(event: &Value) -> usize {
    match event["Type"].as_str() {
        Some("SQS" | "DynamoDB" | "Kinesis") => 1,
        _ => 3,
    }
}

#[test]
fn the_api_has_room_for_more_routes() -> Result<()> {
    let templates = Template::load_all()?;
    let integrations: usize =
        templates.values().map(|template| template.of_kind("AWS::ApiGatewayV2::Integration").len()).sum();
    assert!(integrations <= MOST_INTEGRATIONS, "{integrations} integrations; an HTTP API takes 300 for good");
    Ok(())
}

#[test]
fn no_role_may_do_whatever_it_likes() -> Result<()> {
    let mut wrong = Vec::new();
    let mut actions = 0;
    for template in Template::load_all()?.values() {
        for resource in template.resources() {
            for statement in statements(resource.properties) {
                if statement["NotAction"] != Value::Null {
                    wrong.push(format!("{}: {} uses NotAction", template.path, resource.name));
                }
                for action in texts(&statement["Action"]) {
                    actions += 1;
                    if action.contains('*') && statement["Effect"] != "Deny" {
                        wrong.push(format!("{}: {} allows {action}", template.path, resource.name));
                    }
                }
            }
        }
    }
    expect_none("roles that may do too much", wrong);
    assert!(actions > 0, "no template allows anything");
    Ok(())
}

#[test]
fn no_function_takes_a_policy_that_somebody_else_wrote() -> Result<()> {
    let mut wrong = Vec::new();
    for template in Template::load_all()?.values() {
        for function in template.of_kind("AWS::Serverless::Function") {
            let policies = function.properties["Policies"].as_array().into_iter().flatten();
            for policy in policies.filter(|policy| policy["Statement"].is_null()) {
                wrong.push(format!("{}: {} has {policy}", template.path, function.name));
            }
        }
    }
    expect_none("policies to spell out", wrong);
    Ok(())
}

/// Finds every statement of every policy within a value.
fn statements(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(values) => values.iter().flat_map(statements).collect(),
        Value::Object(entries) => entries
            .iter()
            .flat_map(|(name, value)| match value {
                Value::Array(values) if name == "Statement" => values.iter().collect(),
                Value::Object(_) if name == "Statement" => vec![value],
                _ => statements(value),
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(values) => values.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn what_holds_data_outlives_its_stack() -> Result<()> {
    const KEPT: &[&str] = &["AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::SecretsManager::Secret"];
    let mut wrong = Vec::new();
    for template in Template::load_all()?.values() {
        for resource in template.resources().into_iter().filter(|resource| KEPT.contains(&resource.kind)) {
            let whole = &template.document["Resources"][resource.name];
            for policy in ["DeletionPolicy", "UpdateReplacePolicy"] {
                if whole[policy] == Value::Null || whole[policy] == "Delete" {
                    wrong.push(format!("{}: {} lacks {policy}: Retain", template.path, resource.name));
                }
            }
        }
    }
    expect_none("data that a mistake could delete", wrong);
    Ok(())
}

//! The template that watched accounts deploy in every region: it makes the role in one of them, and
//! forwards exactly the events that we understand.

use crate::{
    repository::expect_none,
    template::{Resource, Template, reference},
};
use anyhow::{Context, Result};
use pantheon_core::estate_event::table;
use serde_json::Value;
use std::collections::BTreeSet;

/// How long a pattern may be, as `EventBridge` counts.
const LONGEST_PATTERN: usize = 2_048;

fn template() -> Result<Template> {
    Template::load("infra/member-role.yaml")
}

fn condition(template: &Template, name: &str) -> Value {
    template.document["Resources"][name]["Condition"].clone()
}

#[test]
fn identities_are_made_in_the_home_region_alone() -> Result<()> {
    let template = template()?;
    let made = template.resources().into_iter().filter(|resource| resource.kind.starts_with("AWS::IAM::"));
    let everywhere = made.filter(|resource| {
        let condition = condition(&template, resource.name);
        let conditions = &template.document["Conditions"];
        let names_home = |condition: &Value| condition == "MakesRole" || condition.to_string().contains("MakesRole");
        !names_home(&condition) && !condition.as_str().is_some_and(|name| names_home(&conditions[name]))
    });
    expect_none("identities that every region would make", everywhere.map(|resource| resource.name.to_owned()));
    Ok(())
}

fn rule<'a>(template: &'a Template, name: &str) -> Result<Resource<'a>> {
    template.find("AWS::Events::Rule", name).with_context(|| format!("there is no rule {name}"))
}

fn texts(list: &Value) -> BTreeSet<String> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).map(ToOwned::to_owned).collect()
}

#[test]
fn rules_forward_to_the_bus_of_the_platform_and_nowhere_else() -> Result<()> {
    let template = template()?;
    for rule in template.of_kind("AWS::Events::Rule") {
        let targets = rule.properties["Targets"].as_array().context("a rule has targets")?;
        assert_eq!(targets.len(), 1, "{}", rule.name);
        assert_eq!(reference(&targets[0]["Arn"]), Some("EstateBusArn"), "{}", rule.name);
        assert_eq!(condition(&template, rule.name), "ForwardsEvents", "{}", rule.name);
        let length = rule.properties["EventPattern"].to_string().len();
        assert!(length <= LONGEST_PATTERN, "the pattern of {} has {length} characters", rule.name);
    }
    Ok(())
}

#[test]
fn calls_are_forwarded_of_the_services_that_we_understand() -> Result<()> {
    let template = template()?;
    let pattern = &rule(&template, "CallRule")?.properties["EventPattern"];

    let known: BTreeSet<String> = table::SERVICES.iter().map(|(source, _)| format!("aws.{source}")).collect();
    assert_eq!(texts(&pattern["source"]), known);
    assert_eq!(texts(&pattern["detail-type"]), BTreeSet::from(["AWS API Call via CloudTrail".to_owned()]));
    Ok(())
}

#[test]
fn changes_of_state_are_forwarded_if_we_understand_them() -> Result<()> {
    let template = template()?;
    let pattern = &rule(&template, "ChangeRule")?.properties["EventPattern"];

    let sources: BTreeSet<String> = table::kinds_of_change().map(|(source, _)| format!("aws.{source}")).collect();
    let kinds: BTreeSet<String> = table::kinds_of_change().map(|(_, kind)| kind.to_owned()).collect();
    assert_eq!(texts(&pattern["source"]), sources);
    assert_eq!(texts(&pattern["detail-type"]), kinds);
    Ok(())
}

#[test]
fn the_estate_bus_takes_events_from_nobody_unless_somebody_is_named() -> Result<()> {
    let template = Template::load("infra/events.yaml")?;
    let bus = template.find("AWS::Events::EventBus", "EstateBus").context("there is an estate bus")?;
    let policy = &bus.properties["Policy"]["Fn::If"];

    assert_eq!(policy[0], "HasEstate");
    assert_eq!(policy[2]["Ref"], "AWS::NoValue");
    let open = policy[1]["Statement"].as_array().into_iter().flatten().filter(|statement| {
        let statement = &statement["Fn::If"][1];
        statement["Principal"] == "*" && statement["Condition"]["StringEquals"]["aws:PrincipalOrgID"].is_null()
    });
    expect_none("statements that let everybody in", open.map(ToString::to_string));
    let root = Template::load("template.yaml")?;
    for parameter in ["EstateOrganizationIds", "EstateAccountIds"] {
        assert_eq!(root.document["Parameters"][parameter]["Default"], "", "{parameter}");
    }
    Ok(())
}

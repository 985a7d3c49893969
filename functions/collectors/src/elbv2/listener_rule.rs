//! Rules of listeners, from `DescribeRules`.
//!
//! The default rule of a listener is the listener itself, and is left to it.

use super::{Context, action, read_of_each};
use crate::{
    arn,
    document::{Document, sorted},
    listing::Lister,
    tagged::Tagged,
};
use aws_sdk_elasticloadbalancingv2::types::{Rule, RuleCondition};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::ElasticLoadBalancingV2::ListenerRule");

const OPERATION: &str = "elasticloadbalancing:DescribeRules";

pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    let (listeners, gap) = context.listeners().await;
    // Only application load balancers have rules.
    let arns = listeners.iter().filter_map(|listener| listener.listener_arn.clone());
    let arns = arns.filter(|arn| arn.contains(":listener/app/"));
    let (mut rules, gap) = read_of_each(OPERATION, arns, gap.clone(), |arn| {
        context.client.describe_rules().listener_arn(arn).page_size(400).into_paginator().items().send()
    })
    .await;
    rules.retain(|rule| rule.is_default() != Some(true));

    let tagged = context.tags(rules.iter().filter_map(|rule| rule.rule_arn.clone())).await;
    let mut lister = Lister::new(TYPE);
    lister.take_all(OPERATION, rules.iter().map(|rule| document(scope, &tagged, rule)));
    lister.miss_all(gap);
    lister.done()
}

fn document(scope: &Scope, tagged: &Tagged, rule: &Rule) -> Option<Document> {
    let arn = rule.rule_arn()?;
    let listener = listener_of(arn);
    let document = Document::new(TYPE, scope, arn)
        .arn(Some(arn))
        .needs(listener.as_deref().and_then(arn::resource))
        .needs(action::needed(rule.actions()))
        .properties(json!({
            "Actions": action::actions(rule.actions()),
            "Conditions": sorted(rule.conditions().iter().map(condition)),
            "ListenerArn": listener,
            "Priority": rule.priority(),
        }));
    Some(tagged.put(document, arn))
}

/// A rule's name is that of its listener with one part more.
fn listener_of(arn: &str) -> Option<String> {
    let (listener, _) = arn.rsplit_once('/')?;
    Some(listener.replacen(":listener-rule/", ":listener/", 1))
}

fn condition(condition: &RuleCondition) -> Value {
    let header = condition.http_header_config();
    let queries = condition.query_string_config().into_iter().flat_map(|config| config.values());
    let header_name = header.and_then(|config| config.http_header_name());
    // Rules of the first years tell hosts and paths without saying twice what they are.
    let plain = |field| (condition.field() == Some(field)).then(|| condition.values());
    let hosts = condition.host_header_config().map(|config| config.values()).or_else(|| plain("host-header"));
    let paths = condition.path_pattern_config().map(|config| config.values()).or_else(|| plain("path-pattern"));
    json!({
        "Field": condition.field(),
        // The value that a header must have is sometimes a password between two servers.
        "HttpHeaderConfig": header_name.map(|name| json!({"HttpHeaderName": name})),
        "HostHeaderConfig": hosts.map(|values| json!({"Values": sorted(values)})),
        "HttpRequestMethodConfig":
            condition.http_request_method_config().map(|config| json!({"Values": sorted(config.values())})),
        "PathPatternConfig": paths.map(|values| json!({"Values": sorted(values)})),
        "QueryStringConfig": {"Keys": sorted(queries.filter_map(|pair| pair.key()))},
        "SourceIpConfig": condition.source_ip_config().map(|config| json!({"Values": sorted(config.values())})),
    })
}

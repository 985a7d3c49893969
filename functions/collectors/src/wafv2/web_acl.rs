//! Web access control lists, from `ListWebACLs`, `GetWebACL`, `ListLoggingConfigurations`,
//! `ListTagsForResource` and, for load balancers, `ListResourcesForWebACL`.
//!
//! What else a list protects says so itself: distributions, stages of APIs and user pools name their
//! list in their own documents. An action is written as its name, since it says nothing more.

use super::statement;
use crate::{
    arn,
    document::{Document, sorted, tags},
    listing::{is_one_of, list_each, read_or_note},
};
use aws_sdk_wafv2::{
    Client,
    types::{DefaultAction, Rule, Scope as Reach, VisibilityConfig, WebAcl, WebAclSummary},
};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::{Region, TypeName},
    collect::{Gap, Listing, Scope},
};
use serde_json::{Value, json};
use std::collections::HashMap;

pub(super) const TYPE: TypeName = TypeName::new("AWS::WAFv2::WebACL");

const OPERATION: &str = "wafv2:ListWebACLs";

/// The region in which CloudFront's lists are kept.
const HOME_OF_CLOUDFRONT: &str = "us-east-1";

/// What AWS answers about a list that was deleted since it was listed.
const GONE: &[&str] = &["WAFNonexistentItemException"];

/// What AWS answers where it does not know logs of lists.
const NO_LOGS: &[&str] = &["InvalidAction", "UnknownOperationException"];

/// Where each list logs to, by the ARN of the list, or why that could not be read.
type Logs = Result<HashMap<String, Vec<String>>, Gap>;

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let mut listing = list_of(client, scope, &Reach::Regional).await;
    if scope.region.as_str() == HOME_OF_CLOUDFRONT {
        let edge = list_of(client, scope, &Reach::Cloudfront).await;
        listing.found.extend(edge.found);
        listing.gaps.extend(edge.gaps);
    }
    listing
}

async fn list_of(client: &Client, scope: &Scope, reach: &Reach) -> Listing {
    let summaries = summaries(client, reach).await;
    let logs = &if summaries.0.is_empty() { Ok(HashMap::new()) } else { logs(client, reach).await };
    list_each(TYPE, OPERATION, summaries, |summary| read(client, scope, reach, logs, summary)).await
}

async fn summaries(client: &Client, reach: &Reach) -> (Vec<WebAclSummary>, Option<Gap>) {
    let mut all = Vec::new();
    let mut next = None;
    loop {
        let request = client.list_web_acls().scope(reach.clone()).limit(100).set_next_marker(next);
        match request.send().await {
            Ok(page) => {
                let lists = page.web_acls.unwrap_or_default();
                // There is a marker behind the last page, too.
                next = page.next_marker.filter(|_| !lists.is_empty());
                all.extend(lists);
            }
            Err(error) => return (all, Some(gap_of(OPERATION, &error))),
        }
        if next.is_none() {
            return (all, None);
        }
    }
}

async fn logs(client: &Client, reach: &Reach) -> Logs {
    let mut all = HashMap::new();
    let mut next = None;
    loop {
        let request = client.list_logging_configurations().scope(reach.clone()).limit(100);
        let page = match request.set_next_marker(next).send().await {
            Ok(page) => page,
            Err(error) if is_one_of(&error, NO_LOGS) => return Ok(all),
            Err(error) => return Err(gap_of("wafv2:ListLoggingConfigurations", &error)),
        };
        let configurations = page.logging_configurations.unwrap_or_default();
        next = page.next_marker.filter(|_| !configurations.is_empty());
        all.extend(configurations.into_iter().map(|logs| (logs.resource_arn, logs.log_destination_configs)));
        if next.is_none() {
            return Ok(all);
        }
    }
}

async fn read(client: &Client, scope: &Scope, reach: &Reach, logs: &Logs, summary: WebAclSummary) -> Option<Document> {
    let (name, id, arn) = (summary.name()?, summary.id()?, summary.arn()?);
    let answer = client.get_web_acl().name(name).scope(reach.clone()).id(id).send().await;
    let mut document = match answer {
        Ok(answer) => document(scope, reach, &summary, answer.web_acl())?,
        Err(error) if is_one_of(&error, GONE) => return None,
        Err(error) => {
            let mut document = document(scope, reach, &summary, None)?;
            document.unread("Rules", gap_of("wafv2:GetWebACL", &error));
            document
        }
    };
    match logs {
        Ok(logs) => {
            let destinations = logs.get(arn).map(Vec::as_slice).unwrap_or_default();
            document.property("LogDestinationConfigs", sorted(destinations));
            document.need(destinations.iter().filter_map(|arn| arn::resource(arn)));
        }
        Err(gap) => document.unread("LogDestinationConfigs", gap.clone()),
    }
    if reach == &Reach::Regional {
        read_resources(client, arn, &mut document).await;
    }
    Some(read_tags(client, arn, document).await)
}

async fn read_resources(client: &Client, arn: &str, document: &mut Document) {
    // Without a type, AWS answers for load balancers.
    let answer = client.list_resources_for_web_acl().web_acl_arn(arn).send().await;
    let answer = read_or_note(document, "LoadBalancerArns", "wafv2:ListResourcesForWebACL", GONE, answer);
    if let Some(answer) = answer {
        document.property("LoadBalancerArns", sorted(answer.resource_arns()));
    }
}

async fn read_tags(client: &Client, arn: &str, mut document: Document) -> Document {
    let answer = client.list_tags_for_resource().resource_arn(arn).limit(100).send().await;
    let answer = read_or_note(&mut document, "Tags", "wafv2:ListTagsForResource", GONE, answer);
    let Some(told) = answer.as_ref().and_then(|answer| answer.tag_info_for_resource()) else { return document };
    document.tags(tags(told.tag_list().iter().map(|tag| (tag.key(), tag.value()))))
}

fn document(scope: &Scope, reach: &Reach, summary: &WebAclSummary, list: Option<&WebAcl>) -> Option<Document> {
    let (name, id, arn) = (summary.name()?, summary.id()?, summary.arn()?);
    let document = Document::new(TYPE, scope, &format!("{name}|{id}|{}", reach.as_str()))
        .arn(Some(arn))
        .name(Some(name))
        .properties(json!({"Name": name, "Scope": reach.as_str()}));
    let place = if reach == &Reach::Cloudfront { Region::global() } else { scope.region.clone() };
    let document = document.located_in(place);
    let Some(list) = list else { return Some(document) };

    let properties = properties(reach, list);
    let needed: Vec<_> = statement::references(&properties["Rules"]).into_iter().filter_map(arn::resource).collect();
    Some(document.needs(needed).properties(properties))
}

fn properties(reach: &Reach, list: &WebAcl) -> Value {
    let bodies = list.custom_response_bodies();
    let mut rules: Vec<&Rule> = list.rules().iter().collect();
    rules.sort_by_key(|rule| rule.priority());
    json!({
        "Capacity": list.capacity(),
        "CustomResponseBodyNames": sorted(bodies.into_iter().flat_map(|bodies| bodies.keys())),
        "DefaultAction": list.default_action().map(default_action),
        "Description": list.description(),
        "ManagedByFirewallManager": list.managed_by_firewall_manager(),
        "Name": list.name(),
        "Rules": rules.into_iter().map(rule).collect::<Vec<_>>(),
        "Scope": reach.as_str(),
        "TokenDomains": sorted(list.token_domains()),
        "VisibilityConfig": list.visibility_config().map(visibility),
    })
}

fn default_action(action: &DefaultAction) -> &'static str {
    if action.block().is_some() { "Block" } else { "Allow" }
}

fn rule(rule: &Rule) -> Value {
    let action = rule.action().map(|action| {
        let names = [
            ("Allow", action.allow().is_some()),
            ("Block", action.block().is_some()),
            ("Captcha", action.captcha().is_some()),
            ("Challenge", action.challenge().is_some()),
            ("Count", action.count().is_some()),
        ];
        names.into_iter().find_map(|(name, chosen)| chosen.then_some(name))
    });
    let over = rule.override_action().map(|action| if action.count().is_some() { "Count" } else { "None" });
    json!({
        "Action": action,
        "Name": rule.name(),
        "OverrideAction": over,
        "Priority": rule.priority(),
        "Statement": rule.statement().map(statement::statement),
        "VisibilityConfig": rule.visibility_config().map(visibility),
    })
}

fn visibility(config: &VisibilityConfig) -> Value {
    json!({
        "CloudWatchMetricsEnabled": config.cloud_watch_metrics_enabled(),
        "MetricName": config.metric_name(),
        "SampledRequestsEnabled": config.sampled_requests_enabled(),
    })
}

#[cfg(test)]
mod tests;

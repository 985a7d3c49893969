//! Analyzers with their archive rules, from `ListAnalyzers` and `ListArchiveRules`.
//!
//! What was analyzed last changes all day, so it is left out.

use crate::{
    document::{Document, sorted, tags, when},
    listing::{list_each, read_or_note, read_pages},
};
use aws_sdk_accessanalyzer::{
    Client,
    types::{
        AnalysisRuleCriteria, AnalyzerConfiguration, AnalyzerStatus, AnalyzerSummary, ArchiveRuleSummary,
        InternalAccessAnalysisRuleCriteria,
    },
};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::ResourceState,
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::AccessAnalyzer::Analyzer");

const OPERATION: &str = "access-analyzer:ListAnalyzers";
const GONE: &[&str] = &["ResourceNotFoundException"];

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let analyzers = read_pages(OPERATION, client.list_analyzers().into_paginator().items().send()).await;
    list_each(TYPE, OPERATION, analyzers, |analyzer| read(client, scope, analyzer)).await
}

async fn read(client: &Client, scope: &Scope, analyzer: AnalyzerSummary) -> Option<Document> {
    let mut document = document(scope, &analyzer);
    let mut pages = client.list_archive_rules().analyzer_name(analyzer.name()).into_paginator().items().send();
    let mut rules = Vec::new();
    while let Some(rule) = pages.next().await {
        match read_or_note(&mut document, "ArchiveRules", "access-analyzer:ListArchiveRules", GONE, rule) {
            Some(rule) => rules.push(rule),
            None => break,
        }
    }
    document.property("ArchiveRules", sorted(rules.iter().map(archive_rule)));
    Some(document)
}

fn document(scope: &Scope, analyzer: &AnalyzerSummary) -> Document {
    let given = analyzer.tags().into_iter().flatten();
    Document::new(TYPE, scope, analyzer.arn())
        .arn(Some(analyzer.arn()))
        .name(Some(analyzer.name()))
        .state(state(analyzer.status()), Some(analyzer.status().as_str()))
        .tags(tags(given.map(|(key, value)| (key.as_str(), value.as_str()))))
        .created_at(when(Some(analyzer.created_at())))
        .properties(json!({
            "AnalyzerConfiguration": analyzer.configuration().map(configuration),
            "AnalyzerName": analyzer.name(),
            "ManagedBy": analyzer.managed_by(),
            "StatusReason": analyzer.status_reason().map(|reason| reason.code().as_str()),
            "Type": analyzer.r#type().as_str(),
        }))
}

fn configuration(configuration: &AnalyzerConfiguration) -> Value {
    match configuration {
        AnalyzerConfiguration::UnusedAccess(unused) => {
            let excluded = unused.analysis_rule().map(|rule| rule.exclusions()).unwrap_or_default();
            json!({"UnusedAccessConfiguration": {
                "AnalysisRule": {"Exclusions": sorted(excluded.iter().map(exclusion))},
                "UnusedAccessAge": unused.unused_access_age(),
            }})
        }
        AnalyzerConfiguration::InternalAccess(internal) => {
            let included = internal.analysis_rule().map(|rule| rule.inclusions()).unwrap_or_default();
            json!({"InternalAccessConfiguration": {
                "InternalAccessAnalysisRule": {"Inclusions": sorted(included.iter().map(inclusion))},
            }})
        }
        _ => Value::Null,
    }
}

fn exclusion(criteria: &AnalysisRuleCriteria) -> Value {
    json!({
        "AccountIds": sorted(criteria.account_ids()),
        "ResourceTags": sorted(criteria.resource_tags()),
    })
}

fn inclusion(criteria: &InternalAccessAnalysisRuleCriteria) -> Value {
    json!({
        "AccountIds": sorted(criteria.account_ids()),
        "ResourceArns": sorted(criteria.resource_arns()),
        "ResourceTypes": sorted(criteria.resource_types().iter().map(|kind| kind.as_str())),
    })
}

fn archive_rule(rule: &ArchiveRuleSummary) -> Value {
    let filter = rule.filter().iter().map(|(property, criterion)| {
        json!({
            "Contains": sorted(criterion.contains()),
            "Eq": sorted(criterion.eq()),
            "Exists": criterion.exists(),
            "Neq": sorted(criterion.neq()),
            "Property": property,
        })
    });
    json!({"Filter": sorted(filter), "RuleName": rule.rule_name()})
}

fn state(status: &AnalyzerStatus) -> ResourceState {
    match status {
        AnalyzerStatus::Creating => ResourceState::Creating,
        AnalyzerStatus::Failed => ResourceState::Failed,
        _ => ResourceState::Active,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};
    use pantheon_core::collect::GapReason;

    /// From the API reference of `ListAnalyzers`, in two pages.
    const FIRST: &str = r#"{"analyzers": [{
        "arn": "arn:aws:access-analyzer:eu-west-1:111111111111:analyzer/unused", "name": "unused",
        "type": "ACCOUNT_UNUSED_ACCESS", "createdAt": "2026-01-02T03:04:05Z", "status": "ACTIVE",
        "lastResourceAnalyzed": "arn:aws:iam::111111111111:role/app", "lastResourceAnalyzedAt": "2026-06-01T00:00:00Z",
        "tags": {"env": "prod"},
        "configuration": {"unusedAccess": {"unusedAccessAge": 90, "analysisRule": {"exclusions": [
            {"accountIds": ["222222222222", "111111111111"]}]}}}}], "nextToken": "more"}"#;
    const LAST: &str = r#"{"analyzers": [{
        "arn": "arn:aws:access-analyzer:eu-west-1:111111111111:analyzer/outside", "name": "outside",
        "type": "ORGANIZATION", "createdAt": "2026-01-02T03:04:05Z", "status": "DISABLED",
        "statusReason": {"code": "ORGANIZATION_DELETED"}}]}"#;

    /// From the API reference of `ListArchiveRules`.
    const RULES: &str = r#"{"archiveRules": [{"ruleName": "own-buckets",
        "createdAt": "2026-01-02T03:04:05Z", "updatedAt": "2026-01-02T03:04:05Z",
        "filter": {"resourceType": {"eq": ["AWS::S3::Bucket"]}, "isPublic": {"eq": ["false"]}}}]}"#;

    fn analyzers() -> Wire {
        Wire::default().on(&["/analyzer?", "nextToken=more"], 200, LAST).on(&["amazonaws.com/analyzer "], 200, FIRST)
    }

    #[tokio::test]
    async fn documents_analyzers_with_what_they_leave_alone() {
        let rules = Wire::default().on(&["/analyzer/unused/archive-rule"], 200, RULES).on(
            &["/analyzer/outside/archive-rule"],
            200,
            r#"{"archiveRules": []}"#,
        );
        let wire = analyzers().merged_after(&rules);

        let listing = list(&Client::new(&wire.session()), &scope("accessanalyzer")).await;

        assert_eq!(found(&listing)[0]["properties"]["StatusReason"], "ORGANIZATION_DELETED");
        assert_eq!(
            found(&listing)[1],
            json!({
                "resource_type": "AWS::AccessAnalyzer::Analyzer",
                "region": "eu-west-1",
                "native_id": "arn:aws:access-analyzer:eu-west-1:111111111111:analyzer/unused",
                "arn": "arn:aws:access-analyzer:eu-west-1:111111111111:analyzer/unused",
                "name": "unused",
                "state": "active",
                "native_state": "ACTIVE",
                "dependencies": [],
                "tags": {"env": "prod"},
                "created_at": "2026-01-02T03:04:05Z",
                "properties": {
                    "AnalyzerConfiguration": {"UnusedAccessConfiguration": {
                        "AnalysisRule": {"Exclusions": [{"AccountIds": ["111111111111", "222222222222"]}]},
                        "UnusedAccessAge": 90,
                    }},
                    "AnalyzerName": "unused",
                    "ArchiveRules": [{
                        "Filter": [
                            {"Eq": ["AWS::S3::Bucket"], "Property": "resourceType"},
                            {"Eq": ["false"], "Property": "isPublic"},
                        ],
                        "RuleName": "own-buckets",
                    }],
                    "Type": "ACCOUNT_UNUSED_ACCESS",
                },
            })
        );
    }

    #[tokio::test]
    async fn keeps_analyzers_whose_rules_it_may_not_read() {
        let denied = r#"{"__type": "AccessDeniedException", "message": "no"}"#;
        let wire = analyzers().merged_after(&Wire::default().on(&["/archive-rule"], 403, denied));

        let listing = list(&Client::new(&wire.session()), &scope("accessanalyzer")).await;

        assert_eq!(listing.found[1].properties["Unread"], json!(["ArchiveRules"]));
        assert_eq!((listing.gaps.len(), listing.gaps[0].reason), (1, GapReason::Denied));
    }
}

//! Crawlers, from `GetCrawlers` and `GetTags`.
//!
//! Whether a crawler runs, and how its last run went, changes by itself, so it is left out.

use super::{CONNECTION, SECURITY_CONFIGURATION, bucket, database, read_tags, role};
use crate::{
    arn,
    document::{Document, json_text, neighbor, sorted, when},
    listing::{list_each, read_pages},
};
use aws_sdk_glue::{
    Client,
    types::{Crawler, CrawlerTargets},
};
use aws_smithy_async::future::pagination_stream::TryFlatMap;
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::ResourceId,
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::Glue::Crawler");

const OPERATION: &str = "glue:GetCrawlers";
const TABLE: TypeName = TypeName::new("AWS::DynamoDB::Table");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let pages = client.get_crawlers().into_paginator().send();
    let pages = TryFlatMap::new(pages).flat_map(|page| page.crawlers.unwrap_or_default());
    let crawlers = read_pages(OPERATION, pages).await;
    list_each(TYPE, OPERATION, crawlers, |crawler| read(client, scope, crawler)).await
}

async fn read(client: &Client, scope: &Scope, crawler: Crawler) -> Option<Document> {
    let name = crawler.name()?;
    let document = Document::new(TYPE, scope, name)
        .arn_of("glue", &format!("crawler/{name}"))
        .name(Some(name))
        .created_at(when(crawler.creation_time()))
        .needs(role(scope, crawler.role()))
        .needs_here(database::TYPE, crawler.database_name())
        .needs_here(SECURITY_CONFIGURATION, crawler.crawler_security_configuration())
        .needs(crawler.targets().map(|targets| needs(scope, targets)).unwrap_or_default())
        .properties(properties(&crawler));
    Some(read_tags(client, &format!("crawler/{name}"), document).await)
}

/// Returns what a crawler looks at, and by which connections.
fn needs(scope: &Scope, targets: &CrawlerTargets) -> Vec<ResourceId> {
    let objects = targets.s3_targets();
    let buckets = objects.iter().filter_map(|target| bucket(scope, target.path()?));
    let queues = objects.iter().flat_map(|target| [target.event_queue_arn(), target.dlq_event_queue_arn()]);
    let tables = targets.dynamo_db_targets().iter().filter_map(|target| target.path());
    let databases = targets.catalog_targets().iter().map(|target| target.database_name());
    buckets
        .chain(queues.flatten().filter_map(arn::resource))
        .chain(tables.map(|name| neighbor(scope, TABLE, name)))
        .chain(databases.map(|name| neighbor(scope, database::TYPE, name)))
        .chain(connections(targets).map(|name| neighbor(scope, CONNECTION, name)))
        .collect()
}

fn connections(targets: &CrawlerTargets) -> impl Iterator<Item = &str> {
    let objects = targets.s3_targets().iter().filter_map(|target| target.connection_name());
    let relational = targets.jdbc_targets().iter().filter_map(|target| target.connection_name());
    let documents = targets.mongo_db_targets().iter().filter_map(|target| target.connection_name());
    objects.chain(relational).chain(documents)
}

fn properties(crawler: &Crawler) -> Value {
    let policy = crawler.schema_change_policy();
    json!({
        "Classifiers": sorted(crawler.classifiers()),
        "Configuration": crawler.configuration().map(json_text),
        "CrawlerSecurityConfiguration": crawler.crawler_security_configuration(),
        "DatabaseName": crawler.database_name(),
        "Description": crawler.description(),
        "LakeFormationConfiguration": crawler.lake_formation_configuration().map(|lake| json!({
            "AccountId": lake.account_id(),
            "UseLakeFormationCredentials": lake.use_lake_formation_credentials(),
        })),
        "Name": crawler.name(),
        "RecrawlPolicy": {
            "RecrawlBehavior":
                crawler.recrawl_policy().and_then(|policy| policy.recrawl_behavior()).map(|choice| choice.as_str()),
        },
        "Role": crawler.role(),
        "Schedule": {
            "ScheduleExpression": crawler.schedule().and_then(|schedule| schedule.schedule_expression()),
        },
        "SchemaChangePolicy": policy.map(|policy| json!({
            "DeleteBehavior": policy.delete_behavior().map(|choice| choice.as_str()),
            "UpdateBehavior": policy.update_behavior().map(|choice| choice.as_str()),
        })),
        "TablePrefix": crawler.table_prefix(),
        "Targets": crawler.targets().map(targets),
    })
}

fn targets(targets: &CrawlerTargets) -> Value {
    json!({
        "CatalogTargets": sorted(targets.catalog_targets().iter().map(|target| json!({
            "DatabaseName": target.database_name(),
            "Tables": sorted(target.tables()),
        }))),
        "DeltaTargets": sorted(targets.delta_targets().iter().map(|target| sorted(target.delta_tables()))),
        "DynamoDBTargets":
            sorted(targets.dynamo_db_targets().iter().map(|target| json!({"Path": target.path()}))),
        "HudiTargets": sorted(targets.hudi_targets().iter().map(|target| json!({"Paths": sorted(target.paths())}))),
        "IcebergTargets":
            sorted(targets.iceberg_targets().iter().map(|target| json!({"Paths": sorted(target.paths())}))),
        "JdbcTargets": sorted(targets.jdbc_targets().iter().map(|target| json!({
            "ConnectionName": target.connection_name(),
            "Path": target.path(),
        }))),
        "MongoDBTargets": sorted(targets.mongo_db_targets().iter().map(|target| json!({
            "ConnectionName": target.connection_name(),
            "Path": target.path(),
        }))),
        "S3Targets": sorted(targets.s3_targets().iter().map(|target| json!({
            "ConnectionName": target.connection_name(),
            "DlqEventQueueArn": target.dlq_event_queue_arn(),
            "EventQueueArn": target.event_queue_arn(),
            "Exclusions": sorted(target.exclusions()),
            "Path": target.path(),
            "SampleSize": target.sample_size(),
        }))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `GetCrawlers`.
    const CRAWLERS: &str = r#"{"Crawlers": [{
        "Name": "raw", "Role": "service-role/etl", "DatabaseName": "lake", "State": "RUNNING",
        "Targets": {"S3Targets": [{"Path": "s3://olympus-lake/raw/", "Exclusions": [],
                "EventQueueArn": "arn:aws:sqs:eu-west-1:111111111111:raw-events"}],
            "JdbcTargets": [{"ConnectionName": "warehouse", "Path": "shop/%"}],
            "DynamoDBTargets": [{"Path": "orders"}]},
        "Schedule": {"ScheduleExpression": "cron(0 2 * * ? *)", "State": "SCHEDULED"},
        "SchemaChangePolicy": {"UpdateBehavior": "UPDATE_IN_DATABASE", "DeleteBehavior": "LOG"},
        "RecrawlPolicy": {"RecrawlBehavior": "CRAWL_EVERYTHING"}, "CrawlElapsedTime": 4000, "Version": 3,
        "CreationTime": 1700000000, "LastUpdated": 1700000001,
        "LastCrawl": {"Status": "SUCCEEDED", "StartTime": 1700000002}}]}"#;

    #[tokio::test]
    async fn documents_a_crawler_without_its_last_run() {
        let wire = Wire::default().on(&["AWSGlue.GetCrawlers"], 200, CRAWLERS).on(
            &["AWSGlue.GetTags", "crawler/raw"],
            200,
            r#"{"Tags": {}}"#,
        );

        let listing = list(&Client::new(&wire.session()), &scope("glue")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::Glue::Crawler",
                "region": "eu-west-1",
                "native_id": "raw",
                "arn": "arn:aws:glue:eu-west-1:111111111111:crawler/raw",
                "name": "raw",
                "state": "active",
                "native_state": null,
                "dependencies": [
                    "111111111111:eu-west-1:AWS.DynamoDB.Table:orders",
                    "111111111111:eu-west-1:AWS.Glue.Connection:warehouse",
                    "111111111111:eu-west-1:AWS.Glue.Database:lake",
                    "111111111111:eu-west-1:AWS.S3.Bucket:olympus-lake",
                    "111111111111:eu-west-1:AWS.SQS.Queue:raw-events",
                    "111111111111:global:AWS.IAM.Role:etl",
                ],
                "tags": {},
                "created_at": "2023-11-14T22:13:20Z",
                "properties": {
                    "DatabaseName": "lake",
                    "Name": "raw",
                    "RecrawlPolicy": {"RecrawlBehavior": "CRAWL_EVERYTHING"},
                    "Role": "service-role/etl",
                    "Schedule": {"ScheduleExpression": "cron(0 2 * * ? *)"},
                    "SchemaChangePolicy": {"DeleteBehavior": "LOG", "UpdateBehavior": "UPDATE_IN_DATABASE"},
                    "Targets": {
                        "DynamoDBTargets": [{"Path": "orders"}],
                        "JdbcTargets": [{"ConnectionName": "warehouse", "Path": "shop/%"}],
                        "S3Targets": [{
                            "EventQueueArn": "arn:aws:sqs:eu-west-1:111111111111:raw-events",
                            "Path": "s3://olympus-lake/raw/",
                        }],
                    },
                },
            }])
        );
    }
}

//! Hosted zones, from `ListHostedZones`, `ListQueryLoggingConfigs`, `ListTagsForResources` and, for
//! the networks of private ones, `GetHostedZone`.
//!
//! How many records a zone has is left out: the records are resources of their own.

use super::{Context, UNKNOWN, bare};
use crate::{
    arn,
    document::{Document, neighbor, partition, sorted},
    listing::{list_each, read_or_note, read_whole_pages},
    tagged::Tagged,
};
use aws_sdk_route53::types::{HostedZone, TagResourceType, Vpc};
use pantheon_core::{
    aws::TypeName,
    collect::{Gap, Listing, Scope},
    resource::ResourceId,
};
use serde_json::{Value, json};
use std::collections::HashMap;

pub(super) const TYPE: TypeName = TypeName::new("AWS::Route53::HostedZone");

const QUERY_LOGS: &str = "QueryLoggingConfig";

/// What AWS answers about a zone that was deleted since it was listed.
const GONE: &[&str] = &["NoSuchHostedZone"];

const VPC: TypeName = TypeName::new("AWS::EC2::VPC");

/// The log groups that queries are logged to, by zone, or why they could not be read.
type QueryLogs = Result<HashMap<String, String>, Gap>;

pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    let zones = context.zones().await.clone();
    let ids = zones.0.iter().map(|zone| bare(zone.id()).to_owned()).collect();
    let tagged = &context.tags(TagResourceType::Hostedzone, ids).await;
    let logs = &query_logs(context).await;
    list_each(TYPE, "route53:ListHostedZones", zones, |zone| read(context, scope, tagged, logs, zone)).await
}

async fn query_logs(context: &Context) -> QueryLogs {
    let pages = context.client.list_query_logging_configs().into_paginator().send();
    let operation = "route53:ListQueryLoggingConfigs";
    let (configs, gap) = read_whole_pages(operation, pages, |page| Some(page.query_logging_configs)).await;
    match gap {
        // Where nobody can log queries, nobody does.
        Some(gap) if !UNKNOWN.iter().any(|code| gap.detail.starts_with(code)) => Err(gap),
        _ => Ok(configs.into_iter().map(|log| (log.hosted_zone_id, log.cloud_watch_logs_log_group_arn)).collect()),
    }
}

async fn read(
    context: &Context,
    scope: &Scope,
    tagged: &Tagged,
    logs: &QueryLogs,
    zone: HostedZone,
) -> Option<Document> {
    let id = bare(zone.id());
    let mut document = tagged.put(document(scope, id, &zone), id);
    match logs {
        Ok(groups) => {
            let group = groups.get(id);
            document.property(QUERY_LOGS, json!({"CloudWatchLogsLogGroupArn": group}));
            document.need(group.and_then(|group| arn::resource(group)));
        }
        Err(gap) => document.unread(QUERY_LOGS, gap.clone()),
    }
    if !is_private(&zone) {
        return Some(document);
    }

    let answer = context.client.get_hosted_zone().id(id).send().await;
    let answer = read_or_note(&mut document, "VPCs", "route53:GetHostedZone", GONE, answer);
    let Some(answer) = answer else { return Some(document) };
    document.property("VPCs", sorted(answer.vpcs().iter().map(network)));
    document.need(answer.vpcs().iter().filter_map(|vpc| resource_id(scope, vpc)));
    Some(document)
}

fn is_private(zone: &HostedZone) -> bool {
    zone.config().is_some_and(|config| config.private_zone())
}

fn document(scope: &Scope, id: &str, zone: &HostedZone) -> Document {
    let arn = format!("arn:{}:route53:::hostedzone/{id}", partition(&scope.region));
    Document::new(TYPE, scope, id).arn(Some(&arn)).name(Some(zone.name().trim_end_matches('.'))).properties(json!({
        "HostedZoneConfig": {
            "Comment": zone.config().and_then(|config| config.comment()),
            "PrivateZone": is_private(zone),
        },
        "LinkedService": zone.linked_service().and_then(|service| service.service_principal()),
        "Name": zone.name(),
    }))
}

fn network(vpc: &Vpc) -> Value {
    json!({"VPCId": vpc.vpc_id(), "VPCRegion": vpc.vpc_region().map(|region| region.as_str())})
}

fn resource_id(scope: &Scope, vpc: &Vpc) -> Option<ResourceId> {
    let region = vpc.vpc_region()?.as_str().parse().ok()?;
    Some(ResourceId { region, ..neighbor(scope, VPC, vpc.vpc_id()?) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, refused, scope};
    use aws_sdk_route53::Client;
    use pantheon_core::collect::GapReason;

    /// From the API reference of `ListHostedZones`.
    const ZONES: &str = r#"<ListHostedZonesResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><HostedZones>
            <HostedZone><Id>/hostedzone/Z1</Id><Name>example.com.</Name><CallerReference>1</CallerReference>
                <Config><Comment>ours</Comment><PrivateZone>false</PrivateZone></Config>
                <ResourceRecordSetCount>17</ResourceRecordSetCount></HostedZone>
            <HostedZone><Id>/hostedzone/Z2</Id><Name>corp.</Name><CallerReference>2</CallerReference>
                <Config><PrivateZone>true</PrivateZone></Config><ResourceRecordSetCount>2</ResourceRecordSetCount></HostedZone>
        </HostedZones><IsTruncated>false</IsTruncated><MaxItems>100</MaxItems></ListHostedZonesResponse>"#;

    /// From the API reference of `GetHostedZone`.
    const PRIVATE: &str = r#"<GetHostedZoneResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/">
        <HostedZone><Id>/hostedzone/Z2</Id><Name>corp.</Name><CallerReference>2</CallerReference>
            <Config><PrivateZone>true</PrivateZone></Config></HostedZone>
        <VPCs><VPC><VPCRegion>eu-west-1</VPCRegion><VPCId>vpc-1</VPCId></VPC></VPCs></GetHostedZoneResponse>"#;

    /// From the API reference of `ListQueryLoggingConfigs`.
    const LOGS: &str = r#"<ListQueryLoggingConfigsResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/">
        <QueryLoggingConfigs><QueryLoggingConfig><Id>q1</Id><HostedZoneId>Z1</HostedZoneId>
            <CloudWatchLogsLogGroupArn>arn:aws:logs:us-east-1:111111111111:log-group:/aws/route53/example.com</CloudWatchLogsLogGroupArn>
        </QueryLoggingConfig></QueryLoggingConfigs></ListQueryLoggingConfigsResponse>"#;

    /// From the API reference of `ListTagsForResources`.
    const TAGS: &str = r#"<ListTagsForResourcesResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/">
        <ResourceTagSets><ResourceTagSet><ResourceType>hostedzone</ResourceType><ResourceId>Z1</ResourceId>
            <Tags><Tag><Key>env</Key><Value>prod</Value></Tag></Tags></ResourceTagSet></ResourceTagSets>
        </ListTagsForResourcesResponse>"#;

    #[tokio::test]
    async fn documents_zones_and_the_networks_of_private_ones() {
        let wire = Wire::default()
            .on(&["/2013-04-01/hostedzone/Z2"], 200, PRIVATE)
            .on(&["/2013-04-01/queryloggingconfig"], 200, LOGS)
            .on(&["POST", "/2013-04-01/tags/hostedzone"], 200, TAGS)
            .on(&["/2013-04-01/hostedzone"], 200, ZONES);

        let listing = list(&Context::new(Client::new(&wire.session())), &scope("route53")).await;

        let zone = |id: &str, name: &str, needs: &[&str], tags: serde_json::Value, properties: serde_json::Value| {
            json!({
                "resource_type": "AWS::Route53::HostedZone", "region": "global", "native_id": id,
                "arn": format!("arn:aws:route53:::hostedzone/{id}"), "name": name, "state": "active",
                "native_state": null, "dependencies": needs, "tags": tags, "created_at": null, "properties": properties,
            })
        };
        let group = "arn:aws:logs:us-east-1:111111111111:log-group:/aws/route53/example.com";
        let public = json!({
            "HostedZoneConfig": {"Comment": "ours", "PrivateZone": false},
            "Name": "example.com.",
            "QueryLoggingConfig": {"CloudWatchLogsLogGroupArn": group},
        });
        let private = json!({
            "HostedZoneConfig": {"PrivateZone": true},
            "Name": "corp.",
            "VPCs": [{"VPCId": "vpc-1", "VPCRegion": "eu-west-1"}],
        });
        let log = "111111111111:us-east-1:AWS.Logs.LogGroup:~2Faws~2Froute53~2Fexample.com";
        assert_eq!(
            found(&listing),
            json!([
                zone("Z1", "example.com", &[log], json!({"env": "prod"}), public),
                zone("Z2", "corp", &["111111111111:eu-west-1:AWS.EC2.VPC:vpc-1"], json!({}), private),
            ])
        );
    }

    /// The answer about tags is from the API reference of `ListTagsForResource`.
    #[tokio::test]
    async fn asks_one_by_one_where_it_cannot_ask_about_many() {
        let one = TAGS.replace("ForResources", "ForResource").replace("ResourceTagSets>", "None>");
        let one = one.replace("<None>", "").replace("</None>", "");
        let wire = Wire::default()
            .on(&["/2013-04-01/hostedzone/Z2"], 200, PRIVATE)
            .on(&["POST", "/2013-04-01/tags/"], 400, refused("InvalidInput"))
            .on(&["/2013-04-01/queryloggingconfig"], 400, refused("InvalidInput"))
            .on(&["GET", "/2013-04-01/tags/hostedzone/Z"], 200, one)
            .on(&["/2013-04-01/hostedzone"], 200, ZONES);

        let listing = list(&Context::new(Client::new(&wire.session())), &scope("route53")).await;

        assert_eq!(listing.gaps, []);
        assert_eq!(listing.found[0].tags["env"], "prod");
    }

    #[tokio::test]
    async fn keeps_zones_of_which_only_the_list_is_told() {
        let wire = Wire::default().on(&["/hostedzone/Z2"], 403, refused("AccessDenied")).on(
            &["/2013-04-01/hostedzone"],
            200,
            ZONES,
        );
        let wire = wire.on(&["/2013-04-01/"], 403, refused("AccessDenied"));

        let listing = list(&Context::new(Client::new(&wire.session())), &scope("route53")).await;

        assert_eq!(listing.found[1].properties["Unread"], json!(["QueryLoggingConfig", "Tags", "VPCs"]));
        assert!(listing.gaps.iter().all(|gap| gap.reason == GapReason::Denied));
    }
}

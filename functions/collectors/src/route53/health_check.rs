//! Health checks, from `ListHealthChecks` and `ListTagsForResources`.
//!
//! What a healthy answer must contain is left out, since it may be a secret of the checked service.

use super::Context;
use crate::{
    document::{Document, neighbor, partition, sorted},
    listing::{Lister, read_whole_pages},
    tagged::Tagged,
};
use aws_sdk_route53::types::{AlarmIdentifier, HealthCheck, HealthCheckConfig, TagResourceType};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::ResourceId,
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::Route53::HealthCheck");

const OPERATION: &str = "route53:ListHealthChecks";

const ALARM: TypeName = TypeName::new("AWS::CloudWatch::Alarm");

pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    let pages = context.client.list_health_checks().into_paginator().send();
    let (checks, gap) = read_whole_pages(OPERATION, pages, |page| Some(page.health_checks)).await;
    let ids = checks.iter().map(|check| check.id().to_owned()).collect();
    let tagged = context.tags(TagResourceType::Healthcheck, ids).await;

    let mut lister = Lister::new(TYPE);
    lister.take_all(OPERATION, checks.iter().map(|check| Some(document(scope, &tagged, check))));
    lister.miss_all(gap);
    lister.done()
}

fn document(scope: &Scope, tagged: &Tagged, check: &HealthCheck) -> Document {
    let config = check.health_check_config();
    let children = config.into_iter().flat_map(|config| config.child_health_checks().iter().map(String::as_str));
    let arn = format!("arn:{}:route53:::healthcheck/{}", partition(&scope.region), check.id());
    let document = Document::new(TYPE, scope, check.id())
        .arn(Some(&arn))
        .needs_here(TYPE, children)
        .needs(config.and_then(|config| config.alarm_identifier()).and_then(|alarm| alarm_id(scope, alarm)))
        .properties(json!({
            "HealthCheckConfig": config.map(properties),
            "LinkedService": check.linked_service().and_then(|service| service.service_principal()),
        }));
    tagged.put(document, check.id())
}

fn alarm_id(scope: &Scope, alarm: &AlarmIdentifier) -> Option<ResourceId> {
    let region = alarm.region().as_str().parse().ok()?;
    Some(ResourceId { region, ..neighbor(scope, ALARM, alarm.name()) })
}

fn properties(config: &HealthCheckConfig) -> Value {
    json!({
        "AlarmIdentifier": config.alarm_identifier()
            .map(|alarm| json!({"Name": alarm.name(), "Region": alarm.region().as_str()})),
        "ChildHealthChecks": sorted(config.child_health_checks()),
        "Disabled": config.disabled(),
        "EnableSNI": config.enable_sni(),
        "FailureThreshold": config.failure_threshold(),
        "FullyQualifiedDomainName": config.fully_qualified_domain_name(),
        "HealthThreshold": config.health_threshold(),
        "IPAddress": config.ip_address(),
        "InsufficientDataHealthStatus": config.insufficient_data_health_status().map(|status| status.as_str()),
        "Inverted": config.inverted(),
        "MeasureLatency": config.measure_latency(),
        "Port": config.port(),
        "Regions": sorted(config.regions().iter().map(|region| region.as_str())),
        "RequestInterval": config.request_interval(),
        "ResourcePath": config.resource_path(),
        "Type": config.r#type().as_str(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};
    use aws_sdk_route53::Client;

    /// From the API reference of `ListHealthChecks`.
    const CHECKS: &str = r#"<ListHealthChecksResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><HealthChecks>
        <HealthCheck><Id>abc</Id><CallerReference>1</CallerReference><HealthCheckConfig>
            <Port>443</Port><Type>HTTPS_STR_MATCH</Type><ResourcePath>/health</ResourcePath>
            <FullyQualifiedDomainName>example.com</FullyQualifiedDomainName><SearchString>hunter2</SearchString>
            <RequestInterval>30</RequestInterval><FailureThreshold>3</FailureThreshold><EnableSNI>true</EnableSNI>
        </HealthCheckConfig><HealthCheckVersion>1</HealthCheckVersion></HealthCheck>
        <HealthCheck><Id>def</Id><CallerReference>2</CallerReference><HealthCheckConfig>
            <Type>CLOUDWATCH_METRIC</Type><AlarmIdentifier><Region>eu-west-1</Region><Name>down</Name></AlarmIdentifier>
        </HealthCheckConfig><HealthCheckVersion>1</HealthCheckVersion></HealthCheck>
        </HealthChecks><IsTruncated>false</IsTruncated><MaxItems>100</MaxItems></ListHealthChecksResponse>"#;

    /// From the API reference of `ListTagsForResources`.
    const TAGS: &str = r#"<ListTagsForResourcesResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/">
        <ResourceTagSets><ResourceTagSet><ResourceType>healthcheck</ResourceType><ResourceId>abc</ResourceId>
            <Tags><Tag><Key>Name</Key><Value>site</Value></Tag></Tags></ResourceTagSet></ResourceTagSets>
        </ListTagsForResourcesResponse>"#;

    #[tokio::test]
    async fn documents_health_checks_without_what_they_look_for() {
        let wire = Wire::default().on(&["/2013-04-01/tags/healthcheck"], 200, TAGS).on(
            &["/2013-04-01/healthcheck"],
            200,
            CHECKS,
        );

        let listing = list(&Context::new(Client::new(&wire.session())), &scope("route53")).await;

        let check = |id: &str, name: Option<&str>, needs: &[&str], tags: Value, config: Value| {
            json!({
                "resource_type": "AWS::Route53::HealthCheck", "region": "global", "native_id": id,
                "arn": format!("arn:aws:route53:::healthcheck/{id}"), "name": name, "state": "active",
                "native_state": null, "dependencies": needs, "tags": tags, "created_at": null,
                "properties": {"HealthCheckConfig": config},
            })
        };
        let site = json!({
            "EnableSNI": true, "FailureThreshold": 3, "FullyQualifiedDomainName": "example.com", "Port": 443,
            "RequestInterval": 30, "ResourcePath": "/health", "Type": "HTTPS_STR_MATCH",
        });
        let metric = json!({"AlarmIdentifier": {"Name": "down", "Region": "eu-west-1"}, "Type": "CLOUDWATCH_METRIC"});
        let alarm = "111111111111:eu-west-1:AWS.CloudWatch.Alarm:down";
        assert_eq!(
            found(&listing),
            json!([
                check("abc", Some("site"), &[], json!({"Name": "site"}), site),
                check("def", None, &[alarm], json!({}), metric),
            ])
        );
    }
}

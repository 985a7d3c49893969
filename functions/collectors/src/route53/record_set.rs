//! Records, from `ListResourceRecordSets`, which tells 300 of one zone at a time.
//!
//! Of texts only policies, such as `v=spf1 …`, are kept: the others prove something to somebody, and
//! are counted.

use super::{Context, alias, bare, health_check, hosted_zone};
use crate::{
    document::{Document, sorted},
    listing::{Lister, is_one_of},
};
use aws_sdk_route53::types::{ResourceRecordSet, RrType};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Gap, Listing, Scope},
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::Route53::RecordSet");

const OPERATION: &str = "route53:ListResourceRecordSets";

pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    let (zones, gap) = context.zones().await;
    let mut lister = Lister::new(TYPE);
    lister.miss_all(gap.clone());
    for zone in zones {
        let id = bare(zone.id());
        let (records, gap) = records(context, id).await;
        lister.take_all(OPERATION, records.iter().map(|record| Some(document(scope, id, record))));
        lister.miss_all(gap);
    }
    lister.done()
}

async fn records(context: &Context, zone: &str) -> (Vec<ResourceRecordSet>, Option<Gap>) {
    let mut all = Vec::new();
    let mut request = context.client.list_resource_record_sets().hosted_zone_id(zone).max_items(300);
    loop {
        let page = match request.clone().send().await {
            Ok(page) => page,
            Err(error) if is_one_of(&error, &["NoSuchHostedZone"]) => return (all, None),
            Err(error) => return (all, Some(gap_of(OPERATION, &error))),
        };
        all.extend(page.resource_record_sets);
        if !page.is_truncated || page.next_record_name.is_none() {
            return (all, None);
        }
        request = request
            .set_start_record_name(page.next_record_name)
            .set_start_record_type(page.next_record_type)
            .set_start_record_identifier(page.next_record_identifier);
    }
}

/// Names a record: a zone may have several of one name, which differ in type or set.
pub(super) fn native_id(zone: &str, name: &str, kind: &str, set: Option<&str>) -> String {
    let set = set.map(|set| format!("/{set}")).unwrap_or_default();
    format!("{zone}/{name}/{kind}{set}")
}

fn document(scope: &Scope, zone: &str, record: &ResourceRecordSet) -> Document {
    let id = native_id(zone, record.name(), record.r#type().as_str(), record.set_identifier());
    Document::new(TYPE, scope, &id)
        .name(Some(record.name().trim_end_matches('.')))
        .needs_here(hosted_zone::TYPE, [zone])
        .needs_here(health_check::TYPE, record.health_check_id())
        .needs(alias::target(scope, zone, record))
        .properties(properties(zone, record))
}

fn properties(zone: &str, record: &ResourceRecordSet) -> Value {
    let is_text = record.r#type() == &RrType::Txt;
    let values = record.resource_records().iter().map(|value| value.value());
    let values = values.filter(|value| !is_text || value.starts_with("\"v="));
    json!({
        "AliasTarget": record.alias_target().map(|alias| json!({
            "DNSName": alias.dns_name(),
            "EvaluateTargetHealth": alias.evaluate_target_health(),
            "HostedZoneId": alias.hosted_zone_id(),
        })),
        "Failover": record.failover().map(|failover| failover.as_str()),
        "GeoLocation": record.geo_location().map(|place| json!({
            "ContinentCode": place.continent_code(),
            "CountryCode": place.country_code(),
            "SubdivisionCode": place.subdivision_code(),
        })),
        "HealthCheckId": record.health_check_id(),
        "HostedZoneId": zone,
        "MultiValueAnswer": record.multi_value_answer(),
        "Name": record.name(),
        "Region": record.region().map(|region| region.as_str()),
        "ResourceRecordCount": is_text.then(|| record.resource_records().len()),
        "ResourceRecords": sorted(values),
        "SetIdentifier": record.set_identifier(),
        "TTL": record.ttl(),
        "Type": record.r#type().as_str(),
        "Weight": record.weight(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, refused, scope};
    use aws_sdk_route53::Client;
    use pantheon_core::collect::GapReason;

    /// From the API reference of `ListHostedZones`.
    const ZONES: &str = r#"<ListHostedZonesResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><HostedZones>
        <HostedZone><Id>/hostedzone/Z1</Id><Name>example.com.</Name><CallerReference>1</CallerReference></HostedZone>
        </HostedZones><IsTruncated>false</IsTruncated><MaxItems>100</MaxItems></ListHostedZonesResponse>"#;

    /// From the API reference of `ListResourceRecordSets`.
    const FIRST: &str = r#"<ListResourceRecordSetsResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><ResourceRecordSets>
        <ResourceRecordSet><Name>example.com.</Name><Type>TXT</Type><TTL>300</TTL>
            <ResourceRecords><ResourceRecord><Value>"site-verification=hunter2"</Value></ResourceRecord>
                <ResourceRecord><Value>"v=spf1 -all"</Value></ResourceRecord></ResourceRecords></ResourceRecordSet>
        </ResourceRecordSets><IsTruncated>true</IsTruncated><NextRecordName>www.example.com.</NextRecordName>
        <NextRecordType>A</NextRecordType><MaxItems>300</MaxItems></ListResourceRecordSetsResponse>"#;
    const SECOND: &str = r#"<ListResourceRecordSetsResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><ResourceRecordSets>
        <ResourceRecordSet><Name>www.example.com.</Name><Type>A</Type><SetIdentifier>eu</SetIdentifier><Region>eu-west-1</Region>
            <AliasTarget><HostedZoneId>Z2</HostedZoneId><DNSName>s3-website-eu-west-1.amazonaws.com.</DNSName>
                <EvaluateTargetHealth>false</EvaluateTargetHealth></AliasTarget><HealthCheckId>abc</HealthCheckId></ResourceRecordSet>
        </ResourceRecordSets><IsTruncated>false</IsTruncated><MaxItems>300</MaxItems></ListResourceRecordSetsResponse>"#;

    fn record(id: &str, name: &str, needs: &[&str], properties: &Value) -> Value {
        json!({
            "resource_type": "AWS::Route53::RecordSet", "region": "global", "native_id": id, "arn": null, "name": name,
            "state": "active", "native_state": null, "dependencies": needs, "tags": {}, "created_at": null,
            "properties": properties,
        })
    }

    #[tokio::test]
    async fn documents_records_of_all_pages_without_what_their_texts_prove() {
        let wire = Wire::default()
            .on(&["/hostedzone/Z1/rrset", "name=www.example.com."], 200, SECOND)
            .on(&["/hostedzone/Z1/rrset"], 200, FIRST)
            .on(&["/2013-04-01/hostedzone"], 200, ZONES);

        let listing = list(&Context::new(Client::new(&wire.session())), &scope("route53")).await;

        let zone = "111111111111:global:AWS.Route53.HostedZone:Z1";
        let text = json!({
            "HostedZoneId": "Z1", "Name": "example.com.", "ResourceRecordCount": 2,
            "ResourceRecords": ["\"v=spf1 -all\""], "TTL": 300, "Type": "TXT",
        });
        let needs = [
            "111111111111:eu-west-1:AWS.S3.Bucket:www.example.com",
            "111111111111:global:AWS.Route53.HealthCheck:abc",
            zone,
        ];
        let website = json!({
            "AliasTarget": {
                "DNSName": "s3-website-eu-west-1.amazonaws.com.", "EvaluateTargetHealth": false, "HostedZoneId": "Z2",
            },
            "HealthCheckId": "abc", "HostedZoneId": "Z1", "Name": "www.example.com.", "Region": "eu-west-1",
            "SetIdentifier": "eu", "Type": "A",
        });
        assert_eq!(
            found(&listing),
            json!([
                record("Z1/example.com./TXT", "example.com", &[zone], &text),
                record("Z1/www.example.com./A/eu", "www.example.com", &needs, &website),
            ])
        );
    }

    #[tokio::test]
    async fn a_zone_that_is_gone_is_no_gap_and_a_refusal_is() {
        for (code, status, gaps) in [("NoSuchHostedZone", 404, vec![]), ("AccessDenied", 403, vec![GapReason::Denied])]
        {
            let wire = Wire::default().on(&["/hostedzone/Z1/rrset"], status, refused(code)).on(
                &["/2013-04-01/hostedzone"],
                200,
                ZONES,
            );

            let listing = list(&Context::new(Client::new(&wire.session())), &scope("route53")).await;

            assert_eq!(listing.gaps.iter().map(|gap| gap.reason).collect::<Vec<_>>(), gaps);
        }
    }
}

use super::*;
use crate::wire::{Wire, found, scope};
use pantheon_core::collect::GapReason;

/// From the API reference of `ListWebACLs`.
const REGIONAL: &str = r#"{"NextMarker": "shop", "WebACLs": [{"Name": "shop", "Id": "1a2b", "Description": "",
    "ARN": "arn:aws:wafv2:us-east-1:111111111111:regional/webacl/shop/1a2b", "LockToken": "x"}]}"#;
const NO_MORE: &str = r#"{"WebACLs": []}"#;
const EDGE: &str = r#"{"WebACLs": [{"Name": "site", "Id": "3c4d",
    "ARN": "arn:aws:wafv2:us-east-1:111111111111:global/webacl/site/3c4d"}]}"#;

/// From the API reference of `GetWebACL`; the text that is searched for is a password in base 64.
const SHOP: &str = r#"{"LockToken": "x", "WebACL": {"Name": "shop", "Id": "1a2b", "Capacity": 702,
    "ARN": "arn:aws:wafv2:us-east-1:111111111111:regional/webacl/shop/1a2b", "ManagedByFirewallManager": false,
    "DefaultAction": {"Block": {}},
    "VisibilityConfig": {"SampledRequestsEnabled": true, "CloudWatchMetricsEnabled": true, "MetricName": "shop"},
    "Rules": [
        {"Name": "common", "Priority": 2, "OverrideAction": {"None": {}},
            "Statement": {"ManagedRuleGroupStatement": {"VendorName": "AWS", "Name": "AWSManagedRulesCommonRuleSet"}},
            "VisibilityConfig": {"SampledRequestsEnabled": true, "CloudWatchMetricsEnabled": true, "MetricName": "common"}},
        {"Name": "offices", "Priority": 1, "Action": {"Allow": {}},
            "Statement": {"AndStatement": {"Statements": [
                {"NotStatement": {"Statement": {"GeoMatchStatement": {"CountryCodes": ["DE", "CH"]}}}},
                {"IPSetReferenceStatement": {"ARN": "arn:aws:wafv2:us-east-1:111111111111:regional/ipset/offices/5e6f"}},
                {"ByteMatchStatement": {"SearchString": "aHVudGVyMg==", "FieldToMatch": {"SingleHeader": {"Name": "x-origin"}},
                    "PositionalConstraint": "EXACTLY", "TextTransformations": [{"Priority": 0, "Type": "NONE"}]}}]}},
            "VisibilityConfig": {"SampledRequestsEnabled": false, "CloudWatchMetricsEnabled": true, "MetricName": "offices"}}]}}"#;
const SITE: &str = r#"{"WebACL": {"Name": "site", "Id": "3c4d", "Capacity": 0, "ManagedByFirewallManager": false,
    "ARN": "arn:aws:wafv2:us-east-1:111111111111:global/webacl/site/3c4d", "DefaultAction": {"Allow": {}},
    "VisibilityConfig": {"SampledRequestsEnabled": true, "CloudWatchMetricsEnabled": true, "MetricName": "site"}}}"#;

/// From the API reference of `ListLoggingConfigurations`.
const LOGS: &str = r#"{"LoggingConfigurations": [{
    "ResourceArn": "arn:aws:wafv2:us-east-1:111111111111:regional/webacl/shop/1a2b",
    "LogDestinationConfigs": ["arn:aws:logs:us-east-1:111111111111:log-group:aws-waf-logs-shop"]}]}"#;

/// From the API reference of `ListResourcesForWebACL`.
const RESOURCES: &str =
    r#"{"ResourceArns": ["arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/shop/1"]}"#;

/// From the API reference of `ListTagsForResource`.
const TAGS: &str = r#"{"TagInfoForResource": {"ResourceARN": "x", "TagList": [{"Key": "env", "Value": "prod"}]}}"#;

const DENIED: &str = r#"{"__type": "AccessDeniedException", "Message": "not authorized"}"#;

fn answers() -> Wire {
    Wire::default()
        .times(1, &["AWSWAF_20190729.ListWebACLs", "REGIONAL"], 200, REGIONAL)
        .on(&["AWSWAF_20190729.ListWebACLs", "REGIONAL", "NextMarker"], 200, NO_MORE)
        .on(&["AWSWAF_20190729.ListWebACLs", "CLOUDFRONT"], 200, EDGE)
        .on(&["AWSWAF_20190729.GetWebACL", "1a2b"], 200, SHOP)
        .on(&["AWSWAF_20190729.GetWebACL", "3c4d"], 200, SITE)
        .on(&["AWSWAF_20190729.ListLoggingConfigurations", "REGIONAL"], 200, LOGS)
        .on(&["AWSWAF_20190729.ListLoggingConfigurations"], 200, r#"{"LoggingConfigurations": []}"#)
        .on(&["AWSWAF_20190729.ListResourcesForWebACL"], 200, RESOURCES)
        .on(&["AWSWAF_20190729.ListTagsForResource"], 200, TAGS)
}

async fn look(wire: &Wire, region: &str) -> Listing {
    let scope = Scope { region: region.parse().unwrap(), ..scope("wafv2") };
    list(&Client::new(&wire.session()), &scope).await
}

fn visible(name: &str, sampled: bool) -> Value {
    json!({"CloudWatchMetricsEnabled": true, "MetricName": name, "SampledRequestsEnabled": sampled})
}

fn shop() -> Value {
    let geography = json!({"NotStatement": {"Statement": {"GeoMatchStatement": {"CountryCodes": ["CH", "DE"]}}}});
    let offices = json!({
        "IPSetReferenceStatement": {"Arn": "arn:aws:wafv2:us-east-1:111111111111:regional/ipset/offices/5e6f"},
    });
    let password = json!({"ByteMatchStatement": {"PositionalConstraint": "EXACTLY", "TextTransformations": ["NONE"]}});
    json!({
        "resource_type": "AWS::WAFv2::WebACL",
        "region": "us-east-1",
        "native_id": "shop|1a2b|REGIONAL",
        "arn": "arn:aws:wafv2:us-east-1:111111111111:regional/webacl/shop/1a2b",
        "name": "shop",
        "state": "active",
        "native_state": null,
        "dependencies": [
            "111111111111:us-east-1:AWS.Logs.LogGroup:aws-waf-logs-shop",
            "111111111111:us-east-1:AWS.WAFv2.IPSet:offices~7C5e6f~7CREGIONAL",
        ],
        "tags": {"env": "prod"},
        "created_at": null,
        "properties": {
            "Capacity": 702,
            "DefaultAction": "Block",
            "LoadBalancerArns": ["arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/shop/1"],
            "LogDestinationConfigs": ["arn:aws:logs:us-east-1:111111111111:log-group:aws-waf-logs-shop"],
            "ManagedByFirewallManager": false,
            "Name": "shop",
            "Rules": [
                {
                    "Action": "Allow",
                    "Name": "offices",
                    "Priority": 1,
                    "Statement": {"AndStatement": {"Statements": [password, offices, geography]}},
                    "VisibilityConfig": visible("offices", false),
                },
                {
                    "Name": "common",
                    "OverrideAction": "None",
                    "Priority": 2,
                    "Statement": {
                        "ManagedRuleGroupStatement": {"Name": "AWSManagedRulesCommonRuleSet", "VendorName": "AWS"},
                    },
                    "VisibilityConfig": visible("common", true),
                },
            ],
            "Scope": "REGIONAL",
            "VisibilityConfig": visible("shop", true),
        },
    })
}

#[tokio::test]
async fn documents_the_lists_of_a_region_and_those_of_cloudfront_at_its_home() {
    let listing = look(&answers(), "us-east-1").await;

    let site = json!({
        "resource_type": "AWS::WAFv2::WebACL",
        "region": "global",
        "native_id": "site|3c4d|CLOUDFRONT",
        "arn": "arn:aws:wafv2:us-east-1:111111111111:global/webacl/site/3c4d",
        "name": "site",
        "state": "active",
        "native_state": null,
        "dependencies": [],
        "tags": {"env": "prod"},
        "created_at": null,
        "properties": {
            "Capacity": 0,
            "DefaultAction": "Allow",
            "ManagedByFirewallManager": false,
            "Name": "site",
            "Scope": "CLOUDFRONT",
            "VisibilityConfig": visible("site", true),
        },
    });
    assert_eq!(found(&listing), json!([shop(), site]));
}

#[tokio::test]
async fn asks_for_the_lists_of_cloudfront_nowhere_else() {
    let wire = answers();
    let listing = look(&wire, "eu-west-1").await;

    assert_eq!(listing.found.len(), 1);
    assert!(!wire.requests().iter().any(|request| request.contains("CLOUDFRONT")));
}

#[tokio::test]
async fn keeps_a_list_of_which_it_may_read_nothing_more() {
    let wire = Wire::default()
        .on(&["AWSWAF_20190729.GetWebACL"], 400, DENIED)
        .on(&["AWSWAF_20190729.ListLoggingConfigurations"], 400, DENIED)
        .on(&["AWSWAF_20190729.ListResourcesForWebACL"], 400, DENIED)
        .on(&["AWSWAF_20190729.ListTagsForResource"], 400, DENIED);

    let listing = look(&answers().merged_after(&wire), "eu-west-1").await;

    let unread = json!(["LoadBalancerArns", "LogDestinationConfigs", "Rules", "Tags"]);
    assert_eq!(listing.found[0].properties["Unread"], unread);
    assert_eq!(listing.gaps.len(), 4);
    assert!(listing.gaps.iter().all(|gap| gap.reason == GapReason::Denied));
}

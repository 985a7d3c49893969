//! Distributions, from `ListDistributions`, `GetDistributionConfig` (the list leaves out the logs and
//! the default page) and `ListTagsForResource`.
//!
//! The headers that are added for an origin carry passwords between two servers: only their names
//! are kept.

use super::origin_access_control;
use crate::{
    arn,
    document::{Document, neighbor, sorted, tags},
    listing::{list_each, read_or_note},
};
use aws_sdk_cloudfront::{
    Client,
    types::{DistributionConfig, DistributionSummary, Origin},
};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Gap, Listing, Scope},
    resource::{ResourceId, ResourceState},
};
use serde_json::{Value, json};

mod behavior;

pub(super) const TYPE: TypeName = TypeName::new("AWS::CloudFront::Distribution");

const OPERATION: &str = "cloudfront:ListDistributions";

const ACCESS_IDENTITY: TypeName = TypeName::new("AWS::CloudFront::CloudFrontOriginAccessIdentity");
const BUCKET: TypeName = TypeName::new("AWS::S3::Bucket");

/// What AWS answers about a distribution that was deleted since it was listed.
const GONE: &[&str] = &["NoSuchDistribution", "NoSuchResource"];

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let distributions = summaries(client).await;
    list_each(TYPE, OPERATION, distributions, |summary| read(client, scope, summary)).await
}

async fn summaries(client: &Client) -> (Vec<DistributionSummary>, Option<Gap>) {
    let mut pages = client.list_distributions().into_paginator().send();
    let mut all = Vec::new();
    while let Some(page) = pages.next().await {
        match page {
            Ok(page) => all.extend(page.distribution_list.and_then(|list| list.items).unwrap_or_default()),
            Err(error) => return (all, Some(gap_of(OPERATION, &error))),
        }
    }
    (all, None)
}

async fn read(client: &Client, scope: &Scope, summary: DistributionSummary) -> Option<Document> {
    let mut document = document(scope, &summary);

    let answer = client.get_distribution_config().id(summary.id()).send().await;
    let operation = "cloudfront:GetDistributionConfig";
    let answer = read_or_note(&mut document, "DistributionConfig", operation, GONE, answer);
    if let Some(config) = answer.as_ref().and_then(|answer| answer.distribution_config()) {
        document.property("DistributionConfig", properties(config));
        document.need(needed(scope, config));
    }

    let answer = client.list_tags_for_resource().resource(summary.arn()).send().await;
    let operation = "cloudfront:ListTagsForResource";
    let Some(answer) = read_or_note(&mut document, "Tags", operation, GONE, answer) else { return Some(document) };
    let given = answer.tags().into_iter().flat_map(|tags| tags.items());
    Some(document.tags(tags(given.map(|tag| (tag.key(), tag.value())))))
}

fn document(scope: &Scope, summary: &DistributionSummary) -> Document {
    let aliases = summary.aliases().into_iter().flat_map(|aliases| aliases.items());
    let state = if summary.status() == "InProgress" { ResourceState::Updating } else { ResourceState::Active };
    Document::new(TYPE, scope, summary.id())
        .arn(Some(summary.arn()))
        .name(aliases.min().map(String::as_str))
        .state(state, Some(summary.status()))
        .properties(json!({"DomainName": summary.domain_name()}))
}

fn properties(config: &DistributionConfig) -> Value {
    let errors = config.custom_error_responses().into_iter().flat_map(|errors| errors.items());
    let certificate = config.viewer_certificate();
    let geography = config.restrictions().and_then(|restrictions| restrictions.geo_restriction());
    json!({
        "Aliases": sorted(config.aliases().into_iter().flat_map(|aliases| aliases.items())),
        // The first path that fits decides.
        "CacheBehaviors": config.cache_behaviors().into_iter().flat_map(|list| list.items())
            .map(behavior::of_path).collect::<Vec<_>>(),
        "Comment": config.comment(),
        "ContinuousDeploymentPolicyId": config.continuous_deployment_policy_id(),
        "CustomErrorResponses": sorted(errors.map(|error| json!({
            "ErrorCode": error.error_code(),
            "ResponseCode": error.response_code(),
            "ResponsePagePath": error.response_page_path(),
        }))),
        "DefaultCacheBehavior": config.default_cache_behavior().map(behavior::of_default),
        "DefaultRootObject": config.default_root_object(),
        "Enabled": config.enabled(),
        "HttpVersion": config.http_version().map(|version| version.as_str()),
        "IPV6Enabled": config.is_ipv6_enabled(),
        "Logging": config.logging().filter(|logging| logging.enabled()).map(|logging| json!({
            "Bucket": logging.bucket(),
            "IncludeCookies": logging.include_cookies(),
            "Prefix": logging.prefix(),
        })),
        "OriginGroups": sorted(config.origin_groups().into_iter().flat_map(|groups| groups.items()).map(|group| json!({
            "Id": group.id(),
            // The first member is the one that is tried first.
            "Members": group.members().into_iter().flat_map(|members| members.items())
                .map(|member| member.origin_id()).collect::<Vec<_>>(),
        }))),
        "Origins": sorted(origins(config).map(origin)),
        "PriceClass": config.price_class().map(|class| class.as_str()),
        "Restrictions": {"GeoRestriction": geography.map(|restriction| json!({
            "Locations": sorted(restriction.items()),
            "RestrictionType": restriction.restriction_type().as_str(),
        }))},
        "Staging": config.staging(),
        "ViewerCertificate": certificate.map(|certificate| json!({
            "AcmCertificateArn": certificate.acm_certificate_arn(),
            "CloudFrontDefaultCertificate": certificate.cloud_front_default_certificate(),
            "IamCertificateId": certificate.iam_certificate_id(),
            "MinimumProtocolVersion": certificate.minimum_protocol_version().map(|version| version.as_str()),
            "SslSupportMethod": certificate.ssl_support_method().map(|method| method.as_str()),
        })),
        "WebACLId": config.web_acl_id(),
    })
}

fn origin(origin: &Origin) -> Value {
    let headers = origin.custom_headers().into_iter().flat_map(|headers| headers.items());
    json!({
        "ConnectionAttempts": origin.connection_attempts(),
        "ConnectionTimeout": origin.connection_timeout(),
        "CustomOriginConfig": origin.custom_origin_config().map(|config| json!({
            "HTTPPort": config.http_port(),
            "HTTPSPort": config.https_port(),
            "OriginKeepaliveTimeout": config.origin_keepalive_timeout(),
            "OriginProtocolPolicy": config.origin_protocol_policy().as_str(),
            "OriginReadTimeout": config.origin_read_timeout(),
            "OriginSSLProtocols": sorted(config.origin_ssl_protocols().into_iter()
                .flat_map(|protocols| protocols.items()).map(|protocol| protocol.as_str())),
        })),
        "DomainName": origin.domain_name(),
        "Id": origin.id(),
        "OriginAccessControlId": origin.origin_access_control_id(),
        "OriginCustomHeaderNames": sorted(headers.map(|header| header.header_name())),
        "OriginPath": origin.origin_path(),
        "OriginShield": origin.origin_shield().map(|shield| json!({
            "Enabled": shield.enabled(),
            "OriginShieldRegion": shield.origin_shield_region(),
        })),
        "S3OriginConfig": origin.s3_origin_config()
            .map(|config| json!({"OriginAccessIdentity": config.origin_access_identity()})),
        "VpcOriginConfig": origin.vpc_origin_config().map(|config| json!({"VpcOriginId": config.vpc_origin_id()})),
    })
}

fn origins(config: &DistributionConfig) -> impl Iterator<Item = &Origin> {
    config.origins().into_iter().flat_map(|origins| origins.items())
}

fn needed(scope: &Scope, config: &DistributionConfig) -> Vec<ResourceId> {
    let certificate = config.viewer_certificate().and_then(|certificate| certificate.acm_certificate_arn());
    let functions = config.default_cache_behavior().into_iter().flat_map(behavior::functions_of_default);
    let paths = config.cache_behaviors().into_iter().flat_map(|list| list.items());
    let functions = functions.chain(paths.flat_map(behavior::functions_of_path));
    let named = certificate.into_iter().chain(config.web_acl_id()).chain(functions).filter_map(arn::resource);

    let controls = origins(config).filter_map(|origin| origin.origin_access_control_id());
    let controls = controls.map(|id| neighbor(scope, origin_access_control::TYPE, id));
    let identities = origins(config).filter_map(|origin| origin.s3_origin_config());
    let identities = identities.filter_map(|config| config.origin_access_identity().rsplit('/').next());
    let identities = identities.map(|id| neighbor(scope, ACCESS_IDENTITY, id));
    let buckets = origins(config).filter_map(|origin| bucket(scope, origin.domain_name()));
    named.chain(controls).chain(identities).chain(buckets).collect()
}

/// Names the bucket behind `name.s3.region.amazonaws.com`; without a region there is no telling.
fn bucket(scope: &Scope, domain: &str) -> Option<ResourceId> {
    let host = domain.strip_suffix(".amazonaws.com")?;
    let (name, region) = host.rsplit_once(".s3.").or_else(|| host.rsplit_once(".s3-website."))?;
    Some(ResourceId { region: region.parse().ok()?, ..neighbor(scope, BUCKET, name) })
}

#[cfg(test)]
mod tests;

//! Parameters, from `DescribeParameters`, which shows no value, and `GetResources`.
//!
//! `ListTagsForResource` would be one call for each of up to 10,000 parameters; the tagging API
//! says the tags of a hundred at once.

use super::Context;
use crate::{
    arn,
    document::{Document, built_arn, json_text, sorted, tags, when},
    listing::{Lister, read_pages, read_whole_pages},
};
use aws_sdk_resourcegroupstagging::types::ResourceTagMapping;
use aws_sdk_ssm::types::ParameterMetadata;
use pantheon_core::{
    aws::TypeName,
    collect::{Gap, Listing, Scope},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(super) const TYPE: TypeName = TypeName::new("AWS::SSM::Parameter");

const OPERATION: &str = "ssm:DescribeParameters";

/// Tags by the name of their resource.
type Tags = BTreeMap<String, BTreeMap<String, String>>;

pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    let pages = context.client.describe_parameters().max_results(50).into_paginator().send();
    let (parameters, gap) = read_whole_pages(OPERATION, pages, |page| page.parameters).await;
    let tags = if parameters.is_empty() { Ok(Tags::new()) } else { read_tags(context).await };

    let mut lister = Lister::new(TYPE);
    let given = tags.as_ref().ok();
    lister.take_all(OPERATION, parameters.iter().map(|parameter| document(scope, parameter, given)));
    lister.miss_all(gap);
    lister.miss_all(tags.err());
    lister.done()
}

async fn read_tags(context: &Context) -> Result<Tags, Gap> {
    let request = context.tagging.get_resources().resource_type_filters("ssm:parameter").resources_per_page(100);
    let (found, gap) = read_pages("tag:GetResources", request.into_paginator().items().send()).await;
    gap.map_or(Ok(()), Err)?;
    let entry = |found: ResourceTagMapping| {
        let tags = tags(found.tags().iter().map(|tag| (tag.key(), tag.value())));
        Some((found.resource_arn?, tags))
    };
    Ok(found.into_iter().filter_map(entry).collect())
}

fn document(scope: &Scope, parameter: &ParameterMetadata, tags: Option<&Tags>) -> Option<Document> {
    let name = parameter.name()?;
    // The slash that begins the name of a hierarchy is also the one that ends the kind of resource.
    let built = built_arn(scope, "ssm", &format!("parameter/{}", name.trim_start_matches('/')));
    let arn = parameter.arn().unwrap_or(&built);
    let mut properties = properties(name, parameter);
    if tags.is_none() {
        properties["Unread"] = json!(["Tags"]);
    }
    let document = Document::new(TYPE, scope, name)
        .arn(Some(arn))
        .name(Some(name))
        .tags(tags.and_then(|tags| tags.get(arn)).cloned().unwrap_or_default())
        .needs(arn::key(scope, parameter.key_id()))
        .properties(properties);
    Some(document)
}

fn properties(name: &str, parameter: &ParameterMetadata) -> Value {
    json!({
        "AllowedPattern": parameter.allowed_pattern(),
        "DataType": parameter.data_type(),
        "Description": parameter.description(),
        "KeyId": parameter.key_id(),
        "LastModifiedDate": when(parameter.last_modified_date()),
        "LastModifiedUser": parameter.last_modified_user(),
        "Name": name,
        "Policies": sorted(parameter.policies().iter().map(|policy| json!({
            "PolicyText": policy.policy_text().map(json_text),
            "PolicyType": policy.policy_type(),
        }))),
        "Tier": parameter.tier().map(|tier| tier.as_str()),
        "Type": parameter.r#type().map(|kind| kind.as_str()),
        "Version": parameter.version(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};
    use pantheon_core::collect::GapReason;

    /// From the API reference of `DescribeParameters`, in two pages.
    const FIRST: &str = r#"{"Parameters": [{
        "Name": "/shop/password", "Type": "SecureString", "KeyId": "arn:aws:kms:eu-west-1:111111111111:key/abcd",
        "ARN": "arn:aws:ssm:eu-west-1:111111111111:parameter/shop/password",
        "LastModifiedDate": 1700000000.5, "LastModifiedUser": "arn:aws:iam::111111111111:user/anna", "Version": 3,
        "Tier": "Advanced", "DataType": "text", "Policies": [{"PolicyStatus": "Pending", "PolicyType": "Expiration",
            "PolicyText": "{\"Type\":\"Expiration\",\"Version\":\"1.0\"}"}]}], "NextToken": "more"}"#;
    const LAST: &str = r#"{"Parameters": [{"Name": "mode", "Type": "String", "Version": 1, "Tier": "Standard"}]}"#;

    /// From the API reference of `GetResources`.
    const TAGS: &str = r#"{"PaginationToken": "", "ResourceTagMappingList": [{
        "ResourceARN": "arn:aws:ssm:eu-west-1:111111111111:parameter/shop/password",
        "Tags": [{"Key": "env", "Value": "prod"}]}]}"#;

    async fn listing(status: u16, tags: &str) -> (Listing, Vec<String>) {
        let wire = Wire::default()
            .on(&["AmazonSSM.DescribeParameters", "more"], 200, LAST)
            .on(&["AmazonSSM.DescribeParameters"], 200, FIRST)
            .on(&["GetResources", "ssm:parameter"], status, tags);
        (list(&Context::new(&wire.session()), &scope("ssm")).await, wire.requests())
    }

    #[tokio::test]
    async fn documents_parameters_without_their_values() {
        let (listing, requests) = listing(200, TAGS).await;

        assert!(requests.iter().all(|request| !request.contains("GetParameter")));
        assert_eq!(
            found(&listing)[0],
            json!({
                "resource_type": "AWS::SSM::Parameter",
                "region": "eu-west-1",
                "native_id": "/shop/password",
                "arn": "arn:aws:ssm:eu-west-1:111111111111:parameter/shop/password",
                "name": "/shop/password",
                "state": "active",
                "native_state": null,
                "dependencies": ["111111111111:eu-west-1:AWS.KMS.Key:abcd"],
                "tags": {"env": "prod"},
                "created_at": null,
                "properties": {
                    "DataType": "text",
                    "KeyId": "arn:aws:kms:eu-west-1:111111111111:key/abcd",
                    "LastModifiedDate": "2023-11-14T22:13:20.500Z",
                    "LastModifiedUser": "arn:aws:iam::111111111111:user/anna",
                    "Name": "/shop/password",
                    "Policies": [{
                        "PolicyText": {"Type": "Expiration", "Version": "1.0"},
                        "PolicyType": "Expiration",
                    }],
                    "Tier": "Advanced",
                    "Type": "SecureString",
                    "Version": 3,
                },
            })
        );
        assert_eq!(found(&listing)[1]["arn"], "arn:aws:ssm:eu-west-1:111111111111:parameter/mode");
    }

    #[tokio::test]
    async fn does_not_take_parameters_for_untagged_whose_tags_it_may_not_read() {
        let (listing, _) = listing(400, r#"{"__type": "AccessDeniedException", "Message": "no"}"#).await;

        assert_eq!(listing.found.len(), 2);
        assert!(listing.found.iter().all(|found| found.properties["Unread"] == json!(["Tags"])));
        let told: Vec<_> = listing.gaps.iter().map(|gap| (gap.operation.as_str(), gap.reason)).collect();
        assert_eq!(told, [("tag:GetResources", GapReason::Denied)]);
    }
}

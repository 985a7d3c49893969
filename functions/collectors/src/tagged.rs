//! Tags in bulk, for services that tell their own only one resource at a time.
//!
//! The tagging API names every tagged resource of a type, a hundred with each call of `GetResources`.

use crate::document::{Document, tags};
use aws_config::SdkConfig;
use aws_sdk_resourcegroupstagging::Client;
use pantheon_aws::gap_of;
use pantheon_core::collect::Gap;
use std::collections::{BTreeMap, HashMap};

const OPERATION: &str = "tag:GetResources";

/// The tags of all resources of a type, by their ARN, or why they could not be read.
#[derive(Debug)]
pub(crate) struct Tagged(Result<HashMap<String, BTreeMap<String, String>>, Gap>);

impl Tagged {
    /// Takes what a service told about many of its resources at once.
    pub(crate) fn new(answer: Result<HashMap<String, BTreeMap<String, String>>, Gap>) -> Self {
        Self(answer)
    }

    /// Reads the tags of a type as the tagging API names it, such as `logs:log-group`.
    pub(crate) async fn read(session: &SdkConfig, resource_type: &str) -> Self {
        let request = Client::new(session).get_resources().resource_type_filters(resource_type);
        let mut pages = request.resources_per_page(100).into_paginator().items().send();
        let mut all = HashMap::new();
        while let Some(mapping) = pages.next().await {
            let mapping = match mapping {
                Ok(mapping) => mapping,
                Err(error) => return Self(Err(gap_of(OPERATION, &error))),
            };
            let given = tags(mapping.tags().iter().map(|tag| (tag.key(), tag.value())));
            all.insert(mapping.resource_arn.unwrap_or_default(), given);
        }
        Self(Ok(all))
    }

    /// Puts the tags of a resource into its document.
    pub(crate) fn put(&self, mut document: Document, arn: &str) -> Document {
        match &self.0 {
            Ok(all) => document.tags(all.get(arn).cloned().unwrap_or_default()),
            Err(gap) => {
                document.unread("Tags", gap.clone());
                document
            }
        }
    }
}

/// For tests: the answers of `GetResources`.
#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::wire::{Wire, scope};
    use pantheon_core::{aws::TypeName, collect::GapReason};
    use serde_json::json;

    /// What a request for tags contains.
    pub(crate) const ASKED: &[&str] = &["ResourceGroupsTaggingAPI_20170126.GetResources"];

    /// From the API reference of `GetResources`.
    pub(crate) fn answer(arn: &str) -> String {
        let mapping = json!({"ResourceARN": arn, "Tags": [{"Key": "env", "Value": "prod"}]});
        json!({"PaginationToken": "", "ResourceTagMappingList": [mapping]}).to_string()
    }

    async fn tagged(wire: &Wire) -> (pantheon_core::collect::Found, Vec<Gap>) {
        let tagged = Tagged::read(&wire.session(), "logs:log-group").await;
        let document = Document::new(TypeName::new("AWS::Logs::LogGroup"), &scope("logs"), "x").properties(json!({}));
        tagged.put(document, "arn:x").finish()
    }

    #[tokio::test]
    async fn finds_the_tags_of_a_resource_on_whatever_page() {
        let first = json!({"PaginationToken": "2", "ResourceTagMappingList": [{"ResourceARN": "arn:y", "Tags": []}]});
        let wire = Wire::default().times(1, ASKED, 200, first.to_string()).on(ASKED, 200, answer("arn:x"));

        let (found, gaps) = tagged(&wire).await;

        assert_eq!((found.tags["env"].as_str(), gaps.len()), ("prod", 0));
        assert!(wire.requests()[0].contains("logs:log-group"));
    }

    #[tokio::test]
    async fn does_not_take_what_it_may_not_read_for_untagged() {
        let denied = r#"{"__type": "AccessDeniedException", "Message": "not authorized"}"#;

        let (found, gaps) = tagged(&Wire::default().on(ASKED, 400, denied)).await;

        assert_eq!(found.properties["Unread"], json!(["Tags"]));
        assert_eq!(gaps[0].reason, GapReason::Denied);
    }
}

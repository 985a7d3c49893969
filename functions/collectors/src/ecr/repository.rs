//! Repositories, from `DescribeRepositories`, `GetRepositoryPolicy`, `GetLifecyclePolicy` and
//! `ListTagsForResource`. What is in them is data.

use crate::{
    arn,
    document::{Document, json_text, sorted, tags, when},
    listing::{list_each, read_or_note, read_pages},
};
use aws_sdk_ecr::{Client, types::Repository};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::ECR::Repository");

const OPERATION: &str = "ecr:DescribeRepositories";
const GONE: &str = "RepositoryNotFoundException";

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let pages = client.describe_repositories().max_results(1_000).into_paginator().items().send();
    let repositories = read_pages(OPERATION, pages).await;
    list_each(TYPE, OPERATION, repositories, |repository| read(client, scope, repository)).await
}

async fn read(client: &Client, scope: &Scope, repository: Repository) -> Option<Document> {
    let name = repository.repository_name()?;
    let mut document = document(scope, name, &repository);

    let absent = ["RepositoryPolicyNotFoundException", GONE];
    let answer = client.get_repository_policy().repository_name(name).send().await;
    let answer = read_or_note(&mut document, "RepositoryPolicyText", "ecr:GetRepositoryPolicy", &absent, answer);
    if let Some(policy) = answer.as_ref().and_then(|answer| answer.policy_text()) {
        document.property("RepositoryPolicyText", json_text(policy));
    }

    let absent = ["LifecyclePolicyNotFoundException", GONE];
    let answer = client.get_lifecycle_policy().repository_name(name).send().await;
    let answer = read_or_note(&mut document, "LifecyclePolicy", "ecr:GetLifecyclePolicy", &absent, answer);
    if let Some(policy) = answer.as_ref().and_then(|answer| answer.lifecycle_policy_text()) {
        document.property("LifecyclePolicy", json!({"LifecyclePolicyText": json_text(policy)}));
    }

    let answer = client.list_tags_for_resource().resource_arn(repository.repository_arn()?).send().await;
    match read_or_note(&mut document, "Tags", "ecr:ListTagsForResource", &[GONE], answer) {
        Some(answer) => Some(document.tags(tags(answer.tags().iter().map(|tag| (tag.key(), tag.value()))))),
        None => Some(document),
    }
}

fn document(scope: &Scope, name: &str, repository: &Repository) -> Document {
    let key = repository.encryption_configuration().and_then(|encryption| encryption.kms_key());
    Document::new(TYPE, scope, name)
        .arn(repository.repository_arn())
        .name(Some(name))
        .created_at(when(repository.created_at()))
        .needs(arn::key(scope, key))
        .properties(properties(name, repository))
}

fn properties(name: &str, repository: &Repository) -> Value {
    let exceptions = repository.image_tag_mutability_exclusion_filters().iter();
    json!({
        "EncryptionConfiguration": repository.encryption_configuration().map(|encryption| json!({
            "EncryptionType": encryption.encryption_type().as_str(),
            "KmsKey": encryption.kms_key(),
        })),
        "ImageScanningConfiguration":
            {"ScanOnPush": repository.image_scanning_configuration().map(|scanning| scanning.scan_on_push())},
        "ImageTagMutability": repository.image_tag_mutability().map(|mutability| mutability.as_str()),
        "ImageTagMutabilityExclusionFilters": sorted(exceptions.map(|filter| json!({
            "ImageTagMutabilityExclusionFilterType": filter.filter_type().as_str(),
            "ImageTagMutabilityExclusionFilterValue": filter.filter(),
        }))),
        "RepositoryName": name,
        "RepositoryUri": repository.repository_uri(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `DescribeRepositories`.
    const REPOSITORIES: &str = r#"{"repositories": [{
        "repositoryArn": "arn:aws:ecr:eu-west-1:111111111111:repository/team/app", "registryId": "111111111111",
        "repositoryName": "team/app", "repositoryUri": "111111111111.dkr.ecr.eu-west-1.amazonaws.com/team/app",
        "createdAt": 1700000000.0, "imageTagMutability": "IMMUTABLE_WITH_EXCLUSION",
        "imageTagMutabilityExclusionFilters": [{"filterType": "WILDCARD", "filter": "latest*"}],
        "imageScanningConfiguration": {"scanOnPush": true},
        "encryptionConfiguration": {"encryptionType": "KMS", "kmsKey": "arn:aws:kms:eu-west-1:111111111111:key/abcd"}}]}"#;

    /// From the API references of `GetRepositoryPolicy` and `GetLifecyclePolicy`.
    const POLICY: &str = r#"{"policyText": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\"}]}"}"#;
    const LIFECYCLE: &str = r#"{"lifecyclePolicyText": "{\"rules\":[{\"rulePriority\":1}]}", "lastEvaluatedAt": 1.0}"#;

    #[tokio::test]
    async fn documents_a_repository() {
        let wire = Wire::default()
            .on(&["_V20150921.DescribeRepositories"], 200, REPOSITORIES)
            .on(&["_V20150921.GetRepositoryPolicy", "team/app"], 200, POLICY)
            .on(&["_V20150921.GetLifecyclePolicy", "team/app"], 200, LIFECYCLE)
            .on(&["_V20150921.ListTagsForResource"], 200, r#"{"tags": [{"Key": "env", "Value": "prod"}]}"#);

        let listing = list(&Client::new(&wire.session()), &scope("ecr")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::ECR::Repository",
                "region": "eu-west-1",
                "native_id": "team/app",
                "arn": "arn:aws:ecr:eu-west-1:111111111111:repository/team/app",
                "name": "team/app",
                "state": "active",
                "native_state": null,
                "dependencies": ["111111111111:eu-west-1:AWS.KMS.Key:abcd"],
                "tags": {"env": "prod"},
                "created_at": "2023-11-14T22:13:20Z",
                "properties": {
                    "EncryptionConfiguration": {
                        "EncryptionType": "KMS",
                        "KmsKey": "arn:aws:kms:eu-west-1:111111111111:key/abcd",
                    },
                    "ImageScanningConfiguration": {"ScanOnPush": true},
                    "ImageTagMutability": "IMMUTABLE_WITH_EXCLUSION",
                    "ImageTagMutabilityExclusionFilters": [{
                        "ImageTagMutabilityExclusionFilterType": "WILDCARD",
                        "ImageTagMutabilityExclusionFilterValue": "latest*",
                    }],
                    "LifecyclePolicy": {"LifecyclePolicyText": {"rules": [{"rulePriority": 1}]}},
                    "RepositoryName": "team/app",
                    "RepositoryPolicyText": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow"}]},
                    "RepositoryUri": "111111111111.dkr.ecr.eu-west-1.amazonaws.com/team/app",
                },
            }])
        );
    }

    #[tokio::test]
    async fn takes_a_repository_without_policies_for_what_it_is() {
        let none = |code: &str| format!(r#"{{"__type": "{code}", "message": "no"}}"#);
        let wire = Wire::default()
            .on(&["DescribeRepositories"], 200, REPOSITORIES)
            .on(&["GetRepositoryPolicy"], 400, none("RepositoryPolicyNotFoundException"))
            .on(&["GetLifecyclePolicy"], 400, none("LifecyclePolicyNotFoundException"))
            .on(&["ListTagsForResource"], 200, r#"{"tags": []}"#);

        let listing = list(&Client::new(&wire.session()), &scope("ecr")).await;

        let properties = &found(&listing)[0]["properties"];
        assert_eq!((properties.get("RepositoryPolicyText"), properties.get("LifecyclePolicy")), (None, None));
    }
}

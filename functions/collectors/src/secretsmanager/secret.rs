//! Secrets, from `ListSecrets` and `GetResourcePolicy`: never what they hide, nor its versions.
//!
//! A rotation changes a secret without anybody's doing, and reading it changes when it was last
//! read, so both are kept to the week. What is to be deleted is not listed any more.

use crate::{
    arn,
    document::{Document, json_text, sorted, tags, week_of, when},
    listing::{list_each, read_or_note, read_whole_pages},
};
use aws_sdk_secretsmanager::{Client, types::SecretListEntry};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::ResourceId,
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::SecretsManager::Secret");

const OPERATION: &str = "secretsmanager:ListSecrets";
const GONE: &[&str] = &["ResourceNotFoundException"];

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let pages = client.list_secrets().max_results(100).into_paginator().send();
    let secrets = read_whole_pages(OPERATION, pages, |page| page.secret_list).await;
    list_each(TYPE, OPERATION, secrets, |secret| read(client, scope, secret)).await
}

async fn read(client: &Client, scope: &Scope, secret: SecretListEntry) -> Option<Document> {
    let arn = secret.arn()?;
    let mut document = document(scope, arn, &secret);
    let answer = client.get_resource_policy().secret_id(arn).send().await;
    let answer = read_or_note(&mut document, "ResourcePolicy", "secretsmanager:GetResourcePolicy", GONE, answer);
    if let Some(policy) = answer.as_ref().and_then(|answer| answer.resource_policy()) {
        document.property("ResourcePolicy", json_text(policy));
    }
    Some(document)
}

fn document(scope: &Scope, arn: &str, secret: &SecretListEntry) -> Document {
    let named = [secret.rotation_lambda_arn(), secret.external_secret_rotation_role_arn()];
    Document::new(TYPE, scope, arn)
        .arn(Some(arn))
        .name(secret.name())
        .tags(tags(secret.tags().iter().map(|tag| (tag.key(), tag.value()))))
        .created_at(when(secret.created_date()))
        .needs(named.into_iter().flatten().filter_map(arn::resource))
        .needs(arn::key(scope, secret.kms_key_id()))
        .needs(primary(scope, arn, secret.primary_region()))
        .properties(properties(secret))
}

/// Names the secret of which this one is a replica: it differs in its region alone.
fn primary(scope: &Scope, arn: &str, region: Option<&str>) -> Option<ResourceId> {
    let region = region.filter(|region| *region != scope.region.as_str())?;
    arn::resource(&arn.replacen(&format!(":{}:", scope.region), &format!(":{region}:"), 1))
}

fn properties(secret: &SecretListEntry) -> Value {
    json!({
        "Description": secret.description(),
        "ExternalSecretRotationMetadataNames":
            sorted(secret.external_secret_rotation_metadata().iter().filter_map(|item| item.key())),
        "KmsKeyId": secret.kms_key_id(),
        "LastChangedWeek": week_of(when(secret.last_changed_date())),
        "LastRotatedWeek": week_of(when(secret.last_rotated_date())),
        "LastUsedWeek": week_of(when(secret.last_accessed_date())),
        "Name": secret.name(),
        "OwningService": secret.owning_service(),
        "PrimaryRegion": secret.primary_region(),
        "RotationEnabled": secret.rotation_enabled().unwrap_or_default(),
        "RotationLambdaARN": secret.rotation_lambda_arn(),
        "RotationRules": secret.rotation_rules().map(|rules| json!({
            "AutomaticallyAfterDays": rules.automatically_after_days(),
            "Duration": rules.duration(),
            "ScheduleExpression": rules.schedule_expression(),
        })),
        "Type": secret.r#type(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};
    use pantheon_core::collect::GapReason;

    /// From the API reference of `ListSecrets`.
    const SECRETS: &str = r#"{"SecretList": [{
        "ARN": "arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-AbCdEf", "Name": "db",
        "Description": "the database", "KmsKeyId": "arn:aws:kms:eu-west-1:111111111111:key/abcd",
        "RotationEnabled": true, "RotationLambdaARN": "arn:aws:lambda:eu-west-1:111111111111:function:rotate",
        "RotationRules": {"AutomaticallyAfterDays": 30, "Duration": "2h"},
        "LastRotatedDate": 1700000000.5, "LastChangedDate": 1700000000.5, "LastAccessedDate": 1700006400.0,
        "NextRotationDate": 1702592000.0, "CreatedDate": 1690000000.0, "PrimaryRegion": "us-east-1",
        "SecretVersionsToStages": {"EXAMPLE1-90ab-cdef-fedc-ba987EXAMPLE": ["AWSCURRENT"]},
        "Tags": [{"Key": "env", "Value": "prod"}]}]}"#;

    /// From the API reference of `GetResourcePolicy`.
    const POLICY: &str = r#"{"Name": "db", "ResourcePolicy": "{\"Version\":\"2012-10-17\"}"}"#;

    async fn listing(status: u16, policy: &str) -> (Listing, Vec<String>) {
        let wire = Wire::default().on(&["secretsmanager.ListSecrets"], 200, SECRETS).on(
            &["secretsmanager.GetResourcePolicy"],
            status,
            policy,
        );
        (list(&Client::new(&wire.session()), &scope("secretsmanager")).await, wire.requests())
    }

    #[tokio::test]
    async fn documents_a_secret_without_what_it_hides() {
        let (listing, requests) = listing(200, POLICY).await;

        assert!(requests.iter().all(|request| !request.contains("GetSecretValue")));
        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::SecretsManager::Secret",
                "region": "eu-west-1",
                "native_id": "arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-AbCdEf",
                "arn": "arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-AbCdEf",
                "name": "db",
                "state": "active",
                "native_state": null,
                "dependencies": [
                    "111111111111:eu-west-1:AWS.KMS.Key:abcd",
                    "111111111111:eu-west-1:AWS.Lambda.Function:rotate",
                    "111111111111:us-east-1:AWS.SecretsManager.Secret:\
                        arn~3Aaws~3Asecretsmanager~3Aus-east-1~3A111111111111~3Asecret~3Adb-AbCdEf",
                ],
                "tags": {"env": "prod"},
                "created_at": "2023-07-22T04:26:40Z",
                "properties": {
                    "Description": "the database",
                    "KmsKeyId": "arn:aws:kms:eu-west-1:111111111111:key/abcd",
                    "LastChangedWeek": "2023-11-13",
                    "LastRotatedWeek": "2023-11-13",
                    "LastUsedWeek": "2023-11-13",
                    "Name": "db",
                    "PrimaryRegion": "us-east-1",
                    "ResourcePolicy": {"Version": "2012-10-17"},
                    "RotationEnabled": true,
                    "RotationLambdaARN": "arn:aws:lambda:eu-west-1:111111111111:function:rotate",
                    "RotationRules": {"AutomaticallyAfterDays": 30, "Duration": "2h"},
                },
            }])
        );
    }

    #[tokio::test]
    async fn keeps_a_secret_whose_policy_it_may_not_read() {
        let (listing, _) = listing(400, r#"{"__type": "AccessDeniedException", "Message": "no"}"#).await;

        assert_eq!(listing.found[0].properties["Unread"], json!(["ResourcePolicy"]));
        assert_eq!((listing.gaps.len(), listing.gaps[0].reason), (1, GapReason::Denied));
    }
}

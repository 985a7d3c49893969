//! How a bucket keeps what is in it: encryption, versions, life cycle and logs.

use super::bucket::{GONE, TYPE};
use crate::{
    arn,
    document::{Document, sorted, when},
    listing::read_or_note,
};
use aws_sdk_s3::{
    Client,
    types::{LifecycleRule, LifecycleRuleFilter, ServerSideEncryptionRule, Tag},
};
use serde_json::{Value, json};

/// Reads everything that decides how a bucket keeps objects.
pub(super) async fn read(client: &Client, name: &str, document: &mut Document) {
    read_encryption(client, name, document).await;
    read_versioning(client, name, document).await;
    read_lifecycle(client, name, document).await;
    read_logging(client, name, document).await;
}

async fn read_encryption(client: &Client, name: &str, document: &mut Document) {
    let absent = ["ServerSideEncryptionConfigurationNotFoundError", GONE];
    let answer = client.get_bucket_encryption().bucket(name).send().await;
    let answer = read_or_note(document, "BucketEncryption", "s3:GetEncryptionConfiguration", &absent, answer);
    let Some(encryption) = answer.as_ref().and_then(|answer| answer.server_side_encryption_configuration()) else {
        return;
    };
    let keys = encryption.rules().iter().filter_map(|rule| rule.apply_server_side_encryption_by_default());
    let keys: Vec<_> = keys.filter_map(|default| arn::key(document.scope(), default.kms_master_key_id())).collect();
    document.need(keys);
    let rules = encryption.rules().iter().map(encryption_rule);
    document.property("BucketEncryption", json!({"ServerSideEncryptionConfiguration": sorted(rules)}));
}

fn encryption_rule(rule: &ServerSideEncryptionRule) -> Value {
    json!({
        "BucketKeyEnabled": rule.bucket_key_enabled(),
        "ServerSideEncryptionByDefault": rule.apply_server_side_encryption_by_default().map(|default| json!({
            "KMSMasterKeyID": default.kms_master_key_id(),
            "SSEAlgorithm": default.sse_algorithm().as_str(),
        })),
    })
}

async fn read_versioning(client: &Client, name: &str, document: &mut Document) {
    let property = "VersioningConfiguration";
    let answer = client.get_bucket_versioning().bucket(name).send().await;
    if let Some(answer) = read_or_note(document, property, "s3:GetBucketVersioning", &[GONE], answer) {
        document.property(
            property,
            json!({
                "MFADelete": answer.mfa_delete().map(|state| state.as_str()),
                "Status": answer.status().map(|status| status.as_str()),
            }),
        );
    }
}

async fn read_lifecycle(client: &Client, name: &str, document: &mut Document) {
    let property = "LifecycleConfiguration";
    let absent = ["NoSuchLifecycleConfiguration", GONE];
    let answer = client.get_bucket_lifecycle_configuration().bucket(name).send().await;
    let answer = read_or_note(document, property, "s3:GetLifecycleConfiguration", &absent, answer);
    if let Some(answer) = answer {
        document.property(property, json!({"Rules": sorted(answer.rules().iter().map(lifecycle_rule))}));
    }
}

fn lifecycle_rule(rule: &LifecycleRule) -> Value {
    let expiration = rule.expiration();
    json!({
        "AbortIncompleteMultipartUpload": {
            "DaysAfterInitiation":
                rule.abort_incomplete_multipart_upload().and_then(|abort| abort.days_after_initiation()),
        },
        "ExpirationDate": expiration.and_then(|expiration| when(expiration.date())),
        "ExpirationInDays": expiration.and_then(|expiration| expiration.days()),
        "ExpiredObjectDeleteMarker": expiration.and_then(|expiration| expiration.expired_object_delete_marker()),
        "Id": rule.id(),
        "NoncurrentVersionExpiration": rule.noncurrent_version_expiration().map(|expiration| json!({
            "NewerNoncurrentVersions": expiration.newer_noncurrent_versions(),
            "NoncurrentDays": expiration.noncurrent_days(),
        })),
        "NoncurrentVersionTransitions": sorted(rule.noncurrent_version_transitions().iter().map(|transition| json!({
            "NewerNoncurrentVersions": transition.newer_noncurrent_versions(),
            "StorageClass": transition.storage_class().map(|class| class.as_str()),
            "TransitionInDays": transition.noncurrent_days(),
        }))),
        "ObjectSizeGreaterThan": rule.filter().and_then(LifecycleRuleFilter::object_size_greater_than),
        "ObjectSizeLessThan": rule.filter().and_then(LifecycleRuleFilter::object_size_less_than),
        "Prefix": prefix(rule),
        "Status": rule.status().as_str(),
        "TagFilters": sorted(tag_filters(rule).map(|tag| json!({"Key": tag.key(), "Value": tag.value()}))),
        "Transitions": sorted(rule.transitions().iter().map(|transition| json!({
            "StorageClass": transition.storage_class().map(|class| class.as_str()),
            "TransitionDate": when(transition.date()),
            "TransitionInDays": transition.days(),
        }))),
    })
}

/// Returns the prefix, which S3 keeps in any of three places.
#[expect(deprecated, reason = "old rules still have their prefix outside the filter")]
fn prefix(rule: &LifecycleRule) -> Option<&str> {
    let filter = rule.filter();
    let filtered = filter.and_then(|filter| filter.prefix().or_else(|| filter.and()?.prefix()));
    filtered.or_else(|| rule.prefix())
}

fn tag_filters(rule: &LifecycleRule) -> impl Iterator<Item = &Tag> {
    let filter = rule.filter();
    let all_of = filter.and_then(|filter| filter.and()).map(|and| and.tags()).unwrap_or_default();
    filter.and_then(|filter| filter.tag()).into_iter().chain(all_of)
}

async fn read_logging(client: &Client, name: &str, document: &mut Document) {
    let answer = client.get_bucket_logging().bucket(name).send().await;
    let answer = read_or_note(document, "LoggingConfiguration", "s3:GetBucketLogging", &[GONE], answer);
    let Some(logging) = answer.as_ref().and_then(|answer| answer.logging_enabled()) else { return };
    document.property(
        "LoggingConfiguration",
        json!({"DestinationBucketName": logging.target_bucket(), "LogFilePrefix": logging.target_prefix()}),
    );
    // Logs can only be kept in a bucket of the same account and region.
    let target = crate::document::neighbor(document.scope(), TYPE, logging.target_bucket());
    document.need([target]);
}

//! Who may reach a bucket: public access block, policy, ownership and access control list.

use super::bucket::GONE;
use crate::{
    document::{Document, json_text, sorted},
    listing::read_or_note,
};
use aws_sdk_s3::{Client, types::Grant};
use serde_json::{Value, json};

/// Reads everything that decides who may reach a bucket.
pub(super) async fn read(client: &Client, name: &str, document: &mut Document) {
    read_public_access_block(client, name, document).await;
    read_policy(client, name, document).await;
    read_ownership(client, name, document).await;
    read_grants(client, name, document).await;
}

async fn read_public_access_block(client: &Client, name: &str, document: &mut Document) {
    let property = "PublicAccessBlockConfiguration";
    let absent = ["NoSuchPublicAccessBlockConfiguration", GONE];
    let answer = client.get_public_access_block().bucket(name).send().await;
    let answer = read_or_note(document, property, "s3:GetBucketPublicAccessBlock", &absent, answer);
    if let Some(block) = answer.as_ref().and_then(|answer| answer.public_access_block_configuration()) {
        document.property(
            property,
            json!({
                "BlockPublicAcls": block.block_public_acls(),
                "BlockPublicPolicy": block.block_public_policy(),
                "IgnorePublicAcls": block.ignore_public_acls(),
                "RestrictPublicBuckets": block.restrict_public_buckets(),
            }),
        );
    }
}

async fn read_policy(client: &Client, name: &str, document: &mut Document) {
    let answer = client.get_bucket_policy().bucket(name).send().await;
    let answer = read_or_note(document, "PolicyDocument", "s3:GetBucketPolicy", &["NoSuchBucketPolicy", GONE], answer);
    if let Some(policy) = answer.as_ref().and_then(|answer| answer.policy()) {
        document.property("PolicyDocument", json_text(policy));
    }
}

async fn read_ownership(client: &Client, name: &str, document: &mut Document) {
    let absent = ["OwnershipControlsNotFoundError", GONE];
    let answer = client.get_bucket_ownership_controls().bucket(name).send().await;
    let answer = read_or_note(document, "OwnershipControls", "s3:GetBucketOwnershipControls", &absent, answer);
    if let Some(controls) = answer.as_ref().and_then(|answer| answer.ownership_controls()) {
        let rules = controls.rules().iter().map(|rule| json!({"ObjectOwnership": rule.object_ownership().as_str()}));
        document.property("OwnershipControls", json!({"Rules": sorted(rules)}));
    }
}

async fn read_grants(client: &Client, name: &str, document: &mut Document) {
    let answer = client.get_bucket_acl().bucket(name).send().await;
    if let Some(answer) = read_or_note(document, "Grants", "s3:GetBucketAcl", &[GONE], answer) {
        document.property("Grants", sorted(answer.grants().iter().map(grant)));
        document.property("OwnerId", answer.owner().and_then(|owner| owner.id()));
    }
}

fn grant(grant: &Grant) -> Value {
    json!({
        "Grantee": grant.grantee().map(|grantee| json!({
            "EmailAddress": grantee.email_address(),
            "ID": grantee.id(),
            "Type": grantee.r#type().as_str(),
            "URI": grantee.uri(),
        })),
        "Permission": grant.permission().map(|permission| permission.as_str()),
    })
}

//! Delivery channels, from `DescribeDeliveryChannels`, which has no pages.

use crate::{arn, document::Document, listing::Lister};
use aws_sdk_config::{Client, types::DeliveryChannel};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::Config::DeliveryChannel");

const OPERATION: &str = "config:DescribeDeliveryChannels";
const BUCKET: TypeName = TypeName::new("AWS::S3::Bucket");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let mut lister = Lister::new(TYPE);
    match client.describe_delivery_channels().send().await {
        Ok(answer) => {
            lister.take_all(OPERATION, answer.delivery_channels().iter().map(|channel| document(scope, channel)));
        }
        Err(error) => lister.miss(gap_of(OPERATION, &error)),
    }
    lister.done()
}

fn document(scope: &Scope, channel: &DeliveryChannel) -> Option<Document> {
    let name = channel.name()?;
    let snapshots = channel.config_snapshot_delivery_properties().and_then(|snapshots| snapshots.delivery_frequency());
    let document = Document::new(TYPE, scope, name)
        .name(Some(name))
        .needs(channel.sns_topic_arn().and_then(arn::resource))
        .needs(arn::key(scope, channel.s3_kms_key_arn()))
        // The bucket may be anywhere, which the channel does not say; most are beside it.
        .needs_here(BUCKET, channel.s3_bucket_name())
        .properties(json!({
            "ConfigSnapshotDeliveryProperties": {"DeliveryFrequency": snapshots.map(|frequency| frequency.as_str())},
            "Name": name,
            "S3BucketName": channel.s3_bucket_name(),
            "S3KeyPrefix": channel.s3_key_prefix(),
            "S3KmsKeyArn": channel.s3_kms_key_arn(),
            "SnsTopicARN": channel.sns_topic_arn(),
        }));
    Some(document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `DescribeDeliveryChannels`.
    const ANSWER: &str = r#"{"DeliveryChannels": [{
        "name": "default", "s3BucketName": "config-logs", "s3KeyPrefix": "config",
        "s3KmsKeyArn": "arn:aws:kms:eu-west-1:111111111111:key/abcd",
        "snsTopicARN": "arn:aws:sns:eu-west-1:111111111111:config",
        "configSnapshotDeliveryProperties": {"deliveryFrequency": "TwentyFour_Hours"}}]}"#;

    #[tokio::test]
    async fn documents_a_channel() {
        let wire = Wire::default().on(&["DescribeDeliveryChannels"], 200, ANSWER);

        let listing = list(&Client::new(&wire.session()), &scope("config")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::Config::DeliveryChannel",
                "region": "eu-west-1",
                "native_id": "default",
                "arn": null,
                "name": "default",
                "state": "active",
                "native_state": null,
                "dependencies": [
                    "111111111111:eu-west-1:AWS.KMS.Key:abcd",
                    "111111111111:eu-west-1:AWS.S3.Bucket:config-logs",
                    "111111111111:eu-west-1:AWS.SNS.Topic:arn~3Aaws~3Asns~3Aeu-west-1~3A111111111111~3Aconfig",
                ],
                "tags": {},
                "created_at": null,
                "properties": {
                    "ConfigSnapshotDeliveryProperties": {"DeliveryFrequency": "TwentyFour_Hours"},
                    "Name": "default",
                    "S3BucketName": "config-logs",
                    "S3KeyPrefix": "config",
                    "S3KmsKeyArn": "arn:aws:kms:eu-west-1:111111111111:key/abcd",
                    "SnsTopicARN": "arn:aws:sns:eu-west-1:111111111111:config",
                },
            }])
        );
    }
}

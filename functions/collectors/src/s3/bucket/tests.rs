//! Buckets as S3 describes them, from the API reference of each operation.

use super::*;
use crate::{
    s3::{S3, TYPES},
    wire::{Wire, found, scope},
};
use chrono::DateTime;
use pantheon_core::{collect::Collector, id::TenantId, scan::ShardState};
use std::time::Duration;

const BUCKETS: &str = r#"<ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Buckets>
    <Bucket><Name>logs</Name><CreationDate>2024-01-02T03:04:05.000Z</CreationDate><BucketRegion>eu-central-1</BucketRegion></Bucket>
    </Buckets><Owner><ID>owner</ID></Owner></ListAllMyBucketsResult>"#;

fn error(code: &str) -> String {
    format!("<Error><Code>{code}</Code><Message>no</Message></Error>")
}

/// A bucket that was told nothing.
fn plain() -> Wire {
    Wire::default()
        .on(&["publicAccessBlock"], 404, error("NoSuchPublicAccessBlockConfiguration"))
        .on(&["?policy"], 404, error("NoSuchBucketPolicy"))
        .on(&["ownershipControls"], 404, error("OwnershipControlsNotFoundError"))
        .on(&["?acl"], 200, "<AccessControlPolicy><Owner><ID>owner</ID></Owner></AccessControlPolicy>")
        .on(&["?encryption"], 404, error("ServerSideEncryptionConfigurationNotFoundError"))
        .on(&["?versioning"], 200, "<VersioningConfiguration/>")
        .on(&["?lifecycle"], 404, error("NoSuchLifecycleConfiguration"))
        .on(&["?logging"], 200, "<BucketLoggingStatus/>")
        .on(&["?replication"], 404, error("ReplicationConfigurationNotFoundError"))
        .on(&["?notification"], 200, "<NotificationConfiguration/>")
        .on(&["?tagging"], 404, error("NoSuchTagSet"))
}

async fn listing(wire: &Wire) -> Listing {
    list(&Context::new(wire.session()), &scope("s3")).await
}

/// A bucket with everything a bucket can have but replication.
fn full_bucket() -> Wire {
    Wire::default()
        .on(
            &["publicAccessBlock"],
            200,
            "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls>\
             <BlockPublicPolicy>false</BlockPublicPolicy><RestrictPublicBuckets>false</RestrictPublicBuckets></PublicAccessBlockConfiguration>",
        )
        .on(&["?policy"], 200, r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*"}]}"#)
        .on(
            &["ownershipControls"],
            200,
            "<OwnershipControls><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule></OwnershipControls>",
        )
        .on(
            &["?acl"],
            200,
            r#"<AccessControlPolicy><Owner><ID>owner</ID></Owner><AccessControlList>
               <Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="Group">
                   <URI>http://acs.amazonaws.com/groups/global/AllUsers</URI></Grantee><Permission>READ</Permission></Grant>
               <Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser">
                   <ID>owner</ID></Grantee><Permission>FULL_CONTROL</Permission></Grant>
               </AccessControlList></AccessControlPolicy>"#,
        )
        .on(
            &["?encryption"],
            200,
            "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm>\
             <KMSMasterKeyID>arn:aws:kms:eu-central-1:111111111111:key/abcd</KMSMasterKeyID></ApplyServerSideEncryptionByDefault>\
             <BucketKeyEnabled>true</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>",
        )
        .on(&["?versioning"], 200, "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>")
        .on(
            &["?lifecycle"],
            200,
            "<LifecycleConfiguration><Rule><ID>tidy</ID><Filter><Prefix>tmp/</Prefix></Filter><Status>Enabled</Status>\
             <Transition><Days>30</Days><StorageClass>GLACIER</StorageClass></Transition><Expiration><Days>365</Days></Expiration>\
             <AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule></LifecycleConfiguration>",
        )
        .on(
            &["?logging"],
            200,
            "<BucketLoggingStatus><LoggingEnabled><TargetBucket>audit</TargetBucket><TargetPrefix>s3/</TargetPrefix></LoggingEnabled></BucketLoggingStatus>",
        )
        .on(&["?replication"], 404, error("ReplicationConfigurationNotFoundError"))
        .on(&["?notification"], 200, "<NotificationConfiguration/>")
        .on(&["?tagging"], 200, "<Tagging><TagSet><Tag><Key>env</Key><Value>prod</Value></Tag></TagSet></Tagging>")
        .on(&["max-buckets=1000"], 200, BUCKETS)
}

#[tokio::test]
async fn documents_a_bucket_in_its_own_region() {
    let wire = full_bucket();

    let listing = listing(&wire).await;

    assert_eq!(
        found(&listing),
        json!([{
            "resource_type": "AWS::S3::Bucket",
            "region": "eu-central-1",
            "native_id": "logs",
            "arn": "arn:aws:s3:::logs",
            "name": "logs",
            "state": "active",
            "native_state": null,
            "dependencies": [
                "111111111111:eu-central-1:AWS.KMS.Key:abcd",
                "111111111111:eu-central-1:AWS.S3.Bucket:audit",
            ],
            "tags": {"env": "prod"},
            "created_at": "2024-01-02T03:04:05Z",
            "properties": {
                "BucketEncryption": {"ServerSideEncryptionConfiguration": [{
                    "BucketKeyEnabled": true,
                    "ServerSideEncryptionByDefault": {
                        "KMSMasterKeyID": "arn:aws:kms:eu-central-1:111111111111:key/abcd",
                        "SSEAlgorithm": "aws:kms",
                    },
                }]},
                "BucketName": "logs",
                "Grants": [
                    {"Grantee": {"ID": "owner", "Type": "CanonicalUser"}, "Permission": "FULL_CONTROL"},
                    {
                        "Grantee": {"Type": "Group", "URI": "http://acs.amazonaws.com/groups/global/AllUsers"},
                        "Permission": "READ",
                    },
                ],
                "LifecycleConfiguration": {"Rules": [{
                    "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
                    "ExpirationInDays": 365,
                    "Id": "tidy",
                    "Prefix": "tmp/",
                    "Status": "Enabled",
                    "Transitions": [{"StorageClass": "GLACIER", "TransitionInDays": 30}],
                }]},
                "LoggingConfiguration": {"DestinationBucketName": "audit", "LogFilePrefix": "s3/"},
                "OwnerId": "owner",
                "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
                "PolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*"}]},
                "PublicAccessBlockConfiguration": {
                    "BlockPublicAcls": true, "BlockPublicPolicy": false,
                    "IgnorePublicAcls": true, "RestrictPublicBuckets": false,
                },
                "VersioningConfiguration": {"Status": "Enabled"},
            },
        }])
    );
    let elsewhere = wire.requests().into_iter().filter(|request| !request.contains("eu-central-1"));
    assert_eq!(elsewhere.count(), 1, "only the list is asked for outside the bucket's region");
}

#[tokio::test]
async fn tells_who_is_given_objects_and_who_is_told_of_them() {
    let wire = Wire::default()
        .on(
            &["?replication"],
            200,
            "<ReplicationConfiguration><Role>arn:aws:iam::111111111111:role/replicate</Role><Rule><ID>away</ID>\
             <Priority>1</Priority><Status>Enabled</Status><Filter><Prefix></Prefix></Filter>\
             <DeleteMarkerReplication><Status>Disabled</Status></DeleteMarkerReplication>\
             <Destination><Bucket>arn:aws:s3:::replica</Bucket><Account>222222222222</Account><EncryptionConfiguration>\
             <ReplicaKmsKeyID>arn:aws:kms:eu-west-1:222222222222:key/ef01</ReplicaKmsKeyID></EncryptionConfiguration>\
             </Destination></Rule></ReplicationConfiguration>",
        )
        .on(
            &["?notification"],
            200,
            "<NotificationConfiguration><QueueConfiguration><Id>1</Id>\
             <Queue>arn:aws:sqs:eu-central-1:111111111111:uploads</Queue><Event>s3:ObjectRemoved:*</Event>\
             <Event>s3:ObjectCreated:*</Event></QueueConfiguration><CloudFunctionConfiguration><Id>2</Id>\
             <CloudFunction>arn:aws:lambda:eu-central-1:111111111111:function:resize</CloudFunction>\
             <Event>s3:ObjectCreated:*</Event><Filter><S3Key><FilterRule><Name>suffix</Name><Value>.png</Value></FilterRule>\
             </S3Key></Filter></CloudFunctionConfiguration><EventBridgeConfiguration/></NotificationConfiguration>",
        );
    let wire = plain().merged_after(&wire).on(&["max-buckets=1000"], 200, BUCKETS);

    let bucket = &found(&listing(&wire).await)[0];

    assert_eq!(
        bucket["dependencies"],
        json!([
            "111111111111:eu-central-1:AWS.Lambda.Function:resize",
            "111111111111:eu-central-1:AWS.SQS.Queue:uploads",
            "111111111111:global:AWS.IAM.Role:replicate",
            "222222222222:eu-west-1:AWS.KMS.Key:ef01",
        ])
    );
    assert_eq!(
        bucket["properties"],
        json!({
            "BucketName": "logs",
            "NotificationConfiguration": {
                "EventBridgeConfiguration": {"EventBridgeEnabled": true},
                "LambdaConfigurations": [{
                    "Events": ["s3:ObjectCreated:*"],
                    "Filter": {"S3Key": {"Rules": [{"Name": "suffix", "Value": ".png"}]}},
                    "Function": "arn:aws:lambda:eu-central-1:111111111111:function:resize",
                }],
                "QueueConfigurations": [{
                    "Events": ["s3:ObjectCreated:*", "s3:ObjectRemoved:*"],
                    "Queue": "arn:aws:sqs:eu-central-1:111111111111:uploads",
                }],
            },
            "OwnerId": "owner",
            "ReplicationConfiguration": {
                "Role": "arn:aws:iam::111111111111:role/replicate",
                "Rules": [{
                    "DeleteMarkerReplication": {"Status": "Disabled"},
                    "Destination": {
                        "Account": "222222222222",
                        "Bucket": "arn:aws:s3:::replica",
                        "EncryptionConfiguration":
                            {"ReplicaKmsKeyID": "arn:aws:kms:eu-west-1:222222222222:key/ef01"},
                    },
                    "Id": "away",
                    "Priority": 1,
                    "Status": "Enabled",
                }],
            },
        })
    );
}

#[tokio::test]
async fn a_bucket_that_was_told_nothing_has_no_gaps() {
    let listing = listing(&plain().on(&["max-buckets=1000"], 200, BUCKETS)).await;

    assert_eq!(found(&listing)[0]["properties"], json!({"BucketName": "logs", "OwnerId": "owner"}));
}

#[tokio::test]
async fn keeps_a_bucket_whose_policy_it_may_not_read() {
    let wire = Wire::default().on(&["?policy"], 403, error("AccessDenied"));
    let wire = plain().merged_after(&wire).on(&["max-buckets=1000"], 200, BUCKETS);

    let listing = listing(&wire).await;

    assert_eq!(listing.found[0].properties["Unread"], json!(["PolicyDocument"]));
    assert_eq!(listing.gaps.len(), 1);
    assert_eq!((listing.gaps[0].operation.as_str(), listing.gaps[0].reason), ("s3:GetBucketPolicy", GapReason::Denied));
}

#[tokio::test]
async fn asks_for_the_region_where_the_list_leaves_it_out() {
    let buckets = BUCKETS.replace("<BucketRegion>eu-central-1</BucketRegion>", "");
    for (constraint, region) in [
        (r#"<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>"#, "us-east-1"),
        ("<LocationConstraint>EU</LocationConstraint>", "eu-west-1"),
        ("<LocationConstraint>ap-southeast-2</LocationConstraint>", "ap-southeast-2"),
    ] {
        let wire = plain().on(&["?location"], 200, constraint).on(&["max-buckets=1000"], 200, buckets.as_str());

        assert_eq!(listing(&wire).await.found[0].region.as_str(), region);
    }
}

#[tokio::test]
async fn tells_that_a_bucket_without_a_region_was_left_out() {
    let buckets = BUCKETS.replace("<BucketRegion>eu-central-1</BucketRegion>", "");
    let wire = plain().on(&["?location"], 403, error("AccessDenied")).on(&["max-buckets=1000"], 200, buckets);

    let listing = listing(&wire).await;

    assert!(listing.found.is_empty());
    assert_eq!((listing.gaps[0].operation.as_str(), listing.gaps[0].reason), (LOCATION, GapReason::Denied));
}

#[tokio::test]
async fn a_refused_list_is_a_denied_shard() {
    let wire = Wire::default().on(&["max-buckets=1000"], 403, error("AccessDenied"));
    let tenant = TenantId::generate(DateTime::UNIX_EPOCH);

    let listings = S3(&wire).collect(&tenant, &scope("s3"), Duration::from_secs(10)).await;

    assert_eq!(listings.len(), TYPES.len());
    assert_eq!(ShardState::of_outcome(false, &listings[0].gaps), ShardState::Denied);
}

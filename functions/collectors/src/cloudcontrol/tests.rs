//! What tenants ask for, and what becomes of it in one region.

use super::*;
use crate::wire::{Wire, found, scope};
use pantheon_core::{Error, Result, command::Commit};
use pantheon_testing::{discovery::MemoryDiscovery, tenant};
use serde_json::{Value, json};

const STREAM: &str = "AWS::KinesisFirehose::DeliveryStream";
const QUEUE: &str = "AWS::Batch::JobQueue";

/// From the API references of `ListResources`, in two pages, and of `GetResource`.
const FIRST: &str = r#"{"TypeName": "AWS::KinesisFirehose::DeliveryStream", "NextToken": "more",
    "ResourceDescriptions": [{"Identifier": "clicks", "Properties": "{\"DeliveryStreamName\":\"clicks\"}"}]}"#;
const LAST: &str = r#"{"TypeName": "AWS::KinesisFirehose::DeliveryStream",
    "ResourceDescriptions": [{"Identifier": "gone", "Properties": "{\"DeliveryStreamName\":\"gone\"}"}]}"#;
const CLICKS: &str = r#"{"TypeName": "AWS::KinesisFirehose::DeliveryStream", "ResourceDescription": {
    "Identifier": "clicks", "Properties": "{\"DeliveryStreamName\":\"clicks\",\"DeliveryStreamType\":\"DirectPut\",\"HttpEndpointDestinationConfiguration\":{\"RoleARN\":\"arn:aws:iam::111111111111:role/firehose\",\"EndpointConfiguration\":{\"AccessKey\":\"hunter2\"}},\"Tags\":[{\"Key\":\"env\",\"Value\":\"prod\"}]}"}}"#;

async fn asking_for(steps: &[&[&str]]) -> MemoryDiscovery {
    let memory = MemoryDiscovery::default();
    for names in steps {
        let types: Vec<ResourceType> = names.iter().map(|name| name.parse().unwrap()).collect();
        let before = memory.discovery_settings(&tenant()).await.unwrap();
        let after = before.with_types(&types, before.version).unwrap();
        memory.save_discovery_settings(&tenant(), &after, Commit::unasked()).await.unwrap();
    }
    memory
}

async fn collect(wire: &Wire, settings: &dyn Settings, region: &str) -> Vec<Listing> {
    let scope = Scope { region: region.parse().unwrap(), ..scope("cloudcontrol") };
    CloudControl(wire, settings).collect(&tenant(), &scope, Duration::from_secs(30)).await
}

fn refused(code: &str, message: &str) -> String {
    json!({"__type": code, "Message": message}).to_string()
}

#[tokio::test]
async fn documents_what_the_tenant_asks_for() {
    let wire = Wire::default()
        .on(&["ListResources", STREAM, "more"], 200, LAST)
        .on(&["ListResources", STREAM], 200, FIRST)
        .on(&["GetResource", "clicks"], 200, CLICKS)
        .on(&["GetResource", "gone"], 400, refused("ResourceNotFoundException", "no"));

    let listings = collect(&wire, &asking_for(&[&[STREAM]]).await, "eu-west-1").await;

    assert_eq!(
        found(&listings[0]),
        json!([{
            "resource_type": STREAM,
            "region": "eu-west-1",
            "native_id": "clicks",
            "arn": null,
            "name": "clicks",
            "state": "active",
            "native_state": null,
            "dependencies": ["111111111111:global:AWS.IAM.Role:firehose"],
            "tags": {"env": "prod"},
            "created_at": null,
            "properties": {
                "DeliveryStreamName": "clicks",
                "DeliveryStreamType": "DirectPut",
                "HttpEndpointDestinationConfiguration": {
                    "EndpointConfiguration": {"AccessKey": "(withheld)"},
                    "RoleARN": "arn:aws:iam::111111111111:role/firehose",
                },
            },
        }])
    );
}

#[tokio::test]
async fn reads_nothing_and_enters_no_account_when_nothing_is_asked_for() {
    let wire = Wire::silent();

    let listings = collect(&wire, &MemoryDiscovery::default(), "eu-west-1").await;

    assert_eq!((listings, wire.requests()), (vec![], vec![]));
}

#[tokio::test]
async fn lets_go_of_what_is_not_asked_for_any_more() {
    let listings = collect(&Wire::silent(), &asking_for(&[&[STREAM, QUEUE], &[]]).await, "eu-west-1").await;

    let listed: Vec<_> = listings.iter().map(|listing| listing.resource_type.as_str()).collect();
    assert_eq!(listed, [QUEUE, STREAM]);
    assert!(listings.iter().all(|listing| listing.found.is_empty() && listing.gaps.is_empty()));
}

#[tokio::test]
async fn a_refusal_hides_only_its_own_type() {
    let handler = "AWS::Batch::JobQueue Handler returned status FAILED: User: x is not authorized to perform: batch:x";
    let wire = Wire::default()
        .on(&["ListResources", QUEUE], 400, refused("GeneralServiceException", handler))
        .on(&["ListResources", STREAM], 200, FIRST.replace("\"NextToken\": \"more\",", ""))
        .on(&["GetResource", "clicks"], 400, refused("ThrottlingException", "Rate exceeded"));

    let listings = collect(&wire, &asking_for(&[&[QUEUE, STREAM]]).await, "eu-west-1").await;

    let told: Vec<_> = listings
        .iter()
        .map(|listing| (listing.resource_type.as_str(), listing.found.len(), listing.gaps[0].reason))
        .collect();
    assert_eq!(told, [(QUEUE, 0, GapReason::Denied), (STREAM, 1, GapReason::Throttled)]);
    assert_eq!(listings[1].found[0].properties["Unread"], json!(["GetResource"]));
    assert_eq!(listings[1].found[0].name.as_deref(), Some("clicks"), "the list said so much");
}

#[tokio::test]
async fn tells_that_a_region_does_not_have_a_type() {
    let wire = Wire::default().on(&["ListResources"], 400, refused("TypeNotFoundException", "no"));

    let listings = collect(&wire, &asking_for(&[&["AWS::Batch::Jobqueue"]]).await, "eu-west-1").await;

    assert_eq!(listings[0].gaps[0].reason, GapReason::Skipped);
    assert!(listings[0].gaps[0].detail.contains("misspelt"));
}

#[tokio::test]
async fn reads_what_belongs_to_no_region_once() {
    let settings = asking_for(&[&["AWS::IAM::SAMLProvider"]]).await;
    let listed = r#"{"ResourceDescriptions": [{"Identifier": "arn:aws:iam::111111111111:saml-provider/idp"}]}"#;
    let got = r#"{"ResourceDescription": {"Properties": "{\"Name\":\"idp\"}"}}"#;
    let wire = Wire::default().on(&["ListResources"], 200, listed).on(&["GetResource"], 200, got);

    let home = collect(&wire, &settings, "us-east-1").await;

    let found: &Value = &found(&home[0])[0];
    assert_eq!(
        (&found["region"], &found["arn"]),
        (&json!("global"), &json!("arn:aws:iam::111111111111:saml-provider/idp"))
    );
    assert!(collect(&Wire::silent(), &settings, "eu-west-1").await.is_empty());
}

#[tokio::test]
async fn tells_that_it_does_not_know_what_is_asked_for() {
    struct Broken;

    #[async_trait]
    impl Settings for Broken {
        async fn discovery_settings(&self, _: &TenantId) -> Result<DiscoverySettings> {
            Err(Error::unavailable("the store", "no"))
        }
        async fn save_discovery_settings(&self, _: &TenantId, _: &DiscoverySettings, _: Commit) -> Result<()> {
            Err(Error::unavailable("the store", "no"))
        }
    }

    let listings = collect(&Wire::silent(), &Broken, "eu-west-1").await;

    assert_eq!((listings.len(), listings[0].gaps[0].reason), (1, GapReason::Failed));
}

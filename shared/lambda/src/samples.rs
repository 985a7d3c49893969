//! Every sample event is read by the type that AWS keeps for its trigger.

use crate::{Context, fixture, http, payload, queue, socket, stream};
use aws_lambda_events::{
    apigw::{ApiGatewayCustomAuthorizerRequestTypeRequest, ApiGatewayV2CustomAuthorizerV2Request},
    cloudformation::CloudFormationCustomResourceRequest,
    eventbridge::EventBridgeEvent,
    sqs::SqsEvent,
};
use pantheon_core::{Error, Result, estate_event::EstateEvent, event::Event};
use serde_json::{Value, json};
use std::{collections::BTreeSet, fs, path::PathBuf};

/// Returns the files of `events/` but for the schemas.
fn samples() -> Vec<PathBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../events");
    let contexts = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let contexts = contexts.filter(|path| path.is_dir() && !path.ends_with("schemas"));
    contexts.flat_map(|path| fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path())).collect()
}

/// Reads a payload as its trigger does, and names the trigger.
fn read(sample: &Value) -> Result<&'static str> {
    let text = sample.to_string();
    let source = &sample["Records"][0]["eventSource"];
    if !sample["routeArn"].is_null() {
        payload::read::<ApiGatewayV2CustomAuthorizerV2Request>(&text).map(|_| "authorizer of the HTTP API")
    } else if !sample["methodArn"].is_null() {
        payload::read::<ApiGatewayCustomAuthorizerRequestTypeRequest>(&text).map(|_| "authorizer of the WebSocket API")
    } else if !sample["requestContext"]["http"].is_null() {
        http::Request::from_event(&text, fixture::context()).map(|_| "route")
    } else if !sample["requestContext"]["connectionId"].is_null() {
        socket::Request::from_event(&text, fixture::context()).map(|_| "socket")
    } else if source == "aws:sqs" {
        messages(&text, &fixture::context()).map(|()| "queue")
    } else if source == "aws:dynamodb" {
        stream::records(&fixture::invocation(sample, fixture::context())).map(|_| "stream")
    } else if !sample["RequestType"].is_null() {
        serde_json::from_str::<CloudFormationCustomResourceRequest>(&text).map_err(Error::internal)?;
        Ok("custom resource")
    } else {
        let event: EventBridgeEvent = serde_json::from_str(&text).map_err(Error::internal)?;
        if event.detail_type == "Scheduled Event" { Ok("schedule") } else { Err(Error::internal(event.detail_type)) }
    }
}

fn messages(text: &str, context: &Context) -> Result<()> {
    let SqsEvent { records, .. } = serde_json::from_str(text).map_err(Error::internal)?;
    for message in &records {
        let body = message.body.as_deref().unwrap_or_default();
        if body.contains("\"source\": \"aws.") {
            queue::task::<EstateEvent>(message, context)?;
        } else if body.contains("\"detail-type\"") {
            queue::task::<EventBridgeEvent<Event>>(message, context)?;
        }
    }
    Ok(())
}

#[test]
fn every_sample_is_read_by_the_type_of_its_trigger() {
    let mut triggers = BTreeSet::new();
    for path in samples() {
        let sample: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let trigger = read(&sample).unwrap_or_else(|error| panic!("{}: {error:?}", path.display()));
        triggers.insert(trigger);
    }

    assert_eq!(triggers.len(), 8, "only these triggers have samples: {triggers:?}");
}

/// The leanest payloads that the local AWS sends: `null` for what is empty, times left out.
#[test]
fn payloads_of_the_local_aws_are_read_too() {
    let http =
        json!({ "method": "GET", "path": "/v1/x", "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": "" });
    let context = json!({ "accountId": "0", "apiId": "a", "http": http, "requestId": "r", "routeKey": "GET /v1/x", "stage": "s" });
    let connection = json!({
        "routeKey": "$connect", "eventType": "CONNECT", "stage": "v1", "connectedAt": 1, "requestTimeEpoch": 1,
        "identity": { "sourceIp": "127.0.0.1", "userAgent": "" }, "requestId": "r", "connectionId": "c", "apiId": "a",
    });
    let change = json!({
        "ApproximateCreationDateTime": 1, "Keys": {}, "SequenceNumber": "1", "SizeBytes": 0, "StreamViewType": "NEW_IMAGE",
    });
    let payloads = [
        json!({
            "version": "2.0", "type": "REQUEST", "routeArn": "arn", "identitySource": [], "routeKey": "GET /v1/x",
            "rawPath": "/v1/x", "rawQueryString": "", "headers": {}, "queryStringParameters": null,
            "pathParameters": null, "stageVariables": null, "requestContext": context,
        }),
        json!({
            "version": "2.0", "routeKey": "GET /v1/x", "rawPath": "/v1/x", "rawQueryString": "", "headers": {},
            "requestContext": context, "pathParameters": null, "isBase64Encoded": false,
        }),
        json!({
            "type": "REQUEST", "methodArn": "arn", "headers": {}, "multiValueHeaders": {}, "queryStringParameters": null,
            "multiValueQueryStringParameters": null, "stageVariables": {}, "requestContext": connection,
        }),
        json!({ "requestContext": connection, "body": "", "isBase64Encoded": false }),
        json!({ "Records": [{
            "eventID": "1", "eventName": "INSERT", "eventVersion": "1.1", "eventSource": "aws:dynamodb",
            "awsRegion": "us-east-1", "dynamodb": change, "eventSourceARN": "arn",
        }] }),
        json!({ "Records": [{
            "messageId": "1", "receiptHandle": "r", "body": "{}", "attributes": {}, "messageAttributes": {},
            "md5OfBody": "", "eventSource": "aws:sqs", "eventSourceARN": "arn", "awsRegion": "us-east-1",
        }] }),
        json!({
            "RequestType": "Update", "RequestId": "r", "StackId": "s", "ResponseURL": "http://127.0.0.1/",
            "ResourceType": "Custom::X", "LogicalResourceId": "X", "ResourceProperties": {},
            "PhysicalResourceId": "x", "OldResourceProperties": {},
        }),
    ];
    for payload in payloads {
        assert!(read(&payload).is_ok(), "{:?} {payload}", read(&payload));
    }
}

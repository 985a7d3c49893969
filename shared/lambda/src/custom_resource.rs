//! Trigger: a custom resource of a CloudFormation stack.
//!
//! CloudFormation waits an hour for an answer that does not come, so one is always sent. Whoever
//! invokes the function with the bare properties gets the data of the resource as the result.

use crate::{
    Boxed, Context, Exit, Lambda,
    http::in_time,
    invocation::{Done, Invocation, Outcome},
    log,
};
use aws_lambda_events::cloudformation::CloudFormationCustomResourceRequest as Event;
use aws_smithy_http_client::{
    Connector,
    tls::{Provider, rustls_provider::CryptoMode},
};
use aws_smithy_runtime_api::client::{http::HttpConnector, orchestrator::HttpRequest};
use aws_smithy_types::body::SdkBody;
use chrono::{DateTime, Utc};
use pantheon_core::{Error, Result};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// Names and values, as they stand in a template.
type Properties = Map<String, Value>;

/// What CloudFormation asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Make the resource.
    Create,
    /// Change the resource.
    Update,
    /// Remove the resource.
    Delete,
}

/// A request of CloudFormation.
#[derive(Clone, Debug)]
pub struct Request {
    /// What is asked for.
    pub wish: Wish,
    /// What an earlier answer called the resource; `None` on `Create`.
    pub physical_id: Option<String>,
    /// When the request came.
    pub now: DateTime<Utc>,
    properties: Properties,
}

impl Request {
    /// Makes a request, as tests need it.
    pub fn new(wish: Wish, physical_id: Option<String>, properties: Properties, now: DateTime<Utc>) -> Self {
        Self { wish, physical_id, now, properties }
    }

    /// Reads the properties of the template; plain values arrive as text.
    pub fn properties<T: DeserializeOwned>(&self) -> Result<T> {
        let mut properties = self.properties.clone();
        properties.remove("ServiceToken");
        properties.remove("ServiceTimeout");
        serde_json::from_value(Value::Object(properties))
            .map_err(|error| Error::invalid("properties", error.to_string()))
    }
}

/// What became of the resource.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcomes {
    /// What the resource is called; another name on `Update` replaces the resource.
    pub physical_id: String,
    /// What `Fn::GetAtt` finds.
    pub data: Properties,
}

/// A handler whose future is behind a pointer.
type Handler<'a> = dyn Fn(Request) -> Boxed<'a, Result<Outcomes>> + Sync + 'a;

impl Lambda {
    /// Serves a custom resource.
    pub fn custom_resource<'a, F>(&'a self, handler: impl Fn(Request) -> F + Sync + 'a) -> Exit
    where
        F: Future<Output = Result<Outcomes>> + Send + 'a,
    {
        self.custom_resource_boxed(&move |request| Box::pin(handler(request)))
    }

    fn custom_resource_boxed(&self, handler: &Handler<'_>) -> Exit {
        self.serve(&|invocation| Box::pin(carry_out(handler, invocation)))
    }
}

async fn carry_out(handler: &Handler<'_>, invocation: Invocation) -> Result<Done> {
    let properties: Properties = invocation.read()?;
    if !properties.contains_key("RequestType") {
        return carry_out_directly(handler, properties, &invocation.context).await;
    }
    let (request, sender) = understand(invocation.read()?, invocation.context.now)?;
    let result = in_time(&invocation.context, handler(request)).await;
    let outcome = if result.is_ok() { Outcome::Succeeded } else { Outcome::Failed };
    if let Err(error) = &result {
        log::failure(error, "the custom resource failed");
    }
    let answer = sender.answer(result, &invocation.context.request_id);
    put(&sender.response_url, answer.to_string()).await?;
    Ok(Done { payload: Value::Null, outcome })
}

/// Does what somebody asked for who invoked the function without CloudFormation.
async fn carry_out_directly(handler: &Handler<'_>, properties: Properties, context: &Context) -> Result<Done> {
    let request = Request::new(Wish::Create, None, properties, context.now);
    let Outcomes { physical_id: _, data } = in_time(context, handler(request)).await?;
    Ok(Done { payload: Value::Object(data), outcome: Outcome::Succeeded })
}

/// Sends the answer to where CloudFormation looks for it.
async fn put(url: &str, body: String) -> Result<()> {
    let connector = Connector::builder().tls_provider(Provider::Rustls(CryptoMode::AwsLc)).build();
    let mut request = HttpRequest::new(SdkBody::from(body));
    request.set_method("PUT").map_err(Error::internal)?;
    request.set_uri(url).map_err(Error::internal)?;
    // The URL is signed for an empty content type.
    request.headers_mut().insert("content-type", "");
    let response = connector.call(request).await.map_err(|error| Error::unavailable("CloudFormation", error))?;
    let status = response.status().as_u16();
    if status < 300 { Ok(()) } else { Err(Error::unavailable("CloudFormation", format!("answered {status}"))) }
}

/// Tells what is asked for from who asks.
fn understand(event: Event<Properties, Properties>, now: DateTime<Utc>) -> Result<(Request, Sender)> {
    let (wish, physical_id, properties, [response_url, stack_id, request_id, logical_id]) = match event {
        Event::Create(it) => {
            let sender = [it.response_url, it.stack_id, it.request_id, it.logical_resource_id];
            (Wish::Create, None, it.resource_properties, sender)
        }
        Event::Update(it) => {
            let sender = [it.response_url, it.stack_id, it.request_id, it.logical_resource_id];
            (Wish::Update, Some(it.physical_resource_id), it.resource_properties, sender)
        }
        Event::Delete(it) => {
            let sender = [it.response_url, it.stack_id, it.request_id, it.logical_resource_id];
            (Wish::Delete, Some(it.physical_resource_id), it.resource_properties, sender)
        }
        _ => return Err(Error::internal("CloudFormation asks for something unheard of")),
    };
    let sender = Sender { response_url, stack_id, request_id, logical_id, physical_id: physical_id.clone() };
    Ok((Request::new(wish, physical_id, properties, now), sender))
}

/// Who asks, and where the answer goes.
struct Sender {
    response_url: String,
    stack_id: String,
    request_id: String,
    logical_id: String,
    physical_id: Option<String>,
}

impl Sender {
    fn answer(&self, result: Result<Outcomes>, invocation: &str) -> Value {
        let mut answer = json!({
            "RequestId": self.request_id,
            "StackId": self.stack_id,
            "LogicalResourceId": self.logical_id,
        });
        match result {
            Ok(Outcomes { physical_id, data }) => {
                answer["Status"] = json!("SUCCESS");
                answer["PhysicalResourceId"] = json!(physical_id);
                answer["Data"] = json!(data);
            }
            Err(error) => {
                answer["Status"] = json!("FAILED");
                answer["PhysicalResourceId"] = json!(self.physical_id.as_deref().unwrap_or("not-made"));
                answer["Reason"] = json!(format!("{error}; the log of invocation {invocation} says why"));
            }
        }
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    fn event(url: &str, wish: &str) -> Value {
        json!({
            "RequestType": wish,
            "ResponseURL": url,
            "StackId": "stack-1",
            "RequestId": "wish-1",
            "ResourceType": "Custom::Initialize",
            "LogicalResourceId": "Init",
            "PhysicalResourceId": if wish == "Create" { Value::Null } else { json!("tenant-1") },
            "ResourceProperties": { "ServiceToken": "arn:aws:lambda:x", "Revision": "1" },
            "OldResourceProperties": if wish == "Update" { json!({ "Revision": "0" }) } else { Value::Null },
        })
    }

    /// Runs the trigger against a listener and returns the request that it sent there.
    async fn sent(
        wish: &'static str,
        handler: impl Fn(Request) -> Boxed<'static, Result<Outcomes>> + Sync + 'static,
    ) -> (String, Value) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/answer?signature=s", listener.local_addr().unwrap());
        let cloud_formation = async {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut text = String::new();
            let (head, body) = loop {
                let mut bytes = [0; 4096];
                let read = socket.read(&mut bytes).await.unwrap();
                text.push_str(std::str::from_utf8(&bytes[..read]).unwrap());
                if let Some((head, body)) = text.split_once("\r\n\r\n")
                    && let Ok(body) = serde_json::from_str::<Value>(body)
                {
                    break (head.to_owned(), body);
                }
            };
            socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await.unwrap();
            (head, body)
        };
        let invocation = fixture::invocation(&event(&url, wish), fixture::context());

        let (sent, done) = tokio::join!(cloud_formation, carry_out(&handler, invocation));

        done.unwrap();
        sent
    }

    #[tokio::test]
    async fn puts_what_was_made_where_cloudformation_looks() {
        let (head, body) = sent("Create", |request| {
            assert_eq!(request.properties::<Value>().unwrap(), json!({ "Revision": "1" }));
            assert_eq!((request.wish, request.physical_id), (Wish::Create, None));
            let data = Map::from_iter([("TenantId".to_owned(), json!("tnt_1"))]);
            Box::pin(async { Ok(Outcomes { physical_id: "tenant-1".to_owned(), data }) })
        })
        .await;

        assert!(head.starts_with("PUT /answer?signature=s HTTP/1.1"), "{head}");
        let expected = json!({
            "Status": "SUCCESS", "RequestId": "wish-1", "StackId": "stack-1", "LogicalResourceId": "Init",
            "PhysicalResourceId": "tenant-1", "Data": { "TenantId": "tnt_1" },
        });
        assert_eq!(body, expected);
    }

    #[tokio::test]
    async fn says_so_when_it_fails_and_keeps_the_cause_to_itself() {
        let (_, body) = sent("Update", |_| Box::pin(async { Err(Error::internal("the password is hunter2")) })).await;

        assert_eq!(body["Status"], "FAILED");
        assert_eq!(body["PhysicalResourceId"], "tenant-1");
        assert_eq!(body["Reason"], "something went wrong on our side; the log of invocation request-1 says why");
    }
    #[tokio::test]
    async fn answers_whoever_invokes_it_directly() {
        let handler = |request: Request| -> Boxed<'static, Result<Outcomes>> {
            assert_eq!(request.properties::<Value>().unwrap(), json!({ "tenant_name": "Atlantis" }));
            assert_eq!((request.wish, request.physical_id), (Wish::Create, None));
            let data = Map::from_iter([("TenantId".to_owned(), json!("tnt_2"))]);
            Box::pin(async { Ok(Outcomes { physical_id: "tnt_2".to_owned(), data }) })
        };
        let invocation = fixture::invocation(&json!({ "tenant_name": "Atlantis" }), fixture::context());

        let done = carry_out(&handler, invocation).await.unwrap();

        assert_eq!(done.payload, json!({ "TenantId": "tnt_2" }));
    }

    #[tokio::test]
    async fn fails_the_invocation_of_whoever_invoked_it_directly() {
        let handler = |_| Box::pin(async { Err(Error::conflict("taken")) }) as Boxed<'static, Result<Outcomes>>;
        let invocation = fixture::invocation(&json!({ "tenant_name": "Atlantis" }), fixture::context());

        assert!(matches!(carry_out(&handler, invocation).await, Err(Error::Conflict { .. })));
    }
}

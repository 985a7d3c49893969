//! The failures that no local DynamoDB has, for tests: put between the SDK and the table.

use crate::{Store, local::Local};
use aws_smithy_http_client::Builder;
use aws_smithy_runtime_api::{
    client::{
        http::{
            HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
            SharedHttpConnector,
        },
        orchestrator::{HttpRequest, HttpResponse},
        result::ConnectorError,
        runtime_components::RuntimeComponents,
    },
    http::StatusCode,
};
use aws_smithy_types::body::SdkBody;
use serde_json::{Value, json};
use std::{
    collections::HashSet,
    fmt,
    sync::{Arc, Mutex},
};

/// What happens to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The request never arrives.
    LostRequest,
    /// The request is carried out, and nobody hears of it.
    LostReply,
    /// DynamoDB answers with an error of its own.
    ServerError,
    /// DynamoDB asks to slow down.
    Throttled,
    /// Another transaction is at one of the items.
    Conflict,
    /// The function's role does not allow the call.
    Denied,
    /// A batch is put off to a later call.
    Unprocessed,
}

/// A call that was made.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// How many calls came before it.
    pub(crate) number: usize,
    /// The operation, such as `PutItem`.
    pub(crate) operation: String,
    /// What was asked for.
    pub(crate) body: Value,
}

type Plan = Box<dyn Fn(&Call) -> Option<Fault> + Send + Sync>;

/// Decides for each call whether it fails, and remembers the calls.
#[derive(Clone)]
pub(crate) struct Faults(Arc<Inner>);

struct Inner {
    http: SharedHttpClient,
    plan: Plan,
    calls: Mutex<Vec<Call>>,
}

impl Faults {
    /// Fails calls as the plan says.
    pub(crate) fn new(plan: impl Fn(&Call) -> Option<Fault> + Send + Sync + 'static) -> Self {
        Self(Arc::new(Inner { http: Builder::new().build_http(), plan: Box::new(plan), calls: Mutex::default() }))
    }

    /// Fails calls as the plan says, but none twice: a repetition mends it, whatever else runs at the same time.
    pub(crate) fn passing(plan: impl Fn(&Call) -> Option<Fault> + Send + Sync + 'static) -> Self {
        let failed = Mutex::new(HashSet::new());
        Self::new(move |call| {
            let fault = plan(call)?;
            let request = (call.operation.clone(), call.body.to_string());
            failed.lock().unwrap().insert(request).then_some(fault)
        })
    }

    /// Fails nothing, and counts.
    pub(crate) fn none() -> Self {
        Self::new(|_| None)
    }

    /// Opens the table through these faults.
    pub(crate) fn store(&self, local: &Local) -> Store {
        let faults = self.clone();
        local.again(|config| config.http_client(faults))
    }

    /// Returns the calls so far, attempts of the SDK included.
    pub(crate) fn calls(&self) -> Vec<Call> {
        self.0.calls.lock().unwrap().clone()
    }

    /// Returns how many calls of an operation there were.
    pub(crate) fn count(&self, operation: &str) -> usize {
        self.calls().iter().filter(|call| call.operation == operation).count()
    }

    /// Returns how many items were put, changed or deleted.
    pub(crate) fn written(&self) -> usize {
        self.calls().iter().map(|call| written(&call.operation, &call.body)).sum()
    }
}

fn written(operation: &str, body: &Value) -> usize {
    match operation {
        "PutItem" | "UpdateItem" | "DeleteItem" => 1,
        "TransactWriteItems" => body["TransactItems"].as_array().unwrap().len(),
        "BatchWriteItem" => {
            body["RequestItems"].as_object().unwrap().values().map(|list| list.as_array().unwrap().len()).sum()
        }
        _ => 0,
    }
}

impl fmt::Debug for Faults {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Faults")
    }
}

impl HttpClient for Faults {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        let inner = self.0.http.http_connector(settings, components);
        SharedHttpConnector::new(Connector { inner, faults: self.clone() })
    }
}

#[derive(Debug)]
struct Connector {
    inner: SharedHttpConnector,
    faults: Faults,
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let target = request.headers().get("x-amz-target").unwrap();
        let operation = target.rsplit('.').next().unwrap().to_owned();
        let body: Value = serde_json::from_slice(request.body().bytes().unwrap()).unwrap();
        let call = {
            let mut calls = self.faults.0.calls.lock().unwrap();
            let call = Call { number: calls.len(), operation, body };
            calls.push(call.clone());
            call
        };
        let fault = (self.faults.0.plan)(&call);
        let inner = self.inner.clone();
        HttpConnectorFuture::new(async move {
            let lost = || ConnectorError::timeout("the reply was lost".into());
            match fault {
                None => inner.call(request).await,
                Some(Fault::LostRequest) => Err(lost()),
                Some(Fault::LostReply) => {
                    inner.call(request).await?;
                    Err(lost())
                }
                Some(Fault::ServerError) => Ok(refusal(500, "InternalServerError", &Value::Null)),
                Some(Fault::Throttled) => Ok(refusal(400, "ThrottlingException", &Value::Null)),
                Some(Fault::Denied) => Ok(refusal(400, "AccessDeniedException", &Value::Null)),
                Some(Fault::Conflict) => Ok(conflict(&call)),
                Some(Fault::Unprocessed) => Ok(put_off(&call)),
            }
        })
    }
}

fn answer(status: u16, body: &Value) -> HttpResponse {
    HttpResponse::new(StatusCode::try_from(status).unwrap(), SdkBody::from(body.to_string()))
}

fn refusal(status: u16, code: &str, reasons: &Value) -> HttpResponse {
    let body = json!({
        "__type": format!("com.amazonaws.dynamodb.v20120810#{code}"),
        "message": "injected",
        "CancellationReasons": reasons,
    });
    answer(status, &body)
}

fn conflict(call: &Call) -> HttpResponse {
    let Some(changes) = call.body["TransactItems"].as_array() else {
        return refusal(400, "TransactionConflictException", &Value::Null);
    };
    let mut reasons = vec![json!({ "Code": "None" }); changes.len()];
    *reasons.last_mut().unwrap() = json!({ "Code": "TransactionConflict", "Message": "injected" });
    refusal(400, "TransactionCanceledException", &reasons.into())
}

fn put_off(call: &Call) -> HttpResponse {
    let wanted = &call.body["RequestItems"];
    match call.operation.as_str() {
        "BatchWriteItem" => answer(200, &json!({ "UnprocessedItems": wanted })),
        "BatchGetItem" => answer(200, &json!({ "Responses": {}, "UnprocessedKeys": wanted })),
        other => panic!("{other} is no batch"),
    }
}

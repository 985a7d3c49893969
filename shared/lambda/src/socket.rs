//! Trigger: a route of the WebSocket API.

use crate::{
    Boxed, Context, Exit, Lambda, caller,
    http::{code, detail, in_time, pointer, status},
    invocation::{Done, Invocation, Outcome},
    log, payload,
};
use aws_lambda_events::apigw::ApiGatewayWebsocketProxyRequest;
use chrono::{DateTime, Utc};
use pantheon_core::{Caller, Error, Result};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

/// The largest frame that is taken, in bytes; API Gateway takes no larger one.
const LARGEST_FRAME: usize = 128 * 1024;

/// A frame, or the beginning or the end of a connection.
#[derive(Clone, Debug)]
pub struct Request {
    connection_id: String,
    route: String,
    body: String,
    caller: Option<Caller>,
    context: Context,
}

impl Request {
    /// Decodes a payload of API Gateway.
    pub fn from_event(payload: &str, context: Context) -> Result<Self> {
        let event: ApiGatewayWebsocketProxyRequest = payload::read(payload)?;
        let connection = event.request_context;
        let absent = |field: &str| Error::internal(format!("the payload has no {field}"));
        let authorized = connection.authorizer.fields;
        Ok(Self {
            connection_id: connection.connection_id.ok_or_else(|| absent("connectionId"))?,
            route: connection.route_key.ok_or_else(|| absent("routeKey"))?,
            body: event.body.unwrap_or_default(),
            caller: if authorized.is_empty() { None } else { Some(caller::read(&authorized)?) },
            context,
        })
    }

    /// Returns the connection that the frame came on.
    pub fn connection_id(&self) -> &str {
        &self.connection_id
    }

    /// Returns the route, such as `$connect` or `subscribe`.
    pub fn route(&self) -> &str {
        &self.route
    }

    /// Returns who opened the connection, or fails with `unauthenticated`.
    pub fn caller(&self) -> Result<&Caller> {
        self.caller.as_ref().ok_or_else(caller::stranger)
    }

    /// Returns when the frame came.
    pub fn now(&self) -> DateTime<Utc> {
        self.context.now
    }

    /// Reads the JSON of the frame; the wire type names `action` too if it refuses unknown fields.
    pub fn body<T: DeserializeOwned>(&self) -> Result<T> {
        if self.body.len() > LARGEST_FRAME {
            return Err(Error::TooLarge { limit_bytes: LARGEST_FRAME });
        }
        let mut reader = serde_json::Deserializer::from_str(&self.body);
        let body = serde_path_to_error::deserialize(&mut reader)
            .map_err(|error| Error::invalid(pointer(error.path()), error.inner().to_string()))?;
        reader.end().map_err(|error| Error::invalid("", error.to_string()))?;
        Ok(body)
    }
}

/// What is sent back on the connection.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    frame: Option<Value>,
}

impl Answer {
    /// Sends nothing back.
    pub fn none() -> Self {
        Self::default()
    }

    /// Sends a frame back.
    pub fn frame(frame: &impl Serialize) -> Result<Self> {
        Ok(Self { frame: Some(serde_json::to_value(frame).map_err(Error::internal)?) })
    }

    /// Returns the frame that is sent back, if there is one.
    pub fn sent(&self) -> Option<&Value> {
        self.frame.as_ref()
    }
}

/// A handler whose future is behind a pointer.
type Handler<'a> = dyn Fn(Request) -> Boxed<'a, Result<Answer>> + Sync + 'a;

impl Lambda {
    /// Serves a route of the WebSocket API.
    pub fn socket<'a, F>(&'a self, handler: impl Fn(Request) -> F + Sync + 'a) -> Exit
    where
        F: Future<Output = Result<Answer>> + Send + 'a,
    {
        self.socket_boxed(&move |request| Box::pin(handler(request)))
    }

    fn socket_boxed(&self, handler: &Handler<'_>) -> Exit {
        self.serve(&|invocation| Box::pin(answer(handler, invocation)))
    }
}

async fn answer(handler: &Handler<'_>, invocation: Invocation) -> Result<Done> {
    let context = &invocation.context;
    let request = Request::from_event(invocation.payload(), context.clone())?;
    let opens = request.route() == "$connect";
    let result = in_time(context, handler(request)).await;
    Ok(finish(result, opens, context))
}

/// Turns a result into what API Gateway expects.
///
/// A connection is refused by the status. On an open connection the status must be 200, or API
/// Gateway sends its own message in place of ours.
fn finish(result: Result<Answer>, opens: bool, context: &Context) -> Done {
    match result {
        Ok(Answer { frame: None }) => done(200, None),
        Ok(Answer { frame: Some(frame) }) => done(200, Some(&frame)),
        Err(error) => {
            log::failure(&error, "the frame was not carried out");
            let outcome = Outcome::of_status(status(&error));
            let mut frame = json!({
                "type": "error",
                "code": code(&error),
                "detail": detail(&error),
                "request_id": context.request_id,
            });
            if let Error::Invalid { violations } = &error {
                frame["errors"] = json!(violations);
            }
            let status = if opens { status(&error) } else { 200 };
            Done { outcome, ..done(status, Some(&frame)) }
        }
    }
}

fn done(status: u16, frame: Option<&Value>) -> Done {
    let body = frame.map(Value::to_string).unwrap_or_default();
    Done { payload: json!({ "statusCode": status, "body": body }), outcome: Outcome::of_status(status) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use proptest::prelude::*;

    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Subscribe {
        action: String,
        topic: String,
    }

    fn payload(route: &str, body: &str) -> Value {
        json!({
            "requestContext": {
                "connectionId": "c1", "routeKey": route, "eventType": "MESSAGE", "authorizer": fixture::authorized(),
                "connectedAt": 1, "requestTimeEpoch": 2,
            },
            "body": body,
            "isBase64Encoded": false,
        })
    }

    async fn answered(route: &str, result: fn() -> Result<Answer>) -> Value {
        let handler = move |_| Box::pin(async move { result() }) as Boxed<'static, _>;
        answer(&handler, fixture::invocation(&payload(route, "{}"), fixture::context())).await.unwrap().payload
    }

    fn frame(payload: &Value) -> Value {
        serde_json::from_str(payload["body"].as_str().unwrap()).unwrap()
    }

    #[test]
    fn reads_the_frame_and_who_sent_it() {
        let text = payload("subscribe", r#"{"action":"subscribe","topic":"scans"}"#).to_string();

        let request = Request::from_event(&text, fixture::context()).unwrap();

        assert_eq!(request.body::<Subscribe>().unwrap().topic, "scans");
        assert_eq!(request.caller().unwrap().tenant, fixture::tenant());
        assert_eq!((request.connection_id(), request.route(), request.now()), ("c1", "subscribe", fixture::now()));
    }

    #[test]
    fn knows_nobody_on_a_connection_without_an_authorizer() {
        let mut anonymous = payload("$default", "{}");
        anonymous["requestContext"].as_object_mut().unwrap().remove("authorizer");
        let request = Request::from_event(&anonymous.to_string(), fixture::context()).unwrap();
        assert!(matches!(request.caller(), Err(Error::Unauthenticated { .. })));

        let mut refused = payload("$default", "{}");
        refused["requestContext"]["authorizer"]["refused"] = json!("unauthenticated");
        let refused = Request::from_event(&refused.to_string(), fixture::context());
        assert!(matches!(refused, Err(Error::Unauthenticated { .. })));
    }

    #[test]
    fn says_where_a_frame_is_wrong() {
        for (body, place) in [
            (r#"{"action":"subscribe","topic":1}"#, "/topic"),
            (r#"{"action":"a","topic":"t","x":1}"#, "/x"),
            ("{", ""),
        ] {
            let request = Request::from_event(&payload("subscribe", body).to_string(), fixture::context()).unwrap();
            let Err(Error::Invalid { violations }) = request.body::<Subscribe>() else { panic!("{body}") };
            assert_eq!(violations[0].pointer, place, "{body}");
        }
    }

    #[test]
    fn takes_no_frame_that_is_too_large() {
        let body = "x".repeat(LARGEST_FRAME + 1);
        let request = Request::from_event(&payload("subscribe", &body).to_string(), fixture::context()).unwrap();

        assert!(matches!(request.body::<Subscribe>(), Err(Error::TooLarge { .. })));
    }

    #[tokio::test]
    async fn refuses_a_connection_by_the_status() {
        let payload = answered("$connect", || Err(Error::Unauthenticated { reason: "sign in first" })).await;

        assert_eq!(payload["statusCode"], 401);
    }

    #[tokio::test]
    async fn tells_an_open_connection_what_went_wrong_without_the_cause() {
        let payload = answered("subscribe", || Err(Error::internal("the password is hunter2"))).await;

        assert_eq!(payload["statusCode"], 200);
        let expected = json!({
            "type": "error", "code": "internal", "detail": "something went wrong on our side", "request_id": "request-1",
        });
        assert_eq!(frame(&payload), expected);
    }

    #[tokio::test]
    async fn tells_where_a_frame_was_not_valid() {
        let payload = answered("subscribe", || Err(Error::invalid("/topic", "must be a path"))).await;

        assert_eq!(frame(&payload)["errors"], json!([{ "pointer": "/topic", "detail": "must be a path" }]));
    }

    #[tokio::test]
    async fn sends_a_frame_back_or_nothing() {
        let payload = answered("ping", || Answer::frame(&json!({ "type": "pong" }))).await;
        assert_eq!(frame(&payload), json!({ "type": "pong" }));

        assert_eq!(answered("ping", || Ok(Answer::none())).await, json!({ "statusCode": 200, "body": "" }));
    }

    proptest! {
        #[test]
        fn never_panics_on_a_frame(body in ".{0,200}") {
            let request = Request::from_event(&payload("$default", &body).to_string(), fixture::context()).unwrap();
            let _ = request.body::<Subscribe>();
        }
    }
}

//! Requests as they come out of the edge, built by tests.

#![expect(clippy::needless_pass_by_value, reason = "tests read best when they hand over what they have at hand")]

use crate::event::context;
use pantheon_core::{
    Caller,
    id::{TenantId, UserId},
    permission::{Permission, Role},
};
use pantheon_lambda::{Context, http::Request, socket};
use serde_json::{Map, Value, json};
use std::str::FromStr;

/// Returns the tenant that tests act in.
pub fn tenant() -> TenantId {
    known("tnt_0195f6a0-7c1e-7d43-9a55-000000000001")
}

/// Returns a tenant that must never see what belongs to [`tenant`].
pub fn stranger() -> TenantId {
    known("tnt_0195f6a0-7c1e-7d43-9a55-0000000000ff")
}

/// Returns a user of [`tenant`] with these permissions.
pub fn caller(permissions: &[Permission]) -> Caller {
    Caller {
        tenant: tenant(),
        user: known::<UserId>("usr_0195f6a0-7c1e-7d43-9a55-000000000002"),
        credential: known("ses_0195f6a0-7c1e-7d43-9a55-000000000003"),
        permissions: permissions.iter().copied().collect(),
    }
}

/// Returns a user of [`tenant`] with what a built-in role permits.
pub fn caller_in(role: Role) -> Caller {
    Caller { permissions: role.permissions(), ..caller(&[]) }
}

/// Begins a request that nobody has signed.
pub fn request() -> RequestBuilder {
    RequestBuilder {
        method: "GET".to_owned(),
        path: "/v1/test".to_owned(),
        parameters: Map::new(),
        query: Vec::new(),
        headers: Map::new(),
        body: None,
        caller: None,
        context: context(),
    }
}

/// Begins a frame on a connection that nobody has signed.
pub fn frame(route: &str) -> FrameBuilder {
    FrameBuilder { connection: "connection-1".to_owned(), route: route.to_owned(), body: None, caller: None }
}

/// A request in the making.
#[derive(Debug)]
pub struct RequestBuilder {
    method: String,
    path: String,
    parameters: Map<String, Value>,
    query: Vec<(String, String)>,
    headers: Map<String, Value>,
    body: Option<String>,
    caller: Option<Value>,
    context: Context,
}

impl RequestBuilder {
    /// Sets the method and the path as the client sent them.
    #[must_use]
    pub fn route(mut self, method: &str, path: &str) -> Self {
        method.clone_into(&mut self.method);
        path.clone_into(&mut self.path);
        self
    }

    /// Signs the request as a user of [`tenant`] with these permissions.
    #[must_use]
    pub fn caller(self, permissions: &[Permission]) -> Self {
        self.called_by(&caller(permissions))
    }

    /// Signs the request as somebody.
    #[must_use]
    pub fn called_by(mut self, caller: &Caller) -> Self {
        self.caller = Some(authorized(caller));
        self
    }

    /// Sets a path parameter.
    #[must_use]
    pub fn path(mut self, name: &str, value: impl ToString) -> Self {
        self.parameters.insert(name.to_owned(), value.to_string().into());
        self
    }

    /// Adds a query parameter.
    #[must_use]
    pub fn query(mut self, name: &str, value: impl ToString) -> Self {
        self.query.push((name.to_owned(), value.to_string()));
        self
    }

    /// Sets a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl ToString) -> Self {
        self.headers.insert(name.to_owned(), value.to_string().into());
        self
    }

    /// Sets a JSON body and its content type.
    #[must_use]
    pub fn body(self, body: Value) -> Self {
        self.raw_body(&body.to_string())
    }

    /// Sets a body that may be no JSON at all, sent as JSON.
    #[must_use]
    pub fn raw_body(mut self, body: &str) -> Self {
        self.body = Some(body.to_owned());
        self.header("content-type", "application/json")
    }

    /// Sets what the edge knows about the invocation, the time among it.
    #[must_use]
    pub fn context(mut self, context: Context) -> Self {
        self.context = context;
        self
    }

    /// Returns the payload that API Gateway would send.
    pub fn payload(self) -> (String, Context) {
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.query).finish();
        let payload = json!({
            "version": "2.0",
            "routeKey": format!("{} {}", self.method, self.path),
            "rawPath": self.path,
            "rawQueryString": query,
            "headers": self.headers,
            "pathParameters": self.parameters,
            "requestContext": {
                "http": { "method": self.method, "path": self.path, "sourceIp": "192.0.2.10" },
                "authorizer": self.caller.map(|caller| json!({ "lambda": caller })),
            },
            "body": self.body,
            "isBase64Encoded": false,
        });
        (payload.to_string(), self.context)
    }

    /// Decodes the request as the edge does.
    ///
    /// # Panics
    ///
    /// When the edge refuses it.
    pub fn build(self) -> Request {
        let (payload, context) = self.payload();
        Request::from_event(&payload, context).unwrap_or_else(|error| panic!("the edge refuses the request: {error:?}"))
    }
}

/// A frame in the making.
#[derive(Debug)]
pub struct FrameBuilder {
    connection: String,
    route: String,
    body: Option<String>,
    caller: Option<Value>,
}

impl FrameBuilder {
    /// Sets the connection.
    #[must_use]
    pub fn connection(mut self, id: &str) -> Self {
        id.clone_into(&mut self.connection);
        self
    }

    /// Signs the connection as somebody.
    #[must_use]
    pub fn called_by(mut self, caller: &Caller) -> Self {
        self.caller = Some(authorized(caller));
        self
    }

    /// Sets the JSON of the frame.
    #[must_use]
    pub fn body(self, body: Value) -> Self {
        self.raw_body(&body.to_string())
    }

    /// Sets the text of a frame that may be no JSON at all.
    #[must_use]
    pub fn raw_body(mut self, body: &str) -> Self {
        self.body = Some(body.to_owned());
        self
    }

    /// Decodes the frame as the edge does.
    ///
    /// # Panics
    ///
    /// When the edge refuses it.
    pub fn build(self) -> socket::Request {
        let payload = json!({
            "requestContext": {
                "connectionId": self.connection,
                "routeKey": self.route,
                "authorizer": self.caller,
                "connectedAt": 1_795_251_590_000_i64,
                "requestTimeEpoch": 1_795_251_600_000_i64,
            },
            "body": self.body,
        });
        socket::Request::from_event(&payload.to_string(), context())
            .unwrap_or_else(|error| panic!("the edge refuses the frame: {error:?}"))
    }
}

/// Writes a caller as the authorizer does.
fn authorized(caller: &Caller) -> Value {
    let permissions: Vec<&str> = caller.permissions.iter().map(|permission| permission.as_str()).collect();
    json!({
        "tenant_id": caller.tenant,
        "user_id": caller.user,
        "credential": caller.credential,
        "permissions": permissions.join(" "),
    })
}

fn known<T: FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap_or_else(|error| panic!("{text} is no identifier: {error:?}"))
}

//! How the requests of the OAuth library go out: through the guarded door, like all others.

use oauth2::{
    AsyncHttpClient, HttpRequest, HttpResponse, RequestTokenError,
    basic::{BasicErrorResponse, BasicErrorResponseType},
    http::{Response, header::CONTENT_TYPE},
};
use pantheon_core::{
    Error, Result,
    outbound::{Outbound, Request},
};
use secrecy::SecretString;
use std::pin::Pin;

const STALE: Error =
    Error::Unauthenticated { reason: "the provider does not know the code of the sign-in; start again" };

/// The door to one provider.
pub(super) struct Door<'a> {
    pub(super) outbound: &'a dyn Outbound,
    pub(super) service: &'static str,
}

impl<'c> AsyncHttpClient<'c> for Door<'_> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.exchange(request))
    }
}

impl Door<'_> {
    async fn exchange(&self, request: HttpRequest) -> Result<HttpResponse> {
        let url = request.uri().to_string();
        let body = String::from_utf8(request.into_body()).map_err(Error::internal)?;
        let request = Request::post(self.service, url, SecretString::from(body))
            .with("accept", "application/json".into())
            .with("content-type", "application/x-www-form-urlencoded".into());
        let answer = self.outbound.send(request).await?;
        let kind = answer.content_type.unwrap_or_else(|| "application/json".to_owned());
        let response = Response::builder().status(answer.status).header(CONTENT_TYPE, kind).body(answer.body);
        response.map_err(Error::internal)
    }
}

/// Tells a code that is not good from a provider that is not well, and from a deployment that is not
/// its client. What was answered may hold tokens, so it is not kept.
pub(super) fn failure(service: &'static str, error: RequestTokenError<Error, BasicErrorResponse>) -> Error {
    let refusal = match error {
        RequestTokenError::Request(Error::Invalid { .. }) => {
            return Error::internal(format!("{service} is at an address that is not gone to"));
        }
        RequestTokenError::Request(error) => return error,
        RequestTokenError::ServerResponse(refusal) => Some(refusal),
        // GitHub refuses with status 200.
        RequestTokenError::Parse(_, body) => serde_json::from_slice(&body).ok(),
        RequestTokenError::Other(_) => None,
    };
    match refusal.as_ref().map(BasicErrorResponse::error) {
        None => Error::unavailable(service, "it did not answer with tokens"),
        Some(BasicErrorResponseType::InvalidClient | BasicErrorResponseType::UnauthorizedClient) => {
            Error::internal(format!("{service} does not know this deployment by the client in its secret"))
        }
        Some(code) if code.as_ref() == "incorrect_client_credentials" => {
            Error::internal(format!("{service} does not take the secret of the client"))
        }
        Some(code) => {
            tracing::info!(service, code = code.as_ref(), "a provider refused a code");
            STALE
        }
    }
}

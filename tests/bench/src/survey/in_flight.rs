//! So many calls at once and no more, so that programs can be compared at equal concurrency.

use aws_smithy_http_client::Builder;
use aws_smithy_runtime_api::client::{
    http::{
        HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
        http_client_fn,
    },
    orchestrator::HttpRequest,
    result::ConnectorError,
};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// A connector that lets so many calls through at once.
#[derive(Clone, Debug)]
pub(crate) struct InFlight {
    inner: SharedHttpConnector,
    permits: Arc<Semaphore>,
}

impl InFlight {
    /// Returns a client of plain HTTP with so many calls in flight at the most.
    pub(crate) fn client(at_once: usize) -> SharedHttpClient {
        let http = Builder::new().build_http();
        let permits = Arc::new(Semaphore::new(at_once));
        http_client_fn(move |settings: &HttpConnectorSettings, components| {
            let inner = http.http_connector(settings, components);
            SharedHttpConnector::new(Self { inner, permits: permits.clone() })
        })
    }
}

impl HttpConnector for InFlight {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let Self { inner, permits } = self.clone();
        HttpConnectorFuture::new(async move {
            let _permit = permits.acquire().await.map_err(|error| ConnectorError::other(error.into(), None))?;
            inner.call(request).await
        })
    }
}

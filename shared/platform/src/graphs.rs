//! The newest graph of each tenant, in the bucket of worlds.

use crate::{WorldBucket, failure::failure, worlds::SERVICE};
use async_trait::async_trait;
use aws_sdk_s3::{
    operation::get_object::{GetObjectError, GetObjectOutput},
    presigning::PresigningConfig,
    primitives::ByteStream,
};
use aws_smithy_runtime_api::client::{orchestrator::HttpResponse, result::SdkError};
use flate2::{Compression, bufread::GzDecoder, write::GzEncoder};
use pantheon_core::{
    Error, Result,
    graph::{Graphs, StoredGraph},
    id::TenantId,
};
use std::{
    io::{Read, Write},
    time::Duration,
};

/// What S3 answers when the caller knows the object.
const NOT_MODIFIED: u16 = 304;

fn key(tenant: &TenantId) -> String {
    format!("tenants/{tenant}/graphs/newest.json")
}

#[async_trait]
impl Graphs for WorldBucket {
    async fn put_graph(&self, tenant: &TenantId, json: Vec<u8>) -> Result<()> {
        let body = compressed(&json).map_err(Error::internal)?;
        let request = self.client.put_object().bucket(&self.bucket).key(key(tenant));
        let request = request.content_type("application/json").content_encoding("gzip");
        request.body(ByteStream::from(body)).send().await.map_err(|error| failure(SERVICE, error))?;
        Ok(())
    }

    async fn graph(&self, tenant: &TenantId, known: Option<&str>) -> Result<StoredGraph> {
        let request = self.client.get_object().bucket(&self.bucket).key(key(tenant));
        match request.set_if_none_match(known.map(ToOwned::to_owned)).send().await {
            Ok(object) => read(object).await,
            Err(error) if is_known(&error) => Ok(StoredGraph::Unchanged),
            Err(error) if error.as_service_error().is_some_and(GetObjectError::is_no_such_key) => Ok(StoredGraph::None),
            Err(error) => Err(failure(SERVICE, error)),
        }
    }

    async fn graph_url(&self, tenant: &TenantId, valid_for: Duration) -> Result<String> {
        let validity = PresigningConfig::expires_in(valid_for).map_err(Error::internal)?;
        let request = self.client.get_object().bucket(&self.bucket).key(key(tenant));
        let signed = request.presigned(validity).await.map_err(|error| failure(SERVICE, error))?;
        Ok(signed.uri().to_owned())
    }
}

fn is_known(error: &SdkError<GetObjectError, HttpResponse>) -> bool {
    error.raw_response().is_some_and(|answer| answer.status().as_u16() == NOT_MODIFIED)
}

async fn read(object: GetObjectOutput) -> Result<StoredGraph> {
    let tag = object.e_tag().unwrap_or_default().to_owned();
    let body = object.body.collect().await.map_err(|error| Error::unavailable(SERVICE, error))?;
    let mut json = Vec::new();
    GzDecoder::new(&body.into_bytes()[..]).read_to_end(&mut json).map_err(Error::internal)?;
    Ok(StoredGraph::New { tag, json })
}

fn compressed(json: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(json)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::sdk;
    use pantheon_testing::{conformance, tenant};
    use std::{collections::BTreeMap, sync::Mutex};
    use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate, matchers::any};

    /// As much of S3 as keeps objects and knows their tags.
    #[derive(Default)]
    struct Objects(Mutex<BTreeMap<String, (String, Vec<u8>)>>);

    impl Respond for Objects {
        fn respond(&self, request: &Request) -> ResponseTemplate {
            let mut objects = self.0.lock().unwrap();
            let path = request.url.path().to_owned();
            if request.method.as_str() == "PUT" {
                let tag = format!("\"{}-{}\"", objects.len(), request.body.len());
                objects.insert(path, (tag.clone(), request.body.clone()));
                return ResponseTemplate::new(200).insert_header("etag", tag);
            }
            let Some((tag, body)) = objects.get(&path) else {
                return ResponseTemplate::new(404).set_body_string("<Error><Code>NoSuchKey</Code></Error>");
            };
            if request.headers.get("if-none-match").is_some_and(|known| known == tag.as_str()) {
                return ResponseTemplate::new(304).insert_header("etag", tag.as_str());
            }
            ResponseTemplate::new(200).insert_header("etag", tag.as_str()).set_body_bytes(body.clone())
        }
    }

    async fn bucket(server: &MockServer) -> WorldBucket {
        Mock::given(any()).respond_with(Objects::default()).mount(server).await;
        WorldBucket::open(&sdk(server), "worlds").await
    }

    #[tokio::test]
    async fn conforms() {
        let server = MockServer::start().await;

        conformance::graphs::graphs(&bucket(&server).await).await;
    }

    #[tokio::test]
    async fn keeps_few_bytes_under_the_tenant() {
        let server = MockServer::start().await;
        let bucket = bucket(&server).await;
        let json = br#"{"words":["the same again"]}"#.repeat(1_000);

        bucket.put_graph(&tenant(), json.clone()).await.unwrap();

        let requests = server.received_requests().await.unwrap();
        let put = requests.iter().find(|request| request.method.as_str() == "PUT").unwrap();
        assert_eq!(put.url.path(), format!("/worlds/tenants/{}/graphs/newest.json", tenant()));
        assert_eq!(put.headers["content-encoding"], "gzip");
        assert!(put.body.len() * 10 < json.len(), "{}", put.body.len());
        let url = bucket.graph_url(&tenant(), Duration::from_mins(5)).await.unwrap();
        assert!(url.contains(put.url.path()) && url.contains("X-Amz-Expires=300"), "{url}");
    }

    #[tokio::test]
    async fn says_that_the_bucket_is_unavailable() {
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(ResponseTemplate::new(503)).mount(&server).await;
        let bucket = WorldBucket::open(&sdk(&server), "worlds").await;

        assert!(bucket.graph(&tenant(), None).await.unwrap_err().is_retryable());
        assert!(bucket.put_graph(&tenant(), Vec::new()).await.unwrap_err().is_retryable());
    }
}

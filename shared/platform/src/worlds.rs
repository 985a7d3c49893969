//! Whole snapshots of the estate, in a bucket.

use crate::{backoff::warm_up, failure::failure};
use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_s3::{Client, config::Builder, presigning::PresigningConfig, primitives::ByteStream};
use pantheon_core::{
    Error, Result,
    id::{ScanId, TenantId},
    world::Worlds,
};
use std::time::Duration;

const SERVICE: &str = "the world bucket";

/// The bucket of worlds.
#[derive(Clone, Debug)]
pub struct WorldBucket {
    client: Client,
    bucket: String,
}

impl WorldBucket {
    /// Opens the bucket with this name, and the connection to S3.
    pub async fn open(sdk: &SdkConfig, bucket: &str) -> Self {
        Self { client: bucket_client(sdk, bucket).await, bucket: bucket.to_owned() }
    }
}

/// Opens the connection to S3, where this bucket is.
pub(crate) async fn bucket_client(sdk: &SdkConfig, bucket: &str) -> Client {
    // A stand-in for AWS has one host name for all buckets.
    let by_path = sdk.endpoint_url().is_some();
    let client = Client::from_conf(Builder::from(sdk).force_path_style(by_path).build());
    warm_up(client.head_bucket().bucket(bucket).send()).await;
    client
}

fn key(tenant: &TenantId, scan: &ScanId) -> String {
    format!("tenants/{tenant}/worlds/{scan}.json")
}

#[async_trait]
impl Worlds for WorldBucket {
    async fn put_world(&self, tenant: &TenantId, scan: &ScanId, json: Vec<u8>) -> Result<()> {
        let request = self.client.put_object().bucket(&self.bucket).key(key(tenant, scan));
        let request = request.content_type("application/json").body(ByteStream::from(json));
        request.send().await.map_err(|error| failure(SERVICE, error))?;
        Ok(())
    }

    async fn world_url(&self, tenant: &TenantId, scan: &ScanId, valid_for: Duration) -> Result<String> {
        let validity = PresigningConfig::expires_in(valid_for).map_err(Error::internal)?;
        let request = self.client.get_object().bucket(&self.bucket).key(key(tenant, scan));
        let signed = request.presigned(validity).await.map_err(|error| failure(SERVICE, error))?;
        Ok(signed.uri().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::sdk;
    use wiremock::{
        Mock, MockServer, ResponseTemplate,
        matchers::{header, method, path},
    };

    fn ids() -> (TenantId, ScanId) {
        let now = chrono::DateTime::UNIX_EPOCH;
        (TenantId::generate(now), ScanId::generate(now))
    }

    #[tokio::test]
    async fn keeps_a_world_under_its_tenant() {
        let (tenant, scan) = ids();
        let server = MockServer::start().await;
        let put = Mock::given(method("PUT")).and(path(format!("/worlds/tenants/{tenant}/worlds/{scan}.json")));
        let put = put.and(header("content-type", "application/json"));
        put.respond_with(ResponseTemplate::new(200)).expect(1).mount(&server).await;

        WorldBucket::open(&sdk(&server), "worlds").await.put_world(&tenant, &scan, b"{}".to_vec()).await.unwrap();
    }

    #[tokio::test]
    async fn signs_an_address_for_a_while() {
        let (tenant, scan) = ids();
        let server = MockServer::start().await;
        let bucket = WorldBucket::open(&sdk(&server), "worlds").await;

        let url = bucket.world_url(&tenant, &scan, Duration::from_mins(5)).await.unwrap();

        assert!(url.starts_with(&format!("{}/worlds/tenants/{tenant}/worlds/{scan}.json?", server.uri())), "{url}");
        assert!(url.contains("X-Amz-Expires=300") && url.contains("X-Amz-Signature="), "{url}");
    }

    #[tokio::test]
    async fn says_that_the_bucket_is_unavailable() {
        let (tenant, scan) = ids();
        let server = MockServer::start().await;
        Mock::given(method("PUT")).respond_with(ResponseTemplate::new(503)).mount(&server).await;

        let outcome = WorldBucket::open(&sdk(&server), "worlds").await.put_world(&tenant, &scan, Vec::new()).await;

        assert!(outcome.unwrap_err().is_retryable());
    }
}

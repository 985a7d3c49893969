//! Whole snapshots of the estate, in a bucket.

use crate::{backoff::warm_up, failure::failure};
use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_s3::{
    Client, config::Builder, error::ProvideErrorMetadata, presigning::PresigningConfig, primitives::ByteStream,
};
use pantheon_core::{
    Error, Result,
    id::{ScanId, TenantId},
    lines::LineReader,
    upload::ObjectKey,
    world::{
        Worlds,
        index::{LineObjects, Lines},
    },
};
use std::time::Duration;

pub(crate) const SERVICE: &str = "the world bucket";

/// The bucket of worlds, which keeps graphs as well.
#[derive(Clone, Debug)]
pub struct WorldBucket {
    pub(crate) client: Client,
    pub(crate) bucket: String,
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

/// Lines that arrive with the body of an answer.
struct Arriving {
    body: ByteStream,
    reader: LineReader,
    ended: bool,
}

#[async_trait]
impl Lines for Arriving {
    async fn next_line(&mut self) -> Result<Option<String>> {
        loop {
            if let Some(line) = self.reader.next_line() {
                return Ok(Some(line));
            }
            if self.ended {
                return Ok(None);
            }
            if let Some(bytes) = self.body.try_next().await.map_err(|error| Error::unavailable(SERVICE, error))? {
                self.reader.push(&bytes)?;
            } else {
                self.ended = true;
                self.reader.end()?;
            }
        }
    }
}

#[async_trait]
impl LineObjects for WorldBucket {
    async fn open_lines(&self, key: &ObjectKey, offset: u64) -> Result<Option<Box<dyn Lines>>> {
        let request = self.client.get_object().bucket(&self.bucket).key(key.as_str());
        let range = (offset > 0).then(|| format!("bytes={offset}-"));
        match request.set_range(range).send().await {
            Ok(answer) => {
                Ok(Some(Box::new(Arriving { body: answer.body, reader: LineReader::default(), ended: false })))
            }
            Err(error) if error.code() == Some("NoSuchKey") => Ok(None),
            Err(error) => Err(failure(SERVICE, error)),
        }
    }
}

#[async_trait]
impl Worlds for WorldBucket {
    async fn world_url(&self, tenant: &TenantId, scan: &ScanId, valid_for: Duration) -> Result<String> {
        let validity = PresigningConfig::expires_in(valid_for).map_err(Error::internal)?;
        let request = self.client.get_object().bucket(&self.bucket).key(ObjectKey::world(tenant, scan).as_str());
        let signed = request.presigned(validity).await.map_err(|error| failure(SERVICE, error))?;
        Ok(signed.uri().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::sdk;
    use pantheon_core::lines::LineBlock;
    use wiremock::{
        Mock, MockServer, ResponseTemplate,
        matchers::{header, method, path},
    };

    fn ids() -> (TenantId, ScanId) {
        let now = chrono::DateTime::UNIX_EPOCH;
        (TenantId::generate(now), ScanId::generate(now))
    }

    /// A bucket that holds one object of two blocks; returns it and where the second begins.
    async fn bucket_of_lines(server: &MockServer, key: &ObjectKey) -> (WorldBucket, u64) {
        let block = |lines: &[&str]| {
            let mut block = LineBlock::default();
            for line in lines {
                block.push(line).unwrap();
            }
            block.end().unwrap()
        };
        let (first, second) = (block(&["a", "b"]), block(&["c"]));
        let offset = first.len() as u64;
        let get = || Mock::given(method("GET")).and(path(format!("/worlds/{key}")));
        let range = header("range", format!("bytes={offset}-").as_str());
        let rest = ResponseTemplate::new(206).set_body_bytes(second.clone());
        get().and(range).respond_with(rest).with_priority(1).mount(server).await;
        get().respond_with(ResponseTemplate::new(200).set_body_bytes([first, second].concat())).mount(server).await;
        let missing = "<Error><Code>NoSuchKey</Code><Message>no</Message></Error>";
        let missing = ResponseTemplate::new(404).set_body_string(missing);
        Mock::given(method("GET")).respond_with(missing).with_priority(9).mount(server).await;
        (WorldBucket::open(&sdk(server), "worlds").await, offset)
    }

    async fn lines(bucket: &WorldBucket, key: &ObjectKey, offset: u64) -> Option<Vec<String>> {
        let mut lines = bucket.open_lines(key, offset).await.unwrap()?;
        let mut all = Vec::new();
        while let Some(line) = lines.next_line().await.unwrap() {
            all.push(line);
        }
        Some(all)
    }

    #[tokio::test]
    async fn reads_lines_from_any_block_on() {
        let (tenant, scan) = ids();
        let server = MockServer::start().await;
        let key = ObjectKey::world_index(&tenant, &scan, 0);
        let (bucket, offset) = bucket_of_lines(&server, &key).await;

        assert_eq!(lines(&bucket, &key, 0).await.unwrap(), ["a", "b", "c"]);
        assert_eq!(lines(&bucket, &key, offset).await.unwrap(), ["c"]);
        assert_eq!(lines(&bucket, &ObjectKey::world_index(&tenant, &scan, 1), 0).await, None);
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
        Mock::given(method("GET")).respond_with(ResponseTemplate::new(503)).mount(&server).await;
        let key = ObjectKey::world_index(&tenant, &scan, 0);

        let outcome = WorldBucket::open(&sdk(&server), "worlds").await.open_lines(&key, 0).await;

        assert!(outcome.is_err_and(|error| error.is_retryable()));
    }
}

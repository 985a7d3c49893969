//! Large objects, written in parts, in a bucket.

use crate::{failure::failure, worlds::bucket_client};
use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_s3::{
    Client,
    error::ProvideErrorMetadata,
    presigning::PresigningConfig,
    primitives::ByteStream,
    types::{ChecksumAlgorithm, CompletedMultipartUpload, CompletedPart},
};
use pantheon_core::{
    Error, Result,
    upload::{ObjectKey, Part, UploadId, Uploads},
};
use std::time::Duration;

const SERVICE: &str = "the bucket";

/// How S3 makes sure of each part. It has to be named on both ends: left to themselves, the SDK and
/// S3 choose differently, and S3 then refuses to complete the upload.
const CHECKSUM: ChecksumAlgorithm = ChecksumAlgorithm::Crc32;

/// A bucket that takes objects in parts.
#[derive(Clone, Debug)]
pub struct UploadBucket {
    client: Client,
    bucket: String,
}

impl UploadBucket {
    /// Opens the bucket with this name, and the connection to S3.
    pub async fn open(sdk: &SdkConfig, bucket: &str) -> Self {
        Self { client: bucket_client(sdk, bucket).await, bucket: bucket.to_owned() }
    }
}

fn completed(part: &Part) -> CompletedPart {
    let number = i32::try_from(part.number).ok();
    let checksum = part.checksum.clone();
    CompletedPart::builder().set_part_number(number).e_tag(&part.etag).set_checksum_crc32(checksum).build()
}

/// Tells an upload that is not there any more from every other failure.
fn is_gone<E: ProvideErrorMetadata>(error: &E) -> bool {
    error.code() == Some("NoSuchUpload")
}

#[async_trait]
impl Uploads for UploadBucket {
    async fn begin_upload(&self, key: &ObjectKey, content_type: &str) -> Result<UploadId> {
        let request = self.client.create_multipart_upload().bucket(&self.bucket).key(key.as_str());
        let request = request.content_type(content_type).checksum_algorithm(CHECKSUM);
        let begun = request.send().await.map_err(|error| failure(SERVICE, error))?;
        let id = begun.upload_id().ok_or_else(|| Error::internal("S3 gave an upload no name"))?;
        Ok(UploadId(id.to_owned()))
    }

    async fn put_part(&self, key: &ObjectKey, upload: &UploadId, number: u32, bytes: Vec<u8>) -> Result<Part> {
        let put = self.client.upload_part().bucket(&self.bucket).key(key.as_str()).upload_id(&upload.0);
        let put = put.part_number(i32::try_from(number).map_err(Error::internal)?);
        let put = put.checksum_algorithm(CHECKSUM).body(ByteStream::from(bytes));
        let put = put.send().await.map_err(|error| {
            if is_gone(&error) { Error::not_found("upload", &upload.0) } else { failure(SERVICE, error) }
        })?;
        let etag = put.e_tag().ok_or_else(|| Error::internal("S3 gave a part no name"))?;
        Ok(Part { number, etag: etag.to_owned(), checksum: put.checksum_crc32().map(str::to_owned) })
    }

    async fn complete_upload(&self, key: &ObjectKey, upload: &UploadId, parts: &[Part]) -> Result<()> {
        let parts = parts.iter().map(completed).collect();
        let parts = CompletedMultipartUpload::builder().set_parts(Some(parts)).build();
        let complete = self.client.complete_multipart_upload().bucket(&self.bucket).key(key.as_str());
        let done = complete.upload_id(&upload.0).multipart_upload(parts).send().await;
        done.map(drop).map_err(|error| {
            if is_gone(&error) { Error::not_found("upload", &upload.0) } else { failure(SERVICE, error) }
        })
    }

    async fn abort_upload(&self, key: &ObjectKey, upload: &UploadId) -> Result<()> {
        let abort = self.client.abort_multipart_upload().bucket(&self.bucket).key(key.as_str());
        match abort.upload_id(&upload.0).send().await {
            Err(error) if !is_gone(&error) => Err(failure(SERVICE, error)),
            _ => Ok(()),
        }
    }

    async fn download_url(&self, key: &ObjectKey, file_name: &str, valid_for: Duration) -> Result<String> {
        let validity = PresigningConfig::expires_in(valid_for).map_err(Error::internal)?;
        let request = self.client.get_object().bucket(&self.bucket).key(key.as_str());
        let request = request.response_content_disposition(format!("attachment; filename=\"{file_name}\""));
        let signed = request.presigned(validity).await.map_err(|error| failure(SERVICE, error))?;
        Ok(signed.uri().to_owned())
    }
}

#[cfg(test)]
mod tests;

//! Large objects, written in parts, so that nobody ever holds one whole.
//!
//! A [`Writer`] keeps at most one part in memory. What it has put is described by a [`Progress`],
//! with which another process goes on where this one stopped.

use crate::{
    Error, Result,
    id::{ScanId, TenantId},
};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use sha2::{
    Digest, Sha256,
    digest::common::hazmat::{SerializableState, SerializedState},
};
use std::{fmt, io, time::Duration};

/// How many bytes a part has at least, but for the last one; S3 asks for 5 MiB.
pub const PART_BYTES: usize = 8 * 1024 * 1024;

/// How many parts an object has at most; S3 takes 10,000, but their names are kept in one row.
pub const MOST_PARTS: usize = 1_000;

/// Where an object is in the platform's bucket.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectKey(String);

impl ObjectKey {
    /// Names the world of a scan.
    pub fn world(tenant: &TenantId, scan: &ScanId) -> Self {
        Self(format!("tenants/{tenant}/worlds/{scan}.json"))
    }

    /// Names a piece of the index of a world.
    pub fn world_index(tenant: &TenantId, scan: &ScanId, piece: u32) -> Self {
        Self(format!("tenants/{tenant}/worlds/{scan}.index.{piece}.gz"))
    }

    /// Names the table of the blocks of a piece of the index.
    pub fn world_blocks(tenant: &TenantId, scan: &ScanId, piece: u32) -> Self {
        Self(format!("tenants/{tenant}/worlds/{scan}.blocks.{piece}.gz"))
    }

    /// Names a piece of the list of what a world could not see.
    pub fn world_holes(tenant: &TenantId, scan: &ScanId, piece: u32) -> Self {
        Self(format!("tenants/{tenant}/worlds/{scan}.holes.{piece}.gz"))
    }

    /// Names an export, under a prefix of its own, whose objects the bucket deletes after a week.
    ///
    /// The name is that of a file: an identifier, a dot and an ending.
    pub fn export(tenant: &TenantId, name: &str) -> Self {
        Self(format!("exports/{tenant}/{name}"))
    }

    /// Returns the key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ObjectKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// What the bucket calls an object that is being written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UploadId(pub String);

/// A part that the bucket has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Which one it is, from 1.
    pub number: u32,
    /// What the bucket calls it.
    pub etag: String,
    /// The checksum that the bucket made sure of, if it says so.
    pub checksum: Option<String>,
}

/// A bucket that takes objects in parts; nothing is seen of an object before it is completed.
#[async_trait]
pub trait Uploads: Send + Sync {
    /// Begins an object; what is neither completed nor aborted is forgotten after some days.
    async fn begin_upload(&self, key: &ObjectKey, content_type: &str) -> Result<UploadId>;
    /// Puts a part; of two with the same number the later one counts.
    async fn put_part(&self, key: &ObjectKey, upload: &UploadId, number: u32, bytes: Vec<u8>) -> Result<Part>;
    /// Makes the object of its parts; `not_found` if the upload is not there any more.
    async fn complete_upload(&self, key: &ObjectKey, upload: &UploadId, parts: &[Part]) -> Result<()>;
    /// Forgets the parts; of an upload that is not there any more that is no error.
    async fn abort_upload(&self, key: &ObjectKey, upload: &UploadId) -> Result<()>;
    /// Returns an address from which a browser saves the object as `file_name` without signing in,
    /// for a while.
    async fn download_url(&self, key: &ObjectKey, file_name: &str, valid_for: Duration) -> Result<String>;
}

/// How far an object has come: all that another process needs to go on with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// What the bucket calls it.
    pub upload: UploadId,
    /// The parts that are there, in their order.
    pub parts: Vec<Part>,
    /// How many bytes they hold.
    pub bytes: u64,
    /// The state of SHA-256 after them, in hexadecimal digits.
    digest: String,
}

/// An object that is complete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// How many bytes it holds.
    pub bytes: u64,
    /// Their SHA-256, in hexadecimal digits.
    pub sha256: String,
}

/// Writes one object.
///
/// Bytes go into a buffer, by [`io::Write`]; whoever fills it asks [`Writer::is_full`] now and then
/// and has the buffer put as one part, of whatever size it has by then. So a part ends where the
/// caller wants it to, and [`Progress`] can be kept beside what the caller has to remember.
pub struct Writer<'a> {
    uploads: &'a dyn Uploads,
    key: ObjectKey,
    progress: Progress,
    digest: Sha256,
    buffer: Vec<u8>,
}

impl fmt::Debug for Writer<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Writer({}, {} parts)", self.key, self.progress.parts.len())
    }
}

impl<'a> Writer<'a> {
    /// Begins an object.
    pub async fn begin(uploads: &'a dyn Uploads, key: ObjectKey, content_type: &str) -> Result<Self> {
        let upload = uploads.begin_upload(&key, content_type).await?;
        let digest = Sha256::new();
        let progress = Progress { upload, parts: Vec::new(), bytes: 0, digest: hex::encode(digest.serialize()) };
        Ok(Self { uploads, key, progress, digest, buffer: Vec::new() })
    }

    /// Goes on with an object, after the last part that was put.
    pub fn resume(uploads: &'a dyn Uploads, key: ObjectKey, progress: Progress) -> Result<Self> {
        let mut state = SerializedState::<Sha256>::default();
        hex::decode_to_slice(&progress.digest, &mut state).map_err(Error::internal)?;
        let digest = Sha256::deserialize(&state).map_err(Error::internal)?;
        Ok(Self { uploads, key, progress, digest, buffer: Vec::new() })
    }

    /// Tells whether enough was written for a part.
    pub fn is_full(&self) -> bool {
        self.buffer.len() >= PART_BYTES
    }

    /// Puts all that was written since the last part as one part, and returns how far that is.
    ///
    /// Fails unless the buffer [is full](Writer::is_full): S3 refuses small parts, but only in the
    /// end, when all the work is done.
    pub async fn put(&mut self) -> Result<&Progress> {
        if !self.is_full() {
            return Err(Error::internal(format!("a part of {} bytes is too small", self.buffer.len())));
        }
        self.put_rest().await?;
        Ok(&self.progress)
    }

    /// Puts what is left and makes the object of its parts.
    pub async fn finish(mut self) -> Result<Written> {
        // Even an empty object has a part.
        if !self.buffer.is_empty() || self.progress.parts.is_empty() {
            self.put_rest().await?;
        }
        let Self { uploads, key, progress, digest, buffer: _ } = self;
        uploads.complete_upload(&key, &progress.upload, &progress.parts).await?;
        Ok(Written { bytes: progress.bytes, sha256: hex::encode(digest.finalize()) })
    }

    async fn put_rest(&mut self) -> Result<()> {
        let parts = self.progress.parts.len();
        if parts >= MOST_PARTS {
            return Err(Error::conflict(format!("the file is larger than {MOST_PARTS} parts; ask for less of it")));
        }
        let number = u32::try_from(parts + 1).map_err(Error::internal)?;
        let bytes = std::mem::take(&mut self.buffer);
        let length = bytes.len() as u64;
        self.digest.update(&bytes);
        let part = self.uploads.put_part(&self.key, &self.progress.upload, number, bytes).await?;
        self.progress.parts.push(part);
        self.progress.bytes += length;
        self.progress.digest = hex::encode(self.digest.serialize());
        Ok(())
    }
}

/// Only fills the buffer, so it never fails.
impl io::Write for Writer<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

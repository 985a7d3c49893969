//! A bucket that takes objects in parts, in memory.

use async_trait::async_trait;
use pantheon_core::{
    Error, Result,
    lines::LineReader,
    upload::{ObjectKey, Part, UploadId, Uploads},
    world::index::{LineObjects, Lines},
};
use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// Objects that live as long as the test.
#[derive(Debug, Default)]
pub struct MemoryUploads {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    begun: usize,
    under_way: BTreeMap<String, Upload>,
    objects: BTreeMap<ObjectKey, Object>,
    parts_put: usize,
    largest_part: usize,
    parts_left: Option<usize>,
}

#[derive(Clone, Debug, Default)]
struct Upload {
    content_type: String,
    parts: BTreeMap<u32, Vec<u8>>,
}

/// An object that is complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// What it is, as a browser is told.
    pub content_type: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl MemoryUploads {
    /// Returns an object, or `None` if it is not complete.
    pub fn object(&self, key: &ObjectKey) -> Option<Object> {
        self.lock().objects.get(key).cloned()
    }

    /// Returns the keys of all objects that are complete.
    pub fn keys(&self) -> Vec<String> {
        self.lock().objects.keys().map(ToString::to_string).collect()
    }

    /// Returns how many uploads were begun and neither completed nor aborted.
    pub fn under_way(&self) -> usize {
        self.lock().under_way.len()
    }

    /// Returns how many parts were put so far.
    pub fn parts_put(&self) -> usize {
        self.lock().parts_put
    }

    /// Returns the size of the largest part that was put.
    pub fn largest_part(&self) -> usize {
        self.lock().largest_part
    }

    /// Takes so many parts more and is unavailable for further ones, until told otherwise.
    pub fn take_parts(&self, more: Option<usize>) {
        self.lock().parts_left = more;
    }

    /// Forgets every upload that is under way, as the bucket does after some days.
    pub fn forget_uploads(&self) {
        self.lock().under_way.clear();
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Names a part by what it holds, as S3 does.
fn etag(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("\"{:016x}\"", hasher.finish())
}

#[async_trait]
impl Uploads for MemoryUploads {
    async fn begin_upload(&self, key: &ObjectKey, content_type: &str) -> Result<UploadId> {
        let mut kept = self.lock();
        kept.begun += 1;
        let id = format!("{key} {}", kept.begun);
        kept.under_way.insert(id.clone(), Upload { content_type: content_type.to_owned(), ..Upload::default() });
        Ok(UploadId(id))
    }

    async fn put_part(&self, _: &ObjectKey, upload: &UploadId, number: u32, bytes: Vec<u8>) -> Result<Part> {
        let mut kept = self.lock();
        match &mut kept.parts_left {
            Some(0) => return Err(Error::unavailable("the bucket", "the test says so")),
            Some(left) => *left -= 1,
            None => {}
        }
        kept.parts_put += 1;
        kept.largest_part = kept.largest_part.max(bytes.len());
        let parts = kept.under_way.get_mut(&upload.0).ok_or_else(|| Error::not_found("upload", &upload.0))?;
        let part = Part { number, etag: etag(&bytes), checksum: None };
        parts.parts.insert(number, bytes);
        Ok(part)
    }

    async fn complete_upload(&self, key: &ObjectKey, upload: &UploadId, parts: &[Part]) -> Result<()> {
        let mut kept = self.lock();
        let Some(begun) = kept.under_way.get(&upload.0) else { return Err(Error::not_found("upload", &upload.0)) };
        let mut bytes = Vec::new();
        for part in parts {
            let held = begun.parts.get(&part.number).filter(|held| etag(held) == part.etag);
            bytes.extend(held.ok_or_else(|| Error::internal(format!("there is no such part {}", part.number)))?);
        }
        let object = Object { content_type: begun.content_type.clone(), bytes };
        kept.under_way.remove(&upload.0);
        kept.objects.insert(key.clone(), object);
        Ok(())
    }

    async fn abort_upload(&self, _: &ObjectKey, upload: &UploadId) -> Result<()> {
        self.lock().under_way.remove(&upload.0);
        Ok(())
    }

    async fn download_url(&self, key: &ObjectKey, file_name: &str, valid_for: Duration) -> Result<String> {
        Ok(format!("https://bucket.example.com/{key}?as={file_name}&for={}", valid_for.as_secs()))
    }
}

/// Lines of an object in memory.
struct Remembered(LineReader);

#[async_trait]
impl Lines for Remembered {
    async fn next_line(&mut self) -> Result<Option<String>> {
        Ok(self.0.next_line())
    }
}

#[async_trait]
impl LineObjects for MemoryUploads {
    async fn open_lines(&self, key: &ObjectKey, offset: u64) -> Result<Option<Box<dyn Lines>>> {
        let Some(object) = self.object(key) else { return Ok(None) };
        let mut reader = LineReader::default();
        let offset = usize::try_from(offset).map_err(Error::internal)?;
        reader.push(object.bytes.get(offset..).unwrap_or_default())?;
        reader.end()?;
        Ok(Some(Box::new(Remembered(reader))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{conformance, now, tenant};
    use pantheon_core::{
        id::ScanId,
        upload::{PART_BYTES, Progress, Writer, Written},
    };
    use std::io::Write as _;

    fn key() -> ObjectKey {
        ObjectKey::world(&tenant(), &ScanId::generate(now()))
    }

    #[tokio::test]
    async fn conforms() {
        let memory = MemoryUploads::default();

        conformance::uploads::uploads(&memory, |key| memory.object(key).map(|object| object.bytes)).await;
    }

    /// Writes `pages` pages of a million bytes each, and stops where the bucket does.
    async fn write(memory: &MemoryUploads, key: &ObjectKey, from: Option<(usize, Progress)>, pages: usize) -> Outcome {
        let (first, mut writer) = match from.clone() {
            Some((page, progress)) => (page, Writer::resume(memory, key.clone(), progress).unwrap()),
            None => (0, Writer::begin(memory, key.clone(), "text/csv").await.unwrap()),
        };
        let mut kept = from;
        for page in first..pages {
            writer.write_all(&vec![b'a' + u8::try_from(page % 26).unwrap(); 1_000_000]).unwrap();
            if writer.is_full() {
                match writer.put().await {
                    Ok(progress) => kept = Some((page + 1, progress.clone())),
                    Err(error) => return Outcome::Died(kept, error),
                }
            }
        }
        match writer.finish().await {
            Ok(written) => Outcome::Written(written),
            Err(error) => Outcome::Died(kept, error),
        }
    }

    enum Outcome {
        Written(Written),
        Died(Option<(usize, Progress)>, Error),
    }

    #[tokio::test]
    async fn goes_on_where_another_process_died() {
        let whole = MemoryUploads::default();
        let key = key();
        let Outcome::Written(expected) = write(&whole, &key, None, 40).await else { panic!("nobody dies here") };
        assert_eq!(whole.parts_put(), 5, "40 MB in parts of at least 8 MiB");
        assert!(whole.largest_part() < PART_BYTES + 1_000_000);

        for parts in 0..5 {
            let memory = MemoryUploads::default();
            memory.take_parts(Some(parts));
            let Outcome::Died(kept, error) = write(&memory, &key, None, 40).await else { panic!("{parts} is enough") };
            assert!(error.is_retryable());
            memory.take_parts(None);

            let Outcome::Written(written) = write(&memory, &key, kept, 40).await else { panic!("nobody dies here") };

            assert_eq!(written, expected);
            assert_eq!(memory.object(&key), whole.object(&key));
        }
    }

    #[tokio::test]
    async fn writes_an_empty_object_and_puts_no_small_part() {
        let memory = MemoryUploads::default();
        let empty = Writer::begin(&memory, key(), "text/csv").await.unwrap();
        let written = empty.finish().await.unwrap();

        assert_eq!(written.bytes, 0);
        assert_eq!(written.sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        let mut small = Writer::begin(&memory, key(), "text/csv").await.unwrap();
        small.write_all(b"small").unwrap();
        assert!(small.put().await.is_err());
    }
}

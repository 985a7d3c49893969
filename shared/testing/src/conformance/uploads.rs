//! What every bucket that takes objects in parts must do.

#![expect(clippy::expect_used, clippy::missing_panics_doc, reason = "a suite fails by panicking")]

use crate::now;
use pantheon_core::{
    Error,
    id::{ScanId, TenantId},
    upload::{ObjectKey, PART_BYTES, UploadId, Uploads},
};
use std::time::Duration;

/// Runs the suite; `read` returns what an object holds, or `None` where there is none.
pub async fn uploads(port: &dyn Uploads, read: impl Fn(&ObjectKey) -> Option<Vec<u8>>) {
    let tenant = TenantId::generate(now());
    let key = ObjectKey::world(&tenant, &ScanId::generate(now()));
    let (large, last) = (vec![b'a'; PART_BYTES], b"the end".to_vec());

    let upload = port.begin_upload(&key, "text/csv").await.expect("begins");
    port.put_part(&key, &upload, 1, vec![b'z'; PART_BYTES]).await.expect("puts");
    let first = port.put_part(&key, &upload, 1, large.clone()).await.expect("puts again");
    let second = port.put_part(&key, &upload, 2, last.clone()).await.expect("puts");
    assert_eq!((first.number, second.number), (1, 2));
    assert_eq!(read(&key), None, "an object is seen before it is complete");
    port.complete_upload(&key, &upload, &[first, second]).await.expect("completes");
    assert_eq!(read(&key).expect("is there"), [large, last].concat(), "the later of two parts counts");

    forgets_what_was_aborted(port, &tenant, &read).await;
    let url = port.download_url(&key, "inventory.csv", Duration::from_mins(15)).await.expect("signs");
    assert!(url.contains(key.as_str()) && url.contains("inventory.csv"), "{url}");
}

async fn forgets_what_was_aborted(
    port: &dyn Uploads,
    tenant: &TenantId,
    read: &impl Fn(&ObjectKey) -> Option<Vec<u8>>,
) {
    let key = ObjectKey::export(tenant, "aborted.csv");
    let upload = port.begin_upload(&key, "text/csv").await.expect("begins");
    let first = port.put_part(&key, &upload, 1, b"a".to_vec()).await.expect("puts");

    port.abort_upload(&key, &upload).await.expect("aborts");
    port.abort_upload(&key, &upload).await.expect("aborting twice is no error");
    port.abort_upload(&key, &UploadId("unheard-of".to_owned())).await.expect("aborting nothing is no error");

    let late = port.put_part(&key, &upload, 2, b"b".to_vec()).await;
    assert!(matches!(late, Err(Error::NotFound { kind: "upload", .. })), "{late:?}");
    let completed = port.complete_upload(&key, &upload, &[first]).await;
    assert!(matches!(completed, Err(Error::NotFound { kind: "upload", .. })), "{completed:?}");
    assert_eq!(read(&key), None);
}

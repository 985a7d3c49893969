use super::*;
use crate::testing::sdk;
use pantheon_core::id::{ScanId, TenantId};
use pantheon_testing::conformance::uploads as suite;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate, matchers::any};

/// As much of S3 as an upload sees; parts and objects by their keys.
#[derive(Clone, Default)]
struct Bucket(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    uploads: BTreeMap<String, BTreeMap<u32, Vec<u8>>>,
    objects: BTreeMap<String, Vec<u8>>,
    seen: Vec<String>,
}

fn xml(name: &str, inner: &str) -> ResponseTemplate {
    let body = format!("<?xml version=\"1.0\"?><{name}>{inner}</{name}>");
    ResponseTemplate::new(200).set_body_raw(body, "application/xml")
}

fn no_such_upload() -> ResponseTemplate {
    let body = "<?xml version=\"1.0\"?><Error><Code>NoSuchUpload</Code><Message>gone</Message></Error>";
    ResponseTemplate::new(404).set_body_raw(body, "application/xml")
}

/// The parts of a body of `CompleteMultipartUpload`, each of which must have its checksum.
fn named_parts(body: &str) -> Vec<u32> {
    let parts: Vec<&str> = body.split("<Part>").skip(1).collect();
    assert!(parts.iter().all(|part| part.contains("<ChecksumCRC32>") && part.contains("<ETag>")), "{body}");
    parts
        .iter()
        .map(|part| part.split("<PartNumber>").nth(1).unwrap().split('<').next().unwrap().parse().unwrap())
        .collect()
}

impl Respond for Bucket {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let mut kept = self.0.lock().unwrap();
        let query: BTreeMap<String, String> = request.url.query_pairs().into_owned().collect();
        let object = request.url.path().to_owned();
        kept.seen.push(format!("{} {query:?}", request.method));
        match (request.method.as_str(), query.get("uploadId")) {
            ("HEAD", _) => ResponseTemplate::new(200),
            ("POST", None) => {
                assert_eq!(request.headers["x-amz-checksum-algorithm"], "CRC32");
                let id = format!("upload-{}", kept.seen.len());
                kept.uploads.insert(id.clone(), BTreeMap::new());
                xml("InitiateMultipartUploadResult", &format!("<UploadId>{id}</UploadId>"))
            }
            ("PUT", Some(id)) => {
                let checksum = request.headers["x-amz-checksum-crc32"].to_str().unwrap().to_owned();
                let number = query["partNumber"].parse().unwrap();
                let Some(parts) = kept.uploads.get_mut(id) else { return no_such_upload() };
                parts.insert(number, request.body.clone());
                ResponseTemplate::new(200)
                    .insert_header("etag", format!("\"{number}\""))
                    .insert_header("x-amz-checksum-crc32", checksum)
            }
            ("POST", Some(id)) => {
                let Some(parts) = kept.uploads.remove(id) else { return no_such_upload() };
                let named = named_parts(std::str::from_utf8(&request.body).unwrap());
                let bytes = named.iter().flat_map(|number| parts[number].clone()).collect();
                kept.objects.insert(object, bytes);
                xml("CompleteMultipartUploadResult", "<ETag>\"whole\"</ETag>")
            }
            ("DELETE", Some(id)) if kept.uploads.remove(id).is_none() => no_such_upload(),
            ("DELETE", Some(_)) => ResponseTemplate::new(204),
            other => panic!("{other:?} was not expected"),
        }
    }
}

async fn serve(server: &MockServer) -> (UploadBucket, Bucket) {
    let bucket = Bucket::default();
    Mock::given(any()).respond_with(bucket.clone()).mount(server).await;
    (UploadBucket::open(&sdk(server), "worlds").await, bucket)
}

#[tokio::test]
async fn conforms() {
    let server = MockServer::start().await;
    let (uploads, bucket) = serve(&server).await;

    suite::uploads(&uploads, |key| bucket.0.lock().unwrap().objects.get(&format!("/worlds/{key}")).cloned()).await;
}

#[tokio::test]
async fn lets_a_browser_save_the_object_under_a_name_for_a_while() {
    let server = MockServer::start().await;
    let (uploads, _) = serve(&server).await;
    let tenant = TenantId::generate(chrono::DateTime::UNIX_EPOCH);
    let key = ObjectKey::export(&tenant, "exp.csv");

    let url = uploads.download_url(&key, "inventory.csv", Duration::from_mins(15)).await.unwrap();

    assert!(url.starts_with(&format!("{}/worlds/exports/{tenant}/exp.csv?", server.uri())), "{url}");
    assert!(url.contains("response-content-disposition=attachment%3B%20filename%3D%22inventory.csv%22"), "{url}");
    assert!(url.contains("X-Amz-Expires=900") && url.contains("X-Amz-Signature="), "{url}");
}

#[tokio::test]
async fn says_that_the_bucket_is_unavailable() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(503)).mount(&server).await;
    let uploads = UploadBucket::open(&sdk(&server), "worlds").await;
    let now = chrono::DateTime::UNIX_EPOCH;
    let key = ObjectKey::world(&TenantId::generate(now), &ScanId::generate(now));

    assert!(uploads.begin_upload(&key, "text/csv").await.unwrap_err().is_retryable());
    let aborted = uploads.abort_upload(&key, &UploadId("x".to_owned())).await;
    assert!(aborted.unwrap_err().is_retryable(), "only an upload that is gone needs no aborting");
}

/// Against an S3 that runs, by `AWS_ENDPOINT_URL`; the stand-in above knows only what we think of S3.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs an AWS that runs"]
async fn conforms_on_an_s3_that_runs() {
    let sdk = aws_config::defaults(aws_config::BehaviorVersion::latest()).region("us-east-1").load().await;
    let name = format!("uploads-{}", std::process::id());
    let uploads = UploadBucket::open(&sdk, &name).await;
    uploads.client.create_bucket().bucket(&name).send().await.unwrap();
    let read = |key: &ObjectKey| {
        let object = uploads.client.get_object().bucket(&name).key(key.as_str());
        let bytes = async { Some(object.send().await.ok()?.body.collect().await.unwrap().to_vec()) };
        tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(bytes))
    };

    suite::uploads(&uploads, read).await;
}

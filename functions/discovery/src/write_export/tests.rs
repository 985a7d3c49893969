//! A file from its request to its end, on fakes; and how much memory a large one takes.

use super::*;
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::{
    aws::AccountId,
    collect::Scope,
    export::{Column, ExportFilter, ExportFormat, ExportState, Wish},
    id::{ExportId, TenantId},
    page::Page,
    resource::{Resource, ResourceId},
    scan::{InventoryChange, Manifest, ResourceFilter, Scan, ScanState, Scans, Tally},
    tagging::TagMeanings,
    upload::{MOST_PARTS, ObjectKey, PART_BYTES, Part, UploadId},
    world::WorldSummary,
};
use pantheon_testing::{
    FixedClock, caller,
    discovery::{MemoryDiscovery, MemoryEstate, found, scan},
    load_event, now, tenant,
    uploads::MemoryUploads,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

/// An inventory that makes its resources up when they are asked for, so that none is kept.
struct MadeUp {
    resources: usize,
    weight: usize,
    pages: AtomicUsize,
}

impl MadeUp {
    fn of(resources: usize, weight: usize) -> Self {
        Self { resources, weight, pages: AtomicUsize::new(0) }
    }

    fn resource(&self, number: usize) -> Resource {
        let account: AccountId = "111111111111".parse().unwrap();
        let mut found = found("eu-west-1", "AWS::EC2::Volume", &format!("vol-{number:07}"), number as u64);
        found.properties = json!({"Description": "x".repeat(self.weight), "Size": number});
        found.tags.insert("Owner".to_owned(), if number.is_multiple_of(2) { "even" } else { "odd" }.to_owned());
        Resource::of(&account, found, now())
    }
}

#[async_trait]
impl Inventory for MadeUp {
    async fn manifest(&self, _: &TenantId, _: &Scope) -> Result<Manifest> {
        Ok(Manifest::default())
    }

    async fn apply(&self, _: &TenantId, _: &Scope, _: InventoryChange, _: DateTime<Utc>) -> Result<()> {
        Ok(())
    }

    async fn resource(&self, _: &TenantId, _: &ResourceId) -> Result<Option<Resource>> {
        Ok(None)
    }

    async fn resources(&self, _: &TenantId, _: &ResourceFilter, page: &PageRequest) -> Result<Page<Resource>> {
        self.pages.fetch_add(1, Ordering::SeqCst);
        let begin: usize = page.after.as_ref().map_or(0, |Position(after)| after.parse().unwrap());
        let end = self.resources.min(begin + page.size.get());
        let next = (end < self.resources).then(|| Position(end.to_string()));
        Ok(Page { items: (begin..end).map(|number| self.resource(number)).collect(), next })
    }
}

struct Desk {
    exports: MemoryEstate,
    worlds: MemoryDiscovery,
    uploads: MemoryUploads,
    clock: FixedClock,
    event: Event,
    id: ExportId,
}

impl Desk {
    async fn with(format: ExportFormat, filter: ExportFilter) -> Self {
        let event: Value = serde_json::from_str(&load_event("discovery/write-export")).unwrap();
        let message: Value = serde_json::from_str(event["Records"][0]["body"].as_str().unwrap()).unwrap();
        let event: Event = serde_json::from_value(message["detail"].clone()).unwrap();
        let ExportRequested { export_id: id, .. } = event.fact().unwrap();
        let meanings = TagMeanings { owner: "Owner".parse().ok(), ..TagMeanings::default() };
        let wish = Wish { format, filter, columns: Column::ALL.to_vec(), meanings };
        let export = Export { id: id.clone(), ..Export::requested(wish, caller(&[]).user, now()) };
        let exports = MemoryEstate::default();
        exports.insert_export(&tenant(), &export, Commit::unasked()).await.unwrap();
        let (worlds, uploads) = (MemoryDiscovery::default(), MemoryUploads::default());
        Self { exports, worlds, uploads, clock: FixedClock::default(), event, id }
    }

    async fn csv() -> Self {
        Self::with(ExportFormat::Csv, ExportFilter::default()).await
    }

    fn ports<'a>(&'a self, inventory: &'a dyn Inventory) -> Ports<'a> {
        Ports { exports: &self.exports, inventory, worlds: &self.worlds, uploads: &self.uploads, clock: &self.clock }
    }

    async fn write(&self, inventory: &MadeUp) -> Result<()> {
        handle(self.ports(inventory), self.event.clone()).await
    }

    async fn export(&self) -> Export {
        self.exports.export(&tenant(), &self.id).await.unwrap().unwrap()
    }

    fn file(&self, export: &Export) -> Vec<u8> {
        self.uploads.object(&export.key(&tenant())).unwrap().bytes
    }
}

fn lines_of(bytes: &[u8]) -> Vec<&str> {
    std::str::from_utf8(bytes).unwrap().lines().collect()
}

#[tokio::test]
async fn writes_the_whole_inventory_and_says_so() {
    let desk = Desk::csv().await;
    let begun = scan();
    desk.worlds.insert_scan(&tenant(), &begun, Commit::unasked()).await.unwrap();
    let ended = Scan { version: begun.version.next(), state: ScanState::CompletedWithGaps, ..begun };
    let tally = Tally { shards_with_gaps: 1, ..Tally::default() };
    let world = WorldSummary::empty(ended.id.clone(), tally, now());
    desk.worlds.complete_scan(&tenant(), &ended, &world, Commit::unasked()).await.unwrap();

    desk.write(&MadeUp::of(600, 10)).await.unwrap();

    let export = desk.export().await;
    let (bytes, file) = (desk.file(&export), export.file.clone().unwrap());
    assert_eq!((export.state, export.rows), (ExportState::Completed, Some(600)));
    assert_eq!((file.bytes, file.sha256), (bytes.len() as u64, hex::encode(Sha256::digest(&bytes))));
    assert_eq!(lines_of(&bytes).len(), 601);
    assert!(lines_of(&bytes)[600].contains("vol-0000599"));
    assert!(!export.basis.unwrap().complete, "the scan had holes");
    assert_eq!(
        desk.uploads.object(&ObjectKey::export(&tenant(), &format!("{}.csv", desk.id))).unwrap().content_type,
        "text/csv; charset=utf-8"
    );
    let told = desk.exports.events().pop().unwrap();
    assert_eq!(told.kind, "export.completed");
    let told: ExportCompleted = told.fact().unwrap();
    assert_eq!((told.rows, told.bytes, told.complete), (600, file.bytes, false));
}

#[tokio::test]
async fn writes_only_what_belongs_to_the_owner() {
    let filter =
        ExportFilter { owner: Some("even".to_owned()), tag: Some("Owner".to_owned()), ..ExportFilter::default() };
    let desk = Desk::with(ExportFormat::Ndjson, filter).await;

    desk.write(&MadeUp::of(301, 1)).await.unwrap();

    let export = desk.export().await;
    let bytes = desk.file(&export);
    let owners: Vec<Value> =
        lines_of(&bytes).iter().map(|line| serde_json::from_str::<Value>(line).unwrap()["owner"].clone()).collect();
    assert_eq!((export.rows, owners), (Some(151), vec![json!("even"); 151]));
}

#[tokio::test]
async fn an_inventory_with_nothing_in_it_is_a_file_with_a_head() {
    let desk = Desk::csv().await;

    desk.write(&MadeUp::of(0, 0)).await.unwrap();

    let export = desk.export().await;
    assert_eq!((export.rows, lines_of(&desk.file(&export)).len()), (Some(0), 1));
    assert_eq!(export.basis, None);
}

#[tokio::test]
async fn does_nothing_the_second_time() {
    let desk = Desk::csv().await;
    desk.write(&MadeUp::of(3, 0)).await.unwrap();
    let (export, told) = (desk.export().await, desk.exports.told());

    let again = MadeUp::of(3, 0);
    desk.write(&again).await.unwrap();

    assert_eq!(again.pages.load(Ordering::SeqCst), 0);
    assert_eq!((desk.export().await, desk.exports.told()), (export, told));
}

#[tokio::test]
async fn goes_on_where_the_writer_before_it_died() {
    let whole = Desk::csv().await;
    // Some 30 MB, in three parts and a rest.
    let inventory = || MadeUp::of(1_500, 20_000);
    whole.write(&inventory()).await.unwrap();
    let expected = whole.export().await;

    for parts in [0, 2] {
        let desk = Desk::csv().await;
        desk.uploads.take_parts(Some(parts));
        assert!(desk.write(&inventory()).await.unwrap_err().is_retryable());
        assert_eq!(desk.export().await.state, ExportState::Writing);
        desk.uploads.take_parts(None);
        assert!(desk.write(&inventory()).await.unwrap_err().is_retryable(), "the lease of the first still runs");
        desk.clock.advance(TimeDelta::minutes(5));
        let rest = inventory();
        desk.write(&rest).await.unwrap();

        let export = desk.export().await;
        assert_eq!((&export.file, export.rows, export.attempts), (&expected.file, Some(1_500), 2));
        assert_eq!(desk.file(&export), whole.file(&expected));
        let read = rest.pages.load(Ordering::SeqCst);
        assert_eq!(parts > 0, read < 6, "{read} pages were read after {parts} parts");
    }
}

#[tokio::test]
async fn begins_anew_when_the_bucket_forgot_the_parts() {
    let desk = Desk::csv().await;
    desk.uploads.take_parts(Some(1));
    desk.write(&MadeUp::of(1_500, 20_000)).await.unwrap_err();
    desk.uploads.take_parts(None);
    desk.uploads.forget_uploads();
    desk.clock.advance(TimeDelta::minutes(5));

    desk.write(&MadeUp::of(1_500, 20_000)).await.unwrap();

    let export = desk.export().await;
    assert_eq!(export.rows, Some(1_500));
    assert_eq!(lines_of(&desk.file(&export)).len(), 1_501);
}

#[tokio::test]
async fn gives_up_after_five_writers_and_says_why() {
    let desk = Desk::csv().await;
    desk.uploads.take_parts(Some(0));
    for _ in 1..MOST_ATTEMPTS {
        assert!(desk.write(&MadeUp::of(1, 0)).await.is_err());
        desk.clock.advance(TimeDelta::minutes(5));
    }

    desk.write(&MadeUp::of(1, 0)).await.unwrap();

    let export = desk.export().await;
    assert_eq!(export.state, ExportState::Failed);
    assert!(export.failure.unwrap().contains("ask for it again"));
    assert_eq!(desk.exports.told(), ["export.failed"]);
    desk.uploads.take_parts(None);
    desk.write(&MadeUp::of(1, 0)).await.unwrap();
    assert_eq!(desk.export().await.state, ExportState::Failed, "what was given up stays so");
}

/// A bucket that keeps nothing but numbers.
#[derive(Default)]
struct Drain {
    parts: AtomicUsize,
    largest: Mutex<usize>,
    bytes: AtomicUsize,
}

#[async_trait]
impl Uploads for Drain {
    async fn begin_upload(&self, _: &ObjectKey, _: &str) -> Result<UploadId> {
        Ok(UploadId("drain".to_owned()))
    }

    async fn put_part(&self, _: &ObjectKey, _: &UploadId, number: u32, bytes: Vec<u8>) -> Result<Part> {
        self.parts.fetch_add(1, Ordering::SeqCst);
        self.bytes.fetch_add(bytes.len(), Ordering::SeqCst);
        let mut largest = self.largest.lock().unwrap();
        *largest = bytes.len().max(*largest);
        Ok(Part { number, etag: "\"d41d8cd98f00b204e9800998ecf8427e\"".to_owned(), checksum: None })
    }

    async fn complete_upload(&self, _: &ObjectKey, _: &UploadId, _: &[Part]) -> Result<()> {
        Ok(())
    }

    async fn abort_upload(&self, _: &ObjectKey, _: &UploadId) -> Result<()> {
        Ok(())
    }

    async fn download_url(&self, _: &ObjectKey, _: &str, _: Duration) -> Result<String> {
        Ok(String::new())
    }
}

/// The most memory that this process ever had, in MB, where the system says so.
fn peak() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<usize>().ok().map(|kilobytes| kilobytes / 1024)
}

#[tokio::test]
async fn takes_no_more_memory_for_a_large_inventory_than_for_a_small_one() {
    for format in [ExportFormat::Csv, ExportFormat::Ndjson] {
        let (desk, drain) = (Desk::with(format, ExportFilter::default()).await, Drain::default());
        let inventory = MadeUp::of(12_000, 2_500);
        let before = peak();

        handle(Ports { uploads: &drain, ..desk.ports(&inventory) }, desk.event.clone()).await.unwrap();

        let (bytes, largest) = (drain.bytes.load(Ordering::SeqCst), *drain.largest.lock().unwrap());
        assert_eq!(desk.export().await.rows, Some(12_000));
        assert!(bytes > 30_000_000, "{bytes}");
        assert!(largest < PART_BYTES + 250 * 4_000, "a part of {largest} bytes");
        println!(
            "{format:?}: 12000 resources, {} MB in {} parts, the largest of {largest} bytes; peak {:?} MB, {:?} MB before",
            bytes / 1_000_000,
            drain.parts.load(Ordering::SeqCst),
            peak(),
            before,
        );
        // Other tests in the same process take memory as well; only a process of its own tells.
        if let (Some(before), Some(peak)) = (before, peak())
            && before < 40
        {
            assert!(peak < before + 40, "{peak} MB, {before} MB before");
        }
    }
}

#[test]
fn a_file_may_have_as_many_parts_as_a_row_can_remember() {
    let part =
        Part { number: 1_000, etag: "\"d41d8cd98f00b204e9800998ecf8427e\"".into(), checksum: Some("AAAAAA==".into()) };
    let row = serde_json::to_string(&part).unwrap().len() * MOST_PARTS;

    assert!(row < 300_000, "{row} bytes of the 400,000 that an item may have");
}

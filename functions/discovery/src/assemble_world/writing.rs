//! Writing a world: its holes, its document and its index, page by page.

use super::{Outcome, Ports};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    id::TenantId,
    lines::LineBlock,
    page::{PageRequest, PageSize},
    resource::Resource,
    scan::{ResourceFilter, ShardRule},
    upload::{ObjectKey, Uploads, Writer},
    world::{
        WorldSummary,
        assembly::{Assembly, Phase},
        index::{Block, Entry, Hole},
    },
};
use std::io::Write as _;

const LINES: &str = "application/gzip";
const DOCUMENT: &str = "application/json";

/// Goes on with a world until it is complete or time is up.
pub(super) async fn assemble(
    ports: Ports<'_>,
    tenant: &TenantId,
    mut assembly: Assembly,
    until: DateTime<Utc>,
) -> Result<Outcome> {
    if assembly.phase == Phase::Holes && !write_holes(ports, tenant, &mut assembly, until).await? {
        return Ok(Outcome::TimeIsUp(Box::new(assembly)));
    }
    if write_resources(ports, tenant, &mut assembly, until).await? {
        let summary = WorldSummary { last_account: None, ..assembly.summary };
        return Ok(Outcome::Done(Box::new(summary)));
    }
    Ok(Outcome::TimeIsUp(Box::new(assembly)))
}

/// Lines on their way into an object, in compressed blocks.
struct LineWriter<'a> {
    writer: Writer<'a>,
    block: LineBlock,
    /// How many bytes of blocks there are.
    bytes: u64,
}

impl<'a> LineWriter<'a> {
    async fn begin(uploads: &'a dyn Uploads, key: ObjectKey) -> Result<Self> {
        Ok(Self { writer: Writer::begin(uploads, key, LINES).await?, block: LineBlock::default(), bytes: 0 })
    }

    async fn end_block(&mut self) -> Result<()> {
        if self.block.is_empty() {
            return Ok(());
        }
        let block = std::mem::take(&mut self.block).end()?;
        self.bytes += block.len() as u64;
        self.writer.write_all(&block).map_err(Error::internal)?;
        if self.writer.is_full() {
            self.writer.put().await?;
        }
        Ok(())
    }

    async fn finish(mut self) -> Result<()> {
        self.end_block().await?;
        self.writer.finish().await.map(drop)
    }
}

/// Lists what the scan could not see, as one more piece; tells whether all of it is listed.
async fn write_holes(
    ports: Ports<'_>,
    tenant: &TenantId,
    assembly: &mut Assembly,
    until: DateTime<Utc>,
) -> Result<bool> {
    let scan = assembly.summary.scan_id.clone();
    let key = ObjectKey::world_holes(tenant, &scan, assembly.summary.hole_pieces);
    let mut lines = LineWriter::begin(ports.uploads, key).await?;
    let mut page = PageRequest { size: PageSize::LARGEST, after: assembly.position() };
    loop {
        let shards = ports.shards.shards_that(tenant, &scan, ShardRule::WithGaps, &page).await?;
        for hole in shards.items.iter().filter_map(Hole::of) {
            lines.block.push(&serde_json::to_string(&hole).map_err(Error::internal)?)?;
        }
        lines.end_block().await?;

        let all = shards.next.is_none();
        if all || ports.clock.now() >= until {
            lines.finish().await?;
            assembly.summary.hole_pieces += 1;
            assembly.after = shards.next.map(|next| next.0);
            assembly.phase = if all { Phase::Resources } else { Phase::Holes };
            return Ok(all);
        }
        page.after = shards.next;
    }
}

/// The document of a world on its way into the bucket: its resources, then its summary, which is
/// known last.
struct Document<'a>(Writer<'a>);

impl<'a> Document<'a> {
    async fn of(uploads: &'a dyn Uploads, key: ObjectKey, assembly: &mut Assembly) -> Result<Self> {
        if let Some(progress) = assembly.document.take() {
            return Writer::resume(uploads, key, progress).map(Self);
        }
        let mut writer = Writer::begin(uploads, key, DOCUMENT).await?;
        writer.write_all(b"{\"resources\":[").map_err(Error::internal)?;
        Ok(Self(writer))
    }

    fn push(&mut self, resource: &Resource, is_first: bool) -> Result<()> {
        if !is_first {
            self.0.write_all(b",\n").map_err(Error::internal)?;
        }
        serde_json::to_writer(&mut self.0, resource).map_err(Error::internal)
    }

    async fn finish(mut self, summary: &WorldSummary) -> Result<()> {
        self.0.write_all(b"],\n\"summary\":").map_err(Error::internal)?;
        serde_json::to_writer(&mut self.0, summary).map_err(Error::internal)?;
        self.0.write_all(b"}").map_err(Error::internal)?;
        self.0.finish().await.map(drop)
    }
}

/// Writes resources into the document and into one more piece of the index; tells whether all of
/// them are written.
async fn write_resources(
    ports: Ports<'_>,
    tenant: &TenantId,
    assembly: &mut Assembly,
    until: DateTime<Utc>,
) -> Result<bool> {
    let (scan, piece) = (assembly.summary.scan_id.clone(), assembly.summary.index_pieces);
    let mut document = Document::of(ports.uploads, ObjectKey::world(tenant, &scan), assembly).await?;
    let mut index = LineWriter::begin(ports.uploads, ObjectKey::world_index(tenant, &scan, piece)).await?;
    let mut blocks = LineWriter::begin(ports.uploads, ObjectKey::world_blocks(tenant, &scan, piece)).await?;
    let mut page = PageRequest { size: PageSize::LARGEST, after: assembly.position() };
    loop {
        let found = ports.inventory.resources(tenant, &ResourceFilter::default(), &page).await?;
        if let Some(first) = found.items.first() {
            let block = Block { piece, offset: index.bytes, first: first.id.clone() };
            blocks.block.push(&block.to_string())?;
        }
        for resource in &found.items {
            document.push(resource, assembly.summary.resources == 0)?;
            index.block.push(&Entry::from(resource).to_string())?;
            assembly.summary.count(resource);
        }
        index.end_block().await?;

        let all = found.next.is_none();
        // Only behind a part can another invocation go on with the document.
        let progress = if document.0.is_full() { Some(document.0.put().await?.clone()) } else { None };
        let stop = progress.is_some() && ports.clock.now() >= until;
        if !all && !stop {
            page.after = found.next;
            continue;
        }
        index.finish().await?;
        blocks.finish().await?;
        assembly.summary.index_pieces += 1;
        assembly.after = found.next.map(|next| next.0);
        assembly.document = progress;
        if all {
            document.finish(&WorldSummary { last_account: None, ..assembly.summary.clone() }).await?;
        }
        return Ok(all);
    }
}

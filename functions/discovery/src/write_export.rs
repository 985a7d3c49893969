//! Queue task on `export.requested`: write the inventory to a file, a page at a time.
//!
//! The file goes to the bucket in parts; after each part the export says how far it has come, so a
//! writer that takes over from one that died goes on after the last part. Neither the inventory nor
//! the file is ever in memory as a whole.

use crate::surveying::PAGE;
use pantheon_core::{
    Error, Result,
    clock::Clock,
    command::Commit,
    event::{Event, Origin},
    export::{
        Basis, Checkpoint, Export, ExportCompleted, ExportFailed, ExportRequested, Exports, MOST_ATTEMPTS, Turn, lines,
    },
    page::{PageRequest, PageSize, Position},
    scan::Inventory,
    upload::{Uploads, Writer, Written},
    world::WorldIndex,
};

/// What writing needs.
#[derive(Clone, Copy)]
pub struct Ports<'a> {
    /// The exports.
    pub exports: &'a dyn Exports,
    /// What scans found.
    pub inventory: &'a dyn Inventory,
    /// The list of worlds.
    pub worlds: &'a dyn WorldIndex,
    /// The bucket.
    pub uploads: &'a dyn Uploads,
    /// The time.
    pub clock: &'a dyn Clock,
}

/// Writes the file of an export, unless it is there already or another writer has it.
pub async fn handle(ports: Ports<'_>, event: Event) -> Result<()> {
    let ExportRequested { export_id, .. } = event.fact()?;
    let origin = Origin::of_event(&event, "write-export", ports.clock.now());

    let Some(export) = ports.exports.export(&origin.tenant, &export_id).await? else { return Ok(()) };
    let basis = ports.worlds.latest_world(&origin.tenant).await?.map(Basis::from);
    let export = match export.turn(basis, origin.at) {
        Turn::Ended => return Ok(()),
        Turn::Taken => return Err(Error::unavailable("the export", "another writer has it")),
        Turn::Ours(export) => *export,
    };
    ports.exports.update_export(&origin.tenant, &export, Commit::unasked()).await?;

    let mut work = Work { ports, origin, export };
    match work.write().await {
        Ok((file, rows)) => work.complete(file, rows).await,
        Err(error) => work.fail(error).await,
    }
}

struct Work<'a> {
    ports: Ports<'a>,
    origin: Origin,
    export: Export,
}

impl<'a> Work<'a> {
    /// Writes the file; begins it anew, once, if the bucket has forgotten what there was of it.
    async fn write(&mut self) -> Result<(Written, u64)> {
        match self.go_on().await {
            Err(Error::NotFound { kind: "upload", .. }) => {
                tracing::warn!(export.id = %self.export.id, "the file begins anew");
                self.advance(None).await?;
                self.go_on().await
            }
            result => result,
        }
    }

    async fn go_on(&mut self) -> Result<(Written, u64)> {
        let wish = self.export.wish.clone();
        let filter = wish.filter.of_inventory(&wish.meanings);
        let (mut writer, mut rows, after) = self.open().await?;
        let mut page = PageRequest { after, ..PageRequest::first(PageSize::of(PAGE)?) };
        loop {
            let found = self.ports.inventory.resources(&self.origin.tenant, &filter, &page).await?;
            for resource in found.items.iter().filter(|resource| wish.filter.takes(&wish.meanings, resource)) {
                lines::line(&wish, resource, &mut writer).map_err(Error::internal)?;
                rows += 1;
            }
            let Some(next) = found.next else { return Ok((writer.finish().await?, rows)) };
            if writer.is_full() {
                let file = writer.put().await?.clone();
                self.advance(Some(Checkpoint { file, after: next.0.clone(), rows })).await?;
            }
            page.after = Some(next);
        }
    }

    /// Opens the file where the last writer left it, or begins it; returns how many resources it
    /// holds and where in the inventory it goes on.
    async fn open(&self) -> Result<(Writer<'a>, u64, Option<Position>)> {
        let (uploads, key, wish) = (self.ports.uploads, self.export.key(&self.origin.tenant), &self.export.wish);
        if let Some(checkpoint) = &self.export.checkpoint {
            let writer = Writer::resume(uploads, key, checkpoint.file.clone())?;
            return Ok((writer, checkpoint.rows, Some(checkpoint.position())));
        }
        let mut writer = Writer::begin(uploads, key, wish.format.media_type()).await?;
        lines::head(wish, &mut writer).map_err(Error::internal)?;
        Ok((writer, 0, None))
    }

    /// Keeps how far the file has come; fails with `precondition_failed` if another writer has it.
    async fn advance(&mut self, checkpoint: Option<Checkpoint>) -> Result<()> {
        let export = self.export.advanced(checkpoint);
        self.ports.exports.update_export(&self.origin.tenant, &export, Commit::unasked()).await?;
        self.export = export;
        Ok(())
    }

    async fn complete(self, file: Written, rows: u64) -> Result<()> {
        let export = self.export.completed(file, rows, self.ports.clock.now());
        let commit = Commit::unasked().telling(&self.origin, &ExportCompleted::of(&export), export.version);
        self.ports.exports.update_export(&self.origin.tenant, &export, commit).await
    }

    /// Leaves the export to the next writer where that may help, and gives it up where not.
    async fn fail(self, error: Error) -> Result<()> {
        let lost = matches!(error, Error::PreconditionFailed { .. });
        if lost || (error.is_retryable() && self.export.attempts < MOST_ATTEMPTS) {
            return Err(error);
        }
        tracing::error!(export.id = %self.export.id, error = &error as &dyn std::error::Error, "a file was given up");
        if let Some(checkpoint) = &self.export.checkpoint {
            let key = self.export.key(&self.origin.tenant);
            // The bucket forgets the parts by itself, only later.
            let _aborted = self.ports.uploads.abort_upload(&key, &checkpoint.file.upload).await;
        }
        let reason = reason(&error);
        let export = self.export.failed(reason.clone(), self.ports.clock.now());
        let fact = ExportFailed { export_id: export.id.clone(), reason };
        let commit = Commit::unasked().telling(&self.origin, &fact, export.version);
        self.ports.exports.update_export(&self.origin.tenant, &export, commit).await
    }
}

fn reason(error: &Error) -> String {
    match error {
        Error::Conflict { reason } => reason.clone(),
        error => format!("the file could not be written: {error}; ask for it again"),
    }
}

#[cfg(test)]
mod tests;

//! Queue task on `scan.collected`: put the world together, keep it, and end the scan.
//!
//! The world is streamed: a page of the inventory at a time goes into the document and into the
//! index. What one invocation has no time for is kept and left to the next, under a claim that lets
//! one of them work at a time.

mod writing;

use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::{
    Error, Result,
    clock::Clock,
    command::Commit,
    event::{Event, Origin},
    id::ScanId,
    queue::DelayedTasks,
    scan::{Inventory, Scan, ScanCollected, ScanCompleted, ScanState, Scans, Shards, WorldAssembled},
    upload::Uploads,
    world::{
        WorldIndex, WorldSummary,
        assembly::{Assemblies, Assembly, ClaimedAssembly},
    },
};
use serde_json::json;
use std::time::Duration;
use writing::assemble;

/// The own queue.
pub const ASSEMBLE_WORLD: &str = "assemble-world";
/// How long one invocation works; its function may take longer.
const WORKS_FOR: TimeDelta = TimeDelta::seconds(200);
/// How long an assembly stays claimed by an invocation that has died.
const CLAIMED_FOR: TimeDelta = TimeDelta::seconds(300);
/// How often the end of a scan is tried again when something else about it has changed.
const TRIES: usize = 5;

/// What assembling needs.
#[derive(Clone, Copy)]
pub struct Ports<'a> {
    /// The scans.
    pub scans: &'a dyn Scans,
    /// Their shards, of which some may have gaps.
    pub shards: &'a dyn Shards,
    /// What they found.
    pub inventory: &'a dyn Inventory,
    /// Where whole worlds are kept.
    pub uploads: &'a dyn Uploads,
    /// How far worlds have been put together.
    pub assemblies: &'a dyn Assemblies,
    /// The list of worlds.
    pub index: &'a dyn WorldIndex,
    /// The own queue, for what is left.
    pub later: &'a dyn DelayedTasks,
    /// The time.
    pub clock: &'a dyn Clock,
}

/// Assembles the world of a collected scan, or a part of it; a repeated delivery finds the scan
/// ended, or the world claimed, and stops.
pub async fn handle(ports: Ports<'_>, event: Event) -> Result<()> {
    let ScanCollected { scan_id, .. } = event.fact()?;
    let now = ports.clock.now();
    let origin = Origin::of_event(&event, ASSEMBLE_WORLD, now);

    let scan = ports.scans.scan(&origin.tenant, &scan_id).await?;
    let Some(scan) = scan.filter(|scan| scan.state == ScanState::Assembling) else { return Ok(()) };
    let claim = ports.assemblies.claim_assembly(&origin.tenant, &scan_id, now, now + CLAIMED_FOR).await?;
    let Some(claim) = claim else { return Ok(()) };

    match work(ports, &origin, &scan, &claim, now + WORKS_FOR).await {
        Ok(Outcome::Done(world)) => complete(ports, &origin, &scan_id, *world).await,
        Ok(Outcome::TimeIsUp(assembly)) => {
            ports.assemblies.keep_assembly(&origin.tenant, &scan_id, claim.version, Some(&assembly)).await?;
            ports.later.send_later(ASSEMBLE_WORLD, again(&event)?, Duration::ZERO).await
        }
        Err(error) => {
            // The next delivery need not wait until the claim ends.
            ports.assemblies.keep_assembly(&origin.tenant, &scan_id, claim.version, claim.kept.as_ref()).await?;
            Err(error)
        }
    }
}

/// How an invocation ended.
enum Outcome {
    Done(Box<WorldSummary>),
    TimeIsUp(Box<Assembly>),
}

async fn work(
    ports: Ports<'_>,
    origin: &Origin,
    scan: &Scan,
    claim: &ClaimedAssembly,
    until: DateTime<Utc>,
) -> Result<Outcome> {
    let assembly = if let Some(kept) = &claim.kept {
        kept.clone()
    } else {
        let tally = ports.scans.tally(&origin.tenant, &scan.id).await?;
        Assembly::of(WorldSummary::empty(scan.id.clone(), tally, origin.at))
    };
    assemble(ports, &origin.tenant, assembly, until).await
}

/// Writes the event as the bus delivers it, so that the next invocation takes it for what it is.
fn again(event: &Event) -> Result<String> {
    let delivery = json!({
        "version": "0", "id": event.id, "detail-type": event.kind, "source": "pantheon",
        "time": event.occurred_at, "resources": [], "detail": event,
    });
    serde_json::to_string(&delivery).map_err(Error::internal)
}

/// Ends the scan and lists its world.
///
/// Whoever looks after stuck scans may have told the event again meanwhile, which changes the scan;
/// its end is then tried with what it is now.
async fn complete(ports: Ports<'_>, origin: &Origin, scan_id: &ScanId, mut world: WorldSummary) -> Result<()> {
    for _ in 0..TRIES {
        let scan = ports.scans.scan(&origin.tenant, scan_id).await?;
        let Some(mut scan) = scan.filter(|scan| scan.state == ScanState::Assembling) else { return Ok(()) };
        let now = ports.clock.now();
        scan.version = scan.version.next();
        scan.state = if world.complete { ScanState::Completed } else { ScanState::CompletedWithGaps };
        scan.tally = Some(world.tally);
        scan.completed_at = Some(now);
        world.assembled_at = now;

        match ports.index.complete_scan(&origin.tenant, &scan, &world, commit(origin, &scan, &world)).await {
            Err(Error::PreconditionFailed { .. }) => {}
            result => return result,
        }
    }
    Err(Error::unavailable("the scan", "too many others change it at the same time"))
}

fn commit(origin: &Origin, scan: &Scan, world: &WorldSummary) -> Commit {
    let assembled = WorldAssembled {
        scan_id: scan.id.clone(),
        resources: world.resources,
        accounts: world.accounts,
        complete: world.complete,
        shards_with_gaps: world.tally.shards_with_gaps,
        reasons: world.tally.reasons,
    };
    let completed = ScanCompleted { scan_id: scan.id.clone(), state: scan.state, tally: world.tally };
    Commit::unasked().telling(origin, &assembled, scan.version).telling(origin, &completed, scan.version)
}

#[cfg(test)]
mod tests;

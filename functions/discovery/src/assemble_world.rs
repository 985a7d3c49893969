//! Queue task on `scan.collected`: put the world together, keep it, and end the scan.

use pantheon_core::{
    Error, Result,
    clock::Clock,
    command::Commit,
    event::{Event, Origin},
    id::TenantId,
    page::{PageRequest, PageSize},
    scan::{Inventory, ResourceFilter, Scan, ScanCollected, ScanCompleted, ScanState, Scans, WorldAssembled},
    world::{World, WorldIndex, WorldSummary, Worlds},
};

/// What assembling needs.
#[derive(Clone, Copy)]
pub struct Ports<'a> {
    /// The scans.
    pub scans: &'a dyn Scans,
    /// What they found.
    pub inventory: &'a dyn Inventory,
    /// Where whole worlds are kept.
    pub worlds: &'a dyn Worlds,
    /// The list of worlds.
    pub index: &'a dyn WorldIndex,
    /// The time.
    pub clock: &'a dyn Clock,
}

/// Assembles the world of a collected scan; a repeated delivery finds the scan ended and stops.
pub async fn handle(ports: Ports<'_>, event: Event) -> Result<()> {
    let ScanCollected { scan_id, .. } = event.fact()?;
    let origin = Origin::of_event(&event, "assemble-world", ports.clock.now());

    let scan = ports.scans.scan(&origin.tenant, &scan_id).await?;
    let Some(scan) = scan.filter(|scan| scan.state == ScanState::Assembling) else { return Ok(()) };
    let world = assemble(ports, &origin, &scan).await?;
    let json = serde_json::to_vec(&world).map_err(Error::internal)?;
    ports.worlds.put_world(&origin.tenant, &scan_id, json).await?;

    complete(ports, &origin, scan, &world.summary).await
}

async fn assemble(ports: Ports<'_>, origin: &Origin, scan: &Scan) -> Result<World> {
    let tally = ports.scans.tally(&origin.tenant, &scan.id).await?;
    let mut summary = WorldSummary::empty(scan.id.clone(), tally, origin.at);
    let mut resources = Vec::new();
    let mut page = PageRequest::first(PageSize::LARGEST);
    loop {
        let found = ports.inventory.resources(&origin.tenant, &ResourceFilter::default(), &page).await?;
        found.items.iter().for_each(|resource| summary.count(resource));
        resources.extend(found.items);
        let Some(next) = found.next else { break };
        page.after = Some(next);
    }
    Ok(World { summary, resources })
}

async fn complete(ports: Ports<'_>, origin: &Origin, mut scan: Scan, world: &WorldSummary) -> Result<()> {
    scan.version = scan.version.next();
    scan.state = if world.complete { ScanState::Completed } else { ScanState::CompletedWithGaps };
    scan.completed_at = Some(origin.at);

    let assembled = WorldAssembled {
        scan_id: scan.id.clone(),
        resources: world.resources,
        accounts: world.by_account.len() as u64,
        complete: world.complete,
        shards_with_gaps: world.tally.shards_with_gaps,
        reasons: world.tally.reasons,
    };
    let completed = ScanCompleted { scan_id: scan.id.clone(), state: scan.state, tally: world.tally };
    let commit = Commit::unasked().telling(origin, &assembled, scan.version).telling(origin, &completed, scan.version);
    ignore_lost_race(ports.index.complete_scan(&origin.tenant, &scan, world, commit).await, &origin.tenant)
}

/// Another delivery of the same event may have been faster; its world is as good.
fn ignore_lost_race(result: Result<()>, tenant: &TenantId) -> Result<()> {
    match result {
        Err(Error::PreconditionFailed { .. }) => {
            tracing::info!(tenant = %tenant, "the scan was completed by another delivery");
            Ok(())
        }
        result => result,
    }
}

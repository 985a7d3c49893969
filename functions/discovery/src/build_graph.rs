//! Queue task on `world.assembled`: draw the dependency graph of the inventory, and keep it.

use pantheon_core::{
    Result,
    clock::Clock,
    event::Event,
    graph::{Draft, Graphs, Snapshot},
    id::TenantId,
    page::{PageRequest, PageSize},
    scan::{Inventory, ResourceFilter, WorldAssembled},
};

/// What drawing needs.
#[derive(Clone, Copy)]
pub struct Ports<'a> {
    /// What scans found.
    pub inventory: &'a dyn Inventory,
    /// Where graphs are kept.
    pub graphs: &'a dyn Graphs,
    /// The time.
    pub clock: &'a dyn Clock,
}

/// Draws the graph of a tenant anew. A repeated or late delivery draws the inventory as it is then,
/// which is as good.
pub async fn handle(ports: Ports<'_>, event: Event) -> Result<()> {
    let WorldAssembled { scan_id, complete, .. } = event.fact()?;
    // What changes while the inventory is read may be missed, so the graph is of before.
    let as_of = ports.clock.now();

    let draft = read(ports.inventory, &event.tenant_id).await?;
    let drawn = Snapshot::draw(scan_id, complete, as_of, draft);

    ports.graphs.put_graph(&event.tenant_id, drawn.to_json()?).await?;
    tracing::info!(nodes = drawn.graph.len(), edges = drawn.graph.edge_count(), "the graph was drawn");
    Ok(())
}

/// Reads the inventory page by page, and keeps of each resource what the graph needs.
async fn read(inventory: &dyn Inventory, tenant: &TenantId) -> Result<Draft> {
    let mut draft = Draft::default();
    let mut page = PageRequest::first(PageSize::LARGEST);
    loop {
        let found = inventory.resources(tenant, &ResourceFilter::default(), &page).await?;
        for resource in &found.items {
            draft.put(resource);
        }
        let Some(next) = found.next else { return Ok(draft) };
        page.after = Some(next);
    }
}

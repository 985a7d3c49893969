//! `GET /v1/aws/world/diff`: show what differs between two worlds.
//!
//! The indexes of the two worlds are read side by side, a line of each at a time. A page ends when
//! it is full, or when so much was looked at that an answer is due; the next goes on from there.

use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    aws::{AccountId, Region, ResourceType},
    id::{ScanId, TenantId},
    page::{PageRequest, Position},
    permission::Permission,
    resource::ResourceId,
    world::{
        WorldIndex, WorldSummary,
        difference::{Comparison, Counts, Difference, Side},
        index::{Entries, Hole, Holes, LineObjects, Source},
    },
};
use pantheon_lambda::http::{Cursors, Json, Problem, Request};
use serde::Serialize;
use utoipa::ToSchema;

/// How many resources one answer looks at at most.
const LOOKED_AT: u64 = 500_000;
/// How many holes of each world an answer lists at most.
const HOLES_LISTED: usize = 100;

/// One of the two worlds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ComparedWorld {
    /// The scan that saw it.
    pub scan_id: ScanId,
    /// When it was put together.
    pub assembled_at: DateTime<Utc>,
    /// Whether every shard of the scan was seen whole.
    pub complete: bool,
    /// How many shards could not see everything.
    pub shards_with_gaps: u64,
    /// What the scan could not see, 100 at most; all of it is in the scan's coverage.
    pub holes: Vec<Hole>,
}

/// One resource that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DifferenceItem {
    /// How it differs; `unknown` if either world could not see its type there.
    pub difference: Difference,
    /// The resource.
    pub id: ResourceId,
    /// Its type.
    pub resource_type: ResourceType,
    /// The account that holds it.
    pub account_id: AccountId,
    /// The region that holds it, or `global`.
    pub region: Region,
    /// What AWS calls it.
    pub native_id: String,
}

/// What differs between two worlds.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct WorldDifference {
    /// The earlier world.
    pub from: ComparedWorld,
    /// The later world.
    pub to: ComparedWorld,
    /// Whether both worlds were seen whole, so that every difference is known.
    pub complete: bool,
    /// How many resources differ; only on the first page, and `null` if there are too many to count
    /// in one answer.
    pub counts: Option<Counts>,
    /// The resources that differ, by account, region, type and name.
    pub items: Vec<DifferenceItem>,
    /// Send it as `cursor` to get what follows; `null` if nothing does. A page may be short, or even
    /// empty, although more follow.
    pub next_cursor: Option<String>,
}

/// Where worlds and their indexes are.
#[derive(Clone, Copy)]
pub struct Ports<'a> {
    /// The list of worlds.
    pub index: &'a dyn WorldIndex,
    /// Their indexes.
    pub objects: &'a dyn LineObjects,
}

/// Compares two worlds.
#[utoipa::path(
    get, path = "/v1/aws/world/diff", operation_id = "compare-worlds", tag = "discovery",
    params(
        ("from" = ScanId, Query, description = "The scan that saw the earlier world.", example = "scn_0195f6a0-7c1e-7d43-9a55-3b0a4f1c2d3e"),
        ("to" = ScanId, Query, description = "The scan that saw the later world.", example = "scn_0195f6a0-7c1e-7d43-9a55-3b0a4f1c2d3f"),
        ("page_size" = Option<i64>, Query, description = "How many at most, 50 if not said, 1000 at most.", example = 50),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of what differs.", body = WorldDifference),
        (status = 400, description = "A scan is missing or is none, or the cursor belongs to another query.", body = Problem),
        (status = 403, description = "The caller may not see resources.", body = Problem),
        (status = 404, description = "The tenant has no such world.", body = Problem),
        (status = 409, description = "A world was kept without an index and cannot be compared.", body = Problem),
    ),
    security(("bearer" = ["resources:read"])),
)]
pub async fn handle(ports: Ports<'_>, cursors: &Cursors, request: Request) -> Result<Json<WorldDifference>> {
    let tenant = request.permit(Permission::ResourcesRead)?.tenant.clone();
    request.known_queries(&["from", "to"])?;
    let [from, to] = [wanted(&request, "from")?, wanted(&request, "to")?];
    let page = request.page(cursors)?;

    let [from, to] = [world(ports, &tenant, &from).await?, world(ports, &tenant, &to).await?];
    let found = compare(ports, &tenant, &from, &to, &page).await?;

    let next_cursor = found.next.map(|next| request.cursor(cursors, &next)).transpose()?;
    Ok(Json::ok(WorldDifference {
        complete: from.complete && to.complete,
        from: compared(ports, &tenant, from).await?,
        to: compared(ports, &tenant, to).await?,
        counts: found.counts,
        items: found.items,
        next_cursor,
    }))
}

fn wanted(request: &Request, name: &str) -> Result<ScanId> {
    let named = request.query_text(name)?.ok_or_else(|| Error::invalid(name, "must be the ID of a scan"))?;
    named.parse().map_err(|_| Error::invalid(name, "must be the ID of a scan"))
}

async fn world(ports: Ports<'_>, tenant: &TenantId, scan: &ScanId) -> Result<WorldSummary> {
    let world = ports.index.world(tenant, scan).await?.ok_or_else(|| Error::not_found("world", scan))?;
    if world.index_pieces == 0 {
        let reason = format!("the world of {scan} was kept without an index; compare worlds of later scans");
        return Err(Error::conflict(reason));
    }
    Ok(world)
}

/// A page of differences.
struct Found {
    items: Vec<DifferenceItem>,
    counts: Option<Counts>,
    next: Option<Position>,
}

async fn compare(
    ports: Ports<'_>,
    tenant: &TenantId,
    from: &WorldSummary,
    to: &WorldSummary,
    page: &PageRequest,
) -> Result<Found> {
    let after = page.after.as_ref().map(|position| position.0.parse::<ResourceId>()).transpose()?;
    let sides = [side(ports, tenant, from, after.as_ref()).await?, side(ports, tenant, to, after.as_ref()).await?];
    let [from_side, to_side] = sides;
    // A first page looks at everything if it can, so that it knows the numbers.
    let counted = after.is_none() && from.resources + to.resources <= LOOKED_AT;
    let mut comparison = Comparison::of(from_side, to_side, after);
    let mut found = Found { items: Vec::new(), counts: counted.then(Counts::default), next: None };
    let mut looked_at = 0;
    while let Some(step) = comparison.next().await? {
        looked_at += 1;
        if let Some(difference) = step.difference {
            found.take(step.id.clone(), difference, page);
        }
        let full = found.items.len() >= page.size.get() || looked_at >= LOOKED_AT;
        if full && found.next.is_none() {
            found.next = Some(Position(step.id.to_string()));
        }
        if full && found.counts.is_none() {
            break;
        }
    }
    Ok(found)
}

impl Found {
    fn take(&mut self, id: ResourceId, difference: Difference, page: &PageRequest) {
        if let Some(counts) = &mut self.counts {
            counts.count(&id, difference);
        }
        if self.items.len() >= page.size.get() {
            return;
        }
        self.items.push(DifferenceItem {
            difference,
            resource_type: id.resource_type.clone(),
            account_id: id.account_id.clone(),
            region: id.region.clone(),
            native_id: id.native_id.clone(),
            id,
        });
    }
}

fn source<'a>(ports: Ports<'a>, tenant: &'a TenantId, world: &'a WorldSummary) -> Source<'a> {
    Source { objects: ports.objects, tenant, scan: &world.scan_id }
}

async fn side<'a>(
    ports: Ports<'a>,
    tenant: &'a TenantId,
    world: &'a WorldSummary,
    after: Option<&ResourceId>,
) -> Result<Side<'a>> {
    let source = source(ports, tenant, world);
    let entries = Entries::open(source, world.index_pieces, after).await?;
    Ok(Side::of(entries, Holes::open(source, world.hole_pieces)))
}

async fn compared(ports: Ports<'_>, tenant: &TenantId, world: WorldSummary) -> Result<ComparedWorld> {
    let mut list = Holes::open(source(ports, tenant, &world), world.hole_pieces);
    let mut holes = Vec::new();
    while holes.len() < HOLES_LISTED {
        let Some(hole) = list.next().await? else { break };
        holes.push(hole);
    }
    Ok(ComparedWorld {
        assembled_at: world.assembled_at,
        complete: world.complete,
        shards_with_gaps: world.tally.shards_with_gaps,
        holes,
        scan_id: world.scan_id,
    })
}

#[cfg(test)]
mod tests;

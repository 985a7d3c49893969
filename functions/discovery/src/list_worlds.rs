//! `GET /v1/aws/worlds`: list the worlds, the newest first.

use chrono::{DateTime, Utc};
use pantheon_core::{
    Result,
    id::ScanId,
    page::{PageRequest, PageSize},
    permission::Permission,
    scan::Tally,
    world::{WorldIndex, WorldSummary},
};
use pantheon_lambda::http::{Cursors, Json, Listing, Problem, Request};
use serde::Serialize;
use utoipa::ToSchema;

/// A world in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct WorldItem {
    /// The scan that saw it.
    pub scan_id: ScanId,
    /// When it was put together.
    pub assembled_at: DateTime<Utc>,
    /// Whether every shard of the scan was seen whole.
    pub complete: bool,
    /// Whether it can be compared with other worlds.
    pub comparable: bool,
    /// How many resources it holds.
    pub resources: u64,
    /// How many edges its resources have.
    pub dependencies: u64,
    /// How many accounts have resources.
    pub accounts: u64,
    /// What the shards of the scan add up to.
    pub tally: Tally,
}

impl From<WorldSummary> for WorldItem {
    fn from(world: WorldSummary) -> Self {
        // Worlds of earlier versions did not count their accounts.
        let accounts = world.accounts.max(world.by_account.len() as u64);
        Self {
            comparable: world.index_pieces > 0,
            scan_id: world.scan_id,
            assembled_at: world.assembled_at,
            complete: world.complete,
            resources: world.resources,
            dependencies: world.dependencies,
            accounts,
            tally: world.tally,
        }
    }
}

/// How many worlds a page holds at most: each is kept with numbers of every account.
const MOST: i64 = 20;

/// Lists the worlds, the newest first.
#[utoipa::path(
    get, path = "/v1/aws/worlds", operation_id = "list-worlds", tag = "discovery",
    params(
        ("page_size" = Option<i64>, Query, description = "How many at most; never more than 20.", example = 20),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of worlds.", body = Listing<WorldItem>),
        (status = 400, description = "The cursor belongs to another list.", body = Problem),
        (status = 403, description = "The caller may not see resources.", body = Problem),
    ),
    security(("bearer" = ["resources:read"])),
)]
pub async fn handle(index: &dyn WorldIndex, cursors: &Cursors, request: Request) -> Result<Json<Listing<WorldItem>>> {
    let caller = request.permit(Permission::ResourcesRead)?;
    request.known_queries(&[])?;

    let PageRequest { size, after } = request.page(cursors)?;
    let page = index.worlds(&caller.tenant, &PageRequest { size: size.min(PageSize::of(MOST)?), after }).await?;

    Json::page(&request, cursors, page.map(WorldItem::from))
}

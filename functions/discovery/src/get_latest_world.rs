//! `GET /v1/aws/world/latest`: show the newest world and where to read all of it.

use crate::standing;
use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::{
    Error, Result,
    coverage::{Coverage, CoverageSummary, HoleFilter},
    permission::Permission,
    scan::Scans,
    world::{WorldIndex, WorldSummary, Worlds},
};
use pantheon_lambda::http::{Json, Problem, Request};
use serde::Serialize;
use std::time::Duration;
use utoipa::ToSchema;

/// How long the address of the whole world can be used.
const LINK_LIFE: Duration = Duration::from_mins(15);

/// The newest world in a few lines, and where to read all of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct WorldView {
    /// The world in a few lines.
    #[serde(flatten)]
    pub summary: WorldSummary,
    /// What could not be seen when each place was last looked at, whichever scan did.
    pub coverage: CoverageSummary,
    /// Where the whole world can be read as JSON, without signing in.
    pub url: String,
    /// Until when the address can be used.
    pub url_expires_at: DateTime<Utc>,
}

/// Shows the newest world.
#[utoipa::path(
    get, path = "/v1/aws/world/latest", operation_id = "get-latest-world", tag = "discovery",
    responses(
        (status = 200, description = "The newest world.", body = WorldView),
        (status = 403, description = "The caller may not see resources.", body = Problem),
        (status = 404, description = "No scan has ended yet.", body = Problem),
    ),
    security(("bearer" = ["resources:read"])),
)]
pub async fn handle(
    index: &dyn WorldIndex,
    worlds: &dyn Worlds,
    coverage: &dyn Coverage,
    scans: &dyn Scans,
    request: Request,
) -> Result<Json<WorldView>> {
    let caller = request.permit(Permission::ResourcesRead)?;

    let latest = index.latest_world(&caller.tenant).await?;
    let summary = latest.ok_or_else(|| Error::not_found("world", "latest"))?;
    let coverage = standing::summary(coverage, scans, &caller.tenant, &HoleFilter::default()).await?;
    let url = worlds.world_url(&caller.tenant, &summary.scan_id, LINK_LIFE).await?;

    let life = TimeDelta::from_std(LINK_LIFE).map_err(Error::internal)?;
    Ok(Json::ok(WorldView { summary, coverage, url, url_expires_at: request.now() + life }))
}

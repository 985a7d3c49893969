//! How every scope stood when somebody last looked at all of it, from the ledgers of the last scans.

use chrono::{DateTime, Utc};
use pantheon_core::{
    Result,
    freshness::reconcile::Standing,
    id::{ScanId, TenantId},
    page::{PageRequest, PageSize},
    scan::{ScanRequest, Scans, Shard, ShardId, Shards},
};
use std::collections::BTreeMap;

/// How many scans are looked back on at most; the daily one of everything is among them.
const MOST_SCANS: i64 = 30;

/// Returns the last standing of each scope, back to the last scan of everything.
pub(crate) async fn standings(
    scans: &dyn Scans,
    shards: &dyn Shards,
    tenant: &TenantId,
) -> Result<BTreeMap<ShardId, Standing>> {
    let mut standings = BTreeMap::new();
    let newest = scans.scans(tenant, &PageRequest::first(PageSize::of(MOST_SCANS)?)).await?.items;
    for scan in newest {
        add(shards, tenant, &scan.id, &mut standings).await?;
        if scan.state.has_ended() && scan.request == ScanRequest::default() {
            break;
        }
    }
    Ok(standings)
}

async fn add(
    shards: &dyn Shards,
    tenant: &TenantId,
    scan: &ScanId,
    standings: &mut BTreeMap<ShardId, Standing>,
) -> Result<()> {
    let mut page = PageRequest::first(PageSize::LARGEST);
    loop {
        let found = shards.shards(tenant, scan, &page).await?;
        for shard in found.items {
            let Some((id, standing)) = standing_of(shard) else { continue };
            standings.entry(id).or_insert(standing);
        }
        let Some(next) = found.next else { return Ok(()) };
        page.after = Some(next);
    }
}

fn standing_of(shard: Shard) -> Option<(ShardId, Standing)> {
    let at: DateTime<Utc> = shard.ended_at.filter(|_| shard.state.has_ended())?;
    let standing = Standing { scope: shard.id.scope().clone(), state: shard.state, gaps: shard.gaps, at };
    Some((shard.id, standing))
}

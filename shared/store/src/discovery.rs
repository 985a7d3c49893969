//! The discovery table: scans, shards, the inventory and the list of worlds.
//!
//! | Item | Partition | Sort key |
//! |---|---|---|
//! | scan | `SCANS` | scan |
//! | tally of a scan, in 16 rows | `SCAN`, scan, `TALLY` | `00` to `15` |
//! | shard | `SCAN`, scan, `SHARDS` | account, region, service |
//! | resource | `INVENTORY` | account, region, type, native name |
//! | resource in the index | `INVENTORY`, `TYPE` | type, account, region, native name |
//! | version | `HISTORY`, account, region, type, native name | time |
//! | version in the index | `CHANGES` | time |
//! | standing coverage | `COVERAGE` | account, region, service |
//! | hole in it | `HOLES` | account, region, service |
//! | manifest | `MANIFEST`, account, region, service | `HEAD`, then `PAGE`, generation, number |
//! | world | `WORLDS` | time, scan |

mod coverage;
mod history;
mod inventory;
mod listing;
mod manifest;
mod scans;
mod shards;
mod worlds;

#[cfg(test)]
mod tests;

use crate::keys::{Key, Partition};
use pantheon_core::{
    collect::Scope,
    history::VersionId,
    id::{ScanId, TenantId},
    resource::ResourceId,
    scan::ShardId,
};
use sha2::{Digest, Sha256};

/// Over how many rows the tally of a scan is spread, so that ending shards seldom collide.
const TALLY_ROWS: u8 = 16;

fn scans(tenant: &TenantId) -> Partition {
    Partition::of_tenant(tenant, &["SCANS"])
}

fn tallies(tenant: &TenantId, scan: &ScanId) -> Partition {
    Partition::of_tenant(tenant, &["SCAN", scan.as_str(), "TALLY"])
}

/// Names the tally row of a shard; the same shard always counts in the same row.
fn tally_key(tenant: &TenantId, scan: &ScanId, shard: &ShardId) -> Key {
    let row = Sha256::digest(shard.to_string())[0] % TALLY_ROWS;
    tallies(tenant, scan).key(&[&format!("{row:02}")])
}

fn shards(tenant: &TenantId, scan: &ScanId) -> Partition {
    Partition::of_tenant(tenant, &["SCAN", scan.as_str(), "SHARDS"])
}

fn shard_key(tenant: &TenantId, scan: &ScanId, shard: &ShardId) -> Key {
    let scope = shard.scope();
    shards(tenant, scan).key(&[scope.account_id.as_str(), scope.region.as_str(), scope.service.as_str()])
}

fn inventory(tenant: &TenantId) -> Partition {
    Partition::of_tenant(tenant, &["INVENTORY"])
}

fn resource_key(tenant: &TenantId, id: &ResourceId) -> Key {
    let ResourceId { account_id, region, resource_type, native_id } = id;
    inventory(tenant).key(&[account_id.as_str(), region.as_str(), resource_type.as_str(), native_id])
}

fn inventory_by_type(tenant: &TenantId) -> Partition {
    Partition::of_tenant(tenant, &["INVENTORY", "TYPE"])
}

fn resource_index(tenant: &TenantId, id: &ResourceId) -> Key {
    let ResourceId { account_id, region, resource_type, native_id } = id;
    inventory_by_type(tenant).key(&[resource_type.as_str(), account_id.as_str(), region.as_str(), native_id])
}

/// Names the partition that holds the versions of a resource.
fn versions(tenant: &TenantId, id: &ResourceId) -> Partition {
    let ResourceId { account_id, region, resource_type, native_id } = id;
    let parts = ["HISTORY", account_id.as_str(), region.as_str(), resource_type.as_str(), native_id];
    Partition::of_tenant(tenant, &parts)
}

fn version_key(tenant: &TenantId, id: &ResourceId, version: VersionId) -> Key {
    versions(tenant, id).key(&[&version.to_string()])
}

fn changes(tenant: &TenantId) -> Partition {
    Partition::of_tenant(tenant, &["CHANGES"])
}

fn coverage(tenant: &TenantId) -> Partition {
    Partition::of_tenant(tenant, &["COVERAGE"])
}

fn holes(tenant: &TenantId) -> Partition {
    Partition::of_tenant(tenant, &["HOLES"])
}

/// Names the row of a scope in [`coverage`] or [`holes`].
fn scope_key(partition: &Partition, scope: &Scope) -> Key {
    partition.key(&[scope.account_id.as_str(), scope.region.as_str(), scope.service.as_str()])
}

fn manifests(tenant: &TenantId, scope: &Scope) -> Partition {
    let Scope { account_id, region, service } = scope;
    Partition::of_tenant(tenant, &["MANIFEST", account_id.as_str(), region.as_str(), service.as_str()])
}

fn worlds(tenant: &TenantId) -> Partition {
    Partition::of_tenant(tenant, &["WORLDS"])
}

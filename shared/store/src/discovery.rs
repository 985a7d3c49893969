//! The discovery table: scans, shards, the inventory and the list of worlds.
//!
//! | Item | Partition | Sort key |
//! |---|---|---|
//! | scan | `SCANS` | scan |
//! | account of a scan | `SCAN`, scan, `ACCOUNTS` | account |
//! | what is planned, in 16 rows | `SCAN`, scan, `PLANNED` | `00` to `15` |
//! | tally of a scan, in 16 rows | `SCAN`, scan, `TALLY` | `00` to `15` |
//! | shard | `SCAN`, scan, `SHARDS`, first digit of the account | account, region, service |
//! | how far a world is put together | `SCAN`, scan, `ASSEMBLY` | |
//! | where `resume-scans` stopped | `SCAN`, scan, `BOOKMARK` | |
//! | slots of an account and service | `SLOTS`, account, service | |
//! | resource | `INVENTORY` | account, region, type, native name |
//! | resource in the index | `INVENTORY`, `TYPE` | type, account, region, native name |
//! | version | `HISTORY`, account, region, type, native name | time |
//! | version in the index | `CHANGES` | time |
//! | standing coverage | `COVERAGE` | account, region, service |
//! | hole in it | `HOLES` | account, region, service |
//! | manifest | `MANIFEST`, account, region, service | `HEAD`, then `PAGE`, generation, number |
//! | look that was kept | `LOOKS`, account, region, service | `RESOURCE`, region, type, native name; or `TYPE`, type |
//! | look that is due | `DUE_LOOKS`, account, region, service | type, native name, turn |
//! | reconciliation | `RECONCILIATION` | |
//! | world | `WORLDS` | time, scan |
//! | service agent | `SERVICE_AGENTS` | account, service |
//! | tag policy | `TAG_POLICY` | |
//! | compliance of an account | `TAG_COMPLIANCE` | account |
//! | export | `EXPORTS` | export |
//! | settings | `SETTINGS` | |
//!
//! Everything below `SCAN` is cleaned up 90 days after the scan was asked for; the scan itself, with
//! what its shards added up to, its world and the inventory stay.

mod agents;
mod assemblies;
mod bookmarks;
mod coverage;
mod exports;
mod history;
mod inventory;
mod ledger;
mod listing;
mod looks;
mod manifest;
mod plans;
mod reconciliations;
mod scans;
mod settings;
mod shards;
mod slots;
mod tagging;
mod worlds;

#[cfg(test)]
mod tests;

use crate::{
    item::Item,
    keys::{Key, Partition},
};
use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::{
    aws::{AccountId, ResourceType},
    collect::Scope,
    freshness::pace::LookKey,
    history::VersionId,
    id::{ScanId, TenantId},
    resource::ResourceId,
    scan::ShardId,
};
use sha2::{Digest, Sha256};

/// Over how many rows the tally of a scan is spread, so that ending shards seldom collide.
const TALLY_ROWS: u8 = 16;

/// How long the work list and the ledger of a scan are kept.
const LEDGER_DAYS: i64 = 90;

fn scans(tenant: &TenantId) -> Partition {
    Partition::of_tenant(tenant, &["SCANS"])
}

/// Returns when what belongs to a scan may be cleaned up.
fn expiry(scan: &ScanId) -> Option<DateTime<Utc>> {
    scan.made_at().map(|made_at| made_at + TimeDelta::days(LEDGER_DAYS))
}

fn expiring(item: Item, scan: &ScanId) -> Item {
    match expiry(scan) {
        Some(at) => item.expiring(at),
        None => item,
    }
}

fn accounts(tenant: &TenantId, scan: &ScanId) -> Partition {
    Partition::of_tenant(tenant, &["SCAN", scan.as_str(), "ACCOUNTS"])
}

fn planned(tenant: &TenantId, scan: &ScanId) -> Partition {
    Partition::of_tenant(tenant, &["SCAN", scan.as_str(), "PLANNED"])
}

fn bookmark_key(tenant: &TenantId, scan: &ScanId) -> Key {
    Partition::of_tenant(tenant, &["SCAN", scan.as_str(), "BOOKMARK"]).key(&[])
}

fn assembly_key(tenant: &TenantId, scan: &ScanId) -> Key {
    Partition::of_tenant(tenant, &["SCAN", scan.as_str(), "ASSEMBLY"]).key(&[])
}

fn slots_key(tenant: &TenantId, scope: &Scope) -> Key {
    Partition::of_tenant(tenant, &["SLOTS", scope.account_id.as_str(), scope.service.as_str()]).key(&[])
}

fn tallies(tenant: &TenantId, scan: &ScanId) -> Partition {
    Partition::of_tenant(tenant, &["SCAN", scan.as_str(), "TALLY"])
}

/// Names the tally row of a shard; the same shard always counts in the same row.
fn tally_key(tenant: &TenantId, scan: &ScanId, shard: &ShardId) -> Key {
    tallies(tenant, scan).key(&[&row_of(&shard.to_string())])
}

fn row_of(name: &str) -> String {
    format!("{:02}", Sha256::digest(name)[0] % TALLY_ROWS)
}

/// The partitions that the shards of a scan are spread over, in the order of their accounts.
///
/// One partition takes a thousand writes a second, which a large organization exceeds; numbers of
/// accounts begin with every digit alike.
const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

fn digit_of(account: &AccountId) -> &str {
    &account.as_str()[..1]
}

fn shards(tenant: &TenantId, scan: &ScanId, digit: &str) -> Partition {
    Partition::of_tenant(tenant, &["SCAN", scan.as_str(), "SHARDS", digit])
}

fn shard_key(tenant: &TenantId, scan: &ScanId, shard: &ShardId) -> Key {
    let scope = shard.scope();
    let partition = shards(tenant, scan, digit_of(&scope.account_id));
    partition.key(&[scope.account_id.as_str(), scope.region.as_str(), scope.service.as_str()])
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

fn looks(tenant: &TenantId, scope: &Scope) -> Partition {
    let Scope { account_id, region, service } = scope;
    Partition::of_tenant(tenant, &["LOOKS", account_id.as_str(), region.as_str(), service.as_str()])
}

fn due_looks(tenant: &TenantId, key: &LookKey) -> Key {
    let Scope { account_id, region, service } = key.shard_id.scope();
    let partition = ["DUE_LOOKS", account_id.as_str(), region.as_str(), service.as_str()];
    let resource_type = key.resource_type.as_ref().map_or("", ResourceType::as_str);
    let native_id = key.native_id.as_deref().unwrap_or_default();
    Key::of_tenant(tenant, &partition, &[resource_type, native_id, &key.turn.to_string()])
}

fn reconciliation(tenant: &TenantId) -> Key {
    Key::of_tenant(tenant, &["RECONCILIATION"], &[])
}

fn worlds(tenant: &TenantId) -> Partition {
    Partition::of_tenant(tenant, &["WORLDS"])
}

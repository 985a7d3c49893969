use super::{later, new_tenant, walk};
use crate::{
    clock::now,
    discovery::{found, manifest, scope},
};
use chrono::{DateTime, Utc};
use pantheon_core::{
    aws::AccountId,
    collect::Found,
    history::{ChangeKind, History, ResourceVersion, VersionId},
    id::TenantId,
    resource::{Resource, ResourceId},
    scan::{Inventory, InventoryChange},
};

/// Runs the suite of [`History`]; `inventory` must share what it keeps with `port`.
pub async fn history(port: &dyn History, inventory: &dyn Inventory) {
    keeps_every_version_of_a_resource(port, inventory).await;
    adds_no_version_for_what_is_known(port, inventory).await;
    tells_changes_in_their_order(port, inventory).await;
    keeps_resources_and_tenants_apart(port, inventory).await;
}

fn account() -> AccountId {
    "111111111111".parse().expect("an account")
}

fn bucket(name: &str, content: u64) -> Found {
    found("eu-west-1", "AWS::S3::Bucket", name, content)
}

/// Lets a scan find these buckets, and nothing else of what was found before.
async fn see(port: &dyn Inventory, tenant: &TenantId, buckets: &[(&str, u64)], at: DateTime<Utc>) {
    let scope = scope("111111111111:global:s3");
    let before = port.manifest(tenant, &scope).await.expect("reads");
    let seen: Vec<Resource> =
        buckets.iter().map(|(name, content)| Resource::of(&account(), bucket(name, *content), at)).collect();
    let is_new = |resource: &&Resource| before.hashes.get(&resource.id) != Some(&resource.content_hash);
    let after = manifest(&seen);
    let change = InventoryChange {
        write: seen.iter().filter(is_new).cloned().collect(),
        remove: before.hashes.keys().filter(|id| !after.hashes.contains_key(*id)).cloned().collect(),
        manifest: Some(after),
    };
    port.apply(tenant, &scope, change, at).await.expect("applies");
}

fn id(name: &str) -> ResourceId {
    Resource::of(&account(), bucket(name, 1), now()).id
}

async fn versions(port: &dyn History, tenant: &TenantId, name: &str, page_size: i64) -> Vec<ResourceVersion> {
    let id = id(name);
    walk(page_size, |page| {
        let id = &id;
        async move { port.versions(tenant, id, &page).await }
    })
    .await
}

async fn changes(port: &dyn History, tenant: &TenantId, since: DateTime<Utc>) -> Vec<ResourceVersion> {
    walk(2, |page| async move { port.changes_since(tenant, since, &page).await }).await
}

fn told(versions: &[ResourceVersion]) -> Vec<(ChangeKind, DateTime<Utc>)> {
    versions.iter().map(|version| (version.kind, version.id().0)).collect()
}

async fn keeps_every_version_of_a_resource(port: &dyn History, inventory: &dyn Inventory) {
    let tenant = new_tenant();
    assert_eq!(versions(port, &tenant, "a", 5).await, []);
    for (minute, content) in [(0, Some(1)), (10, Some(2)), (20, None), (30, Some(3))] {
        let seen: Vec<(&str, u64)> = content.map(|content| ("a", content)).into_iter().collect();
        see(inventory, &tenant, &seen, later(minute)).await;
    }

    let found = versions(port, &tenant, "a", 1).await;

    let expected = [
        (ChangeKind::Created, later(30)),
        (ChangeKind::Removed, later(20)),
        (ChangeKind::Updated, later(10)),
        (ChangeKind::Created, now()),
    ];
    assert_eq!(told(&found), expected);
    assert_eq!(found, versions(port, &tenant, "a", 9).await);
    assert_eq!(found[3].resource, Resource::of(&account(), bucket("a", 1), now()));
    assert_eq!(found[1].resource.properties, found[2].resource.properties, "the last content of what is gone");
    assert_eq!(found[2].resource.first_seen, now());
    for version in &found {
        let one = port.version(&tenant, &id("a"), version.id()).await.expect("reads");
        assert_eq!(one.as_ref(), Some(version));
    }
    let unknown = port.version(&tenant, &id("a"), VersionId(later(11))).await;
    assert_eq!(unknown.expect("reads"), None);
}

async fn adds_no_version_for_what_is_known(port: &dyn History, inventory: &dyn Inventory) {
    let tenant = new_tenant();
    let change = |at| InventoryChange {
        write: vec![Resource::of(&account(), bucket("a", 1), at)],
        ..InventoryChange::default()
    };
    let scope = scope("111111111111:global:s3");
    for minute in [0, 5, 9] {
        inventory.apply(&tenant, &scope, change(later(minute)), later(minute)).await.expect("applies");
    }
    assert_eq!(told(&versions(port, &tenant, "a", 5).await), [(ChangeKind::Created, now())]);

    let remove = InventoryChange { remove: vec![id("a"), id("never")], ..InventoryChange::default() };
    for minute in [10, 15] {
        inventory.apply(&tenant, &scope, remove.clone(), later(minute)).await.expect("applies");
    }
    let expected = [(ChangeKind::Removed, later(10)), (ChangeKind::Created, now())];
    assert_eq!(told(&versions(port, &tenant, "a", 5).await), expected);
    assert_eq!(versions(port, &tenant, "never", 5).await, []);
}

async fn tells_changes_in_their_order(port: &dyn History, inventory: &dyn Inventory) {
    let tenant = new_tenant();
    see(inventory, &tenant, &[("a", 1)], now()).await;
    see(inventory, &tenant, &[("a", 1), ("b", 1)], later(10)).await;
    see(inventory, &tenant, &[("a", 2)], later(20)).await;
    see(inventory, &tenant, &[("a", 3)], later(30)).await;

    let all = changes(port, &tenant, later(-1)).await;

    let moments: Vec<_> = all.iter().map(|version| version.id().0).collect();
    assert_eq!(moments, [now(), later(10), later(20), later(20), later(30)]);
    let kinds = |kind| all.iter().filter(|version| version.kind == kind).count();
    assert_eq!((kinds(ChangeKind::Created), kinds(ChangeKind::Updated), kinds(ChangeKind::Removed)), (2, 2, 1));
    assert_eq!(changes(port, &tenant, later(10)).await.len(), 3, "what changed at that very moment is known");
    assert_eq!(changes(port, &tenant, later(30)).await, []);
}

async fn keeps_resources_and_tenants_apart(port: &dyn History, inventory: &dyn Inventory) {
    let (ours, theirs) = (new_tenant(), new_tenant());
    see(inventory, &ours, &[("a", 1), ("a#b", 1), ("ab", 1)], now()).await;
    see(inventory, &theirs, &[("a", 7)], now()).await;

    for name in ["a", "a#b", "ab"] {
        let found = versions(port, &ours, name, 5).await;
        assert_eq!(found.iter().map(|version| &version.resource.id).collect::<Vec<_>>(), [&id(name)]);
    }
    assert_eq!(changes(port, &theirs, later(-1)).await.len(), 1);
    assert_eq!(versions(port, &theirs, "ab", 5).await, []);
}

use super::{later, new_tenant};
use crate::{
    clock::now,
    discovery::{first_change, found, manifest, scope},
};
use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::{
    aws::AccountId,
    collect::Scope,
    command::{Commit, Version},
    event::Origin,
    freshness::{
        Sighting, WatchedInventory,
        pace::{DueLooks, LookKey},
        reconcile::{Reconciliation, Reconciliations},
    },
    history::ChangeKind,
    id::{ScanId, TenantId},
    resource::{Resource, ResourceId},
    scan::InventoryChange,
};
use std::collections::BTreeSet;

/// Runs the suite of [`pantheon_core::freshness::Looks`].
pub async fn looks(port: &dyn WatchedInventory) {
    tells_what_is_new_what_changed_and_what_is_gone(port).await;
    keeps_a_sighting_once(port).await;
    leaves_nothing_to_write_for_the_next_scan(port).await;
    keeps_what_was_looked_at_later(port).await;
    tells_scans_what_is_fresher(port).await;
    is_taken_in_by_the_next_scan(port).await;
    sees_for_itself_after_a_look_that_came_late(port).await;
    keeps_looks_of_tenants_and_scopes_apart(port).await;
}

/// Runs the suite of [`DueLooks`].
pub async fn due_looks(port: &dyn DueLooks) {
    let tenant = new_tenant();
    let key = |native_id: Option<&str>, turn| LookKey {
        shard_id: volumes().into(),
        resource_type: Some("AWS::EC2::Volume".parse().expect("a type")),
        native_id: native_id.map(ToOwned::to_owned),
        turn,
    };
    let note = async |tenant: &TenantId, key: &LookKey, message: &str, minute: i64| {
        port.note(tenant, key, message, later(minute), later(minute + 2)).await.expect("notes")
    };
    let one = key(Some("vol-1"), 0);

    assert!(note(&tenant, &one, "m1", 0).await, "nobody has asked yet");
    assert!(!note(&tenant, &one, "m2", 1).await, "the look that is due will see it");
    assert!(note(&tenant, &one, "m1", 1).await, "the same message asks again after it died");
    assert!(note(&tenant, &one, "m3", 4).await, "the look is in the past");
    assert!(note(&tenant, &key(None, 0), "m4", 4).await, "the whole type is another thing");
    assert!(note(&tenant, &key(Some("vol-1"), 1), "m5", 4).await, "so is a later look");
    assert!(note(&new_tenant(), &one, "m6", 4).await, "so is another tenant's");
}

/// Runs the suite of [`Reconciliations`].
pub async fn reconciliations(port: &dyn Reconciliations) {
    let tenant = new_tenant();
    assert_eq!(port.reconciliation(&tenant).await.expect("reads"), None);
    let first =
        Reconciliation { version: Version::FIRST, scan_id: ScanId::generate(now()), scopes: 3, at: now(), told: false };
    let told = Reconciliation { version: Version(2), told: true, ..first.clone() };

    port.keep_reconciliation(&tenant, &first, Commit::unasked()).await.expect("keeps");
    assert!(port.keep_reconciliation(&tenant, &first, Commit::unasked()).await.is_err(), "somebody was faster");
    port.keep_reconciliation(&tenant, &told, Commit::unasked()).await.expect("keeps");
    assert!(port.keep_reconciliation(&tenant, &told, Commit::unasked()).await.is_err(), "somebody was faster");

    assert_eq!(port.reconciliation(&tenant).await.expect("reads"), Some(told));
    assert_eq!(port.reconciliation(&new_tenant()).await.expect("reads"), None);
}

fn account() -> AccountId {
    "111111111111".parse().expect("an account")
}

fn volumes() -> Scope {
    scope("111111111111:eu-west-1:ec2")
}

fn volume(name: &str, content: u64, at: DateTime<Utc>) -> Resource {
    Resource::of(&account(), found("eu-west-1", "AWS::EC2::Volume", name, content), at)
}

fn sighting(found: Vec<Resource>, absent: &[&ResourceId], at: DateTime<Utc>) -> Sighting {
    let absent = absent.iter().map(|id| (*id).clone()).collect();
    Sighting { at, found, absent, whole: BTreeSet::new(), cause: None }
}

async fn keep(port: &dyn WatchedInventory, tenant: &TenantId, seen: Sighting) -> Vec<(String, ChangeKind)> {
    let origin = Origin::of_system(tenant.clone(), "collect-ec2", seen.at);
    let changes = port.keep_sighting(&origin, &volumes(), seen).await.expect("keeps");
    changes.into_iter().map(|(id, change)| (id.native_id, change)).collect()
}

async fn scan(port: &dyn WatchedInventory, tenant: &TenantId, resources: &[Resource], at: DateTime<Utc>) {
    port.apply(tenant, &volumes(), first_change(resources.to_vec()), at).await.expect("applies");
}

async fn read(port: &dyn WatchedInventory, tenant: &TenantId, id: &ResourceId) -> Resource {
    port.resource(tenant, id).await.expect("reads").expect("is there")
}

async fn known(port: &dyn WatchedInventory, tenant: &TenantId) -> Vec<(String, String)> {
    let manifest = port.manifest(tenant, &volumes()).await.expect("reads");
    manifest.hashes.into_iter().map(|(id, hash)| (id.native_id, hash)).collect()
}

fn entries(resources: &[Resource]) -> Vec<(String, String)> {
    let manifest = manifest(resources);
    manifest.hashes.into_iter().map(|(id, hash)| (id.native_id, hash)).collect()
}

async fn tells_what_is_new_what_changed_and_what_is_gone(port: &dyn WatchedInventory) {
    let tenant = new_tenant();
    let [a, b] = [volume("a", 1, now()), volume("b", 1, now())];
    scan(port, &tenant, &[a.clone(), b.clone()], now()).await;

    let seen = sighting(vec![volume("a", 2, later(1)), volume("c", 1, later(1))], &[&b.id], later(1));
    let changes = keep(port, &tenant, seen).await;

    let expected = [("a", ChangeKind::Updated), ("c", ChangeKind::Created), ("b", ChangeKind::Removed)]
        .map(|(n, k)| (n.to_owned(), k));
    assert_eq!(changes, expected);
    let kept = read(port, &tenant, &a.id).await;
    assert_eq!((kept.updated_at, kept.first_seen), (later(1), now()));
    let again = keep(port, &tenant, sighting(vec![volume("b", 1, later(2))], &[], later(2))).await;
    assert_eq!(again, [("b".to_owned(), ChangeKind::Created)], "it came back");
}

async fn keeps_a_sighting_once(port: &dyn WatchedInventory) {
    let tenant = new_tenant();
    let gone = volume("b", 1, now()).id;
    let seen = || sighting(vec![volume("a", 1, later(1))], &[&gone], later(1));

    assert_eq!(keep(port, &tenant, seen()).await.len(), 1, "what nobody knew cannot go");
    assert_eq!(keep(port, &tenant, seen()).await, []);
    let unchanged = sighting(vec![volume("a", 1, later(2))], &[], later(2));
    assert_eq!(keep(port, &tenant, unchanged).await, []);
}

async fn leaves_nothing_to_write_for_the_next_scan(port: &dyn WatchedInventory) {
    let tenant = new_tenant();
    let [a, b] = [volume("a", 1, now()), volume("b", 1, now())];
    scan(port, &tenant, &[a, b.clone()], now()).await;

    let after = [volume("a", 2, later(1)), volume("c", 1, later(1))];
    keep(port, &tenant, sighting(after.to_vec(), &[&b.id], later(1))).await;

    assert_eq!(known(port, &tenant).await, entries(&after));
}

async fn keeps_what_was_looked_at_later(port: &dyn WatchedInventory) {
    let tenant = new_tenant();
    keep(port, &tenant, sighting(vec![volume("a", 5, later(5))], &[], later(5))).await;
    let gone = volume("b", 1, now());
    scan(port, &tenant, std::slice::from_ref(&gone), now()).await;
    keep(port, &tenant, sighting(Vec::new(), &[&gone.id], later(5))).await;

    let late = sighting(vec![volume("a", 4, later(4)), volume("b", 4, later(4))], &[], later(4));
    assert_eq!(keep(port, &tenant, late).await, [], "a duplicate of an older event comes late");

    let a = volume("a", 5, later(5));
    assert_eq!(read(port, &tenant, &a.id).await.content_hash, a.content_hash);
    assert_eq!(known(port, &tenant).await, entries(&[a]));
}

async fn tells_scans_what_is_fresher(port: &dyn WatchedInventory) {
    let tenant = new_tenant();
    keep(port, &tenant, sighting(vec![volume("a", 1, later(1))], &[], later(1))).await;
    let whole =
        Sighting { whole: ["AWS::EC2::VPC".parse().expect("a type")].into(), ..sighting(Vec::new(), &[], later(3)) };
    keep(port, &tenant, whole).await;
    let since = async |minute| port.looked_since(&tenant, &volumes(), later(minute)).await.expect("reads");

    let all = since(1).await;
    assert_eq!((all.resources.len(), all.types.len()), (1, 1));
    let later = since(2).await;
    assert_eq!((later.resources.len(), later.types.len()), (0, 1));
    assert_eq!(since(4).await, pantheon_core::freshness::Fresher::default());
}

async fn is_taken_in_by_the_next_scan(port: &dyn WatchedInventory) {
    let tenant = new_tenant();
    keep(port, &tenant, sighting(vec![volume("a", 1, later(1))], &[], later(1))).await;
    let [a, b] = [volume("a", 1, later(2)), volume("b", 1, later(2))];

    scan(port, &tenant, &[a.clone(), b.clone()], later(2)).await;

    assert_eq!(known(port, &tenant).await, entries(&[a, b]));
    assert!(port.looked_since(&tenant, &volumes(), now()).await.expect("reads").resources.is_empty());
}

async fn sees_for_itself_after_a_look_that_came_late(port: &dyn WatchedInventory) {
    let tenant = new_tenant();
    let [a, b] = [volume("a", 1, now()), volume("b", 1, now())];
    scan(port, &tenant, &[a.clone(), b.clone()], now()).await;
    let seen = volume("b", 2, later(9));
    let change =
        InventoryChange { write: vec![seen.clone()], remove: Vec::new(), manifest: Some(manifest(&[a, seen])) };
    port.apply(&tenant, &volumes(), change, later(9)).await.expect("applies");

    let late = later(9) - TimeDelta::seconds(1);
    keep(port, &tenant, sighting(vec![volume("a", 7, late)], &[], late)).await;

    let known = known(port, &tenant).await;
    assert_eq!(known[0], ("a".to_owned(), String::new()), "the next scan compares with nothing");
}

async fn keeps_looks_of_tenants_and_scopes_apart(port: &dyn WatchedInventory) {
    let (tenant, other) = (new_tenant(), new_tenant());
    keep(port, &tenant, sighting(vec![volume("a", 1, later(1))], &[], later(1))).await;
    let elsewhere = scope("111111111111:us-east-1:ec2");

    assert_eq!(known(port, &other).await, []);
    assert_eq!(port.looked_since(&other, &volumes(), now()).await.expect("reads").resources.len(), 0);
    assert_eq!(port.looked_since(&tenant, &elsewhere, now()).await.expect("reads").resources.len(), 0);
    let id = volume("a", 1, now()).id;
    assert_eq!(port.resource(&other, &id).await.expect("reads"), None);
}

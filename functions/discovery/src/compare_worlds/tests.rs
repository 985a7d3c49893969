//! What two worlds of one estate say of each other.

use super::*;
use crate::{list_worlds, testing::Estate};
use chrono::TimeDelta;
use pantheon_core::{
    clock::Clock as _,
    collect::{Gap, GapReason},
    command::Commit,
    scan::{Inventory, InventoryChange, Scan, ScanRequest, Scans, Shard, ShardState, Shards, Tally},
};
use pantheon_lambda::http::Cursors;
use pantheon_testing::{
    caller, code,
    discovery::{found, manifest, resource, scope},
    request, stranger, tenant, violations,
};

const SCOPE: &str = "222222222222:eu-west-1:ec2";

fn cursors() -> Cursors {
    Cursors::new(b"secret")
}

/// Scans the estate when its account holds these volumes; `hidden` says whether the scan sees them.
async fn scanned(estate: &Estate, volumes: &[(&str, u64)], hidden: bool) -> ScanId {
    estate.clock.advance(TimeDelta::hours(1));
    let scope = scope(SCOPE);
    let resources: Vec<_> = volumes
        .iter()
        .map(|(id, content)| resource(&scope.account_id, found("eu-west-1", "AWS::EC2::Volume", id, *content)))
        .map(|resource| pantheon_core::resource::Resource { updated_at: estate.clock.now(), ..resource })
        .collect();
    let before = estate.discovery.manifest(&tenant(), &scope).await.unwrap();
    let after = manifest(&resources);
    let remove = before.hashes.keys().filter(|id| !after.hashes.contains_key(*id)).cloned().collect();
    let change = InventoryChange { write: resources, remove, manifest: Some(after) };
    estate.discovery.apply(&tenant(), &scope, change, estate.clock.now()).await.unwrap();

    let scan = Scan::requested(ScanRequest::default(), estate.clock.now());
    let collected = pantheon_core::scan::Scan { state: pantheon_core::scan::ScanState::Assembling, ..scan };
    estate.discovery.insert_scan(&tenant(), &collected, estate.collected(&collected)).await.unwrap();
    let gaps = if hidden { vec![gap()] } else { Vec::new() };
    end(estate, &collected.id, gaps).await;
    estate.assemble().await;
    collected.id
}

fn gap() -> Gap {
    Gap { operation: "ec2:DescribeVolumes".into(), reason: GapReason::Denied, detail: "no".into() }
}

async fn end(estate: &Estate, scan: &ScanId, gaps: Vec<Gap>) {
    let (now, shard) = (estate.clock.now(), Shard::pending(scope(SCOPE).into()));
    estate.discovery.insert_shards(&tenant(), scan, std::slice::from_ref(&shard)).await.unwrap();
    let until = now + TimeDelta::minutes(1);
    let leased = estate.discovery.lease_shard(&tenant(), scan, &shard.id, now, until).await.unwrap().unwrap();
    let state = if gaps.is_empty() { ShardState::Read } else { ShardState::Denied };
    let tally = Tally { shards_ended: 1, shards_with_gaps: u64::from(!gaps.is_empty()), ..Tally::default() };
    let ended = Shard { state, gaps, ..leased };
    assert!(estate.discovery.end_shard(&tenant(), scan, &ended, tally, Commit::unasked()).await.unwrap());
}

fn ask(from: &ScanId, to: &ScanId) -> pantheon_testing::request::RequestBuilder {
    request().caller(&[Permission::ResourcesRead]).query("from", from.as_str()).query("to", to.as_str())
}

async fn difference(estate: &Estate, from: &ScanId, to: &ScanId) -> WorldDifference {
    let ports = Ports { index: &estate.discovery, objects: &estate.worlds };
    handle(ports, &cursors(), ask(from, to).build()).await.unwrap().body
}

fn told(difference: &WorldDifference) -> Vec<(&str, Difference)> {
    difference.items.iter().map(|item| (item.native_id.as_str(), item.difference)).collect()
}

#[tokio::test]
async fn tells_what_was_created_changed_and_removed() {
    let estate = Estate::new();
    let first = scanned(&estate, &[("a", 1), ("b", 1), ("c", 1)], false).await;
    let second = scanned(&estate, &[("a", 1), ("b", 2), ("d", 1)], false).await;

    let forwards = difference(&estate, &first, &second).await;
    let expected = [("b", Difference::Changed), ("c", Difference::Removed), ("d", Difference::Created)];
    assert_eq!((told(&forwards), forwards.complete), (expected.to_vec(), true));
    let counts = forwards.counts.unwrap();
    assert_eq!((counts.all.created, counts.all.changed, counts.all.removed, counts.all.unknown), (1, 1, 1, 0));
    assert_eq!((counts.by_type.len(), counts.by_account.len()), (1, 1));

    let backwards = difference(&estate, &second, &first).await;
    let expected = [("b", Difference::Changed), ("c", Difference::Created), ("d", Difference::Removed)];
    assert_eq!(told(&backwards), expected);
    assert!(difference(&estate, &second, &second).await.items.is_empty());
}

#[tokio::test]
async fn does_not_know_what_it_could_not_see() {
    let estate = Estate::new();
    let first = scanned(&estate, &[("a", 1), ("b", 1)], false).await;
    let second = scanned(&estate, &[("a", 2), ("c", 1)], true).await;

    let difference = difference(&estate, &first, &second).await;

    let expected = [("a", Difference::Unknown), ("b", Difference::Unknown), ("c", Difference::Unknown)];
    assert_eq!((told(&difference), difference.complete), (expected.to_vec(), false));
    assert_eq!((difference.from.holes.len(), difference.to.shards_with_gaps), (0, 1));
    assert_eq!(difference.to.holes[0].service.as_str(), "ec2");
    assert_eq!(difference.counts.unwrap().all.unknown, 3);
}

#[tokio::test]
async fn tells_the_same_page_by_page() {
    let estate = Estate::new();
    let names: Vec<String> = (0..40).map(|number| format!("v-{number:02}")).collect();
    let before: Vec<(&str, u64)> = names[..30].iter().map(|name| (name.as_str(), 1)).collect();
    let after: Vec<(&str, u64)> = names[5..].iter().map(|name| (name.as_str(), 2)).collect();
    let first = scanned(&estate, &before, false).await;
    let second = scanned(&estate, &after, false).await;
    let ports = Ports { index: &estate.discovery, objects: &estate.worlds };
    let whole: Vec<DifferenceItem> = difference(&estate, &first, &second).await.items;
    assert_eq!(whole.len(), 40);

    for size in ["1", "7", "39", "40"] {
        let (mut all, mut cursor) = (Vec::new(), None::<String>);
        loop {
            let mut asked = ask(&first, &second).query("page_size", size);
            if let Some(cursor) = &cursor {
                asked = asked.query("cursor", cursor);
            }
            let page = handle(ports, &cursors(), asked.build()).await.unwrap().body;
            assert_eq!(page.counts.is_some(), cursor.is_none(), "counts come with the first page");
            all.extend(page.items);
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(all, whole, "in pages of {size}");
    }
}

#[tokio::test]
async fn refuses_what_cannot_be_compared() {
    let estate = Estate::new();
    let first = scanned(&estate, &[("a", 1)], false).await;
    let ports = Ports { index: &estate.discovery, objects: &estate.worlds };
    let ask_nobody = || request().caller(&[Permission::ResourcesRead]);

    let missing = handle(ports, &cursors(), ask_nobody().query("from", first.as_str()).build()).await;
    assert_eq!(violations(missing), ["to"]);
    let no_scan = handle(ports, &cursors(), ask_nobody().query("from", "x").query("to", "y").build()).await;
    assert_eq!(violations(no_scan), ["from"]);
    let unknown = ScanId::generate(estate.clock.now());
    assert_eq!(code(handle(ports, &cursors(), ask(&first, &unknown).build()).await), "not_found");
    let theirs = pantheon_core::Caller { tenant: stranger(), ..caller(&[Permission::ResourcesRead]) };
    let theirs = request().called_by(&theirs).query("from", first.as_str()).query("to", first.as_str()).build();
    assert_eq!(code(handle(ports, &cursors(), theirs).await), "not_found");
    let nobody = request().caller(&[]).query("from", first.as_str()).query("to", first.as_str()).build();
    assert_eq!(code(handle(ports, &cursors(), nobody).await), "forbidden");
}

#[tokio::test]
async fn refuses_a_world_without_an_index() {
    let estate = Estate::new();
    let first = scanned(&estate, &[("a", 1)], false).await;
    let old = Scan::requested(ScanRequest::default(), estate.clock.now());
    estate.discovery.insert_scan(&tenant(), &old, Commit::unasked()).await.unwrap();
    let ended = pantheon_core::scan::Scan {
        version: old.version.next(),
        state: pantheon_core::scan::ScanState::Completed,
        completed_at: Some(estate.clock.now()),
        ..old
    };
    let world = WorldSummary::empty(ended.id.clone(), Tally::default(), estate.clock.now());
    estate.discovery.complete_scan(&tenant(), &ended, &world, Commit::unasked()).await.unwrap();

    let ports = Ports { index: &estate.discovery, objects: &estate.worlds };
    assert_eq!(code(handle(ports, &cursors(), ask(&first, &ended.id).build()).await), "conflict");
}

#[tokio::test]
async fn lists_the_worlds_that_can_be_compared() {
    let estate = Estate::new();
    let first = scanned(&estate, &[("a", 1)], false).await;
    let second = scanned(&estate, &[("a", 1), ("b", 1)], true).await;
    let request = request().caller(&[Permission::ResourcesRead]).build();

    let worlds = list_worlds::handle(&estate.discovery, &cursors(), request).await.unwrap().body.items;

    let told: Vec<_> = worlds.iter().map(|world| (&world.scan_id, world.resources, world.complete)).collect();
    assert_eq!(told, [(&second, 2, false), (&first, 1, true)]);
    assert!(worlds.iter().all(|world| world.comparable && world.accounts == 1));
}

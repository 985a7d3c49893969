//! Worlds that take one invocation or many, and invocations that die.

use super::*;
use crate::testing::Estate;
use pantheon_core::{
    page::{PageRequest, PageSize},
    resource::Resource,
    scan::ResourceFilter,
    upload::ObjectKey,
    world::{
        World,
        index::{Entries, Entry, Holes, Source},
    },
};
use pantheon_testing::{
    discovery::{first_change, found, resource, scope},
    tenant,
};
use std::sync::atomic::{AtomicUsize, Ordering};

/// An estate with a collected scan and so many resources, about a kilobyte each.
async fn collected(resources: usize) -> (Estate, ScanId) {
    let estate = Estate::new();
    let started = estate.start().await;
    estate.plan().await;
    for (_, task) in estate.tasks.take() {
        estate.collect(&task).await;
    }
    let scope = scope("222222222222:eu-west-1:ec2");
    let many = (0..resources).map(|number| {
        let mut found = found("eu-west-1", "AWS::EC2::Volume", &format!("vol-{number:06}"), number as u64);
        found.properties["Text"] = "x".repeat(1_000).into();
        resource(&scope.account_id, found)
    });
    estate.discovery.apply(&tenant(), &scope, first_change(many.collect()), estate.clock.now()).await.unwrap();
    (estate, started.id)
}

async fn inventory(estate: &Estate) -> Vec<Resource> {
    let (mut all, mut page) = (Vec::new(), PageRequest::first(PageSize::LARGEST));
    loop {
        let found = estate.discovery.resources(&tenant(), &ResourceFilter::default(), &page).await.unwrap();
        all.extend(found.items);
        let Some(next) = found.next else { return all };
        page.after = Some(next);
    }
}

/// Makes sure that the document and the index are what the inventory is.
async fn is_whole(estate: &Estate, scan: &ScanId) -> WorldSummary {
    let summary = estate.discovery.latest_world(&tenant()).await.unwrap().unwrap();
    let document = estate.worlds.object(&ObjectKey::world(&tenant(), scan)).unwrap();
    let world: World = serde_json::from_slice(&document.bytes).unwrap();
    let expected = inventory(estate).await;
    assert!(world.resources == expected, "the document is not the inventory");
    assert_eq!(WorldSummary { assembled_at: summary.assembled_at, ..world.summary }, summary);

    let (objects, tenant) = (&estate.worlds, tenant());
    let source = Source { objects, tenant: &tenant, scan };
    let mut entries = Entries::open(source, summary.index_pieces, None).await.unwrap();
    let mut index = Vec::new();
    while let Some(entry) = entries.next().await.unwrap() {
        index.push(entry);
    }
    assert!(index == expected.iter().map(Entry::from).collect::<Vec<_>>(), "the index is not the inventory");
    assert!(index.is_sorted_by_key(|entry| entry.id.clone()));

    let mut holes = Holes::open(source, summary.hole_pieces);
    let mut hidden = Vec::new();
    while let Some(hole) = holes.next().await.unwrap() {
        hidden.push(format!("{}:{}:{}", hole.account_id, hole.region, hole.service));
    }
    assert_eq!(hidden, ["333333333333:eu-west-1:ec2", "333333333333:global:s3"]);
    summary
}

#[tokio::test]
async fn streams_a_world_with_its_index_and_its_holes() {
    let (estate, scan) = collected(10).await;

    estate.assemble().await;

    let summary = is_whole(&estate, &scan).await;
    assert_eq!((summary.resources, summary.accounts, summary.index_pieces, summary.hole_pieces), (12, 2, 1, 1));
    assert_eq!(estate.worlds.under_way(), 0, "an upload was left behind");
}

#[tokio::test]
async fn goes_on_in_further_invocations_when_time_is_up() {
    let (estate, scan) = collected(25_000).await;
    // Time is up whenever somebody looks.
    let ticking = |estate: &Estate| estate.clock.advance(WORKS_FOR + TimeDelta::seconds(1));

    let mut invocations = 0;
    while estate.scan(&scan).await.state == ScanState::Assembling {
        estate.assemble_while(ticking).await;
        invocations += 1;
        assert!(invocations < 20, "it does not come to an end");
    }

    assert!(invocations > 2, "{invocations} invocations are too few to show anything");
    let summary = is_whole(&estate, &scan).await;
    assert_eq!((summary.index_pieces, summary.hole_pieces), (invocations, 1));
    assert_eq!(estate.worlds.under_way(), 0);
}

#[tokio::test]
async fn starts_again_where_an_invocation_died() {
    let (estate, scan) = collected(12_000).await;
    // Each dies at the part after the one before.
    let mut deaths = 0;
    loop {
        estate.worlds.take_parts(Some(deaths));
        match estate.try_to_assemble().await {
            Ok(()) => break,
            Err(error) => assert!(error.is_retryable(), "{error:?}"),
        }
        deaths += 1;
    }

    assert!(deaths > 3, "only {deaths} died");
    is_whole(&estate, &scan).await;
    let told = estate.discovery.told();
    assert_eq!(told.iter().filter(|kind| *kind == "world.assembled").count(), 1);
}

#[tokio::test]
async fn leaves_a_world_to_whoever_has_it() {
    let (estate, scan) = collected(1).await;
    let now = estate.clock.now();
    let claim = estate.discovery.claim_assembly(&tenant(), &scan, now, now + CLAIMED_FOR).await.unwrap();
    assert!(claim.is_some());

    estate.assemble().await;
    assert_eq!(estate.scan(&scan).await.state, ScanState::Assembling);

    estate.clock.advance(CLAIMED_FOR);
    estate.assemble().await;
    assert_eq!(estate.scan(&scan).await.state, ScanState::CompletedWithGaps);
}

#[tokio::test]
async fn ends_a_scan_although_its_event_was_told_again_meanwhile() {
    let (estate, scan) = collected(1).await;
    let looks = AtomicUsize::new(0);
    // The second look at the clock comes when the scan was read that is about to end.
    let told_again = |estate: &Estate| {
        if looks.fetch_add(1, Ordering::SeqCst) == 1 {
            futures::executor::block_on(estate.resume(20));
        }
    };

    estate.assemble_while(told_again).await;

    let told = estate.discovery.told();
    assert_eq!(told.iter().filter(|kind| *kind == "scan.collected").count(), 2);
    assert_eq!(told.iter().filter(|kind| *kind == "scan.completed").count(), 1);
    assert_eq!(estate.scan(&scan).await.state, ScanState::CompletedWithGaps);
}

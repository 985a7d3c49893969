//! What answers say of what was seen, and of what was not.

use crate::{
    get_resource, list_coverage, list_resources,
    list_resources::ResourceListing,
    view::{ResourceView, StandingView},
};
use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::{
    collect::{Gap, GapReason},
    command::{Commit, Version},
    page::PageSize,
    permission::Permission,
    scan::{
        Inventory, InventoryChange, Reasons, Scan, ScanRequest, ScanState, Scans, Shard, ShardState, Shards, Tally,
    },
};
use pantheon_lambda::http::{Cursors, Request};
use pantheon_testing::{
    discovery::{MemoryDiscovery, first_change, found, resource, scan, scope},
    load_request, now, request, tenant, violations,
};

const VOLUME: &str = "AWS::EC2::Volume";
const BUCKET: &str = "AWS::S3::Bucket";
const EC2: &str = "111111111111:eu-west-1:ec2";
const S3: &str = "111111111111:global:s3";

fn at(minutes: i64) -> DateTime<Utc> {
    now() + TimeDelta::minutes(minutes)
}

/// A tenant with a volume and a bucket, found now.
async fn estate() -> MemoryDiscovery {
    let discovery = MemoryDiscovery::default();
    for (place, of, name) in [(EC2, VOLUME, "vol-1"), (S3, BUCKET, "logs")] {
        let kept = resource(&scope(place).account_id, found("eu-west-1", of, name, 1));
        discovery.apply(&tenant(), &scope(place), first_change(vec![kept]), now()).await.unwrap();
    }
    discovery
}

/// Lets a scan look at a place: of one type, whether it was seen whole, and why not.
async fn look(discovery: &MemoryDiscovery, place: &str, of: &str, minute: i64, gaps: &[GapReason]) {
    let (scan, pending) = (scan().id, Shard::pending(scope(place).into()));
    discovery.insert_shards(&tenant(), &scan, std::slice::from_ref(&pending)).await.unwrap();
    let leased = discovery.lease_shard(&tenant(), &scan, &pending.id, now(), at(5)).await.unwrap().unwrap();
    let gap = |reason: &GapReason| Gap { operation: "ec2:Describe".into(), reason: *reason, detail: "no".into() };
    let gaps: Vec<Gap> = gaps.iter().map(gap).collect();
    let ended = Shard {
        state: ShardState::of_outcome(gaps.is_empty(), &gaps),
        seen_whole: [(of.parse().unwrap(), gaps.is_empty())].into(),
        ended_at: Some(at(minute)),
        gaps,
        ..leased
    };
    let tally = Tally::ended(&ended.gaps);
    assert!(discovery.end_shard(&tenant(), &scan, &ended, tally, Commit::unasked()).await.unwrap());
}

/// Keeps a scan of everything that ended some minutes from now.
async fn ended_scan(discovery: &MemoryDiscovery, minute: i64) {
    let asked = Scan::requested(ScanRequest::default(), now());
    discovery.insert_scan(&tenant(), &asked, Commit::unasked()).await.unwrap();
    let state = ScanState::CompletedWithGaps;
    let ended = Scan { version: Version(2), state, completed_at: Some(at(minute)), ..asked };
    discovery.update_scan(&tenant(), &ended, Commit::unasked()).await.unwrap();
}

fn asking(queries: &[(&str, &str)]) -> Request {
    let request = request().caller(&[Permission::ResourcesRead, Permission::ScansRead]);
    queries.iter().fold(request, |request, (name, value)| request.query(name, value)).build()
}

async fn list(discovery: &MemoryDiscovery, queries: &[(&str, &str)]) -> ResourceListing {
    let cursors = Cursors::new(b"secret");
    list_resources::handle(discovery, discovery, discovery, &cursors, asking(queries)).await.unwrap().body
}

async fn get(discovery: &MemoryDiscovery, id: &str) -> ResourceView {
    let request = request().caller(&[Permission::ResourcesRead]).path("resource_id", id).build();
    get_resource::handle(discovery, discovery, request).await.unwrap().body.resource
}

async fn ledger(discovery: &MemoryDiscovery, queries: &[(&str, &str)]) -> Vec<StandingView> {
    let cursors = Cursors::new(b"secret");
    list_coverage::handle(discovery, &cursors, asking(queries)).await.unwrap().body.items
}

#[tokio::test]
async fn moves_last_seen_without_writing_a_resource() {
    let discovery = estate().await;
    let writes = discovery.inventory_writes();
    let seen = async || {
        let listed = list(&discovery, &[]).await.items;
        let bucket = listed.iter().find(|view| view.native_id == "logs").unwrap().clone();
        assert_eq!(get(&discovery, &bucket.id.to_string()).await, bucket, "one answer says what the other says");
        bucket.last_seen
    };
    assert_eq!(seen().await, now(), "the ledger knows nothing yet");

    look(&discovery, S3, BUCKET, 10, &[]).await;
    assert_eq!(seen().await, at(10));
    look(&discovery, S3, BUCKET, 20, &[GapReason::Denied]).await;
    assert_eq!(seen().await, at(10), "it could not be seen since");
    look(&discovery, S3, BUCKET, 30, &[]).await;
    assert_eq!((seen().await, discovery.inventory_writes()), (at(30), writes));
}

#[tokio::test]
async fn says_until_when_what_is_gone_was_seen() {
    let discovery = estate().await;
    look(&discovery, EC2, VOLUME, 10, &[]).await;
    let id = "111111111111:eu-west-1:AWS.EC2.Volume:vol-1";
    let gone = InventoryChange { remove: vec![id.parse().unwrap()], ..InventoryChange::default() };
    discovery.apply(&tenant(), &scope(EC2), gone, at(20)).await.unwrap();
    look(&discovery, EC2, VOLUME, 20, &[]).await;

    let view = get(&discovery, id).await;

    assert_eq!((view.last_seen, view.removed_at), (at(10), Some(at(20))));
}

#[tokio::test]
async fn every_list_says_what_it_could_not_see() {
    let discovery = estate().await;
    assert!(!list(&discovery, &[]).await.coverage.complete, "nobody has looked");
    ended_scan(&discovery, 10).await;
    assert!(list(&discovery, &[]).await.coverage.complete);

    look(&discovery, EC2, VOLUME, 20, &[GapReason::Denied, GapReason::Throttled]).await;
    look(&discovery, "222222222222:us-east-1:rds", "AWS::RDS::DBInstance", 20, &[GapReason::DeniedByOrganization])
        .await;

    let coverage = list(&discovery, &[]).await.coverage;
    let reasons = Reasons { denied: 1, throttled: 1, denied_by_organization: 1, ..Reasons::default() };
    assert_eq!((coverage.complete, coverage.holes, coverage.at_least), (false, 2, false));
    assert_eq!((coverage.reasons, coverage.as_of), (reasons, Some(at(10))));
    let narrower: [(&[(&str, &str)], u64); 5] = [
        (&[("account_id", "222222222222")], 1),
        (&[("region", "eu-west-1")], 1),
        (&[("resource_type", VOLUME)], 1),
        (&[("resource_type", "AWS::EC2::Subnet")], 0),
        (&[("account_id", "222222222222"), ("resource_type", VOLUME)], 0),
    ];
    for (queries, holes) in narrower {
        let coverage = list(&discovery, queries).await.coverage;
        assert_eq!((coverage.holes, coverage.complete), (holes, holes == 0), "{queries:?}");
    }
}

#[tokio::test]
async fn counts_holes_up_to_a_thousand_and_says_that_there_are_more() {
    let discovery = MemoryDiscovery::default();
    for account in 0..=PageSize::LARGEST.get() {
        let place = format!("{account:012}:eu-west-1:ec2");
        look(&discovery, &place, VOLUME, 1, &[GapReason::Denied]).await;
    }

    let coverage = list(&discovery, &[]).await.coverage;

    assert_eq!((coverage.holes, coverage.at_least, coverage.complete), (1_000, true, false));
}

#[tokio::test]
async fn lists_the_standing_ledger_by_what_is_asked() {
    let discovery = estate().await;
    look(&discovery, EC2, VOLUME, 1, &[]).await;
    look(&discovery, S3, BUCKET, 2, &[GapReason::Denied]).await;
    let cursors = Cursors::new(b"secret");

    let all = ledger(&discovery, &[]).await;

    assert_eq!(all.len(), 2);
    assert_eq!((all[0].service.as_str(), all[0].types[0].whole_at), ("ec2", Some(at(1))));
    assert_eq!((all[1].state, all[1].types[0].hidden_since), (ShardState::Denied, Some(at(2))));
    assert_eq!(ledger(&discovery, &[("holes", "true")]).await, all[1..]);
    assert_eq!(ledger(&discovery, &[("reason", "denied")]).await, all[1..]);
    assert_eq!(ledger(&discovery, &[("service", "ec2")]).await, all[..1]);
    let sample = list_coverage::handle(&discovery, &cursors, load_request("discovery/list-coverage")).await.unwrap();
    assert_eq!(sample.body.items, all[1..]);
    for (name, value) in [("reason", "boredom"), ("holes", "some"), ("region", "mars"), ("x", "y")] {
        let refused = list_coverage::handle(&discovery, &cursors, asking(&[(name, value)])).await;
        assert_eq!(violations(refused), [name]);
    }
}

use super::{later, new_tenant, walk};
use crate::{
    clock::now,
    discovery::{found, scan, scope},
};
use pantheon_core::{
    aws::ResourceType,
    collect::{Gap, GapReason, Scope},
    command::Commit,
    coverage::{Coverage, CoverageFilter, Hole, HoleFilter, ScopeCoverage, TypeCoverage},
    id::{ScanId, TenantId},
    resource::Resource,
    scan::{Inventory, InventoryChange, Shard, ShardState, Shards, Tally},
};
use std::collections::BTreeSet;

const VOLUME: &str = "AWS::EC2::Volume";
const SUBNET: &str = "AWS::EC2::Subnet";
const EC2: &str = "111111111111:eu-west-1:ec2";

/// Runs the suite of [`Coverage`]; `shards` and `inventory` must share what they keep with `port`.
pub async fn coverage(port: &dyn Coverage, shards: &dyn Shards, inventory: &dyn Inventory) {
    remembers_what_each_look_saw(port, shards).await;
    keeps_the_later_of_two_looks(port, shards).await;
    lets_regions_take_the_place_of_their_stand_in(port, shards).await;
    lists_what_is_asked_for(port, shards).await;
    lists_the_holes_that_matter(port, shards).await;
    knows_when_what_is_gone_was_last_seen(shards, inventory).await;
}

fn name(text: &str) -> ResourceType {
    text.parse().expect("a type")
}

fn gap(reason: GapReason) -> Gap {
    Gap { operation: "ec2:Describe".to_owned(), reason, detail: "no".to_owned() }
}

/// Ends a shard of a scan of its own, and returns that scan.
async fn look(
    shards: &dyn Shards,
    tenant: &TenantId,
    place: &str,
    minute: i64,
    seen: &[(&str, bool)],
    gaps: &[GapReason],
) -> ScanId {
    let (scan, pending) = (scan().id, Shard::pending(scope(place).into()));
    shards.insert_shards(tenant, &scan, std::slice::from_ref(&pending)).await.expect("inserts");
    let leased = shards.lease_shard(tenant, &scan, &pending.id, now(), later(5)).await.expect("answers");
    let gaps: Vec<Gap> = gaps.iter().map(|reason| gap(*reason)).collect();
    let ended = Shard {
        state: ShardState::of_outcome(seen.iter().any(|(_, whole)| *whole), &gaps),
        seen_whole: seen.iter().map(|(of, whole)| (name(of), *whole)).collect(),
        ended_at: Some(later(minute)),
        gaps,
        ..leased.expect("is free")
    };
    let tally = Tally::ended(&ended.gaps);
    assert!(shards.end_shard(tenant, &scan, &ended, tally, Commit::unasked()).await.expect("ends"));
    scan
}

async fn row(port: &dyn Coverage, tenant: &TenantId, place: &str) -> Option<ScopeCoverage> {
    let rows = port.coverage_of(tenant, &BTreeSet::from([scope(place)])).await.expect("reads");
    rows.into_iter().next()
}

async fn rows(port: &dyn Coverage, tenant: &TenantId, filter: CoverageFilter) -> Vec<Scope> {
    let all = walk(2, |page| {
        let filter = &filter;
        async move { port.coverage(tenant, filter, &page).await }
    });
    all.await.into_iter().map(|row| row.scope).collect()
}

async fn holes(port: &dyn Coverage, tenant: &TenantId, filter: &HoleFilter) -> Vec<Hole> {
    walk(2, |page| async move { port.holes(tenant, filter, &page).await }).await
}

async fn remembers_what_each_look_saw(port: &dyn Coverage, shards: &dyn Shards) {
    let tenant = new_tenant();
    assert_eq!(row(port, &tenant, EC2).await, None);
    look(shards, &tenant, EC2, 1, &[(VOLUME, true), (SUBNET, true)], &[]).await;
    assert_eq!(holes(port, &tenant, &HoleFilter::default()).await, []);

    let second = look(shards, &tenant, EC2, 2, &[(VOLUME, false), (SUBNET, true)], &[GapReason::Denied]).await;
    let seen = row(port, &tenant, EC2).await.expect("is there");

    let types = [
        (name(SUBNET), TypeCoverage { whole_at: Some(later(2)), hidden_since: None }),
        (name(VOLUME), TypeCoverage { whole_at: Some(later(1)), hidden_since: Some(later(2)) }),
    ];
    let expected = ScopeCoverage {
        scope: scope(EC2),
        state: ShardState::Partial,
        gaps: vec![gap(GapReason::Denied)],
        scan_id: second,
        ended_at: later(2),
        types: types.into(),
    };
    assert_eq!(seen, expected);
    assert_eq!(holes(port, &tenant, &HoleFilter::default()).await, [expected.hole().expect("a hole")]);
    assert_eq!(row(port, &new_tenant(), EC2).await, None);

    look(shards, &tenant, EC2, 3, &[(VOLUME, true), (SUBNET, true)], &[]).await;
    assert_eq!(holes(port, &tenant, &HoleFilter::default()).await, []);
    assert_eq!(row(port, &tenant, EC2).await.expect("is there").state, ShardState::Read);
}

async fn keeps_the_later_of_two_looks(port: &dyn Coverage, shards: &dyn Shards) {
    let tenant = new_tenant();
    look(shards, &tenant, EC2, 9, &[(VOLUME, true)], &[]).await;
    let later = row(port, &tenant, EC2).await;

    look(shards, &tenant, EC2, 3, &[(VOLUME, false)], &[GapReason::Denied]).await;

    assert_eq!(row(port, &tenant, EC2).await, later);
    assert_eq!(holes(port, &tenant, &HoleFilter::default()).await, []);
}

async fn lets_regions_take_the_place_of_their_stand_in(port: &dyn Coverage, shards: &dyn Shards) {
    let (tenant, stand_in) = (new_tenant(), "111111111111:global:ec2");
    look(shards, &tenant, stand_in, 1, &[], &[GapReason::Denied]).await;
    look(shards, &tenant, "222222222222:global:ec2", 1, &[], &[GapReason::Denied]).await;
    look(shards, &tenant, "111111111111:global:s3", 1, &[], &[GapReason::Denied]).await;
    let ours = HoleFilter { account_id: Some(scope(EC2).account_id), ..HoleFilter::default() };
    assert_eq!(holes(port, &tenant, &ours).await.len(), 2);

    for region in ["eu-west-1", "us-east-1"] {
        look(shards, &tenant, &format!("111111111111:{region}:ec2"), 2, &[(VOLUME, true)], &[]).await;
    }

    assert_eq!(row(port, &tenant, stand_in).await, None);
    let left: Vec<Scope> =
        holes(port, &tenant, &HoleFilter::default()).await.into_iter().map(|hole| hole.scope).collect();
    assert_eq!(left, [scope("111111111111:global:s3"), scope("222222222222:global:ec2")]);
}

async fn lists_what_is_asked_for(port: &dyn Coverage, shards: &dyn Shards) {
    let tenant = new_tenant();
    let looks: [(&str, &[GapReason]); 5] = [
        ("111111111111:eu-west-1:ec2", &[]),
        ("111111111111:eu-west-1:rds", &[GapReason::Denied, GapReason::Throttled]),
        ("111111111111:us-east-1:ec2", &[GapReason::Throttled]),
        ("222222222222:eu-west-1:ec2", &[GapReason::DeniedByOrganization]),
        ("222222222222:global:iam", &[]),
    ];
    for (place, gaps) in looks {
        look(shards, &tenant, place, 1, &[], gaps).await;
    }
    look(shards, &new_tenant(), "333333333333:eu-west-1:ec2", 1, &[], &[]).await;

    let all = CoverageFilter::default;
    let account_id = Some(scope("222222222222:global:iam").account_id);
    let cases = [
        (all(), vec![0, 1, 2, 3, 4]),
        (CoverageFilter { account_id: account_id.clone(), ..all() }, vec![3, 4]),
        (CoverageFilter { region: Some(scope(EC2).region), ..all() }, vec![0, 1, 3]),
        (CoverageFilter { service: Some(scope(EC2).service), ..all() }, vec![0, 2, 3]),
        (CoverageFilter { only_holes: true, ..all() }, vec![1, 2, 3]),
        (CoverageFilter { reason: Some(GapReason::Throttled), ..all() }, vec![1, 2]),
        (CoverageFilter { reason: Some(GapReason::DeniedByOrganization), ..all() }, vec![3]),
        (CoverageFilter { account_id, only_holes: true, region: Some(scope(EC2).region), ..all() }, vec![3]),
    ];
    for (filter, expected) in cases {
        let expected: Vec<Scope> = expected.into_iter().map(|index: usize| scope(looks[index].0)).collect();
        assert_eq!(rows(port, &tenant, filter.clone()).await, expected, "{filter:?}");
    }
}

async fn lists_the_holes_that_matter(port: &dyn Coverage, shards: &dyn Shards) {
    let tenant = new_tenant();
    let denied = [GapReason::Denied];
    let places = [
        EC2,
        "111111111111:global:s3",
        "111111111111:global:iam",
        "222222222222:global:ec2",
        "222222222222:us-east-1:rds",
    ];
    for place in places {
        look(shards, &tenant, place, 1, &[], &denied).await;
    }
    look(shards, &tenant, "333333333333:eu-west-1:ec2", 1, &[(VOLUME, false), (SUBNET, true)], &denied).await;
    // A tenant's own choice of types: which are hidden, nobody knows.
    look(shards, &tenant, "333333333333:eu-west-1:cloudcontrol", 1, &[], &denied).await;
    look(shards, &tenant, "333333333333:us-east-1:ec2", 1, &[(VOLUME, true)], &[]).await;
    let all = holes(port, &tenant, &HoleFilter::default()).await;
    assert_eq!(all.len(), 7);

    let accounts = [None, Some("111111111111"), Some("333333333333")];
    let regions = [None, Some("eu-west-1"), Some("us-east-1"), Some("global")];
    let types = [None, Some(VOLUME), Some(SUBNET), Some("AWS::S3::Bucket"), Some("AWS::Unheard::Of")];
    for account in accounts {
        for region in regions {
            for of in types {
                let filter = HoleFilter {
                    account_id: account.map(|id| id.parse().expect("an account")),
                    region: region.map(|region| region.parse().expect("a region")),
                    resource_type: of.map(name),
                };
                let expected: Vec<Hole> = all.iter().filter(|hole| filter.takes(hole)).cloned().collect();
                assert_eq!(holes(port, &tenant, &filter).await, expected, "{filter:?}");
            }
        }
    }
}

async fn knows_when_what_is_gone_was_last_seen(shards: &dyn Shards, inventory: &dyn Inventory) {
    let tenant = new_tenant();
    let place = scope(EC2);
    let volume = Resource::of(&place.account_id, found("eu-west-1", VOLUME, "vol-1", 1), now());
    let made = InventoryChange { write: vec![volume.clone()], ..InventoryChange::default() };
    inventory.apply(&tenant, &place, made, now()).await.expect("applies");
    look(shards, &tenant, EC2, 1, &[(VOLUME, true)], &[]).await;
    look(shards, &tenant, EC2, 7, &[(VOLUME, true)], &[]).await;

    let removed = InventoryChange { remove: vec![volume.id.clone()], ..InventoryChange::default() };
    inventory.apply(&tenant, &place, removed, later(9)).await.expect("applies");
    look(shards, &tenant, EC2, 10, &[(VOLUME, true)], &[]).await;

    let gone = inventory.resource(&tenant, &volume.id).await.expect("reads").and_then(|resource| resource.gone);
    let gone = gone.expect("is gone");
    assert_eq!((gone.removed_at, gone.last_seen), (later(9), later(7)));
}

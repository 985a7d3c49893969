use super::{later, new_tenant, walk};
use crate::{
    clock::now,
    discovery::{scan, scope},
};
use futures::future::join_all;
use pantheon_core::{
    budget::Calls,
    collect::{Gap, GapReason},
    command::{Commit, Version},
    event::Origin,
    id::{ScanId, TenantId},
    scan::{Reasons, Scans, Shard, ShardFinished, ShardId, ShardRule, ShardState, Shards, Tally},
};

/// Runs the suite of [`Shards`]; `scans` must share what it keeps with `port`.
pub async fn shards(port: &dyn Shards, scans: &dyn Scans) {
    leaves_the_shards_that_exist(port).await;
    lists_in_the_order_of_identifiers(port).await;
    lists_what_is_open(port).await;
    leases_a_shard_to_one_collector(port).await;
    lets_another_collector_take_over_when_the_lease_has_ended(port).await;
    leases_only_what_is_there(port).await;
    lets_one_of_many_collectors_win(port).await;
    ends_a_shard_once(port, scans).await;
    adds_up_shards_that_end_at_the_same_time(port, scans).await;
}

fn id(text: &str) -> ShardId {
    scope(text).into()
}

fn tally() -> Tally {
    let shard = Shard::pending(id("111111111111:eu-west-1:ec2"));
    Tally { resources_seen: 7, resources_written: 5, resources_removed: 2, ..Tally::ended(&ended(&shard).gaps) }
}

fn told(tenant: &TenantId, scan: &ScanId, shard: &Shard) -> Commit {
    let origin = Origin::of_system(tenant.clone(), "conformance", now());
    let fact =
        ShardFinished { scan_id: scan.clone(), scope: shard.id.scope().clone(), state: shard.state, tally: tally() };
    Commit::unasked().telling(&origin, &fact, Version(u64::from(shard.attempts)))
}

fn ended(shard: &Shard) -> Shard {
    Shard {
        state: ShardState::Partial,
        gaps: vec![Gap {
            operation: "ec2:DescribeVpcs".to_owned(),
            reason: GapReason::Throttled,
            detail: "Rate exceeded".to_owned(),
        }],
        seen_whole: [("AWS::EC2::Subnet", true), ("AWS::EC2::VPC", false)]
            .map(|(name, whole)| (name.parse().expect("a type"), whole))
            .into(),
        resources_seen: 7,
        duration_ms: 1_234,
        calls: Calls { made: 9, throttled: 2, repeated: 3 },
        ended_at: Some(later(1)),
        ..shard.clone()
    }
}

async fn leased(port: &dyn Shards, tenant: &TenantId, scan: &ScanId, id: &ShardId) -> Option<Shard> {
    port.lease_shard(tenant, scan, id, now(), later(5)).await.expect("answers")
}

async fn one(port: &dyn Shards) -> (TenantId, ScanId, Shard) {
    let shard = Shard::pending(id("111111111111:eu-west-1:ec2"));
    let (tenant, scan) = (new_tenant(), scan().id);
    port.insert_shards(&tenant, &scan, std::slice::from_ref(&shard)).await.expect("inserts");
    (tenant, scan, shard)
}

async fn leaves_the_shards_that_exist(port: &dyn Shards) {
    let (tenant, scan, first) = one(port).await;
    assert_eq!(port.shard(&tenant, &scan, &first.id).await.expect("reads"), Some(first.clone()));
    let running = leased(port, &tenant, &scan, &first.id).await.expect("is free");
    let known_gap = Shard { gaps: ended(&first).gaps, ..Shard::pending(id("111111111111:us-east-1:ec2")) };

    port.insert_shards(&tenant, &scan, &[first.clone(), known_gap.clone()]).await.expect("inserts");

    assert_eq!(port.shard(&tenant, &scan, &first.id).await.expect("reads"), Some(running));
    assert_eq!(port.shard(&tenant, &scan, &known_gap.id).await.expect("reads"), Some(known_gap));
    port.insert_shards(&tenant, &scan, &[]).await.expect("inserts nothing");
}

async fn lists_in_the_order_of_identifiers(port: &dyn Shards) {
    let (tenant, scan) = (new_tenant(), scan().id);
    let names = [
        "222222222222:eu-west-1:s3",
        "111111111111:us-east-1:ec2",
        "111111111111:global:iam",
        "111111111111:us-east-1:dynamodb",
        "111111111111:us-east-12:ec2",
        "999999999999:eu-west-1:ec2",
        "000000000000:eu-west-1:ec2",
        "800000000000:global:iam",
    ];
    let mut expected: Vec<Shard> = names.iter().map(|name| Shard::pending(id(name))).collect();
    port.insert_shards(&tenant, &scan, &expected).await.expect("inserts");
    port.insert_shards(&new_tenant(), &scan, &expected[..1]).await.expect("inserts for another tenant");
    expected.sort_by(|left, right| left.id.cmp(&right.id));

    for page_size in [1, 2, 5, 8, 9] {
        let all = walk(page_size, |page| {
            let (tenant, scan) = (&tenant, &scan);
            async move { port.shards(tenant, scan, &page).await }
        });
        assert_eq!(all.await, expected);
    }
}

async fn lists_what_is_open(port: &dyn Shards) {
    let (tenant, scan) = (new_tenant(), scan().id);
    // Accounts that begin with every digit.
    let all: Vec<Shard> =
        (0..30).map(|number| Shard::pending(id(&format!("{}{number:011}:eu-west-1:ec2", number % 10)))).collect();
    port.insert_shards(&tenant, &scan, &all).await.expect("inserts");
    let mut expected = Vec::new();
    for (number, shard) in all.iter().enumerate() {
        let running = if number % 3 > 0 { leased(port, &tenant, &scan, &shard.id).await } else { None };
        match running {
            Some(running) if number % 3 == 2 => {
                let ended = port.end_shard(&tenant, &scan, &ended(&running), tally(), Commit::unasked()).await;
                assert!(ended.expect("ends"));
            }
            running => expected.push(running.unwrap_or_else(|| shard.clone())),
        }
    }
    expected.sort_by(|left, right| left.id.cmp(&right.id));

    assert_eq!(picked(port, &tenant, &scan, ShardRule::Open).await, expected);
    let with_gaps: Vec<Shard> = picked(port, &tenant, &scan, ShardRule::WithGaps).await;
    assert_eq!(with_gaps.len(), 10);
    assert!(with_gaps.iter().all(|shard| shard.state == ShardState::Partial));
}

/// The shards that a rule picks, which are the same whatever the size of the pages.
async fn picked(port: &dyn Shards, tenant: &TenantId, scan: &ScanId, rule: ShardRule) -> Vec<Shard> {
    let [first, others @ ..] = [100, 3, 1];
    let list = |page_size| walk(page_size, |page| async move { port.shards_that(tenant, scan, rule, &page).await });
    let all = list(first).await;
    for page_size in others {
        assert_eq!(list(page_size).await, all);
    }
    all
}

async fn leases_a_shard_to_one_collector(port: &dyn Shards) {
    let (tenant, scan, shard) = one(port).await;

    let taken = leased(port, &tenant, &scan, &shard.id).await.expect("is free");

    let expected = Shard { state: ShardState::Running, attempts: 1, leased_until: Some(later(5)), ..shard.clone() };
    assert_eq!(taken, expected);
    assert_eq!(port.shard(&tenant, &scan, &shard.id).await.expect("reads"), Some(expected));
    assert_eq!(leased(port, &tenant, &scan, &shard.id).await, None);
}

async fn lets_another_collector_take_over_when_the_lease_has_ended(port: &dyn Shards) {
    let (tenant, scan, shard) = one(port).await;
    let first = leased(port, &tenant, &scan, &shard.id).await.expect("is free");

    let second = port.lease_shard(&tenant, &scan, &shard.id, later(5), later(10)).await.expect("answers");

    let second = second.expect("is free again");
    assert_eq!(second.attempts, 2);
    let paused = port.end_shard(&tenant, &scan, &ended(&first), tally(), told(&tenant, &scan, &first)).await;
    assert!(!paused.expect("answers"), "a collector whose lease was lost ended the shard");
    assert_eq!(port.shard(&tenant, &scan, &shard.id).await.expect("reads"), Some(second.clone()));
    let live = port.end_shard(&tenant, &scan, &ended(&second), tally(), told(&tenant, &scan, &second)).await;
    assert!(live.expect("answers"));
}

async fn leases_only_what_is_there(port: &dyn Shards) {
    let (tenant, scan, shard) = one(port).await;
    let other = id("111111111111:eu-west-1:rds");

    assert_eq!(port.shard(&tenant, &scan, &other).await.expect("reads"), None);
    assert_eq!(leased(port, &tenant, &scan, &other).await, None);
    assert_eq!(leased(port, &new_tenant(), &scan, &shard.id).await, None);
    let stranger = Shard { attempts: 1, ..Shard::pending(other) };
    let ended = port.end_shard(&tenant, &scan, &ended(&stranger), tally(), Commit::unasked()).await;
    assert!(!ended.expect("answers"));
}

async fn lets_one_of_many_collectors_win(port: &dyn Shards) {
    let (tenant, scan, shard) = one(port).await;

    let results = join_all((0..16).map(|_| leased(port, &tenant, &scan, &shard.id))).await;

    assert_eq!(results.iter().flatten().count(), 1);
}

async fn ends_a_shard_once(port: &dyn Shards, scans: &dyn Scans) {
    let (tenant, scan, shard) = one(port).await;
    let pending = port.end_shard(&tenant, &scan, &ended(&shard), tally(), Commit::unasked()).await;
    assert!(!pending.expect("answers"), "a shard that nobody has was ended");
    let running = leased(port, &tenant, &scan, &shard.id).await.expect("is free");

    for first_time in [true, false, false] {
        let end = port.end_shard(&tenant, &scan, &ended(&running), tally(), told(&tenant, &scan, &running)).await;
        assert_eq!(end.expect("answers"), first_time);
    }

    let kept = port.shard(&tenant, &scan, &shard.id).await.expect("reads");
    assert_eq!(kept, Some(Shard { leased_until: None, ..ended(&running) }));
    assert_eq!(scans.tally(&tenant, &scan).await.expect("adds up"), tally());
    assert_eq!(port.lease_shard(&tenant, &scan, &shard.id, later(60), later(70)).await.expect("answers"), None);
}

async fn adds_up_shards_that_end_at_the_same_time(port: &dyn Shards, scans: &dyn Scans) {
    let (tenant, scan) = (new_tenant(), scan().id);
    let shards: Vec<Shard> = (0..40).map(|number| Shard::pending(id(&format!("{number:012}:eu-west-1:ec2")))).collect();
    port.insert_shards(&tenant, &scan, &shards).await.expect("inserts");

    let ends = shards.iter().map(async |shard| {
        let running = leased(port, &tenant, &scan, &shard.id).await.expect("is free");
        port.end_shard(&tenant, &scan, &ended(&running), tally(), told(&tenant, &scan, &running)).await.expect("ends")
    });

    assert_eq!(join_all(ends).await, [true; 40]);
    let expected = Tally {
        shards_ended: 40,
        shards_with_gaps: 40,
        reasons: Reasons { throttled: 40, ..Reasons::default() },
        resources_seen: 280,
        resources_written: 200,
        resources_removed: 80,
    };
    assert_eq!(scans.tally(&tenant, &scan).await.expect("adds up"), expected);
}

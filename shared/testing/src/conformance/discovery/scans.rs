use super::{new_tenant, size, walk};
use crate::{clock::now, discovery::scan};
use futures::future::join_all;
use pantheon_core::{
    Error,
    command::{Commit, Version},
    event::{Actor, Event, Origin},
    id::{CorrelationId, ScanId, TenantId},
    page::{PageRequest, Position},
    scan::{Scan, ScanRequest, ScanRequested, ScanState, Scans, Tally, Walk},
};
use std::collections::BTreeSet;

/// How many writers race for one version.
const WRITERS: usize = 64;

/// Runs the suite of [`Scans`].
pub async fn scans(port: &dyn Scans) {
    keeps_what_it_was_given(port).await;
    refuses_to_add_a_scan_twice(port).await;
    replaces_only_the_version_before(port).await;
    lists_the_newest_first(port).await;
    refuses_a_position_that_it_did_not_make(port).await;
    lists_what_has_not_ended(port).await;
    lets_one_writer_win_each_version(port).await;
}

fn full_scan() -> Scan {
    Scan {
        request: ScanRequest {
            accounts: vec!["111111111111".parse().expect("an account")],
            regions: vec!["eu-west-1".parse().expect("a region")],
            services: vec!["ec2".parse().expect("a service")],
        },
        state: ScanState::Failed,
        failure: Some("no account is connected".to_owned()),
        planned_at: Some(now()),
        collected_at: Some(now()),
        completed_at: Some(now()),
        accounts_total: Some(10_000),
        walk: Some(Walk { accounts: 90, after: "[\"111111111111\"]".to_owned() }),
        shards_total: Some(u64::from(u32::MAX)),
        tally: Some(Tally { shards_ended: 7, resources_seen: 3, ..Tally::default() }),
        ..scan()
    }
}

fn telling(tenant: &TenantId, scan: &Scan) -> (Event, Commit) {
    let origin = Origin {
        tenant: tenant.clone(),
        actor: Actor::System { id: "conformance".to_owned() },
        correlation: CorrelationId::generate(now()),
        causation: None,
        at: now(),
    };
    let fact = ScanRequested { scan_id: scan.id.clone(), request: scan.request.clone() };
    let commit = Commit::unasked().telling(&origin, &fact, scan.version);
    (origin.event(&fact, scan.version.0), commit)
}

fn next(scan: &Scan, state: ScanState) -> Scan {
    Scan { version: scan.version.next(), state, ..scan.clone() }
}

async fn keeps_what_it_was_given(port: &dyn Scans) {
    let tenant = new_tenant();
    for scan in [scan(), full_scan()] {
        port.insert_scan(&tenant, &scan, telling(&tenant, &scan).1).await.expect("inserts");

        assert_eq!(port.scan(&tenant, &scan.id).await.expect("reads"), Some(scan.clone()));
        assert_eq!(port.scan(&new_tenant(), &scan.id).await.expect("reads"), None);
        assert_eq!(port.tally(&tenant, &scan.id).await.expect("adds up"), Tally::default());
    }
    assert_eq!(port.scan(&tenant, &ScanId::generate(now())).await.expect("reads"), None);
}

async fn refuses_to_add_a_scan_twice(port: &dyn Scans) {
    let (tenant, first) = (new_tenant(), scan());
    port.insert_scan(&tenant, &first, Commit::unasked()).await.expect("inserts");

    let second = Scan { failure: Some("second".to_owned()), ..first.clone() };
    let again = port.insert_scan(&tenant, &second, telling(&tenant, &second).1).await;

    assert!(matches!(again, Err(Error::Conflict { .. })), "{again:?}");
    assert_eq!(port.scan(&tenant, &first.id).await.expect("reads"), Some(first));
}

async fn replaces_only_the_version_before(port: &dyn Scans) {
    let (tenant, first) = (new_tenant(), scan());
    let second = next(&first, ScanState::Collecting);
    let missing = port.update_scan(&tenant, &second, Commit::unasked()).await;
    assert!(matches!(missing, Err(Error::PreconditionFailed { kind: "scan" })), "{missing:?}");

    port.insert_scan(&tenant, &first, Commit::unasked()).await.expect("inserts");
    port.update_scan(&tenant, &second, telling(&tenant, &second).1).await.expect("updates");

    for version in [Version(1), Version(2), Version(4)] {
        let stale = Scan { version, state: ScanState::Failed, ..second.clone() };
        let refused = port.update_scan(&tenant, &stale, telling(&tenant, &stale).1).await;
        assert!(matches!(refused, Err(Error::PreconditionFailed { kind: "scan" })), "{refused:?}");
    }
    assert_eq!(port.scan(&tenant, &second.id).await.expect("reads"), Some(second));
}

async fn lists_the_newest_first(port: &dyn Scans) {
    let tenant = new_tenant();
    assert_eq!(port.scans(&tenant, &PageRequest::first(size(2))).await.expect("lists").items, []);
    let mut expected: Vec<Scan> = (0..6).map(|_| scan()).collect();
    for scan in &expected {
        port.insert_scan(&tenant, scan, Commit::unasked()).await.expect("inserts");
        port.insert_scan(&new_tenant(), scan, Commit::unasked()).await.expect("inserts for another tenant");
    }
    expected.sort_by(|left, right| right.id.cmp(&left.id));

    for page_size in [1, 2, 4, 6, 7] {
        let all = walk(page_size, |page| {
            let tenant = tenant.clone();
            async move { port.scans(&tenant, &page).await }
        });
        assert_eq!(all.await, expected);
    }
    let exact = port.scans(&tenant, &PageRequest::first(size(6))).await.expect("lists");
    assert_eq!(exact.next, None, "the last page promises another");
}

async fn refuses_a_position_that_it_did_not_make(port: &dyn Scans) {
    for position in ["", "x", "[]", "[1]", "{}", "[\"a\",\"b\"]"] {
        let page = PageRequest { size: size(2), after: Some(Position(position.to_owned())) };
        let refused = port.scans(&new_tenant(), &page).await;
        assert!(matches!(refused, Err(Error::Invalid { .. })), "{position}: {refused:?}");
    }
}

async fn lists_what_has_not_ended(port: &dyn Scans) {
    let tenant = new_tenant();
    let open = |all: Vec<(TenantId, ScanId)>| {
        let ours = all.into_iter().filter(|(owner, _)| *owner == tenant);
        ours.map(|(_, id)| id).collect::<BTreeSet<_>>()
    };
    let (staying, ending) = (scan(), scan());
    for scan in [&staying, &ending] {
        port.insert_scan(&tenant, scan, Commit::unasked()).await.expect("inserts");
    }
    let both = BTreeSet::from([staying.id.clone(), ending.id.clone()]);
    assert_eq!(open(port.unfinished().await.expect("lists")), both);

    let collecting = next(&ending, ScanState::Collecting);
    port.update_scan(&tenant, &collecting, Commit::unasked()).await.expect("updates");
    assert_eq!(open(port.unfinished().await.expect("lists")), both);

    port.update_scan(&tenant, &next(&collecting, ScanState::Failed), Commit::unasked()).await.expect("updates");
    assert_eq!(open(port.unfinished().await.expect("lists")), BTreeSet::from([staying.id]));
}

async fn lets_one_writer_win_each_version(port: &dyn Scans) {
    let (tenant, mut current) = (new_tenant(), scan());
    port.insert_scan(&tenant, &current, Commit::unasked()).await.expect("inserts");
    for _ in 0..3 {
        let rivals: Vec<Scan> = (0..WRITERS)
            .map(|writer| Scan { shards_total: Some(writer as u64), ..next(&current, ScanState::Collecting) })
            .collect();
        let races = rivals.iter().map(|rival| port.update_scan(&tenant, rival, telling(&tenant, rival).1));
        let results = join_all(races).await;

        let winners: Vec<&Scan> =
            rivals.iter().zip(&results).filter(|(_, result)| result.is_ok()).map(|(rival, _)| rival).collect();
        assert_eq!(winners.len(), 1, "{results:?}");
        let lost = results.iter().filter(|result| matches!(result, Err(Error::PreconditionFailed { .. })));
        assert_eq!(lost.count(), WRITERS - 1);
        current = port.scan(&tenant, &current.id).await.expect("reads").expect("is there");
        assert_eq!(winners, [&current]);
    }
}

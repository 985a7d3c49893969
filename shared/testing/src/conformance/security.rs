//! What every implementation of the ports of security must do.

#![expect(clippy::expect_used, clippy::missing_panics_doc, reason = "a suite fails by panicking")]

use crate::{accounts::origin, caller, discovery, now, stranger, tenant};
use chrono::TimeDelta;
use pantheon_core::{
    Error,
    command::Commit,
    page::{PageRequest, PageSize},
    resource::Resource,
    security::{
        Finding, FindingChanged, FindingFilter, FindingStatus, Findings, Mute, MuteScope, Mutes, Postures, Seen,
        Severity,
        posture::{AccountPosture, CheckPosture, Score, TenantPosture, TrendPoint},
    },
};
use std::collections::{BTreeMap, BTreeSet};

fn bucket(account: &str, name: &str) -> Resource {
    let found = discovery::found("eu-west-1", "AWS::S3::Bucket", name, 1);
    discovery::resource(&account.parse().expect("an account"), found)
}

fn finding(account: &str, name: &str, severity: Severity, minutes: i64) -> Finding {
    let check = "s3.bucket_blocks_public_access".parse().expect("a check");
    let seen = Seen { reasons: BTreeSet::from(["It is open.".to_owned()]), exposed: true };
    Finding::opened(&check, severity, &bucket(account, name), seen, now() + TimeDelta::minutes(minutes))
}

fn all() -> PageRequest {
    PageRequest::first(PageSize::LARGEST)
}

/// Demands what [`Findings`] promises, of an empty memory.
pub async fn findings(port: &dyn Findings) {
    let tenant = tenant();
    let worst = finding("222222222222", "worst", Severity::Critical, 9);
    let old = finding("111111111111", "old", Severity::High, 1);
    let new = finding("111111111111", "new", Severity::High, 5);
    let mended = finding("111111111111", "mended", Severity::Critical, 1);
    let every = [new.clone(), mended.clone(), worst.clone(), old.clone()];
    let told = every.iter().fold(Commit::unasked(), |commit, finding| {
        commit.telling(&origin(&tenant, now()), &FindingChanged::of(finding), finding.version)
    });
    port.save_findings(&tenant, &every, told).await.expect("saves");
    let mended = mended.resolved(now()).expect("a change");
    port.save_findings(&tenant, std::slice::from_ref(&mended), Commit::unasked()).await.expect("the next version");

    assert_eq!(port.finding(&tenant, &worst.id).await.expect("reads").as_ref(), Some(&worst));
    assert_eq!(port.finding(&stranger(), &worst.id).await.expect("reads"), None);
    let mut of_account = port.findings_of(&tenant, &old.resource_id.account_id).await.expect("lists");
    of_account.sort_by_key(|finding| finding.first_seen);
    assert_eq!(of_account.len(), 3);

    let list = async |filter: FindingFilter| port.findings(&tenant, &filter, &all()).await.expect("lists").items;
    assert_eq!(list(FindingFilter::default()).await, [worst.clone(), old.clone(), new.clone()]);
    let resolved = FindingFilter { status: Some(FindingStatus::Resolved), ..FindingFilter::default() };
    assert_eq!(list(resolved).await, [mended]);
    let of_one = FindingFilter { account_id: Some(old.resource_id.account_id.clone()), ..FindingFilter::default() };
    assert_eq!(list(of_one).await, [old.clone(), new.clone()]);
    let high = FindingFilter {
        severity: Some(Severity::High),
        check: Some(old.check.clone()),
        resource_id: Some(new.resource_id.clone()),
        owner_agent: Some(new.owner_agent),
        status: Some(FindingStatus::Open),
        ..FindingFilter::default()
    };
    assert_eq!(list(high).await, std::slice::from_ref(&new));
    pages_in_order(port, &[worst, old.clone(), new.clone()]).await;

    // One that somebody else has changed keeps all of them.
    let stale = [old.resolved(now()).expect("a change"), new.clone()];
    let refused = port.save_findings(&tenant, &stale, Commit::unasked()).await;
    assert!(matches!(refused, Err(Error::PreconditionFailed { .. })), "{refused:?}");
    assert_eq!(port.finding(&tenant, &old.id).await.expect("reads"), Some(old));
}

async fn pages_in_order(port: &dyn Findings, expected: &[Finding]) {
    let size = PageSize::of(1).expect("a size");
    let (mut request, mut found) = (PageRequest::first(size), Vec::new());
    loop {
        let page = port.findings(&tenant(), &FindingFilter::default(), &request).await.expect("lists");
        found.extend(page.items);
        let Some(next) = page.next else { break };
        request = PageRequest { size, after: Some(next) };
    }
    assert_eq!(found, expected);
}

fn posture(account: &str, minutes: i64, passed: u64) -> AccountPosture {
    let check = CheckPosture { passed, failed: 1, unknown: 2, hidden: true, low: 10, high: 1_000_000 };
    AccountPosture {
        account_id: account.parse().expect("an account"),
        bundle: "of checks".to_owned(),
        evaluated_at: now() + TimeDelta::minutes(minutes),
        checks: BTreeMap::from([("s3.a".parse().expect("a check"), check)]),
    }
}

/// Demands what [`Postures`] promises, of an empty memory.
pub async fn postures(port: &dyn Postures) {
    let tenant = tenant();
    let (one, other) = (posture("111111111111", 5, 1), posture("222222222222", 1, 2));
    port.keep_account_posture(&tenant, &other).await.expect("keeps");
    port.keep_account_posture(&tenant, &one).await.expect("keeps");
    // What was evaluated before it comes too late.
    port.keep_account_posture(&tenant, &posture("111111111111", 2, 7)).await.expect("ignores");

    assert_eq!(port.account_posture(&tenant, &one.account_id).await.expect("reads"), Some(one.clone()));
    assert_eq!(port.account_posture(&stranger(), &one.account_id).await.expect("reads"), None);
    let listed = port.account_postures(&tenant, &all()).await.expect("lists");
    assert_eq!(listed.items, [one.clone(), other.clone()]);
    port.forget_account_posture(&tenant, &other.account_id).await.expect("forgets");
    assert_eq!(port.account_posture(&tenant, &other.account_id).await.expect("reads"), None);

    assert_eq!(port.posture(&tenant, PageSize::LARGEST).await.expect("reads"), (None, Vec::new()));
    let mut whole = TenantPosture::default();
    whole.add(&one);
    let point = |hours, low| TrendPoint { at: now() + TimeDelta::hours(hours), score: Score { low, high: 100 } };
    for point in [point(0, 1), point(24, 2), point(25, 3)] {
        port.keep_posture(&tenant, &whole, Some(point), Commit::unasked()).await.expect("keeps");
    }
    let (kept, trend) = port.posture(&tenant, PageSize::LARGEST).await.expect("reads");
    assert_eq!((kept, trend), (Some(whole), vec![point(25, 3), point(0, 1)]));
}

/// Demands what [`Mutes`] promises, of an empty memory.
pub async fn mutes(port: &dyn Mutes) {
    let tenant = tenant();
    let mute = |hours| {
        let scope = MuteScope { tag: Some("env=lab".to_owned()), ..MuteScope::default() };
        let ends = now() + TimeDelta::hours(hours);
        Mute::begun(scope, "A lab.".to_owned(), ends, caller(&[]).user, now()).expect("a mute")
    };
    let (short, long) = (mute(1), mute(48));
    for mute in [&short, &long] {
        port.insert_mute(&tenant, mute, Commit::unasked()).await.expect("adds");
    }

    assert_eq!(port.mutes(&tenant, now()).await.expect("lists").len(), 2);
    assert_eq!(port.mutes(&tenant, now() + TimeDelta::hours(2)).await.expect("lists"), std::slice::from_ref(&long));
    assert!(port.mutes(&stranger(), now()).await.expect("lists").is_empty());
    assert!(port.remove_mute(&tenant, &long.id).await.expect("removes"));
    assert!(!port.remove_mute(&tenant, &long.id).await.expect("finds none"));
    assert_eq!(port.mutes(&tenant, now()).await.expect("lists"), [short]);
}

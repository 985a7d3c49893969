use super::{new_tenant, walk};
use crate::discovery::scan;
use futures::future::join_all;
use pantheon_core::{
    Error,
    aws::AccountId,
    collect::{Gap, GapReason},
    command::Commit,
    id::{ScanId, TenantId},
    page::Position,
    scan::{ACCOUNTS_AT_ONCE, AccountPlan, Bookmarks, Planned, Plans, Scan, Scans, Target, Walk},
};

/// Runs the suite of [`Plans`]; `scans` must share what it keeps with `port`.
pub async fn plans(port: &dyn Plans, scans: &dyn Scans) {
    adds_accounts_once_however_many_walk(port, scans).await;
    decides_once(port, scans).await;
    counts_an_account_once(port, scans).await;
    lists_what_is_not_planned(port, scans).await;
    knows_only_the_accounts_of_the_scan(port, scans).await;
}

fn account(number: usize) -> AccountId {
    format!("{}{number:011}", number % 10).parse().expect("an account")
}

fn target(number: usize, enabled: Result<&[&str], Gap>) -> Target {
    let regions = |names: &[&str]| names.iter().map(|name| name.parse().expect("a region")).collect();
    Target {
        account_id: account(number),
        manages_organization: number == 0,
        wanted: Some(regions(&["eu-west-1"])),
        enabled: enabled.map(regions),
    }
}

fn walked(scan: &Scan, accounts: usize) -> Scan {
    let walk = Some(Walk { accounts: accounts as u64, after: format!("[{accounts}]") });
    Scan { version: scan.version.next(), walk, ..scan.clone() }
}

/// A scan with so many accounts.
async fn with_accounts(port: &dyn Plans, scans: &dyn Scans, count: usize) -> (TenantId, ScanId) {
    let (tenant, mut scan) = (new_tenant(), scan());
    scans.insert_scan(&tenant, &scan, Commit::unasked()).await.expect("inserts");
    let all: Vec<AccountId> = (0..count).map(account).collect();
    for (page, accounts) in all.chunks(ACCOUNTS_AT_ONCE).enumerate() {
        scan = walked(&scan, page * ACCOUNTS_AT_ONCE + accounts.len());
        port.add_accounts(&tenant, &scan, accounts).await.expect("adds");
    }
    (tenant, scan.id)
}

async fn adds_accounts_once_however_many_walk(port: &dyn Plans, scans: &dyn Scans) {
    let (tenant, scan) = (new_tenant(), scan());
    scans.insert_scan(&tenant, &scan, Commit::unasked()).await.expect("inserts");
    // Each walker has seen another estate, as accounts come and go.
    let next = walked(&scan, 2);
    let seen: Vec<Vec<AccountId>> = (0..8).map(|walker| vec![account(walker), account(walker + 100)]).collect();
    let adds = join_all(seen.iter().map(|accounts| port.add_accounts(&tenant, &next, accounts))).await;

    let winners: Vec<_> = seen.iter().zip(&adds).filter(|(_, added)| added.is_ok()).map(|(seen, _)| seen).collect();
    let [winner] = winners[..] else { panic!("{} walkers won", winners.len()) };
    let lost = adds.iter().filter(|added| matches!(added, Err(Error::PreconditionFailed { kind: "scan" })));
    assert_eq!(lost.count(), 7, "{adds:?}");
    assert_eq!(scans.scan(&tenant, &scan.id).await.expect("reads"), Some(next));
    let mut expected = winner.clone();
    expected.sort();
    assert_eq!(unplanned(port, &tenant, &scan.id, 10).await, expected);
}

async fn unplanned(port: &dyn Plans, tenant: &TenantId, scan: &ScanId, page_size: i64) -> Vec<AccountId> {
    walk(page_size, |page| async move { port.unplanned(tenant, scan, &page).await }).await
}

async fn decides_once(port: &dyn Plans, scans: &dyn Scans) {
    let (tenant, scan) = with_accounts(port, scans, 2).await;
    let gap = Gap { operation: "account:ListRegions".into(), reason: GapReason::Denied, detail: "no".into() };
    let rivals = [target(0, Ok(&["eu-west-1", "us-east-1"])), target(0, Ok(&[])), target(0, Err(gap))];

    let decided = join_all(rivals.iter().map(|rival| port.decide(&tenant, &scan, rival))).await;

    let decided: Vec<Target> = decided.into_iter().map(|target| target.expect("decides")).collect();
    assert!(rivals.contains(&decided[0]) && decided.iter().all(|target| *target == decided[0]), "{decided:?}");
    for rival in &rivals {
        assert_eq!(port.decide(&tenant, &scan, rival).await.expect("answers"), decided[0]);
    }
    let plan = AccountPlan { target: Some(decided[0].clone()), shards: None };
    assert_eq!(port.account_plan(&tenant, &scan, &account(0)).await.expect("reads"), Some(plan));
    let other = port.account_plan(&tenant, &scan, &account(1)).await.expect("reads");
    assert_eq!(other, Some(AccountPlan::default()));
}

async fn counts_an_account_once(port: &dyn Plans, scans: &dyn Scans) {
    let (tenant, scan) = with_accounts(port, scans, 40).await;
    assert_eq!(port.planned(&tenant, &scan).await.expect("adds up"), Planned::default());

    let all: Vec<AccountId> = (0..40).map(account).collect();
    let counts = all.iter().chain(&all).map(|id| port.count_planned(&tenant, &scan, id, 7));
    let counted = join_all(counts).await.into_iter().filter(|counted| *counted.as_ref().expect("counts")).count();

    assert_eq!(counted, 40);
    assert_eq!(port.planned(&tenant, &scan).await.expect("adds up"), Planned { accounts: 40, shards: 280 });
    assert!(!port.count_planned(&tenant, &scan, &account(3), 9).await.expect("answers"));
    let plan = port.account_plan(&tenant, &scan, &account(3)).await.expect("reads").expect("is there");
    assert_eq!(plan.shards, Some(7));
    let strangers = port.planned(&new_tenant(), &scan).await.expect("adds up");
    assert_eq!(strangers, Planned::default());
}

async fn lists_what_is_not_planned(port: &dyn Plans, scans: &dyn Scans) {
    let (tenant, scan) = with_accounts(port, scans, 200).await;
    let mut open: Vec<AccountId> = (0..200).map(account).collect();
    open.sort();
    assert_eq!(unplanned(port, &tenant, &scan, 1_000).await, open);

    for number in (0..200).filter(|number| number % 10 != 0) {
        port.count_planned(&tenant, &scan, &account(number), 0).await.expect("counts");
    }
    let open: Vec<AccountId> = (0..200).step_by(10).map(account).collect();
    for page_size in [1, 7, 100] {
        assert_eq!(unplanned(port, &tenant, &scan, page_size).await, open);
    }
}

async fn knows_only_the_accounts_of_the_scan(port: &dyn Plans, scans: &dyn Scans) {
    let (tenant, scan) = with_accounts(port, scans, 1).await;

    assert_eq!(port.account_plan(&tenant, &scan, &account(5)).await.expect("reads"), None);
    assert_eq!(port.account_plan(&new_tenant(), &scan, &account(0)).await.expect("reads"), None);
    let decided = port.decide(&tenant, &scan, &target(5, Ok(&[]))).await;
    assert!(matches!(decided, Err(Error::NotFound { .. })), "{decided:?}");
    assert!(!port.count_planned(&tenant, &scan, &account(5), 3).await.expect("answers"));
    assert_eq!(port.planned(&tenant, &scan).await.expect("adds up"), Planned::default());
}

/// Runs the suite of [`Bookmarks`].
pub async fn bookmarks(port: &dyn Bookmarks) {
    let (tenant, scan) = (new_tenant(), scan().id);
    for position in [None, Some(Position("[\"a\"]".to_owned())), Some(Position("b".to_owned())), None] {
        port.keep_bookmark(&tenant, &scan, position.as_ref()).await.expect("keeps");

        assert_eq!(port.bookmark(&tenant, &scan).await.expect("reads"), position);
        assert_eq!(port.bookmark(&new_tenant(), &scan).await.expect("reads"), None);
    }
}

use super::{later, new_tenant, size, walk};
use crate::discovery::scan;
use pantheon_core::{
    Error,
    command::{Commit, Version},
    id::TenantId,
    page::PageRequest,
    scan::{Scan, ScanState, Scans, Tally},
    world::{WorldIndex, WorldSummary},
};

/// Runs the suite of [`WorldIndex`]; `scans` must share what it keeps with `port`.
pub async fn worlds(port: &dyn WorldIndex, scans: &dyn Scans) {
    let tenant = new_tenant();
    assert_eq!(port.latest_world(&tenant).await.expect("reads"), None);

    for minute in [10, 2, 30] {
        let begun = scan();
        scans.insert_scan(&tenant, &begun, Commit::unasked()).await.expect("inserts");
        let ended = Scan {
            version: begun.version.next(),
            state: ScanState::Completed,
            completed_at: Some(later(minute)),
            ..begun.clone()
        };
        let tally = Tally { shards_ended: 3, ..Tally::default() };
        let mut world = WorldSummary::empty(begun.id.clone(), tally, later(minute));
        world.by_account.insert("111111111111".parse().expect("an account"), 4);

        let stale = Scan { version: Version(7), ..ended.clone() };
        let refused = port.complete_scan(&tenant, &stale, &world, Commit::unasked()).await;
        assert!(matches!(refused, Err(Error::PreconditionFailed { kind: "scan" })), "{refused:?}");
        port.complete_scan(&tenant, &ended, &world, Commit::unasked()).await.expect("completes");

        assert_eq!(scans.scan(&tenant, &begun.id).await.expect("reads"), Some(ended));
        let latest = port.latest_world(&tenant).await.expect("reads").expect("is there");
        assert_eq!(latest.assembled_at, later(minute.max(10)));
        if minute == 30 {
            assert_eq!(latest, world);
        }
    }
    assert_eq!(port.latest_world(&new_tenant()).await.expect("reads"), None);
    lists_the_newest_first(port, &tenant).await;
}

async fn lists_the_newest_first(port: &dyn WorldIndex, tenant: &TenantId) {
    for page_size in [1, 2, 3] {
        let all = walk(page_size, |page| async move { port.worlds(tenant, &page).await }).await;
        let moments: Vec<_> = all.iter().map(|world| world.assembled_at).collect();
        assert_eq!(moments, [later(30), later(10), later(2)]);
        for world in &all {
            assert_eq!(port.world(tenant, &world.scan_id).await.expect("reads").as_ref(), Some(world));
            assert_eq!(port.world(&new_tenant(), &world.scan_id).await.expect("reads"), None);
        }
    }
    assert_eq!(port.world(tenant, &scan().id).await.expect("reads"), None);
    assert_eq!(port.worlds(&new_tenant(), &PageRequest::first(size(2))).await.expect("lists").items, []);
}

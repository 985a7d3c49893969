use super::{later, new_tenant};
use crate::{clock::now, discovery::scan};
use futures::future::join_all;
use pantheon_core::{
    Error,
    id::{ScanId, TenantId},
    scan::Tally,
    world::{
        WorldSummary,
        assembly::{Assemblies, Assembly, ClaimedAssembly, Phase},
    },
};

/// Runs the suite of [`Assemblies`].
pub async fn assemblies(port: &dyn Assemblies) {
    keeps_how_far_it_has_come(port).await;
    lets_one_of_many_assemble(port).await;
    frees_what_a_dead_assembler_had(port).await;
}

async fn claim(port: &dyn Assemblies, tenant: &TenantId, scan: &ScanId, minute: i64) -> Option<ClaimedAssembly> {
    port.claim_assembly(tenant, scan, later(minute), later(minute + 5)).await.expect("answers")
}

fn half_way(scan: &ScanId) -> Assembly {
    let tally = Tally { shards_ended: 3, shards_with_gaps: 1, ..Tally::default() };
    let mut summary = WorldSummary::empty(scan.clone(), tally, now());
    summary.by_account.insert("111111111111".parse().expect("an account"), 4);
    summary.hole_pieces = 1;
    Assembly { phase: Phase::Resources, after: Some("[\"a#b\"]".to_owned()), ..Assembly::of(summary) }
}

async fn keeps_how_far_it_has_come(port: &dyn Assemblies) {
    let (tenant, scan) = (new_tenant(), scan().id);
    let first = claim(port, &tenant, &scan, 0).await.expect("is free");
    assert_eq!(first.kept, None);
    assert_eq!(claim(port, &tenant, &scan, 1).await, None, "two assemble one world");
    assert!(claim(port, &new_tenant(), &scan, 1).await.is_some());

    port.keep_assembly(&tenant, &scan, first.version, Some(&half_way(&scan))).await.expect("keeps");
    let second = claim(port, &tenant, &scan, 1).await.expect("is free again");
    assert_eq!(second.kept, Some(half_way(&scan)));
    port.keep_assembly(&tenant, &scan, second.version, None).await.expect("keeps");
    assert_eq!(claim(port, &tenant, &scan, 2).await.expect("is free").kept, None);
}

async fn lets_one_of_many_assemble(port: &dyn Assemblies) {
    let (tenant, scan) = (new_tenant(), scan().id);

    let claims = join_all((0..16).map(|_| claim(port, &tenant, &scan, 0))).await;

    assert_eq!(claims.iter().flatten().count(), 1);
}

async fn frees_what_a_dead_assembler_had(port: &dyn Assemblies) {
    let (tenant, scan) = (new_tenant(), scan().id);
    let dead = claim(port, &tenant, &scan, 0).await.expect("is free");
    let live = claim(port, &tenant, &scan, 5).await.expect("is free when the claim has ended");

    let late = port.keep_assembly(&tenant, &scan, dead.version, Some(&half_way(&scan))).await;
    assert!(matches!(late, Err(Error::PreconditionFailed { .. })), "{late:?}");
    port.keep_assembly(&tenant, &scan, live.version, Some(&half_way(&scan))).await.expect("keeps");
}

use super::{later, new_tenant};
use crate::{clock::now, discovery::scope};
use futures::future::join_all;
use pantheon_core::{
    collect::Scope,
    id::{LeaseId, TenantId},
    slot::{Lease, Refused, SLOTS, Slots},
};

/// Runs the suite of [`Slots`].
pub async fn slots(port: &dyn Slots) {
    lets_one_reader_into_a_scope(port).await;
    lets_so_many_readers_into_an_account_and_service(port).await;
    frees_the_slot_of_a_reader_who_died(port).await;
    leaves_a_slot_to_whoever_has_it(port).await;
    counts_right_when_many_come_and_go(port).await;
}

fn regions(service: &str, count: usize) -> Vec<Scope> {
    (0..count).map(|number| scope(&format!("111111111111:eu-west-{number}:{service}"))).collect()
}

fn until(minutes: i64) -> Lease {
    Lease { holder: LeaseId::generate(now()), until: later(minutes) }
}

async fn take(port: &dyn Slots, tenant: &TenantId, scope: &Scope, lease: &Lease) -> Result<(), Refused> {
    port.take_slot(tenant, scope, lease, now()).await.expect("answers")
}

async fn lets_one_reader_into_a_scope(port: &dyn Slots) {
    let (tenant, scope, lease) = (new_tenant(), scope("111111111111:eu-west-1:ec2"), until(5));

    assert_eq!(take(port, &tenant, &scope, &lease).await, Ok(()));
    assert_eq!(take(port, &tenant, &scope, &until(5)).await, Err(Refused::ScopeIsRead));
    assert_eq!(take(port, &tenant, &scope, &lease).await, Ok(()), "a repeated call is no rival");
    assert_eq!(take(port, &new_tenant(), &scope, &until(5)).await, Ok(()));

    port.give_slot_back(&tenant, &scope, &lease.holder).await.expect("gives back");
    assert_eq!(take(port, &tenant, &scope, &until(5)).await, Ok(()));
}

async fn lets_so_many_readers_into_an_account_and_service(port: &dyn Slots) {
    let tenant = new_tenant();
    let scopes = regions("ec2", SLOTS + 1);
    for scope in &scopes[..SLOTS] {
        assert_eq!(take(port, &tenant, scope, &until(5)).await, Ok(()));
    }

    assert_eq!(take(port, &tenant, &scopes[SLOTS], &until(5)).await, Err(Refused::AllTaken));
    assert_eq!(take(port, &tenant, &regions("rds", 1)[0], &until(5)).await, Ok(()), "another service");
    let other = scope("222222222222:eu-west-0:ec2");
    assert_eq!(take(port, &tenant, &other, &until(5)).await, Ok(()), "another account");
}

async fn frees_the_slot_of_a_reader_who_died(port: &dyn Slots) {
    let (tenant, scopes) = (new_tenant(), regions("ec2", SLOTS + 1));
    let dead: Vec<Lease> = (0..SLOTS).map(|_| until(2)).collect();
    for (scope, lease) in scopes.iter().zip(&dead) {
        assert_eq!(take(port, &tenant, scope, lease).await, Ok(()));
    }

    let live = until(9);
    let taken = port.take_slot(&tenant, &scopes[0], &live, later(2)).await.expect("answers");
    assert_eq!(taken, Ok(()));
    let taken = port.take_slot(&tenant, &scopes[SLOTS], &until(9), later(2)).await.expect("answers");
    assert_eq!(taken, Ok(()));
    port.give_slot_back(&tenant, &scopes[0], &dead[0].holder).await.expect("answers the dead");
    let rival = port.take_slot(&tenant, &scopes[0], &until(9), later(3)).await.expect("answers");
    assert_eq!(rival, Err(Refused::ScopeIsRead), "the dead gave away what was not theirs any more");
}

async fn leaves_a_slot_to_whoever_has_it(port: &dyn Slots) {
    let (tenant, scope, lease) = (new_tenant(), scope("111111111111:global:iam"), until(5));
    port.give_slot_back(&tenant, &scope, &lease.holder).await.expect("gives back what nobody has");
    assert_eq!(take(port, &tenant, &scope, &lease).await, Ok(()));

    port.give_slot_back(&tenant, &scope, &until(5).holder).await.expect("answers a stranger");

    assert_eq!(take(port, &tenant, &scope, &until(5)).await, Err(Refused::ScopeIsRead));
}

async fn counts_right_when_many_come_and_go(port: &dyn Slots) {
    let (tenant, scopes) = (new_tenant(), regions("ec2", 12));
    for _ in 0..3 {
        let leases: Vec<Lease> = scopes.iter().map(|_| until(5)).collect();
        let turns = join_all(scopes.iter().zip(&leases).map(|(scope, lease)| take(port, &tenant, scope, lease))).await;

        let winners = turns.iter().filter(|turn| turn.is_ok()).count();
        assert!((1..=SLOTS).contains(&winners), "{turns:?}");
        let back = scopes.iter().zip(&leases).map(|(scope, lease)| port.give_slot_back(&tenant, scope, &lease.holder));
        join_all(back).await.into_iter().for_each(|back| back.expect("gives back"));
    }
    for scope in &scopes[..SLOTS] {
        assert_eq!(take(port, &tenant, scope, &until(5)).await, Ok(()), "a slot was lost");
    }
}

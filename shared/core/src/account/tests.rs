//! What holds of connections whatever happens to them.

use super::{
    sync::{self, ListedAccount},
    *,
};
use crate::{event::Origin, id::TenantId};
use proptest::prelude::*;

fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(second, 0).unwrap()
}

fn wish(id: &str, kind: AccountKind) -> Wish {
    Wish {
        id: id.parse().unwrap(),
        kind,
        name: "Olympus".parse().unwrap(),
        role_name: "PantheonMember".parse().unwrap(),
        regions: None,
    }
}

fn account(id: &str, kind: AccountKind, seed: u8, second: i64) -> Account {
    Account::requested(wish(id, kind), ExternalId::of_bytes([seed; 32]), at(second))
}

fn organization() -> Account {
    account("111111111111", AccountKind::Organization, 1, 100).judged(Verdict::Trusted, at(101))
}

fn listed(id: &str) -> ListedAccount {
    ListedAccount { id: id.parse().unwrap(), name: "production".to_owned(), active: true }
}

fn refused() -> Verdict {
    trust::refuse(&organization(), RefusalReason::OpenWithoutExternalId, "")
}

fn told(after: &Account, before: Option<&Account>) -> Vec<String> {
    let origin = Origin::of_system(TenantId::generate(at(0)), "test", at(9));
    after.tell_change(before, crate::command::Commit::unasked(), &origin).events.into_iter().map(|e| e.kind).collect()
}

#[test]
fn begins_pending_and_is_connected_once_trusted() {
    let pending = account("111111111111", AccountKind::Account, 1, 1);
    let connected = pending.judged(Verdict::Trusted, at(2));
    let again = connected.judged(Verdict::Trusted, at(3));

    assert_eq!(pending.state, AccountState::Pending);
    assert_eq!((connected.state, connected.connected_at), (AccountState::Connected, Some(at(2))));
    assert_eq!((again.connected_at, again.verified_at), (Some(at(2)), Some(at(3))));
    assert_eq!(told(&connected, Some(&pending)), ["account.connected"]);
    assert!(told(&again, Some(&connected)).is_empty());
}

#[test]
fn says_why_it_was_refused_without_telling_the_secret() {
    let pending = account("111111111111", AccountKind::Account, 1, 1);
    let refused = pending.judged(trust::refuse(&pending, RefusalReason::OpenWithoutExternalId, ""), at(2));

    let refusal = refused.refusal.clone().unwrap();
    assert_eq!(
        refusal.detail,
        "the role PantheonMember in account 111111111111 can be assumed without an ExternalId: deploy \
         infra/member-role.yaml there with the ExternalId of this connection, then verify again"
    );
    assert!(!refusal.detail.contains(pending.external_id.as_str()));
    assert_eq!(told(&refused, Some(&pending)), ["account.refused"]);
}

#[test]
fn keeps_nothing_of_an_ended_connection() {
    let ended = organization().disconnected(at(200));
    let again =
        ended.requested_again(wish("111111111111", AccountKind::Account), ExternalId::of_bytes([9; 32]), at(300));

    let again = again.unwrap();
    assert_eq!(again.version, ended.version.next());
    assert_ne!((&again.connection, &again.external_id), (&ended.connection, &ended.external_id));
    assert_eq!((again.state, again.ended_at, again.connected_at), (AccountState::Pending, None, None));
}

#[test]
fn is_not_connected_twice() {
    let again = organization().requested_again(
        wish("111111111111", AccountKind::Account),
        ExternalId::of_bytes([9; 32]),
        at(300),
    );

    assert!(matches!(again, Err(Error::Conflict { .. })));
}

#[test]
fn synchronizes_only_connected_organizations() {
    let pending = account("111111111111", AccountKind::Organization, 1, 1);
    let alone = account("111111111111", AccountKind::Account, 1, 1).judged(Verdict::Trusted, at(2));

    assert!(matches!(pending.synchronization_requested(at(3)), Err(Error::Conflict { .. })));
    assert!(matches!(alone.synchronization_requested(at(3)), Err(Error::Conflict { .. })));
    let requested = organization().synchronization_requested(at(103)).unwrap();
    assert_eq!(requested.synchronization.unwrap().requested_at, Some(at(103)));
}

#[test]
fn takes_listed_members_under_the_secret_of_the_organization() {
    let organization = organization();
    let plan = sync::plan(&organization, &[listed("111111111111"), listed("222222222222")], &[], at(200)).unwrap();

    let member = plan.verify[0].judged(Verdict::Trusted, at(200));
    assert_eq!((member.version, member.kind), (Version::FIRST, AccountKind::Member));
    assert_eq!((&member.connection, &member.external_id), (&organization.connection, &organization.external_id));
    assert_eq!(plan.verify.len(), 1);
}

#[test]
fn believes_no_listing_without_the_management_account() {
    assert!(sync::plan(&organization(), &[listed("222222222222")], &[], at(200)).is_none());
    assert!(sync::plan(&organization(), &[], &[], at(200)).is_none());
}

#[test]
fn leaves_alone_what_the_tenant_decided() {
    let organization = organization();
    let alone = account("222222222222", AccountKind::Account, 2, 1).judged(Verdict::Trusted, at(2));
    let member = sync::plan(&organization, &[listed("111111111111"), listed("333333333333")], &[], at(200)).unwrap();
    let let_go = member.verify[0].judged(Verdict::Trusted, at(201)).disconnected(at(202));
    let listing = [listed("111111111111"), listed("222222222222"), listed("333333333333")];

    let plan = sync::plan(&organization, &listing, &[organization.clone(), alone, let_go], at(300)).unwrap();

    assert_eq!((plan.verify.len(), plan.leave.len(), plan.untouched), (0, 0, 2));
}

#[test]
fn takes_back_what_was_let_go_before_the_organization_was_connected() {
    let organization = organization();
    let before =
        account("222222222222", AccountKind::Member, 2, 1).judged(Verdict::Trusted, at(2)).disconnected(at(50));
    let listing = [listed("111111111111"), listed("222222222222")];

    let plan = sync::plan(&organization, &listing, std::slice::from_ref(&before), at(300)).unwrap();

    assert_eq!(plan.verify[0].version, before.version);
    assert_eq!(plan.verify[0].external_id, organization.external_id);
    assert_eq!((plan.verify[0].state, plan.verify[0].ended_at), (AccountState::Pending, None));
}

#[test]
fn lets_suspended_members_leave() {
    let organization = organization();
    let listing = [listed("111111111111"), listed("222222222222")];
    let member = sync::plan(&organization, &listing, &[], at(200)).unwrap().verify[0].judged(Verdict::Trusted, at(200));
    let suspended = [listed("111111111111"), ListedAccount { active: false, ..listed("222222222222") }];

    let plan = sync::plan(&organization, &suspended, std::slice::from_ref(&member), at(300)).unwrap();

    assert_eq!(plan.leave, std::slice::from_ref(&member));
    assert_eq!(told(&member.left(at(300)), Some(&member)), ["account.left"]);
}

fn id_of(number: u8) -> String {
    format!("{:012}", u64::from(number) + 222_222_222_222)
}

prop_compose! {
    fn known_account()(number in 0..8u8, kind in 0..3u8, state in 0..5u8, seed in 1..4u8, second in 1..300i64) -> Account {
        let kind = [AccountKind::Organization, AccountKind::Account, AccountKind::Member][usize::from(kind)];
        let mut account = account(&id_of(number), kind, seed, second);
        if kind == AccountKind::Member && seed == 1 {
            account.connection = organization_connection();
        }
        match state {
            0 => account,
            1 => account.judged(Verdict::Trusted, at(second)),
            2 => account.judged(refused(), at(second)),
            3 => account.disconnected(at(second)),
            _ => account.left(at(second)),
        }
    }
}

fn organization_connection() -> ConnectionId {
    "con_00000000-0000-7000-8000-000000000001".parse().unwrap()
}

proptest! {
    #[test]
    fn comes_to_rest_after_one_synchronization(
        known in prop::collection::vec(known_account(), 0..8),
        members in prop::collection::vec((0..8u8, any::<bool>()), 0..8),
    ) {
        let organization = Account { connection: organization_connection(), ..organization() };
        let mut known: std::collections::BTreeMap<_, _> = known.into_iter().map(|a| (a.id.clone(), a)).collect();
        let mut listing: Vec<_> = members.iter().map(|(n, active)| ListedAccount { active: *active, ..listed(&id_of(*n)) }).collect();
        listing.push(listed("111111111111"));

        let before = known.clone();
        let plan = sync::plan(&organization, &listing, &before.values().cloned().collect::<Vec<_>>(), at(400)).unwrap();
        for account in &plan.verify {
            known.insert(account.id.clone(), account.judged(Verdict::Trusted, at(400)));
        }
        for account in &plan.leave {
            known.insert(account.id.clone(), account.left(at(400)));
        }
        let after: Vec<_> = known.values().cloned().collect();
        let again = sync::plan(&organization, &listing, &after, at(500)).unwrap();

        // Nobody leaves twice, and everybody who follows the organization carries its secret.
        prop_assert!(again.leave.is_empty());
        for account in &again.verify {
            let settled = &known[&account.id];
            prop_assert_eq!(settled.state, AccountState::Connected);
            prop_assert_eq!(&settled.external_id, &organization.external_id);
            prop_assert!(told(&account.judged(Verdict::Trusted, at(500)), Some(settled)).is_empty());
        }
        // What a tenant connected by itself is not changed.
        for (id, account) in before.iter().filter(|(_, account)| account.kind != AccountKind::Member && !account.state.has_ended()) {
            prop_assert_eq!(&known[id], account);
        }
    }

    #[test]
    fn counts_every_change(verdicts in prop::collection::vec(any::<bool>(), 0..12)) {
        let mut account = account("111111111111", AccountKind::Account, 1, 1);
        for (step, trusted) in (2u32..).zip(verdicts) {
            account = account.judged(if trusted { Verdict::Trusted } else { refused() }, at(i64::from(step)));

            prop_assert_eq!(account.version, Version(u64::from(step)));
            prop_assert_eq!(account.refusal.is_some(), account.state == AccountState::Refused);
        }
    }
}

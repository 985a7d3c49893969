//! What every memory of users must do.

#![expect(clippy::unwrap_used, reason = "a suite fails by panicking")]

use super::{Table, conflicts, found, in_pages, is_stale, member, now, winners};
use crate::identity::{invited, user};
use chrono::TimeDelta;
use futures::future::{join, join_all};
use pantheon_core::{
    command::{Commit, Version},
    id::{TenantId, UserId},
    identity::{Digest, ExternalIdentity, PasswordHash, RoleName, SecondFactor, User, UserFilter, UserState},
    permission::Role,
};
use std::collections::BTreeSet;

/// Demands that users are found, listed and changed, each of them by one at a time.
pub async fn users(table: &dyn Table) {
    gives_back_everything_it_was_given(table).await;
    refuses_an_address_that_is_taken(table).await;
    lets_only_one_of_two_changes_pass(table).await;
    changes_a_user_and_the_tenant_together(table).await;
    keeps_one_administrator_of_two_who_leave_at_once(table).await;
    lists_what_is_wanted(table).await;
    lists_every_user_once(table).await;
}

async fn gives_back_everything_it_was_given(table: &dyn Table) {
    let (delphi, _) = found(table, "Delphi").await;
    let (pythia, token) = invited(&delphi.id, "pythia@delphi.example", &[Role::Viewer], now()).unwrap();
    table.add_user(&pythia, Commit::unasked()).await.unwrap();
    assert_eq!(table.user(&delphi.id, &pythia.id).await.unwrap(), Some(pythia.clone()));

    let later = now() + TimeDelta::nanoseconds(1_500_000_001);
    let accepted = pythia.accept(&token, PasswordHash("$argon2id$x".to_owned()), later).unwrap();
    table.save_user(&accepted, None, Commit::unasked()).await.unwrap();
    let codes = ["aaaa", "bbbb"].map(Digest::of).into();
    let factor = SecondFactor::pending("c2VhbGVk".to_owned(), later).confirmed(58_333_333, codes);
    let careful = accepted.with_second_factor(Some(factor));
    table.save_user(&careful, None, Commit::unasked()).await.unwrap();
    let linked = careful.linked(ExternalIdentity::new("https://idp.example", "108#\"x").unwrap()).unwrap();
    table.save_user(&linked, None, Commit::unasked()).await.unwrap();
    let own: BTreeSet<RoleName> = ["night-watch".parse().unwrap(), Role::Agent.into()].into();
    let changed = linked.with_roles(own).signed_out(later);
    let changed = User { version: linked.version.next(), ..changed };
    table.save_user(&changed, None, Commit::unasked()).await.unwrap();

    assert_eq!(table.user(&delphi.id, &pythia.id).await.unwrap(), Some(changed.clone()));
    assert_eq!(table.user_by_email(&pythia.email).await.unwrap(), Some(changed));
}

async fn refuses_an_address_that_is_taken(table: &dyn Table) {
    let (thebes, founder) = found(table, "Thebes").await;
    let (corinth, _) = found(table, "Corinth").await;

    for tenant in [&thebes.id, &corinth.id] {
        let double = user(tenant, "FOUNDER@thebes.example", &[Role::Viewer], now()).unwrap();
        conflicts(table.add_user(&double, Commit::unasked()).await);
        assert_eq!(table.user(tenant, &double.id).await.unwrap(), None, "half of a user was made");
    }
    let same = User { email: "new@thebes.example".parse().unwrap(), ..founder };
    conflicts(table.add_user(&same, Commit::unasked()).await);
    assert_eq!(table.user_by_email(&same.email).await.unwrap(), None, "half of a user was made");

    let invitations = join_all((0..8).map(async |number| {
        let tenant = if number % 2 == 0 { &thebes.id } else { &corinth.id };
        let (rival, _) = invited(tenant, "oedipus@example.com", &[Role::Viewer], now()).unwrap();
        table.add_user(&rival, Commit::unasked()).await
    }));
    assert_eq!(winners(&invitations.await), 1);
}

async fn lets_only_one_of_two_changes_pass(table: &dyn Table) {
    let (sparta, _) = found(table, "Sparta").await;
    let helen = member(table, &sparta, "helen", &[Role::Viewer]).await;
    let changes = (1..=8).map(|number| {
        let password = PasswordHash(format!("$argon2id${number}"));
        let changed = helen.rehashed(password);
        async move { table.save_user(&changed, None, Commit::unasked()).await }
    });

    assert_eq!(winners(&join_all(changes).await), 1);
    is_stale(table.save_user(&helen, None, Commit::unasked()).await);
    let ahead = User { version: Version(4), ..helen.clone() };
    is_stale(table.save_user(&ahead, None, Commit::unasked()).await);
    let unknown = User { id: UserId::generate(now()), version: Version(2), ..helen.clone() };
    is_stale(table.save_user(&unknown, None, Commit::unasked()).await);
    let elsewhere = User { tenant: TenantId::generate(now()), version: Version(3), ..helen.clone() };
    is_stale(table.save_user(&elsewhere, None, Commit::unasked()).await);
    assert_eq!(table.user(&sparta.id, &helen.id).await.unwrap().unwrap().version, Version(2));
}

async fn changes_a_user_and_the_tenant_together(table: &dyn Table) {
    let (crete, _) = found(table, "Crete").await;
    let minos = member(table, &crete, "minos", &[Role::Viewer]).await;
    let promoted = minos.with_roles([Role::Admin.into()].into());
    let following = crete.following(&promoted).unwrap().unwrap();

    let mut late = following.clone();
    late.version = Version(7);
    is_stale(table.save_user(&promoted, Some(&late), Commit::unasked()).await);
    assert_eq!(table.user(&crete.id, &minos.id).await.unwrap(), Some(minos.clone()), "half of a change was made");
    table.save_user(&promoted, Some(&following), Commit::unasked()).await.unwrap();
    assert_eq!(table.tenant(&crete.id).await.unwrap(), Some(following.clone()));

    let stale = User { version: Version(9), ..promoted.clone() };
    let mut next = following.clone();
    next.version = following.version.next();
    is_stale(table.save_user(&stale, Some(&next), Commit::unasked()).await);
    assert_eq!(table.tenant(&crete.id).await.unwrap(), Some(following), "half of a change was made");
    assert_eq!(table.user(&crete.id, &minos.id).await.unwrap(), Some(promoted));
}

async fn keeps_one_administrator_of_two_who_leave_at_once(table: &dyn Table) {
    let (mycenae, first) = found(table, "Mycenae").await;
    let second = member(table, &mycenae, "agamemnon", &[Role::Admin]).await;
    let renewed = second.rehashed(PasswordHash("$argon2id$y".to_owned()));
    let mycenae = mycenae.following(&renewed).unwrap().unwrap();
    table.save_user(&renewed, Some(&mycenae), Commit::unasked()).await.unwrap();
    let leave = async |user: &User| {
        let disabled = user.disabled(now()).unwrap();
        let tenant = mycenae.following(&disabled).unwrap();
        table.save_user(&disabled, tenant.as_ref(), Commit::unasked()).await
    };

    let (one, other) = join(leave(&first), leave(&renewed)).await;

    assert_eq!(winners(&[one, other]), 1);
    assert_eq!(table.tenant(&mycenae.id).await.unwrap().unwrap().administrators.len(), 1);
}

async fn lists_what_is_wanted(table: &dyn Table) {
    let (ithaca, odysseus) = found(table, "Ithaca").await;
    let (telemachus, _) = invited(&ithaca.id, "telemachus@ithaca.example", &[Role::Operator], now()).unwrap();
    table.add_user(&telemachus, Commit::unasked()).await.unwrap();
    let penelope = member(table, &ithaca, "penelope", &[Role::Admin, Role::Operator]).await;
    let suitor = member(table, &ithaca, "antinous", &[Role::Viewer]).await.disabled(now()).unwrap();
    table.save_user(&suitor, None, Commit::unasked()).await.unwrap();

    let all = [&odysseus, &telemachus, &penelope, &suitor];
    for state in [None, Some(UserState::Invited), Some(UserState::Active), Some(UserState::Disabled)] {
        for role in [None, Some("admin"), Some("operator"), Some("viewer"), Some("oper"), Some("nobody")] {
            let filter = UserFilter { state, role: role.map(|role| role.parse().unwrap()) };
            let listed = in_pages(async |page| table.users(&ithaca.id, &filter, &page).await).await;
            let listed: BTreeSet<UserId> = listed.into_iter().map(|user| user.id).collect();
            let wanted: BTreeSet<UserId> =
                all.iter().filter(|user| filter.covers(user)).map(|user| user.id.clone()).collect();
            assert_eq!(listed, wanted, "{filter:?}");
        }
    }
    let nobody = in_pages(async |page| table.users(&TenantId::generate(now()), &UserFilter::default(), &page).await);
    assert!(nobody.await.is_empty());
}

async fn lists_every_user_once(table: &dyn Table) {
    let (argos, first) = found(table, "Argos").await;
    let mut made = vec![first.id];
    for number in 1..=8 {
        let at = now() + TimeDelta::minutes(number);
        let role = if number % 4 == 0 { Role::Operator } else { Role::Viewer };
        let argonaut = user(&argos.id, &format!("argonaut{number}@argos.example"), &[role], at).unwrap();
        table.add_user(&argonaut, Commit::unasked()).await.unwrap();
        made.push(argonaut.id);
    }

    let listed = in_pages(async |page| table.users(&argos.id, &UserFilter::default(), &page).await).await;
    assert_eq!(listed.into_iter().map(|user| user.id).collect::<Vec<_>>(), made, "not in the order of their making");
    let operators = UserFilter { role: Some(Role::Operator.into()), ..UserFilter::default() };
    let listed = in_pages(async |page| table.users(&argos.id, &operators, &page).await).await;
    assert_eq!(listed.into_iter().map(|user| user.id).collect::<Vec<_>>(), [made[4].clone(), made[8].clone()]);
}

//! What every memory of users' identities elsewhere must do.

#![expect(clippy::unwrap_used, reason = "a suite fails by panicking")]

use super::{Table, conflicts, found, member, now, winners};
use crate::identity::user;
use futures::future::join_all;
use pantheon_core::{
    command::Commit,
    id::TenantId,
    identity::{ExternalIdentity, PasswordHash, User},
    permission::Role,
};

fn identity(subject: &str) -> ExternalIdentity {
    ExternalIdentity::new("https://accounts.example.com", subject).unwrap()
}

async fn link(table: &dyn Table, user: &User, subject: &str) -> User {
    let linked = user.linked(identity(subject)).unwrap();
    table.save_user(&linked, None, Commit::unasked()).await.unwrap();
    linked
}

async fn known_as(table: &dyn Table, tenant: Option<&TenantId>, identity: &ExternalIdentity) -> Option<User> {
    table.user_by_identity(tenant, identity).await.unwrap()
}

/// Demands that users are found by who they are elsewhere, and nobody by who somebody else is.
pub async fn links(table: &dyn Table) {
    finds_users_by_who_they_are_elsewhere(table).await;
    links_an_identity_to_one_user_of_a_tenant(table).await;
    lets_no_tenant_stand_in_the_way_of_another(table).await;
    links_users_only_who_exist(table).await;
}

async fn finds_users_by_who_they_are_elsewhere(table: &dyn Table) {
    let (chios, homer) = found(table, "Chios").await;
    assert_eq!(known_as(table, Some(&chios.id), &identity("homer")).await, None);
    let linked = link(table, &homer, "homer").await;
    let twice = link(table, &linked, "melesigenes").await;
    let later = twice.rehashed(PasswordHash("$argon2id$z".to_owned()));
    table.save_user(&later, None, Commit::unasked()).await.unwrap();

    for subject in ["homer", "melesigenes"] {
        for tenant in [Some(&chios.id), None] {
            assert_eq!(known_as(table, tenant, &identity(subject)).await, Some(later.clone()), "{subject}");
        }
    }
    assert_eq!(known_as(table, Some(&TenantId::generate(now())), &identity("homer")).await, None);
    assert_eq!(known_as(table, None, &identity("Homer")).await, None);
    let elsewhere = ExternalIdentity::new("https://accounts.example.org", "homer").unwrap();
    assert_eq!(known_as(table, None, &elsewhere).await, None);
}

async fn links_an_identity_to_one_user_of_a_tenant(table: &dyn Table) {
    let (lesbos, sappho) = found(table, "Lesbos").await;
    link(table, &sappho, "sappho").await;
    let alcaeus = member(table, &lesbos, "alcaeus", &[Role::Viewer]).await;

    conflicts(table.save_user(&alcaeus.linked(identity("sappho")).unwrap(), None, Commit::unasked()).await);
    assert_eq!(table.user(&lesbos.id, &alcaeus.id).await.unwrap(), Some(alcaeus), "half of a link was made");

    let mut rivals = Vec::new();
    for number in 0..6 {
        rivals.push(member(table, &lesbos, &format!("rival{number}"), &[Role::Viewer]).await);
    }
    let linked = rivals
        .iter()
        .map(async |rival| table.save_user(&rival.linked(identity("lyre")).unwrap(), None, Commit::unasked()).await);
    assert_eq!(winners(&join_all(linked).await), 1);
    let winner = known_as(table, Some(&lesbos.id), &identity("lyre")).await.unwrap();
    assert_eq!(winner.identities, [identity("lyre")].into());
}

async fn lets_no_tenant_stand_in_the_way_of_another(table: &dyn Table) {
    let (rhodes, first) = found(table, "Rhodes").await;
    let (samos, second) = found(table, "Samos").await;
    let first = link(table, &first, "colossus").await;

    let second = link(table, &second, "colossus").await;

    assert_eq!(known_as(table, Some(&rhodes.id), &identity("colossus")).await, Some(first.clone()));
    assert_eq!(known_as(table, Some(&samos.id), &identity("colossus")).await, Some(second.clone()));
    assert_eq!(known_as(table, None, &identity("colossus")).await, Some(first), "the first one to link it has it");
    let again = second.rehashed(PasswordHash("$argon2id$w".to_owned()));
    table.save_user(&again, None, Commit::unasked()).await.unwrap();
    assert_eq!(known_as(table, Some(&samos.id), &identity("colossus")).await, Some(again));
}

async fn links_users_only_who_exist(table: &dyn Table) {
    let (naxos, _) = found(table, "Naxos").await;
    let ariadne = user(&naxos.id, "ariadne@naxos.example", &[Role::Viewer], now()).unwrap();

    let linked = ariadne.linked(identity("ariadne")).unwrap();

    assert!(table.add_user(&linked, Commit::unasked()).await.is_err(), "a link was forgotten");
    assert!(table.save_user(&linked, None, Commit::unasked()).await.is_err(), "a user came out of nowhere");
    assert_eq!(known_as(table, None, &identity("ariadne")).await, None, "half of a link was made");
}

//! What every memory of identity providers must do.

#![expect(clippy::unwrap_used, reason = "a suite fails by panicking")]

use super::{Table, conflicts, is_stale, now, winners};
use crate::identity::provider;
use futures::future::join_all;
use pantheon_core::{
    command::{Commit, Version},
    id::{ProviderId, TenantId},
    identity::{IdentityProvider, Issuer},
};

/// Demands that an issuer with an audience stands for one identity provider at most.
pub async fn providers(table: &dyn Table) {
    finds_them_by_their_tokens(table).await;
    refuses_an_audience_that_is_taken(table).await;
    frees_what_it_forgets(table).await;
}

async fn of(table: &dyn Table, issuer: &Issuer, audience: &str) -> Option<ProviderId> {
    table.provider_of(issuer, audience).await.unwrap().map(|provider| provider.id)
}

async fn finds_them_by_their_tokens(table: &dyn Table) {
    let (ours, theirs) = (TenantId::generate(now()), TenantId::generate(now()));
    let long = "a#\"".repeat(300);
    let staff = provider(&ours, "https://staff.example", &["web", "cli", &long], now()).unwrap();
    let staff = IdentityProvider { jwks_uri: Some("https://staff.example/keys".to_owned()), ..staff };
    let partners = provider(&ours, "https://partners.example", &["web"], now()).unwrap();

    assert_eq!(table.provider(&ours, &staff.id).await.unwrap(), None);
    assert_eq!(table.providers(&ours).await.unwrap(), []);
    for provider in [&staff, &partners] {
        table.add_provider(provider, Commit::unasked()).await.unwrap();
        conflicts(table.add_provider(provider, Commit::unasked()).await);
    }

    assert_eq!(table.provider(&ours, &staff.id).await.unwrap(), Some(staff.clone()));
    for audience in ["web", "cli", &long] {
        assert_eq!(table.provider_of(&staff.issuer, audience).await.unwrap(), Some(staff.clone()));
    }
    assert_eq!(of(table, &staff.issuer, "Web").await, None);
    assert_eq!(of(table, &staff.issuer, "").await, None);
    assert_eq!(of(table, &"https://staff.example/".parse().unwrap(), "web").await, None);
    assert_eq!(of(table, &partners.issuer, "web").await, Some(partners.id.clone()));
    let mut listed: Vec<_> = table.providers(&ours).await.unwrap().into_iter().map(|provider| provider.id).collect();
    listed.sort();
    let mut wanted = vec![staff.id.clone(), partners.id];
    wanted.sort();
    assert_eq!(listed, wanted);
    assert_eq!(table.provider(&theirs, &staff.id).await.unwrap(), None);
    assert_eq!(table.providers(&theirs).await.unwrap(), []);
}

async fn refuses_an_audience_that_is_taken(table: &dyn Table) {
    let (ours, theirs) = (TenantId::generate(now()), TenantId::generate(now()));
    let first = provider(&ours, "https://taken.example", &["web"], now()).unwrap();
    table.add_provider(&first, Commit::unasked()).await.unwrap();

    for tenant in [&ours, &theirs] {
        let second = provider(tenant, "https://taken.example", &["free", "web"], now()).unwrap();
        conflicts(table.add_provider(&second, Commit::unasked()).await);
        assert_eq!(table.provider(tenant, &second.id).await.unwrap(), None, "half of a provider was added");
        assert_eq!(of(table, &second.issuer, "free").await, None, "half of a provider was added");
    }
    assert_eq!(of(table, &first.issuer, "web").await, Some(first.id));

    let rivals = (0..8).map(async |_| {
        let rival = provider(&TenantId::generate(now()), "https://rivals.example", &["web"], now()).unwrap();
        table.add_provider(&rival, Commit::unasked()).await
    });
    assert_eq!(winners(&join_all(rivals).await), 1);
}

async fn frees_what_it_forgets(table: &dyn Table) {
    let (ours, theirs) = (TenantId::generate(now()), TenantId::generate(now()));
    let first = provider(&ours, "https://freed.example", &["web", "cli"], now()).unwrap();
    let second = provider(&theirs, "https://freed.example", &["web"], now()).unwrap();
    table.add_provider(&first, Commit::unasked()).await.unwrap();

    let other_version = IdentityProvider { version: Version(2), ..first.clone() };
    is_stale(table.remove_provider(&other_version, Commit::unasked()).await);
    let stolen = IdentityProvider { tenant: theirs, ..first.clone() };
    is_stale(table.remove_provider(&stolen, Commit::unasked()).await);
    assert_eq!(of(table, &first.issuer, "cli").await, Some(first.id.clone()), "half of a provider was removed");

    let removals = (0..6).map(async |_| table.remove_provider(&first, Commit::unasked()).await);
    assert_eq!(winners(&join_all(removals).await), 1);
    assert_eq!(table.provider(&ours, &first.id).await.unwrap(), None);
    assert_eq!(of(table, &first.issuer, "web").await, None);
    table.add_provider(&second, Commit::unasked()).await.unwrap();
    is_stale(table.remove_provider(&first, Commit::unasked()).await);
    assert_eq!(of(table, &first.issuer, "web").await, Some(second.id));
}

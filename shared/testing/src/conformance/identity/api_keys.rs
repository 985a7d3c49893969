//! What every memory of API keys must do.

#![expect(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a suite fails by panicking")]

use super::{Table, conflicts, found, in_pages, is_stale, member, now, winners};
use crate::identity::api_key;
use chrono::TimeDelta;
use futures::future::join_all;
use pantheon_core::{
    command::{Commit, Version},
    id::{ApiKeyId, TenantId, UserId},
    identity::ApiKey,
    permission::{Permission, Role},
};

/// Demands that API keys are kept and called back, and listed for their user alone.
pub async fn api_keys(table: &dyn Table) {
    let (lemnos, vulcan) = found(table, "Lemnos").await;
    let (made, _) = api_key(&vulcan, &[Permission::ScansRead, Permission::VetoExecute], now()).unwrap();
    let read = async || table.api_key(&lemnos.id, &vulcan.id, &made.id).await.unwrap();

    assert_eq!(read().await, None);
    table.add_api_key(&made, Commit::unasked()).await.unwrap();
    assert_eq!(read().await, Some(made.clone()));
    conflicts(table.add_api_key(&made, Commit::unasked()).await);
    let revoked = made.revoke().unwrap();
    let revocations = (0..6).map(async |_| table.save_api_key(&revoked, Commit::unasked()).await);
    assert_eq!(winners(&join_all(revocations).await), 1);
    assert_eq!(read().await, Some(revoked.clone()));
    conflicts(table.add_api_key(&made, Commit::unasked()).await);

    shows_no_key_to_strangers(table, &revoked).await;
    lists_the_newest_first(table).await;
}

async fn shows_no_key_to_strangers(table: &dyn Table, key: &ApiKey) {
    let (tenant, user) = (TenantId::generate(now()), UserId::generate(now()));

    assert_eq!(table.api_key(&tenant, &key.user, &key.id).await.unwrap(), None);
    assert_eq!(table.api_key(&key.tenant, &user, &key.id).await.unwrap(), None);
    let unknown = ApiKey { id: ApiKeyId::generate(now()), version: Version(2), ..key.clone() };
    is_stale(table.save_api_key(&unknown, Commit::unasked()).await);
    let stolen = ApiKey { tenant, version: Version(3), ..key.clone() };
    is_stale(table.save_api_key(&stolen, Commit::unasked()).await);
}

async fn lists_the_newest_first(table: &dyn Table) {
    let (seriphos, danae) = found(table, "Seriphos").await;
    let other = member(table, &seriphos, "dictys", &[Role::Viewer]).await;
    table.add_api_key(&api_key(&other, &[], now()).unwrap().0, Commit::unasked()).await.unwrap();
    let mut made = Vec::new();
    for day in 0..5 {
        let (key, _) = api_key(&danae, &[], now() + TimeDelta::days(day)).unwrap();
        table.add_api_key(&key, Commit::unasked()).await.unwrap();
        made.insert(0, key);
    }

    assert_eq!(in_pages(async |page| table.api_keys(&seriphos.id, &danae.id, &page).await).await, made);
    let stranger = TenantId::generate(now());
    assert_eq!(in_pages(async |page| table.api_keys(&stranger, &danae.id, &page).await).await, []);
}

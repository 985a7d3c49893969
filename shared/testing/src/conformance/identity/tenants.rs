//! What every memory of tenants must do.

#![expect(clippy::unwrap_used, reason = "a suite fails by panicking")]

use super::{Table, conflicts, found, now, winners};
use crate::identity::{tenant, user};
use futures::future::join_all;
use pantheon_core::{
    command::{Commit, Version},
    event::Origin,
    id::{TenantId, UserId},
    identity::{Tenant, TenantCreated},
    permission::Role,
};

/// Demands that tenants are found by every name that they have, and by nobody else's.
pub async fn tenants(table: &dyn Table) {
    finds_them_and_their_first_user(table).await;
    refuses_what_is_taken(table).await;
    gives_a_name_to_one_of_many(table).await;
}

async fn finds_them_and_their_first_user(table: &dyn Table) {
    let named = tenant("Olympus", now()).unwrap();
    let zeus = user(&named.id, "Zeus@olympus.example", &[Role::Admin, Role::Auditor], now()).unwrap();
    let olympus = Tenant::made_for(&zeus, named.name, true, now());
    let origin = Origin::of_system(olympus.id.clone(), "conformance", now());
    let fact = TenantCreated { tenant_id: olympus.id.clone(), name: "Olympus".to_owned() };
    let commit = Commit::unasked().telling(&origin, &fact, Version::FIRST);

    assert_eq!(table.tenant(&olympus.id).await.unwrap(), None);
    assert_eq!(table.user_by_email(&zeus.email).await.unwrap(), None);
    table.found(&olympus, &zeus, commit).await.unwrap();

    assert_eq!(table.tenant(&olympus.id).await.unwrap(), Some(olympus.clone()));
    assert_eq!(table.tenant_by_name(&"OLYMPUS".parse().unwrap()).await.unwrap(), Some(olympus.clone()));
    assert_eq!(table.tenant_by_name(&"Olymp".parse().unwrap()).await.unwrap(), None);
    assert_eq!(table.user(&olympus.id, &zeus.id).await.unwrap(), Some(zeus.clone()));
    assert_eq!(table.user_by_email(&"ZEUS@OLYMPUS.example".parse().unwrap()).await.unwrap(), Some(zeus.clone()));
    assert_eq!(table.user_by_email(&"hera@olympus.example".parse().unwrap()).await.unwrap(), None);
    assert_eq!(table.user(&TenantId::generate(now()), &zeus.id).await.unwrap(), None);
    assert_eq!(table.user(&olympus.id, &UserId::generate(now())).await.unwrap(), None);
}

async fn refuses_what_is_taken(table: &dyn Table) {
    let (tartarus, cronus) = found(table, "Tartarus").await;

    let namesake = tenant("tartarus", now()).unwrap();
    let hades = user(&namesake.id, "hades@styx.example", &[Role::Admin], now()).unwrap();
    conflicts(table.found(&namesake, &hades, Commit::unasked()).await);
    assert_eq!(table.user_by_email(&hades.email).await.unwrap(), None, "half of a tenant was made");
    assert_eq!(table.tenant_by_name(&tartarus.name).await.unwrap(), Some(tartarus));

    let styx = tenant("Styx", now()).unwrap();
    let double = user(&styx.id, &cronus.email.as_str().to_uppercase(), &[Role::Admin], now()).unwrap();
    conflicts(table.found(&styx, &double, Commit::unasked()).await);
    assert_eq!(table.tenant(&styx.id).await.unwrap(), None, "half of a tenant was made");
    assert_eq!(table.tenant_by_name(&styx.name).await.unwrap(), None, "half of a tenant was made");
}

async fn gives_a_name_to_one_of_many(table: &dyn Table) {
    let founders = join_all((0..8).map(async |number| {
        let named = tenant("Arcadia", now()).unwrap();
        let founder = user(&named.id, &format!("pan{number}@arcadia.example"), &[Role::Admin], now()).unwrap();
        table.found(&named, &founder, Commit::unasked()).await
    }));

    assert_eq!(winners(&founders.await), 1);
    let known = (0..8).map(|number| format!("pan{number}@arcadia.example").parse().unwrap());
    let known = join_all(known.map(async |email| table.user_by_email(&email).await.unwrap().is_some())).await;
    assert_eq!(known.into_iter().filter(|known| *known).count(), 1, "half of a tenant was made");
}

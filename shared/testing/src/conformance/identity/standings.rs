//! What everybody who says what credentials are worth must do.

#![expect(clippy::unwrap_used, reason = "a suite fails by panicking")]

use super::{Table, found, member, now};
use crate::identity::{api_key, role, session};
use chrono::TimeDelta;
use pantheon_core::{
    command::Commit,
    id::{ApiKeyId, SessionId, TenantId, UserId},
    identity::{Audience, RoleBook, Session, SignIn, SignInMethod, Standing, User},
    permission::{Permission, Role},
};
use std::collections::BTreeSet;

/// Demands that credentials are worth what they, their users and the roles say at this moment.
pub async fn standings(table: &dyn Table) {
    knows_what_a_session_is_worth(table).await;
    knows_what_an_api_key_is_worth(table).await;
    knows_what_a_guest_is_worth(table).await;
}

fn of(role: Role) -> BTreeSet<Permission> {
    role.permissions()
}

async fn save(table: &dyn Table, user: &User) {
    table.save_user(user, None, Commit::unasked()).await.unwrap();
}

async fn knows_what_a_session_is_worth(table: &dyn Table) {
    let (ephesus, _) = found(table, "Ephesus").await;
    let reader = member(table, &ephesus, "heraclitus", &[Role::Viewer]).await;
    let (started, _) = session(&reader, now());
    let read = async || table.of_session(&ephesus.id, &reader.id, &started.id).await.unwrap();

    assert_eq!(read().await, None);
    table.start(&started, Commit::unasked()).await.unwrap();
    let standing =
        Standing { active: true, expires_at: started.expires_at, session_version: 1, permissions: of(Role::Viewer) };
    assert_eq!(read().await, Some(standing.clone()));

    // A change of roles counts at once, and so does a change of what a role permits.
    let watch = role("watch", &[Permission::ScansStart], now()).unwrap();
    let promoted = reader.with_roles([watch.name.clone(), Role::Auditor.into()].into());
    save(table, &promoted).await;
    assert_eq!(read().await.unwrap().permissions, of(Role::Auditor));
    let book = RoleBook::empty(ephesus.id.clone()).with_new(watch).unwrap();
    table.save_roles(&book, Commit::unasked()).await.unwrap();
    let mut held = of(Role::Auditor);
    held.insert(Permission::ScansStart);
    assert_eq!(read().await, Some(Standing { session_version: 2, permissions: held.clone(), ..standing }));

    let (mobile, _) = session(&reader, now() + TimeDelta::hours(1));
    let sign_in = SignIn { audience: Audience::Mobile, ..SignIn::by(SignInMethod::Exchange) };
    let mobile = Session { sign_in, ..mobile };
    table.start(&mobile, Commit::unasked()).await.unwrap();
    let capped = table.of_session(&ephesus.id, &reader.id, &mobile.id).await.unwrap().unwrap();
    assert_eq!(capped.permissions, held.intersection(&Audience::Mobile.cap()).copied().collect());

    save(table, &promoted.signed_out(now() + TimeDelta::minutes(30))).await;
    assert!(!read().await.unwrap().active, "a session outlived signing out everywhere");
    assert!(table.of_session(&ephesus.id, &reader.id, &mobile.id).await.unwrap().unwrap().active);
    table.save(&mobile.end(now() + TimeDelta::hours(2)).unwrap(), Commit::unasked()).await.unwrap();
    assert!(!table.of_session(&ephesus.id, &reader.id, &mobile.id).await.unwrap().unwrap().active);

    let (tenant, user) = (TenantId::generate(now()), UserId::generate(now()));
    assert_eq!(table.of_session(&tenant, &reader.id, &started.id).await.unwrap(), None);
    assert_eq!(table.of_session(&ephesus.id, &user, &started.id).await.unwrap(), None);
    assert_eq!(table.of_session(&ephesus.id, &reader.id, &SessionId::generate(now())).await.unwrap(), None);
}

async fn knows_what_an_api_key_is_worth(table: &dyn Table) {
    let (miletus, _) = found(table, "Miletus").await;
    let maker = member(table, &miletus, "thales", &[Role::Viewer]).await;
    let (key, _) = api_key(&maker, &[Permission::ScansRead, Permission::ScansStart], now()).unwrap();
    let read = async || table.of_api_key(&miletus.id, &maker.id, &key.id).await.unwrap();

    assert_eq!(read().await, None);
    table.add_api_key(&key, Commit::unasked()).await.unwrap();
    let (found, standing) = read().await.unwrap();
    assert_eq!(found, key);
    assert_eq!((standing.active, standing.expires_at), (true, key.expires_at));
    assert_eq!(standing.permissions, [Permission::ScansRead].into(), "a key holds more than its user");

    table.save_api_key(&key.revoke().unwrap(), Commit::unasked()).await.unwrap();
    let (found, standing) = read().await.unwrap();
    assert!(found.revoked && !standing.active);
    let (tenant, user) = (TenantId::generate(now()), UserId::generate(now()));
    assert_eq!(table.of_api_key(&tenant, &maker.id, &key.id).await.unwrap(), None);
    assert_eq!(table.of_api_key(&miletus.id, &user, &key.id).await.unwrap(), None);
    assert_eq!(table.of_api_key(&miletus.id, &maker.id, &ApiKeyId::generate(now())).await.unwrap(), None);
}

async fn knows_what_a_guest_is_worth(table: &dyn Table) {
    let (elea, _) = found(table, "Elea").await;
    let guest = member(table, &elea, "zeno", &[Role::Operator]).await;
    let until = now() + TimeDelta::minutes(5);
    let read = async || table.of_user(&elea.id, &guest.id, until).await.unwrap();

    let standing = Standing { active: true, expires_at: until, session_version: 1, permissions: of(Role::Operator) };
    assert_eq!(read().await, Some(standing));
    save(table, &guest.disabled(now()).unwrap()).await;
    assert!(!read().await.unwrap().active);
    assert_eq!(table.of_user(&elea.id, &UserId::generate(now()), until).await.unwrap(), None);
    assert_eq!(table.of_user(&TenantId::generate(now()), &guest.id, until).await.unwrap(), None);
}

//! Whatever somebody does here, nobody comes to hold what they did not hold.

use super::testing::{Office, claimed};
use crate::{
    change_user_roles, create_api_key, create_role, delete_role, disable_user, enable_user, invite_user,
    renew_invitation, update_role,
};
use pantheon_core::{
    Caller, Result,
    id::UserId,
    identity::{ApiKeys, User, UserFilter, Users},
    page::{PageRequest, PageSize},
    permission::Permission,
};
use pantheon_testing::{request, tenant};
use proptest::{prelude::*, sample::subsequence};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Every role that there is or could come to be.
const ROLES: &[&str] = &["admin", "governor", "approver", "operator", "viewer", "clerk", "high", "low", "new"];

/// One thing to try; users are counted, and roles named.
#[derive(Clone, Debug)]
enum Attempt {
    Invite(u8, Vec<&'static str>),
    Give(usize, Vec<&'static str>),
    Disable(usize),
    Enable(usize),
    Renew(usize),
    Make(&'static str, Vec<Permission>),
    Change(&'static str, Vec<Permission>),
    Delete(&'static str),
    Key(Vec<Permission>),
}

fn attempts() -> impl Strategy<Value = Vec<Attempt>> {
    let user = || 0_usize..8;
    let own = || prop::sample::select(vec!["clerk", "high", "low", "new"]);
    let roles = || subsequence(ROLES, 0..3);
    let permissions = || subsequence(Permission::ALL, 0..4);
    let attempt = prop_oneof![
        (0_u8..4, roles()).prop_map(|(who, roles)| Attempt::Invite(who, roles)),
        (user(), roles()).prop_map(|(who, roles)| Attempt::Give(who, roles)),
        user().prop_map(Attempt::Disable),
        user().prop_map(Attempt::Enable),
        user().prop_map(Attempt::Renew),
        (own(), permissions()).prop_map(|(role, permissions)| Attempt::Make(role, permissions)),
        (own(), permissions()).prop_map(|(role, permissions)| Attempt::Change(role, permissions)),
        own().prop_map(Attempt::Delete),
        permissions().prop_map(Attempt::Key),
    ];
    prop::collection::vec(attempt, 1..16)
}

/// What everybody holds, and what their API keys permit.
async fn held(office: &Office) -> BTreeMap<UserId, BTreeSet<Permission>> {
    let book = office.book().await;
    let mut held = BTreeMap::new();
    for user in users(office).await {
        let keys = office.store.api_keys(&tenant(), &user.id, &PageRequest::first(PageSize::LARGEST)).await.unwrap();
        let by_key = keys.items.into_iter().flat_map(|key| key.permissions);
        held.insert(user.id, book.permissions(&user.roles).into_iter().chain(by_key).collect());
    }
    held
}

async fn users(office: &Office) -> Vec<User> {
    let page = PageRequest::first(PageSize::LARGEST);
    office.store.users(&tenant(), &UserFilter::default(), &page).await.unwrap().items
}

/// Tries as the clerk, who holds at this moment what their roles permit.
async fn attempt(office: &Office, clerk: &UserId, what: Attempt) -> Result<()> {
    let caller: Caller = office.caller(&office.user_now(clerk).await).await;
    let users = users(office).await;
    let asks = |body| request().called_by(&caller).body(body);
    let about = |who: usize, body| asks(body).path("user_id", &users[who % users.len()].id);
    let directory = office.directory();
    match what {
        Attempt::Invite(who, roles) => {
            let body = json!({ "email": format!("new{who}@example.com"), "roles": roles });
            invite_user::handle(directory, claimed(asks(body).build())).await.map(drop)
        }
        Attempt::Give(who, roles) => {
            let version = format!("\"{}\"", users[who % users.len()].version.0);
            let request = about(who, json!({ "roles": roles })).header("if-match", version).build();
            change_user_roles::handle(directory, request).await.map(drop)
        }
        Attempt::Disable(who) => {
            disable_user::handle(directory, claimed(about(who, json!({})).build())).await.map(drop)
        }
        Attempt::Enable(who) => enable_user::handle(directory, claimed(about(who, json!({})).build())).await.map(drop),
        Attempt::Renew(who) => {
            renew_invitation::handle(directory, claimed(about(who, json!({})).build())).await.map(drop)
        }
        Attempt::Make(name, permissions) => {
            let body = json!({ "name": name, "description": "", "permissions": permissions });
            create_role::handle(directory, claimed(asks(body).build())).await.map(drop)
        }
        Attempt::Change(name, permissions) => {
            let body = json!({ "description": "", "permissions": permissions });
            let request = asks(body).path("role_name", name).header("if-match", version_of(office, name).await);
            update_role::handle(directory, request.build()).await.map(drop)
        }
        Attempt::Delete(name) => {
            let request = asks(json!({})).path("role_name", name).header("if-match", version_of(office, name).await);
            delete_role::handle(directory, request.build()).await.map(drop)
        }
        Attempt::Key(permissions) => {
            let body = json!({ "name": "key", "permissions": permissions });
            create_api_key::handle(&office.store, claimed(asks(body).build())).await.map(drop)
        }
    }
}

async fn version_of(office: &Office, role: &str) -> String {
    let role = office.book().await.custom.get(&role.parse().unwrap()).map(|role| role.version.0);
    format!("\"{}\"", role.unwrap_or(1))
}

/// Opens an office with users who hold more and less than the clerk.
async fn olympus() -> (Office, UserId) {
    let office = Office::open();
    office.role("high", &[Permission::VetoExecute, Permission::ScansRead]).await;
    office.role("low", &[Permission::ScansStart]).await;
    for (name, roles) in [("zeus", &["admin"][..]), ("hera", &["high"]), ("ares", &["low"]), ("hebe", &[])] {
        office.user(name, roles).await;
    }
    let clerk = office.clerk(&["operator"]).await;
    (office, clerk.user)
}

proptest! {
    #[test]
    fn gives_nobody_what_the_caller_does_not_hold(attempts in attempts()) {
        let (grown, spared) = futures::executor::block_on(async {
            let (office, clerk) = olympus().await;
            let before = held(&office).await;
            let (own, most) = (before[&clerk].clone(), users(&office).await);
            let above: Vec<User> = most.into_iter().filter(|user| !before[&user.id].is_subset(&own)).collect();

            for what in attempts {
                let _refused = attempt(&office, &clerk, what).await;
            }

            let nothing = BTreeSet::new();
            let grows = |(user, after): (UserId, BTreeSet<Permission>)| {
                let allowed: BTreeSet<_> = before.get(&user).unwrap_or(&nothing).union(&own).copied().collect();
                after.difference(&allowed).copied().collect::<Vec<_>>()
            };
            let grown: Vec<Permission> = held(&office).await.into_iter().flat_map(grows).collect();
            let mut spared = true;
            for user in above {
                spared &= office.user_now(&user.id).await == user;
            }
            (grown, spared)
        });

        prop_assert_eq!(grown, vec![]);
        prop_assert!(spared, "somebody who held more was changed");
    }
}

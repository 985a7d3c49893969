//! The conformance suites of identity on a real table, and what only a real table can get wrong.

use crate::{
    Key, Query, Store,
    faults::{Fault, Faults},
    item::{Attributes, number, text},
    local,
    transaction::OutboxRow,
};
use aws_sdk_dynamodb::types::AttributeValue;
use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::{
    Error,
    command::Commit,
    event::Origin,
    id::TenantId,
    identity::{
        ApiKeys, Digest, ExternalIdentity, OneTime, Purpose, RoleBook, Roles, SessionRefreshed, Sessions, Standings,
        Tenant, Tenants, UserCreated, Users,
    },
    page::{PageRequest, PageSize},
    permission::{Permission, Role},
};
use pantheon_testing::{conformance::identity as conformance, identity as sample};
use serde_json::json;

#[tokio::test]
async fn keeps_tenants_and_users() {
    let store = local::store().await;

    conformance::tenants(&*store).await;
    conformance::users(&*store).await;
    conformance::roles(&*store).await;
}

#[tokio::test]
async fn keeps_who_users_are_elsewhere() {
    conformance::links(&*local::store().await).await;
}

#[tokio::test]
async fn keeps_what_users_sign_in_with() {
    let store = local::store().await;

    conformance::sessions(&*store).await;
    conformance::api_keys(&*store).await;
    conformance::failures(&*store).await;
}

#[tokio::test]
async fn knows_what_credentials_are_worth() {
    conformance::standings(&*local::store().await).await;
}

#[tokio::test]
async fn keeps_identity_providers() {
    conformance::providers(&*local::store().await).await;
}

#[tokio::test]
async fn keeps_one_time_things() {
    conformance::one_time(&*local::store().await).await;
}

#[tokio::test]
async fn keeps_published_keys() {
    conformance::verification_keys(&*local::store().await).await;
}

/// Fails every few calls, in a way that a repetition mends.
fn trouble() -> Faults {
    Faults::passing(|call| match (call.number % 7, call.operation.as_str()) {
        (3, _) if call.number % 2 == 0 => Some(Fault::Throttled),
        (3, _) => Some(Fault::ServerError),
        (5, "TransactWriteItems") => Some(Fault::Conflict),
        (6, "TransactWriteItems" | "GetItem" | "Query") => Some(Fault::LostReply),
        _ => None,
    })
}

#[tokio::test]
async fn keeps_everything_although_calls_fail() {
    let local = local::store().await;
    let store = trouble().store(&local);
    conformance::users(&store).await;
    let store = trouble().store(&local);
    conformance::links(&store).await;
    conformance::roles(&store).await;
    let store = trouble().store(&local);
    conformance::sessions(&store).await;
    conformance::api_keys(&store).await;
    let store = trouble().store(&local);
    conformance::providers(&store).await;
    conformance::verification_keys(&store).await;
    let store = trouble().store(&local);
    conformance::standings(&store).await;
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_750_000_000, 0).unwrap()
}

fn everything() -> PageRequest {
    PageRequest::first(PageSize::LARGEST)
}

/// Finds a text in an attribute, however deep.
fn holds(value: &AttributeValue, wanted: &str) -> bool {
    match value {
        AttributeValue::S(text) => text.contains(wanted),
        AttributeValue::L(list) => list.iter().any(|value| holds(value, wanted)),
        AttributeValue::M(map) => map.values().any(|value| holds(value, wanted)),
        _ => false,
    }
}

fn that_hold(items: &[Attributes], wanted: &str) -> Vec<String> {
    let held = items.iter().filter(|item| item.values().any(|value| holds(value, wanted)));
    held.map(|item| item["entity"].as_s().unwrap().clone()).collect()
}

#[tokio::test]
async fn keeps_neither_secrets_nor_addresses_outside_the_users_own_items() {
    let store = local::store().await;
    let tenant = sample::tenant("Olympus", now()).unwrap();
    let (invited, _) = sample::invited(&tenant.id, "ada@example.com", &[], now()).unwrap();
    let (session, _) = sample::session(&invited, now());
    let (key, _) = sample::api_key(&invited, &[], now()).unwrap();
    store.found(&tenant, &invited, Commit::unasked()).await.unwrap();
    let linked = invited.linked(ExternalIdentity::new("https://idp.example", "ada-elsewhere").unwrap()).unwrap();
    store.save_user(&linked, None, Commit::unasked()).await.unwrap();
    store.start(&session, Commit::unasked()).await.unwrap();
    store.add_api_key(&key, Commit::unasked()).await.unwrap();
    store.keep(Purpose::OAuthCode, &Digest::of("hush"), &json!({}), now()).await.unwrap();

    let items: Vec<Attributes> = store.items().await.into_values().flatten().collect();

    // How the secrets of the samples begin in base64: 32 bytes of 7, 1, 2 and 3.
    for secret in ["BwcHBwcHBwcH", "AQEBAQEBAQEB", "AgICAgICAgIC", "AwMDAwMDAwMD"] {
        assert_eq!(that_hold(&items, secret), [""; 0]);
    }
    assert_eq!(that_hold(&items, "hush"), [""; 0]);
    assert_eq!(that_hold(&items, "ada@example.com"), ["user"]);
    assert_eq!(that_hold(&items, "ada-elsewhere"), ["user"]);
}

#[tokio::test]
async fn tells_of_a_new_tenant_in_the_same_transaction() {
    let store = local::store().await;
    let tenant = sample::tenant("Olympus", now()).unwrap();
    let user = sample::user(&tenant.id, "zeus@olympus.example", &[], now()).unwrap();
    let origin = Origin::of_system(tenant.id.clone(), "test", now());
    let fact = UserCreated { user_id: user.id.clone(), roles: user.roles.clone() };
    let commit = Commit::unasked().telling(&origin, &fact, user.version);

    store.found(&tenant, &user, commit.clone()).await.unwrap();
    let other = Tenant { id: TenantId::generate(now()), ..tenant.clone() };
    let refused = store.found(&other, &user, Commit::unasked());

    assert!(refused.await.is_err());
    let outbox = Query::of(&crate::Partition::of_tenant(&tenant.id, &["OUTBOX"]));
    assert_eq!(store.query_all::<OutboxRow>(&outbox).await.unwrap().len(), 1);
}

#[tokio::test]
async fn refreshes_in_one_conditional_transaction() {
    let local = local::store().await;
    let user = sample::user(&TenantId::generate(now()), "ada@example.com", &[], now()).unwrap();
    let (session, _) = sample::session(&user, now());
    local.start(&session, Commit::unasked()).await.unwrap();
    let ended = session.end(now()).unwrap();
    let origin = Origin::of_system(user.tenant.clone(), "test", now());
    let faults = Faults::none();

    let told = Commit::unasked().telling(&origin, &SessionRefreshed::of(&ended), ended.version);
    faults.store(&local).save(&ended, told).await.unwrap();

    let calls = faults.calls();
    assert_eq!(calls.iter().map(|call| call.operation.as_str()).collect::<Vec<_>>(), ["TransactWriteItems"]);
    let changes = calls[0].body["TransactItems"].as_array().unwrap();
    assert_eq!(changes.len(), 2, "the session and its event");
    assert!(changes[0]["Put"]["ConditionExpression"].is_string());
}

#[tokio::test]
async fn reads_a_standing_at_once_and_up_to_date() {
    let local = local::store().await;
    let tenant = sample::tenant("Olympus", now()).unwrap();
    let user = sample::user(&tenant.id, "ada@example.com", &[Role::Viewer], now()).unwrap();
    let (session, _) = sample::session(&user, now());
    local.found(&tenant, &user, Commit::unasked()).await.unwrap();
    local.start(&session, Commit::unasked()).await.unwrap();
    let faults = Faults::none();

    faults.store(&local).of_session(&tenant.id, &user.id, &session.id).await.unwrap().unwrap();

    assert_eq!(faults.count("GetItem"), 3);
    assert_eq!(faults.calls().len(), 3);
    assert!(faults.calls().iter().all(|call| call.body["ConsistentRead"] == json!(true)));
}

#[tokio::test]
async fn expires_what_need_not_be_kept() {
    let store = local::store().await;
    let user = sample::user(&TenantId::generate(now()), "ada@example.com", &[], now()).unwrap();
    let (session, _) = sample::session(&user, now());
    let (key, _) = sample::api_key(&user, &[], now()).unwrap();
    store.start(&session, Commit::unasked()).await.unwrap();
    store.add_api_key(&key, Commit::unasked()).await.unwrap();
    store.keep(Purpose::SocketTicket, &Digest::of("x"), &json!({}), now()).await.unwrap();

    let items = store.items().await;

    let ttl = |entity: &str| items[entity][0]["ttl"].as_n().unwrap().parse::<i64>().unwrap();
    assert_eq!(ttl("session"), (session.expires_at + TimeDelta::days(1)).timestamp());
    assert_eq!(ttl("API key"), (key.expires_at + TimeDelta::days(30)).timestamp());
    assert_eq!(ttl("one-time thing"), (now() + TimeDelta::seconds(30)).timestamp());
}

#[tokio::test]
async fn gives_a_thing_to_nobody_where_the_reply_is_lost() {
    let local = local::store().await;
    let secret = Digest::of("x");
    for (fault, expected) in [
        (Fault::LostReply, None),
        (Fault::LostRequest, Some(json!(1))),
        (Fault::Throttled, Some(json!(1))),
        (Fault::Conflict, Some(json!(1))),
    ] {
        local.keep(Purpose::SocketTicket, &secret, &json!(1), now()).await.unwrap();
        let faults = Faults::new(move |call| (call.number == 0).then_some(fault));

        let taken = faults.store(&local).take(Purpose::SocketTicket, &secret, now()).await.unwrap();

        assert_eq!(taken, expected, "{fault:?}");
        assert_eq!(local.take(Purpose::SocketTicket, &secret, now()).await.unwrap(), None, "{fault:?}");
    }
    let denied = Faults::new(|_| Some(Fault::Denied)).store(&local);
    assert!(matches!(denied.take(Purpose::SocketTicket, &secret, now()).await, Err(Error::Internal { .. })));
}

#[tokio::test]
async fn takes_no_cursor_of_another_list() {
    let store = local::store().await;
    let user = sample::user(&TenantId::generate(now()), "ada@example.com", &[], now()).unwrap();
    let after = Some(pantheon_core::page::Position("nonsense".to_owned()));
    let page = PageRequest { after, ..everything() };

    let refused = store.sessions(&user.tenant, &user.id, &page).await;

    assert!(matches!(refused, Err(Error::Invalid { .. })), "{refused:?}");
}

#[tokio::test]
async fn writes_no_link_twice() {
    let local = local::store().await;
    let tenant = sample::tenant("Olympus", now()).unwrap();
    let mut user = sample::user(&tenant.id, "ada@example.com", &[], now()).unwrap();
    local.found(&tenant, &user, Commit::unasked()).await.unwrap();

    // More of them than a transaction has room for.
    for number in 0..60 {
        let identity = ExternalIdentity::new("https://idp.example", &number.to_string()).unwrap();
        user = user.linked(identity).unwrap();
        let faults = Faults::none();
        faults.store(&local).save_user(&user, None, Commit::unasked()).await.unwrap();
        assert_eq!(faults.written(), 3, "the user and two links");
    }

    assert_eq!(local.user(&tenant.id, &user.id).await.unwrap(), Some(user));
}

/// Replaces one attribute of an item.
async fn overwrite(store: &Store, key: &Key, name: &str, value: AttributeValue) {
    let update = crate::Expression::new("SET #name = :value").name("#name", name).value(":value", value);
    store.transact(crate::Transaction::new().update(key.clone(), update)).await.unwrap();
}

#[tokio::test]
async fn forgets_permissions_that_no_longer_exist() {
    let store = local::store().await;
    let user = sample::user(&TenantId::generate(now()), "ada@example.com", &[], now()).unwrap();
    let (key, _) = sample::api_key(&user, &[Permission::ScansRead], now()).unwrap();
    store.add_api_key(&key, Commit::unasked()).await.unwrap();
    let place = Key::of_tenant(&key.tenant, &["USER", key.user.as_str(), "API_KEYS"], &[key.id.as_str()]);
    let permissions = ["scans:read", "scans:dream"].map(text).to_vec();

    overwrite(&store, &place, "permissions", AttributeValue::L(permissions)).await;

    assert_eq!(store.api_key(&key.tenant, &key.user, &key.id).await.unwrap(), Some(key));
}

#[tokio::test]
async fn refuses_rows_of_a_newer_shape() {
    let store = local::store().await;
    let tenant = TenantId::generate(now());
    let book = RoleBook::empty(tenant.clone()).with_new(sample::role("watch", &[], now()).unwrap()).unwrap();
    store.save_roles(&book, Commit::unasked()).await.unwrap();

    overwrite(&store, &Key::of_tenant(&tenant, &["ROLES"], &[]), "schema", number(99)).await;

    assert!(matches!(store.role_book(&tenant).await, Err(Error::Internal { .. })));
}

use super::*;
use crate::{
    Expression, Item, Key, Row,
    faults::{Fault, Faults},
    item::key_attributes,
    local::{self, Local},
    transaction::{absent, present},
};
use chrono::TimeDelta;
use futures::future::join_all;
use pantheon_core::{
    command::{Claim, Claimed, Commit, Idempotency, Version},
    event::Origin,
    id::{ScanId, TenantId},
    scan::{ScanCollected, Tally},
};
use pantheon_testing::now;
use serde::{Deserialize, Serialize};
use serde_json::json;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Thing {
    version: Version,
    name: String,
}

impl Row for Thing {
    const ENTITY: &'static str = "thing";
}

fn tenant() -> TenantId {
    TenantId::generate(now())
}

fn key(tenant: &TenantId, name: &str) -> Key {
    Key::of_tenant(tenant, &["THINGS"], &[name])
}

fn thing(tenant: &TenantId, name: &str, version: u64) -> Item {
    Item::of(key(tenant, name), &Thing { version: Version(version), name: name.to_owned() }).unwrap()
}

fn claim(tenant: &TenantId) -> Claim {
    Claim { tenant: tenant.clone(), key: "k".to_owned(), fingerprint: "f".to_owned(), attempt: "a1".to_owned() }
}

fn telling(tenant: &TenantId) -> Commit {
    let fact = ScanCollected { scan_id: ScanId::generate(now()), tally: Tally::default() };
    Commit::unasked().telling(&Origin::of_system(tenant.clone(), "test", now()), &fact, Version(1))
}

fn answering(tenant: &TenantId) -> Commit {
    Commit { receipt: Some(Receipt { claim: claim(tenant), answer: json!({ "id": 1 }) }), ..telling(tenant) }
}

async fn read(store: &Store, tenant: &TenantId, name: &str) -> Option<Thing> {
    store.get(&key(tenant, name), Consistency::Strong).await.unwrap()
}

#[tokio::test]
async fn writes_the_item_its_event_and_the_answer_together() {
    let store = local::store().await;
    let tenant = tenant();
    store.claim(&claim(&tenant), now(), now() + TimeDelta::seconds(30)).await.unwrap();
    let commit = answering(&tenant);

    store.transact(Transaction::new().put_new(thing(&tenant, "a", 1)).commit(commit.clone())).await.unwrap();

    assert!(read(&store, &tenant, "a").await.is_some());
    let items = store.items().await;
    let [told] = &items["event"][..] else { panic!("{items:?}") };
    let envelope: Event = serde_json::from_str(told["event"].as_s().unwrap()).unwrap();
    assert_eq!(envelope, commit.events[0]);
    assert_eq!(told["pk"].as_s().unwrap(), &format!("TENANT#{tenant}#OUTBOX"));
    assert_eq!(told["ttl"].as_n().unwrap(), &(now() + TimeDelta::days(7)).timestamp().to_string());
    let repeated = Claim { attempt: "a2".to_owned(), ..claim(&tenant) };
    let replayed = store.claim(&repeated, now(), now()).await.unwrap();
    assert_eq!(replayed, Claimed::Answered(json!({ "id": 1 })));
}

#[tokio::test]
async fn writes_nothing_if_a_condition_fails() {
    let store = local::store().await;
    let tenant = tenant();
    store.transact(Transaction::new().put_new(thing(&tenant, "a", 1))).await.unwrap();

    let both = Transaction::new().put_new(thing(&tenant, "b", 1)).put_new(thing(&tenant, "a", 1));
    let refused = store.transact(both.commit(telling(&tenant))).await;

    assert!(matches!(&refused, Err(Error::Conflict { reason }) if reason == "the thing exists already"), "{refused:?}");
    assert_eq!(read(&store, &tenant, "b").await, None);
    assert!(!store.items().await.contains_key("event"));
}

#[tokio::test]
async fn has_nothing_to_do_without_changes() {
    let faults = Faults::none();

    faults.store(&local::nowhere()).transact(Transaction::new().commit(Commit::unasked())).await.unwrap();

    assert!(faults.calls().is_empty());
}

#[tokio::test]
async fn tells_the_first_refusal_in_the_order_of_the_changes() {
    let store = local::store().await;
    let tenant = tenant();
    store.transact(Transaction::new().put_new(thing(&tenant, "a", 1))).await.unwrap();
    let missing = || Transaction::new().check(key(&tenant, "x"), present(), Error::not_found("thing", "x"));

    let cases = [
        missing().put_new(thing(&tenant, "a", 1)),
        missing().put_version(thing(&tenant, "a", 3)).unwrap(),
        missing().delete_version::<Thing>(key(&tenant, "a"), Version(2)),
    ];
    for transaction in cases {
        let refused = store.transact(transaction).await;
        assert!(matches!(refused, Err(Error::NotFound { .. })), "{refused:?}");
    }
    let stale = Transaction::new().put_version(thing(&tenant, "a", 3)).unwrap().check(
        key(&tenant, "x"),
        present(),
        Error::not_found("thing", "x"),
    );
    let refused = store.transact(stale).await;
    assert!(matches!(refused, Err(Error::PreconditionFailed { kind: "thing" })), "{refused:?}");
}

#[tokio::test]
async fn changes_and_deletes_under_conditions() {
    let store = local::store().await;
    let tenant = tenant();
    let at = |name: &str| key(&tenant, name);
    store.put_all(["a", "b", "c"].map(|name| thing(&tenant, name, 1)).to_vec()).await.unwrap();

    let rename = Expression::new("SET #name = :name").name("#name", "name").text(":name", "renamed");
    let changes = Transaction::new()
        .update_if(at("a"), rename, present(), Error::not_found("thing", "a"))
        .delete_version::<Thing>(at("b"), Version(1))
        .delete(at("c"))
        .put(thing(&tenant, "d", 7))
        .check(at("e"), absent(), Error::conflict("e"));
    store.transact(changes).await.unwrap();

    assert_eq!(read(&store, &tenant, "a").await.unwrap().name, "renamed");
    let left: Vec<Thing> = store.get_all(["a", "b", "c", "d", "e"].map(at).to_vec()).await.unwrap();
    assert_eq!(left.len(), 2);
    store.delete_all(["a", "d", "e"].map(at).to_vec()).await.unwrap();
    assert_eq!(read(&store, &tenant, "d").await, None);
}

#[tokio::test]
async fn refuses_to_version_a_row_without_a_version() {
    let item = Item::of(key(&tenant(), "a"), &Named { name: "a".to_owned() }).unwrap();

    assert!(matches!(Transaction::new().put_version(item), Err(Error::Internal { .. })));
}

#[tokio::test]
async fn refuses_to_read_a_row_of_another_kind() {
    let store = local::store().await;
    let tenant = tenant();
    store.put_all(vec![thing(&tenant, "a", 1)]).await.unwrap();

    let found: Result<Option<Named>> = store.get(&key(&tenant, "a"), Consistency::Strong).await;

    assert!(matches!(found, Err(Error::Internal { .. })), "a row of another kind was taken");
}

#[derive(Debug, Serialize, Deserialize)]
struct Named {
    name: String,
}

impl Row for Named {
    const ENTITY: &'static str = "named";
}

/// Runs a transaction while its first call fails, and returns what came of it and the calls.
async fn with_fault(local: &Local, fault: Fault, transaction: Transaction) -> (Result<()>, Faults) {
    let faults = Faults::new(move |call| (call.number == 0).then_some(fault));
    (faults.store(local).transact(transaction).await, faults)
}

#[tokio::test]
async fn goes_through_once_whatever_happens_to_the_first_call() {
    let store = local::store().await;
    for fault in [Fault::LostReply, Fault::LostRequest, Fault::ServerError, Fault::Throttled, Fault::Conflict] {
        for commit in [Commit::unasked(), telling(&tenant())] {
            let tenant = tenant();
            let count = Expression::new("ADD #count :one").name("#count", "count").number(":one", 1);
            let changes = Transaction::new().put_new(thing(&tenant, "a", 1)).update(key(&tenant, "n"), count);

            let (result, faults) = with_fault(&store, fault, changes.commit(commit)).await;

            assert!(result.is_ok(), "{fault:?}: {result:?}");
            let tokens: Vec<_> = faults.calls().iter().map(|call| call.body["ClientRequestToken"].clone()).collect();
            assert_eq!(tokens.len(), 2, "{fault:?}");
            assert_eq!(tokens[0], tokens[1], "{fault:?}: a repetition must be recognized");
            let read =
                store.client.get_item().table_name(&store.table).set_key(Some(key_attributes(&key(&tenant, "n"))));
            let kept = read.send().await.unwrap().item.unwrap();
            assert_eq!(kept["count"].as_n().unwrap(), "1", "{fault:?}: counted twice");
        }
    }
}

#[tokio::test]
async fn recognizes_its_own_commit_when_the_token_is_forgotten() {
    let store = local::store().await;
    for answered in [true, false] {
        let tenant = tenant();
        store.claim(&claim(&tenant), now(), now() + TimeDelta::seconds(30)).await.unwrap();
        let commit = if answered { answering(&tenant) } else { telling(&tenant) };
        let changes = |name: &str| {
            // Another content has another token, as it would after the ten minutes of the first.
            Transaction::new().put_new(thing(&tenant, "a", 1)).put(thing(&tenant, name, 1)).commit(commit.clone())
        };
        store.transact(changes("b")).await.unwrap();

        store.transact(changes("c")).await.unwrap();

        assert_eq!(read(&store, &tenant, "c").await, None, "the second attempt wrote");
        let stranger = Transaction::new().put_new(thing(&tenant, "a", 1)).commit(telling(&tenant));
        assert!(matches!(store.transact(stranger).await, Err(Error::Conflict { .. })));
    }
}

#[tokio::test]
async fn refuses_the_answer_of_a_lost_claim() {
    let store = local::store().await;
    let tenant = tenant();

    let refused = store.transact(Transaction::new().put_new(thing(&tenant, "a", 1)).commit(answering(&tenant))).await;

    assert!(matches!(refused, Err(Error::IdempotencyKeyRunning)), "{refused:?}");
    assert_eq!(read(&store, &tenant, "a").await, None);
}

#[tokio::test]
async fn names_a_command_by_its_content() {
    let tenant = tenant();
    let changes = |version| Transaction::new().put_new(thing(&tenant, "a", version)).changes;
    let commit = answering(&tenant);
    let other = Receipt { claim: Claim { attempt: "a2".to_owned(), ..claim(&tenant) }, answer: json!({ "id": 1 }) };

    let named = token(&changes(1), commit.receipt.as_ref(), &commit.events);

    assert_eq!(token(&changes(1), commit.receipt.as_ref(), &commit.events), named);
    assert!((1..=36).contains(&named.len()));
    assert_ne!(token(&changes(2), commit.receipt.as_ref(), &commit.events), named);
    assert_ne!(token(&changes(1), Some(&other), &commit.events), named);
    assert_ne!(token(&changes(1), commit.receipt.as_ref(), &telling(&tenant).events), named);
    assert_ne!(token(&changes(1), None, &[]), token(&changes(1), None, &[]));
}

#[tokio::test(start_paused = true)]
async fn gives_up_on_endless_conflicts() {
    let faults = Faults::new(|_| Some(Fault::Conflict));
    let tenant = tenant();

    let result = faults.store(&local::nowhere()).transact(Transaction::new().put_new(thing(&tenant, "a", 1))).await;

    assert!(matches!(result, Err(Error::Unavailable { .. })), "{result:?}");
    assert_eq!(faults.count("TransactWriteItems"), 8);
}

#[tokio::test(start_paused = true)]
async fn leaves_throttling_to_the_sdk() {
    let faults = Faults::new(|_| Some(Fault::Throttled));
    let tenant = tenant();

    let result = faults.store(&local::nowhere()).transact(Transaction::new().put_new(thing(&tenant, "a", 1))).await;

    assert!(matches!(result, Err(Error::Unavailable { .. })), "{result:?}");
    assert_eq!(faults.count("TransactWriteItems"), 4);
}

#[tokio::test]
async fn ends_every_command_in_spite_of_throttling_conflicts_and_errors() {
    let store = local::store().await;
    // 30 % throttled, 5 % conflicts, 2 % errors, by the number of the call.
    let faults = Faults::new(|call| match call.number.wrapping_mul(2_654_435_761) % 100 {
        0..30 => Some(Fault::Throttled),
        30..35 => Some(Fault::Conflict),
        35..37 => Some(Fault::ServerError),
        _ => None,
    });
    let troubled = faults.store(&store);
    let tenant = tenant();
    // Whoever gave a command repeats it when it ends with an error that may pass.
    let commands = (0..200).map(async |number| {
        let (name, commit) = (number.to_string(), telling(&tenant));
        let command = || Transaction::new().put_new(thing(&tenant, &name, 1)).commit(commit.clone());
        while let Err(error) = troubled.transact(command()).await {
            assert!(error.is_retryable(), "{error:?}");
        }
    });

    join_all(commands).await;

    let attempts = faults.count("TransactWriteItems");
    assert!(attempts <= 3 * 200, "{attempts} attempts for 200 commands");
    let items = store.items().await;
    assert_eq!((items["thing"].len(), items["event"].len()), (200, 200));
}

#[tokio::test]
async fn writes_batches_although_parts_are_put_off() {
    let store = local::store().await;
    let faults = Faults::new(|call| (call.number % 3 != 2).then_some(Fault::Unprocessed));
    let troubled = faults.store(&store);
    let tenant = tenant();
    let names: Vec<String> = (0..60).map(|number| format!("{number:02}")).collect();

    troubled.put_all(names.iter().map(|name| thing(&tenant, name, 1)).collect()).await.unwrap();
    let found: Vec<Thing> = troubled.get_all(names.iter().map(|name| key(&tenant, name)).collect()).await.unwrap();
    assert_eq!(found.len(), 60);
    troubled.delete_all(names.iter().map(|name| key(&tenant, name)).collect()).await.unwrap();

    assert!(store.items().await.is_empty());
}

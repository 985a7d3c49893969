use super::*;
use crate::{
    Transaction,
    faults::{Fault, Faults},
    local,
};
use futures::future::join_all;
use pantheon_core::{command::Commit, id::TenantId};
use pantheon_testing::{
    conformance::idempotency::{Commits, idempotency},
    now,
};
use serde_json::json;

#[async_trait]
impl Commits for Store {
    async fn commit(&self, commit: Commit) -> Result<()> {
        self.transact(Transaction::new().commit(commit)).await
    }
}

fn claim(attempt: &str) -> Claim {
    Claim {
        tenant: TenantId::generate(now()),
        key: "usr_1 POST /v1/things key-1".to_owned(),
        fingerprint: "f1".to_owned(),
        attempt: attempt.to_owned(),
    }
}

fn lease() -> DateTime<Utc> {
    now() + Duration::seconds(30)
}

#[tokio::test]
async fn conforms() {
    let store = local::store().await;

    idempotency(&*store, &*store).await;
}

#[tokio::test]
async fn lets_dynamodb_clean_up_after_a_day() {
    let store = local::store().await;
    let claim = claim("a1");
    store.claim(&claim, now(), lease()).await.unwrap();
    let receipt = Receipt { claim, answer: json!({}) };

    store.commit(Commit { events: Vec::new(), receipt: Some(receipt) }).await.unwrap();

    let items = store.items().await;
    let [item] = &items["idempotency"][..] else { panic!("{items:?}") };
    assert_eq!(item["ttl"].as_n().unwrap(), &(now() + Duration::hours(24)).timestamp().to_string());
}

#[tokio::test]
async fn gives_a_key_to_one_of_many() {
    let store = local::store().await;
    let first = claim("a0");
    let rivals: Vec<Claim> = (0..20).map(|attempt| Claim { attempt: format!("a{attempt}"), ..first.clone() }).collect();

    let results = join_all(rivals.iter().map(|rival| store.claim(rival, now(), lease()))).await;

    let ours = results.iter().filter(|result| matches!(result, Ok(Claimed::Ours)));
    assert_eq!(ours.count(), 1, "{results:?}");
    let running = results.iter().filter(|result| matches!(result, Ok(Claimed::Running)));
    assert_eq!(running.count(), 19, "{results:?}");
}

#[tokio::test]
async fn recognizes_a_claim_whose_reply_was_lost() {
    let store = local::store().await;
    for fault in [Fault::LostReply, Fault::LostRequest, Fault::ServerError, Fault::Throttled, Fault::Conflict] {
        let faults = Faults::new(move |call| (call.number == 0).then_some(fault));
        let claim = claim("a1");

        let claimed = faults.store(&store).claim(&claim, now(), lease()).await;

        assert!(matches!(claimed, Ok(Claimed::Ours)), "{fault:?}: {claimed:?}");
        assert_eq!(faults.count("PutItem"), 2, "{fault:?}");
    }
}

#[tokio::test]
async fn releases_once_although_the_reply_was_lost() {
    let store = local::store().await;
    for fault in [Fault::LostReply, Fault::LostRequest, Fault::ServerError, Fault::Throttled, Fault::Conflict] {
        let faults = Faults::new(move |call| (call.number == 0).then_some(fault));
        let claim = claim("a1");
        store.claim(&claim, now(), lease()).await.unwrap();

        faults.store(&store).release(&claim).await.unwrap();

        let next = Claim { attempt: "a2".to_owned(), ..claim };
        assert_eq!(store.claim(&next, now(), lease()).await.unwrap(), Claimed::Ours, "{fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn gives_up_on_endless_conflicts() {
    let faults = Faults::new(|_| Some(Fault::Conflict));
    let store = faults.store(&local::nowhere());
    let claim = claim("a1");

    let claimed = store.claim(&claim, now(), lease()).await;
    assert!(matches!(claimed, Err(Error::Unavailable { .. })), "{claimed:?}");
    let released = store.release(&claim).await;
    assert!(matches!(released, Err(Error::Unavailable { .. })), "{released:?}");

    assert_eq!((faults.count("PutItem"), faults.count("DeleteItem")), (8, 8));
}

use super::*;
use crate::{Context, fixture, http::Json};
use chrono::{DateTime, Utc};
use pantheon_core::command::{Command, Receipt};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    sync::{
        Mutex,
        atomic::{AtomicU32, Ordering},
    },
};

/// What became of a key.
enum Row {
    Running(Claim),
    Done(Claim, Value),
}

/// A memory of keys without leases.
#[derive(Default)]
struct Keys(Mutex<HashMap<String, Row>>);

impl Keys {
    fn settle(&self, receipt: Receipt) {
        self.0.lock().unwrap().insert(receipt.claim.key.clone(), Row::Done(receipt.claim, receipt.answer));
    }
}

impl Idempotency for Keys {
    fn claim<'a, 'b, 'c>(
        &'a self,
        claim: &'b Claim,
        now: DateTime<Utc>,
        lease_until: DateTime<Utc>,
    ) -> Boxed<'c, Result<Claimed>>
    where
        'a: 'c,
        'b: 'c,
    {
        assert!(lease_until > now);
        let mut rows = self.0.lock().unwrap();
        let claimed = match rows.get(&claim.key) {
            None => {
                rows.insert(claim.key.clone(), Row::Running(claim.clone()));
                Claimed::Ours
            }
            Some(Row::Running(held) | Row::Done(held, _)) if held.fingerprint != claim.fingerprint => Claimed::Reused,
            Some(Row::Running(_)) => Claimed::Running,
            Some(Row::Done(_, answer)) => Claimed::Answered(answer.clone()),
        };
        Box::pin(async { Ok(claimed) })
    }

    fn release<'a, 'b, 'c>(&'a self, claim: &'b Claim) -> Boxed<'c, Result<()>>
    where
        'a: 'c,
        'b: 'c,
    {
        let mut rows = self.0.lock().unwrap();
        if matches!(rows.get(&claim.key), Some(Row::Running(held)) if held.attempt == claim.attempt) {
            rows.remove(&claim.key);
        }
        Box::pin(async { Ok(()) })
    }
}

/// Makes thing after thing, each answered with its number.
#[derive(Default)]
struct Things {
    keys: Keys,
    made: AtomicU32,
}

impl Things {
    fn commit(&self, command: &Command, answer: &Json<Value>) {
        let receipt = command.commit(answer.recorded()).receipt;
        self.keys.settle(receipt.unwrap());
    }

    fn make(&self, request: &Request) -> Result<Answer> {
        let command = request.command()?;
        let body: Value = request.body()?;
        if body["number"].is_null() {
            return Err(Error::invalid("/number", "must be there"));
        }
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        let answer = Json::created(format!("/v1/things/{number}"), json!({ "thing": number }));
        self.commit(&command, &answer);
        Ok(answer.into())
    }

    async fn post(&self, key: Option<&str>, body: &str) -> Value {
        self.post_as(key, body, |request| Box::pin(async move { self.make(&request) })).await
    }

    async fn post_as<'a>(
        &'a self,
        key: Option<&str>,
        body: &str,
        handler: impl Fn(Request) -> Boxed<'a, Result<Answer>> + Sync + 'a,
    ) -> Value {
        self.send(payload(key, body), fixture::context(), &handler).await
    }

    async fn send(&self, payload: Value, context: Context, handler: &http::Handler<'_>) -> Value {
        answer(&self.keys, handler, fixture::invocation(&payload, context)).await.unwrap().payload
    }
}

fn payload(key: Option<&str>, body: &str) -> Value {
    let mut headers = json!({ "content-type": "application/json" });
    if let Some(key) = key {
        headers["Idempotency-Key"] = json!(key);
    }
    fixture::http("POST", "/v1/things", headers, Some(body))
}

fn code(answer: &Value) -> String {
    let body: Value = serde_json::from_str(answer["body"].as_str().unwrap()).unwrap();
    body["code"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn demands_a_key() {
    let things = Things::default();

    for key in [None, Some(""), Some("two words"), Some(&*"k".repeat(129))] {
        let answer = things.post(key, r#"{"number":1}"#).await;
        assert_eq!((answer["statusCode"].as_u64(), &*code(&answer)), (Some(400), "idempotency_key_missing"), "{key:?}");
    }
    assert_eq!(things.made.into_inner(), 0);
}

#[tokio::test]
async fn gives_the_first_answer_again_without_doing_it_again() {
    let things = Things::default();

    let first = things.post(Some("k1"), r#"{"number":1}"#).await;
    let second = things.post(Some("k1"), r#"{"number":1}"#).await;
    let other = things.post(Some("k2"), r#"{"number":1}"#).await;

    assert_eq!(first["statusCode"], 201);
    assert_eq!(first["headers"]["idempotency-replayed"], Value::Null);
    assert_eq!(second["headers"]["idempotency-replayed"], "true");
    for same in ["statusCode", "body"] {
        assert_eq!(first[same], second[same]);
    }
    assert_eq!(first["headers"]["location"], second["headers"]["location"]);
    assert_eq!(first["headers"]["content-type"], second["headers"]["content-type"]);
    assert_ne!(first["body"], other["body"]);
    assert_eq!(things.made.into_inner(), 2);
}

#[tokio::test]
async fn shows_a_secret_once_and_keeps_it_nowhere() {
    let things = Things::default();
    let show = |request: Request| -> Boxed<'_, Result<Answer>> {
        let shown = json!({ "thing": 1, "secret": "hunter2" });
        let answer = Json::created("/v1/things/1", shown).replayed_as(json!({ "thing": 1, "secret": null }));
        things.commit(&request.command().unwrap(), &answer);
        Box::pin(std::future::ready(Ok(answer.into())))
    };

    let first = things.post_as(Some("k1"), "{}", show).await;
    let second = things.post_as(Some("k1"), "{}", show).await;

    let body = |answer: &Value| serde_json::from_str::<Value>(answer["body"].as_str().unwrap()).unwrap();
    assert_eq!(body(&first), json!({ "thing": 1, "secret": "hunter2" }));
    assert_eq!(body(&second), json!({ "thing": 1, "secret": null }));
    assert_eq!((&second["statusCode"], &second["headers"]["idempotency-replayed"]), (&json!(201), &json!("true")));
    assert_eq!(first["headers"]["location"], second["headers"]["location"]);
    let kept = things.keys.0.lock().unwrap();
    assert!(kept.values().all(|row| matches!(row, Row::Done(_, answer) if !answer.to_string().contains("hunter2"))));
}

#[tokio::test]
async fn carries_out_nothing_that_the_authorizer_refused() {
    let things = Things::default();
    let handler = |request| Box::pin(std::future::ready(things.make(&request))) as Boxed<'_, _>;
    let mut refused = payload(Some("k1"), r#"{"number":1}"#);
    let context = &mut refused["requestContext"]["authorizer"]["lambda"];
    context["refused"] = json!("quota_exceeded");
    context["retry_after_seconds"] = json!("3");
    context["ratelimit"] = json!(r#""tenant";r=0;t=60"#);
    context["ratelimit_policy"] = json!(r#""tenant";q=60;w=60"#);

    let answer = things.send(refused, fixture::context(), &handler).await;

    assert_eq!((answer["statusCode"].as_u64(), &*code(&answer)), (Some(429), "quota_exceeded"));
    assert_eq!(answer["headers"]["retry-after"], "3");
    assert_eq!(answer["headers"]["ratelimit"], r#""tenant";r=0;t=60"#);
    assert_eq!(things.made.load(Ordering::Relaxed), 0);
    assert!(things.keys.0.lock().unwrap().is_empty(), "not even the key is claimed");
}

#[tokio::test]
async fn refuses_a_key_that_stands_for_another_request() {
    let things = Things::default();
    things.post(Some("k1"), r#"{"number":1}"#).await;

    let other = things.post(Some("k1"), r#"{"number":2}"#).await;

    assert_eq!((other["statusCode"].as_u64(), &*code(&other)), (Some(422), "idempotency_key_reused"));
}

#[tokio::test]
async fn asks_to_wait_while_the_first_request_runs() {
    let things = Things::default();
    let meanwhile = Mutex::new(None);

    things
        .post_as(Some("k1"), r#"{"number":1}"#, |request| {
            let (things, meanwhile) = (&things, &meanwhile);
            Box::pin(async move {
                *meanwhile.lock().unwrap() = Some(things.post(Some("k1"), r#"{"number":1}"#).await);
                things.make(&request)
            })
        })
        .await;

    let answer = meanwhile.into_inner().unwrap().unwrap();
    assert_eq!((answer["statusCode"].as_u64(), &*code(&answer)), (Some(409), "idempotency_key_running"));
    assert_eq!(answer["headers"]["retry-after"], "1");
    assert_eq!(things.made.into_inner(), 1);
}

#[tokio::test]
async fn takes_a_corrected_request_under_the_same_key() {
    let things = Things::default();

    let refused = things.post(Some("k1"), "{}").await;
    let corrected = things.post(Some("k1"), r#"{"number":1}"#).await;

    assert_eq!(refused["statusCode"], 400);
    assert_eq!(corrected["statusCode"], 201);
    assert_eq!(corrected["headers"]["idempotency-replayed"], Value::Null);
}

#[tokio::test]
async fn answers_what_was_committed_even_if_the_first_reply_was_lost() {
    let things = Things::default();

    let lost = things
        .post_as(Some("k1"), r#"{"number":1}"#, |request| {
            let things = &things;
            Box::pin(async move {
                things.make(&request)?;
                Err(Error::unavailable("the store", "connection reset"))
            })
        })
        .await;
    let repeated = things.post(Some("k1"), r#"{"number":1}"#).await;

    assert_eq!(lost["statusCode"], 503);
    assert_eq!(
        (repeated["statusCode"].as_u64(), &repeated["headers"]["idempotency-replayed"]),
        (Some(201), &json!("true"))
    );
    assert_eq!(things.made.into_inner(), 1);
}

#[tokio::test]
async fn keeps_the_keys_of_users_and_operations_apart() {
    let things = Things::default();
    let handler = |request| Box::pin(std::future::ready(things.make(&request))) as Boxed<'_, _>;
    let mut other_user = payload(Some("k1"), r#"{"number":1}"#);
    other_user["requestContext"]["authorizer"]["lambda"]["user_id"] = json!("usr_0195f6a0-7c1e-7d43-9a55-0000000000ee");
    let mut other_route = payload(Some("k1"), r#"{"number":1}"#);
    other_route["routeKey"] = json!("POST /v1/others");

    things.post(Some("k1"), r#"{"number":1}"#).await;
    for payload in [other_user, other_route] {
        let answer = things.send(payload, fixture::context(), &handler).await;
        assert_eq!(answer["headers"]["idempotency-replayed"], Value::Null);
    }

    assert_eq!(things.made.load(Ordering::Relaxed), 3);
}

#[tokio::test]
async fn lets_nobody_change_anything_unsigned() {
    let things = Things::default();
    let handler = |request| Box::pin(std::future::ready(things.make(&request))) as Boxed<'_, _>;
    let mut unsigned = payload(Some("k1"), r#"{"number":1}"#);
    unsigned["requestContext"]["authorizer"] = Value::Null;

    let answer = things.send(unsigned, fixture::context(), &handler).await;

    assert_eq!((answer["statusCode"].as_u64(), &*code(&answer)), (Some(401), "unauthenticated"));
}

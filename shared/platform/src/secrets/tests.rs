use super::*;
use crate::testing::{Scripted, sdk};
use chrono::DateTime;
use pantheon_core::identity::{KeyRing, SigningKey, SigningKeys};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers::any};

fn value(text: &str) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({
        "ARN": "arn:aws:secretsmanager:us-east-1:000000000000:secret:keys",
        "Name": "keys",
        "VersionId": "0d6ea8b2-7d4c-4c6c-9a36-35f0a9c6b111",
        "SecretString": text,
    }))
}

fn refusal(kind: &str) -> ResponseTemplate {
    ResponseTemplate::new(400).set_body_json(json!({ "__type": kind, "Message": "no" }))
}

async fn server(answers: impl IntoIterator<Item = ResponseTemplate>) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(Scripted::new(answers)).mount(&server).await;
    server
}

async fn sent(server: &MockServer) -> Vec<(String, Value)> {
    let target = |request: &Request| request.headers["x-amz-target"].to_str().unwrap().to_owned();
    let requests = server.received_requests().await.unwrap();
    requests.iter().map(|request| (target(request), request.body_json().unwrap())).collect()
}

fn ring(letters: &[&str]) -> KeyRing {
    let key = |letter: &&str| SigningKey {
        id: letter.repeat(43).parse().unwrap(),
        private_pem: SecretString::from(format!("-----BEGIN PRIVATE KEY-----\n{letter}\n")),
        created_at: DateTime::UNIX_EPOCH,
        signs_since: Some(DateTime::UNIX_EPOCH + chrono::TimeDelta::hours(1)),
    };
    KeyRing::of(letters.iter().map(key).collect()).unwrap()
}

#[tokio::test]
async fn reads_a_secret() {
    let server = server([value("hush")]).await;

    let secret = SecretsManager::new(&sdk(&server)).read("keys").await.unwrap().unwrap();

    assert_eq!(secret.expose_secret(), "hush");
}

#[tokio::test]
async fn knows_a_secret_that_was_never_given_a_value() {
    let server = server([refusal("ResourceNotFoundException")]).await;

    assert!(SecretsManager::new(&sdk(&server)).read("keys").await.unwrap().is_none());
}

#[tokio::test]
async fn tells_a_refusal_from_an_outage() {
    let denied = server([refusal("AccessDeniedException")]).await;
    let down = server((0..8).map(|_| ResponseTemplate::new(500))).await;

    assert!(matches!(SecretsManager::new(&sdk(&denied)).read("keys").await, Err(Error::Internal { .. })));
    assert!(matches!(SecretsManager::new(&sdk(&down)).read("keys").await, Err(Error::Unavailable { .. })));
}

#[tokio::test]
async fn has_no_keys_in_an_empty_secret() {
    for text in ["", "{}", r#"{"keys":[]}"#] {
        let server = server([value(text)]).await;

        assert!(KeySecret::new(&sdk(&server), "keys").key_ring().await.unwrap().is_none(), "{text}");
    }
}

#[tokio::test]
async fn refuses_keys_of_another_algorithm_and_what_is_no_json() {
    let key =
        json!({ "kid": "a".repeat(43), "alg": "HS256", "private_key": "x", "created_at": "2026-01-01T00:00:00Z" });
    for text in [json!({ "keys": [key] }).to_string(), "hush, hush".to_owned()] {
        let server = server([value(&text)]).await;

        let error = KeySecret::new(&sdk(&server), "keys").key_ring().await.unwrap_err();

        let Error::Internal { source } = error else { panic!("{error:?}") };
        assert!(!source.to_string().contains("hush"), "{source}");
    }
}

#[tokio::test]
async fn reads_the_keys_that_it_wrote() {
    let writing = server([value("{}"), ResponseTemplate::new(200).set_body_json(json!({}))]).await;
    KeySecret::new(&sdk(&writing), "keys").initialize(&ring(&["a", "b"])).await.unwrap();
    let written = sent(&writing).await[1].1["SecretString"].as_str().unwrap().to_owned();
    let reading = server([value(&written)]).await;

    let read = KeySecret::new(&sdk(&reading), "keys").key_ring().await.unwrap().unwrap();

    let ids: Vec<&str> = read.keys().iter().map(|key| key.id.as_str()).collect();
    assert_eq!(ids, ["a".repeat(43), "b".repeat(43)]);
    assert!(read.keys()[0].private_pem.expose_secret().ends_with("\na\n"));
    assert_eq!(read.keys()[0].signs_since, ring(&["a"]).keys()[0].signs_since);
}

#[tokio::test]
async fn writes_the_version_that_follows_the_empty_one() {
    let server = server([value("{}"), ResponseTemplate::new(200).set_body_json(json!({}))]).await;

    KeySecret::new(&sdk(&server), "keys").initialize(&ring(&["a"])).await.unwrap();

    let (target, body) = &sent(&server).await[1];
    assert_eq!(target, "secretsmanager.PutSecretValue");
    assert_eq!(body["ClientRequestToken"], "after-0d6ea8b2-7d4c-4c6c-9a36-35f0a9c6b111");
}

#[tokio::test]
async fn leaves_keys_alone_that_are_there() {
    let key =
        json!({ "kid": "a".repeat(43), "alg": "ES256", "private_key": "x", "created_at": "2026-01-01T00:00:00Z" });
    let server = server([value(&json!({ "keys": [key] }).to_string())]).await;

    KeySecret::new(&sdk(&server), "keys").initialize(&ring(&["b"])).await.unwrap();

    assert_eq!(sent(&server).await.len(), 1);
}

#[tokio::test]
async fn lets_the_faster_writer_win() {
    let server = server([value("{}"), refusal("ResourceExistsException")]).await;

    KeySecret::new(&sdk(&server), "keys").initialize(&ring(&["a"])).await.unwrap();

    assert_eq!(sent(&server).await.len(), 2);
}

#[tokio::test]
async fn reads_keys_that_do_not_say_since_when_they_sign() {
    let key =
        json!({ "kid": "a".repeat(43), "alg": "ES256", "private_key": "x", "created_at": "2026-01-01T00:00:00Z" });
    let server = server([value(&json!({ "keys": [key] }).to_string())]).await;

    let read = KeySecret::new(&sdk(&server), "keys").key_ring().await.unwrap().unwrap();

    assert_eq!(read.keys()[0].signs_since, None);
}

#[tokio::test]
async fn replaces_keys_that_are_there() {
    let server = server([ResponseTemplate::new(200).set_body_json(json!({}))]).await;

    KeySecret::new(&sdk(&server), "keys").replace(&ring(&["b", "a"])).await.unwrap();

    let (target, body) = &sent(&server).await[0];
    assert_eq!(target, "secretsmanager.PutSecretValue");
    let written: Value = serde_json::from_str(body["SecretString"].as_str().unwrap()).unwrap();
    assert_eq!(written["keys"][0]["kid"], "b".repeat(43));
    assert_eq!(written["keys"][1]["kid"], "a".repeat(43));
}

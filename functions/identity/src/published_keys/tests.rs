use super::*;
use crate::key::{LiveKey, generate};
use chrono::TimeDelta;
use pantheon_core::{
    Error,
    identity::{PublicKey, SigningKey},
};
use pantheon_testing::{identity::MemoryVerificationKeys, now};

fn key() -> SigningKey {
    generate(now()).unwrap()
}

fn public(keys: &[&SigningKey]) -> Vec<PublicKey> {
    keys.iter().map(|key| LiveKey::read(key).unwrap().public).collect()
}

async fn publishing(keys: &[&SigningKey]) -> MemoryVerificationKeys {
    let source = MemoryVerificationKeys::default();
    source.publish(&public(keys)).await.unwrap();
    source
}

#[tokio::test]
async fn shows_all_keys() {
    let (new, old) = (key(), key());
    let source = publishing(&[&new, &old]).await;

    let keys = PublishedKeys::open(&source, now()).await.unwrap();

    assert_eq!(keys.all(now()).await.unwrap().len(), 2);
    assert_eq!(source.reads(), 1);
}

#[tokio::test]
async fn looks_for_unknown_keys_twice_a_minute_at_most() {
    let source = publishing(&[&key()]).await;
    let keys = PublishedKeys::open(&source, now()).await.unwrap();
    let unknown = key().id;

    for seconds in 0..60 {
        assert!(keys.find(&unknown, now() + TimeDelta::seconds(seconds)).await.unwrap().is_none());
    }

    assert_eq!(source.reads(), 2, "once at first, once after half a minute");
}

#[tokio::test]
async fn finds_a_new_key_within_half_a_minute() {
    let (old, new) = (key(), key());
    let source = publishing(&[&old]).await;
    let keys = PublishedKeys::open(&source, now()).await.unwrap();
    source.publish(&public(&[&new, &old])).await.unwrap();

    assert!(keys.find(&new.id, now() + TimeDelta::seconds(29)).await.unwrap().is_none());
    assert!(keys.find(&new.id, now() + TimeDelta::seconds(30)).await.unwrap().is_some());
}

#[tokio::test]
async fn forgets_a_key_that_was_withdrawn() {
    let (old, new) = (key(), key());
    let source = publishing(&[&old]).await;
    let keys = PublishedKeys::open(&source, now()).await.unwrap();
    source.publish(&public(&[&new])).await.unwrap();

    assert!(keys.find(&old.id, now() + TimeDelta::seconds(299)).await.unwrap().is_some());
    assert!(keys.find(&old.id, now() + TimeDelta::minutes(5)).await.unwrap().is_none());
}

#[tokio::test]
async fn lets_nobody_in_on_an_unknown_key_during_an_outage() {
    let known = key();
    let source = publishing(&[&known]).await;
    let keys = PublishedKeys::open(&source, now()).await.unwrap();
    source.set_down(true);

    let later = now() + TimeDelta::minutes(1);
    assert!(matches!(keys.find(&key().id, later).await, Err(Error::Unavailable { .. })));
    assert!(keys.find(&known.id, later).await.unwrap().is_some());
}

#[tokio::test]
async fn takes_no_key_under_a_foreign_name() {
    let source = MemoryVerificationKeys::default();
    let [mut forged] = public(&[&key()]).try_into().unwrap();
    forged.id = key().id;
    source.publish(&[forged]).await.unwrap();

    assert!(PublishedKeys::open(&source, now()).await.is_err());
}

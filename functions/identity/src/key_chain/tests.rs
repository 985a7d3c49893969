use super::*;
use crate::key::generate;
use pantheon_core::identity::SigningKey;
use pantheon_testing::{identity::MemorySigningKeys, now};

fn ring(keys: &[&SigningKey]) -> KeyRing {
    KeyRing::of(keys.iter().map(|key| (*key).clone()).collect()).unwrap()
}

#[tokio::test]
async fn signs_with_the_first_key_and_shows_both() {
    let (new, old) = (generate(now()).unwrap(), generate(now()).unwrap());
    let source = MemorySigningKeys::of(ring(&[&new, &old]));

    let chain = KeyChain::open(&source, now()).await.unwrap();

    assert_eq!(chain.signing(now()).await.unwrap().id, new.id);
    assert_eq!(chain.public(now()).await.unwrap().len(), 2);
    assert_eq!(source.reads(), 1);
}

#[tokio::test]
async fn waits_for_the_first_key() {
    let source = MemorySigningKeys::default();
    let chain = KeyChain::open(&source, now()).await.unwrap();
    assert!(matches!(chain.signing(now()).await, Err(Error::Unavailable { .. })));

    source.replace(ring(&[&generate(now()).unwrap()]));

    assert!(chain.signing(now()).await.is_ok());
}

#[tokio::test]
async fn looks_for_unknown_keys_twice_a_minute_at_most() {
    let source = MemorySigningKeys::of(ring(&[&generate(now()).unwrap()]));
    let chain = KeyChain::open(&source, now()).await.unwrap();
    let unknown = generate(now()).unwrap().id;

    for seconds in 0..60 {
        assert!(chain.verifying(&unknown, now() + TimeDelta::seconds(seconds)).await.unwrap().is_none());
    }

    assert_eq!(source.reads(), 2, "once at first, once after half a minute");
}

#[tokio::test]
async fn finds_a_new_key_within_half_a_minute() {
    let (old, new) = (generate(now()).unwrap(), generate(now()).unwrap());
    let source = MemorySigningKeys::of(ring(&[&old]));
    let chain = KeyChain::open(&source, now()).await.unwrap();
    source.replace(ring(&[&new, &old]));

    assert!(chain.verifying(&new.id, now() + TimeDelta::seconds(29)).await.unwrap().is_none());
    assert!(chain.verifying(&new.id, now() + TimeDelta::seconds(30)).await.unwrap().is_some());
}

#[tokio::test]
async fn forgets_a_key_that_was_taken_out_of_use() {
    let (old, new) = (generate(now()).unwrap(), generate(now()).unwrap());
    let source = MemorySigningKeys::of(ring(&[&old]));
    let chain = KeyChain::open(&source, now()).await.unwrap();
    source.replace(ring(&[&new]));

    assert!(chain.verifying(&old.id, now() + TimeDelta::seconds(299)).await.unwrap().is_some());
    assert!(chain.verifying(&old.id, now() + TimeDelta::minutes(5)).await.unwrap().is_none());
}

#[tokio::test]
async fn keeps_its_keys_while_they_cannot_be_read_again() {
    let source = MemorySigningKeys::of(ring(&[&generate(now()).unwrap()]));
    let chain = KeyChain::open(&source, now()).await.unwrap();
    source.set_down(true);

    assert!(chain.signing(now() + TimeDelta::hours(1)).await.is_ok());
    assert!(chain.signing(now() + TimeDelta::hours(1)).await.is_ok());

    assert_eq!(source.reads(), 2, "the failed attempt is not repeated by every request");
}

#[tokio::test]
async fn lets_nobody_in_on_an_unknown_key_during_an_outage() {
    let source = MemorySigningKeys::of(ring(&[&generate(now()).unwrap()]));
    let chain = KeyChain::open(&source, now()).await.unwrap();
    source.set_down(true);

    let found = chain.verifying(&generate(now()).unwrap().id, now() + TimeDelta::minutes(1)).await;

    assert!(matches!(found, Err(Error::Unavailable { .. })));
}

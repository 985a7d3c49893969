use super::*;
use crate::key::generate;
use chrono::TimeDelta;
use pantheon_core::identity::SigningKey;
use pantheon_testing::{identity::MemorySigningKeys, now};

fn ring(keys: &[&SigningKey]) -> KeyRing {
    KeyRing::of(keys.iter().map(|key| (*key).clone()).collect()).unwrap()
}

#[tokio::test]
async fn signs_with_the_first_key() {
    let (new, old) = (generate(now()).unwrap(), generate(now()).unwrap());
    let source = MemorySigningKeys::of(ring(&[&new, &old]));

    let chain = KeyChain::open(&source, now()).await.unwrap();

    assert_eq!(chain.signing(now()).await.unwrap().id, new.id);
    assert_eq!(source.reads(), 1);
}

#[tokio::test]
async fn waits_for_the_first_key() {
    let source = MemorySigningKeys::default();
    let chain = KeyChain::open(&source, now()).await.unwrap();
    assert!(matches!(chain.signing(now()).await, Err(Error::Unavailable { .. })));

    source.replace(&ring(&[&generate(now()).unwrap()])).await.unwrap();

    assert!(chain.signing(now()).await.is_ok());
}

#[tokio::test]
async fn signs_with_a_promoted_key_after_five_minutes_at_the_latest() {
    let (old, new) = (generate(now()).unwrap(), generate(now()).unwrap());
    let source = MemorySigningKeys::of(ring(&[&old, &new]));
    let chain = KeyChain::open(&source, now()).await.unwrap();
    source.replace(&ring(&[&new, &old])).await.unwrap();

    assert_eq!(chain.signing(now() + TimeDelta::seconds(299)).await.unwrap().id, old.id);
    assert_eq!(chain.signing(now() + TimeDelta::minutes(5)).await.unwrap().id, new.id);
    assert!(TimeDelta::minutes(5) * 10 < KeyRing::NOTICE, "everybody has read a key long before it signs");
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

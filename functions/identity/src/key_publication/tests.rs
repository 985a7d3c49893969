use super::*;
use pantheon_testing::{
    identity::{MemorySigningKeys, MemoryVerificationKeys},
    now,
};

#[tokio::test]
async fn makes_and_publishes_the_first_key_once() {
    let (keys, published) = (MemorySigningKeys::default(), MemoryVerificationKeys::default());

    ensure_signing_key(&keys, &published, now()).await.unwrap();
    let first = keys.key_ring().await.unwrap().unwrap().keys()[0].id.clone();
    ensure_signing_key(&keys, &published, now()).await.unwrap();

    let shown = published.published().await.unwrap();
    assert_eq!(shown.iter().map(|key| &key.id).collect::<Vec<_>>(), [&first]);
    assert_eq!(keys.key_ring().await.unwrap().unwrap().keys().len(), 1);
}

#[tokio::test]
async fn publishes_a_key_that_was_made_and_never_shown() {
    let (keys, published) = (MemorySigningKeys::default(), MemoryVerificationKeys::default());
    keys.initialize(&KeyRing::of(vec![generate(now()).unwrap()]).unwrap()).await.unwrap();

    ensure_signing_key(&keys, &published, now()).await.unwrap();

    assert_eq!(published.published().await.unwrap().len(), 1);
}

#[tokio::test]
async fn publishes_nothing_that_is_published() {
    let published = MemoryVerificationKeys::default();
    let (one, two) = (generate(now()).unwrap(), generate(now()).unwrap());
    let ring = |keys| KeyRing::of(keys).unwrap();

    assert!(republish(&ring(vec![one.clone(), two.clone()]), &published).await.unwrap());
    assert!(!republish(&ring(vec![two, one.clone()]), &published).await.unwrap(), "the order says nothing");
    assert!(republish(&ring(vec![one]), &published).await.unwrap());
}

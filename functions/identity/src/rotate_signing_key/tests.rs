use super::*;
use async_trait::async_trait;
use chrono::TimeDelta;
use pantheon_core::identity::{KeyId, PublicKey, SigningKey};
use pantheon_testing::{
    code,
    identity::{MemorySigningKeys, MemoryVerificationKeys},
    now,
};

/// A place that can be read, and dies of the first write.
struct ReadOnly<'a, T>(&'a T);

fn dead() -> Error {
    Error::unavailable("the place", "it died")
}

#[async_trait]
impl SigningKeys for ReadOnly<'_, MemorySigningKeys> {
    async fn key_ring(&self) -> Result<Option<KeyRing>> {
        self.0.key_ring().await
    }

    async fn initialize(&self, _keys: &KeyRing) -> Result<()> {
        Err(dead())
    }

    async fn replace(&self, _keys: &KeyRing) -> Result<()> {
        Err(dead())
    }
}

#[async_trait]
impl VerificationKeys for ReadOnly<'_, MemoryVerificationKeys> {
    async fn published(&self) -> Result<Vec<PublicKey>> {
        self.0.published().await
    }

    async fn publish(&self, _keys: &[PublicKey]) -> Result<()> {
        Err(dead())
    }
}

/// The two places that a rotation writes to.
#[derive(Default)]
struct Places {
    keys: MemorySigningKeys,
    published: MemoryVerificationKeys,
}

impl Places {
    /// Has one key that has signed for its whole life, or two of which `second` is the other.
    async fn with(keys: Vec<SigningKey>) -> Self {
        let places = Self::default();
        let ring = KeyRing::of(keys).unwrap();
        places.keys.initialize(&ring).await.unwrap();
        republish(&ring, &places.published).await.unwrap();
        places
    }

    async fn run(&self) -> Result<()> {
        handle(&self.keys, &self.published, now()).await
    }

    async fn private(&self) -> Vec<KeyId> {
        let ring = self.keys.key_ring().await.unwrap().unwrap();
        ring.keys().iter().map(|key| key.id.clone()).collect()
    }

    async fn public(&self) -> Vec<KeyId> {
        self.published.published().await.unwrap().into_iter().map(|key| key.id).collect()
    }

    /// Nothing may ever sign that is not published.
    async fn assert_sound(&self) {
        let public = self.public().await;
        assert!(public.contains(&self.private().await[0]), "a key signs that nobody can check");
    }
}

fn key(age: TimeDelta) -> SigningKey {
    generate(now() - age).unwrap()
}

fn waiting(age: TimeDelta) -> SigningKey {
    SigningKey { signs_since: None, ..key(age) }
}

fn promoted(age: TimeDelta, since: TimeDelta) -> SigningKey {
    SigningKey { signs_since: Some(now() - since), ..key(age) }
}

#[tokio::test]
async fn does_nothing_before_a_key_is_a_month_old() {
    let places = Places::with(vec![key(TimeDelta::days(29))]).await;

    places.run().await.unwrap();

    assert_eq!(places.private().await.len(), 1);
}

#[tokio::test]
async fn shows_the_next_key_an_hour_before_it_signs() {
    let old = key(TimeDelta::days(30));
    let places = Places::with(vec![old.clone()]).await;

    places.run().await.unwrap();

    let private = places.private().await;
    assert_eq!((private.len(), &private[0]), (2, &old.id));
    assert_eq!(places.public().await, private);
    places.run().await.unwrap();
    assert_eq!(places.private().await, private, "one step, and the next one an hour later");
}

#[tokio::test]
async fn lets_the_next_key_sign_after_its_notice_and_goes_on_showing_the_old_one() {
    let (old, next) = (key(TimeDelta::days(31)), waiting(KeyRing::NOTICE));
    let places = Places::with(vec![old.clone(), next.clone()]).await;

    places.run().await.unwrap();

    assert_eq!(places.private().await, [next.id.clone(), old.id.clone()]);
    let public = places.public().await;
    assert!(public.contains(&old.id) && public.contains(&next.id));
    places.run().await.unwrap();
    assert_eq!(places.private().await.len(), 2, "what the old one signed is good for a day");
}

#[tokio::test]
async fn takes_the_old_key_out_when_nothing_of_it_is_good() {
    let (new, old) = (promoted(TimeDelta::days(2), KeyRing::AFTERLIFE), key(TimeDelta::days(33)));
    let places = Places::with(vec![new.clone(), old]).await;

    places.run().await.unwrap();

    assert_eq!(places.private().await, std::slice::from_ref(&new.id));
    assert_eq!(places.public().await, [new.id]);
}

#[tokio::test]
async fn begins_again_after_it_died_between_publishing_and_adding() {
    let old = key(TimeDelta::days(30));
    let places = Places::with(vec![old.clone()]).await;
    assert_eq!(code(handle(&ReadOnly(&places.keys), &places.published, now()).await), "unavailable");
    assert_eq!(places.public().await.len(), 2, "it was published first");
    places.assert_sound().await;

    places.run().await.unwrap();
    assert_eq!(places.public().await, std::slice::from_ref(&old.id), "what was left half done is put right first");
    places.run().await.unwrap();

    assert_eq!(places.private().await.len(), 2);
    assert_eq!(places.public().await, places.private().await);
}

#[tokio::test]
async fn stops_before_anything_signs_that_could_not_be_published() {
    let places = Places::with(vec![key(TimeDelta::days(30))]).await;

    assert_eq!(code(handle(&places.keys, &ReadOnly(&places.published), now()).await), "unavailable");

    assert_eq!(places.private().await.len(), 1);
    places.assert_sound().await;
}

#[tokio::test]
async fn withdraws_a_key_after_it_died_between_retiring_and_publishing() {
    let (new, old) = (promoted(TimeDelta::days(2), KeyRing::AFTERLIFE), key(TimeDelta::days(33)));
    let places = Places::with(vec![new.clone(), old]).await;
    assert_eq!(code(handle(&places.keys, &ReadOnly(&places.published), now()).await), "unavailable");
    assert_eq!(places.private().await, std::slice::from_ref(&new.id), "it was taken out of the private ring first");
    assert_eq!(places.public().await.len(), 2);
    places.assert_sound().await;

    places.run().await.unwrap();

    assert_eq!(places.public().await, [new.id]);
}

#[tokio::test]
async fn promotes_nothing_that_is_not_published() {
    let (old, next) = (key(TimeDelta::days(31)), waiting(KeyRing::NOTICE));
    let places = Places::with(vec![old.clone(), next]).await;
    places.published.publish(&public_halves(&KeyRing::of(vec![old.clone()]).unwrap()).unwrap()).await.unwrap();

    places.run().await.unwrap();

    assert_eq!(places.private().await[0], old.id, "the run puts the published keys right and does no more");
    assert_eq!(places.public().await.len(), 2);
}

#[tokio::test]
async fn has_nothing_to_rotate_before_the_first_key() {
    assert_eq!(code(Places::default().run().await), "internal");
}

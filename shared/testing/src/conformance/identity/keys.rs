//! What every keeper of keys must do.

#![expect(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a suite fails by panicking")]

use super::now;
use pantheon_core::identity::{KeyRing, PublicKey, SigningKey, SigningKeys, VerificationKeys};
use secrecy::SecretString;

/// Demands that the published keys are the last ones that were published.
pub async fn verification_keys(keys: &dyn VerificationKeys) {
    let key = |letter: &str| PublicKey {
        id: letter.repeat(43).parse().unwrap(),
        x: format!("{letter}-x_"),
        y: format!("{letter}-y_"),
    };

    assert_eq!(keys.published().await.unwrap(), []);
    for published in [vec![key("a")], vec![key("b"), key("a")], vec![key("b")]] {
        keys.publish(&published).await.unwrap();
        assert_eq!(keys.published().await.unwrap(), published);
    }
}

/// Demands that the first keys stay until others take their place.
pub async fn signing_keys(keys: &dyn SigningKeys) {
    let key = |letter: &str| SigningKey {
        id: letter.repeat(43).parse().unwrap(),
        private_pem: SecretString::from(letter),
        created_at: now(),
        signs_since: Some(now()),
    };
    let ring = |letters: &[&str]| KeyRing::of(letters.iter().map(|letter| key(letter)).collect()).unwrap();
    let kept = async || {
        let ring = keys.key_ring().await.unwrap()?;
        Some(ring.keys().iter().map(|key| (key.id.clone(), key.signs_since)).collect::<Vec<_>>())
    };

    assert!(kept().await.is_none());
    keys.initialize(&ring(&["a"])).await.unwrap();
    keys.initialize(&ring(&["b"])).await.unwrap();
    assert_eq!(kept().await.unwrap(), [(key("a").id, Some(now()))]);
    keys.replace(&ring(&["b", "a"])).await.unwrap();
    assert_eq!(kept().await.unwrap(), [(key("b").id, Some(now())), (key("a").id, Some(now()))]);
}

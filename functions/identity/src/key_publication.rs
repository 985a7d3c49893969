//! Showing everybody the public halves of the keys that sign, and making the first of them.

use crate::key::{generate, public_halves};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    identity::{KeyRing, PublicKey, SigningKeys, VerificationKeys},
};

/// Makes the first signing key unless there is one, and publishes what is in use.
pub async fn ensure_signing_key(
    keys: &dyn SigningKeys,
    published: &dyn VerificationKeys,
    now: DateTime<Utc>,
) -> Result<()> {
    if keys.key_ring().await?.is_none() {
        keys.initialize(&KeyRing::of(vec![generate(now)?])?).await?;
    }
    // Somebody else may have been faster, so what counts is what is there now.
    let ring = keys.key_ring().await?.ok_or_else(|| Error::internal("the first signing key was not kept"))?;
    republish(&ring, published).await.map(drop)
}

/// Publishes the public halves of the ring unless they are what is published, in whatever order;
/// tells whether that was necessary.
pub async fn republish(ring: &KeyRing, published: &dyn VerificationKeys) -> Result<bool> {
    let wanted = public_halves(ring)?;
    let found = published.published().await?;
    let within = |some: &[PublicKey], others: &[PublicKey]| some.iter().all(|key| others.contains(key));
    if within(&wanted, &found) && within(&found, &wanted) {
        return Ok(false);
    }
    published.publish(&wanted).await?;
    Ok(true)
}

#[cfg(test)]
mod tests;

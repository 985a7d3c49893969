//! Schedule `rotate-signing-key`: takes the next step of changing the key that signs tokens, if one is due.
//!
//! A key signs for thirty days. Then the next one is made and published; an hour later, when
//! everybody who checks tokens has read it, it signs; a day later nothing that the old one signed is
//! good any more, and it is taken out. Whoever issues tokens reads the private keys again within
//! five minutes, and goes on signing with the old one until then, which stays published.
//!
//! The private ring and the published keys are two writes. Their order makes either state between
//! them harmless: a key is published before it can sign, and cannot sign any more before it is
//! withdrawn. The next run puts right what a run left half done, before it does anything else.
//! It may also be invoked directly, as often as one likes.

use crate::{
    key::{generate, public_halves},
    key_publication::republish,
};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    identity::{KeyRing, Rotation, SigningKeys, VerificationKeys},
};

/// Takes one step at most.
pub async fn handle(keys: &dyn SigningKeys, published: &dyn VerificationKeys, now: DateTime<Utc>) -> Result<()> {
    let ring = keys.key_ring().await?;
    let ring = ring.ok_or_else(|| Error::internal("there is no signing key to rotate; initialize the platform"))?;
    if republish(&ring, published).await? {
        tracing::warn!(keys = %names(&ring), "the published keys were others than those in use; put right");
        return Ok(());
    }
    let Some(due) = ring.due(now) else {
        tracing::info!(keys = %names(&ring), "no rotation is due");
        return Ok(());
    };
    let next = match due {
        Rotation::Add => {
            let next = ring.with_next(generate(now)?)?;
            published.publish(&public_halves(&next)?).await?;
            keys.replace(&next).await?;
            next
        }
        Rotation::Promote => {
            let next = ring.promoted(now);
            keys.replace(&next).await?;
            next
        }
        Rotation::Retire => {
            let next = ring.retired();
            keys.replace(&next).await?;
            published.publish(&public_halves(&next)?).await?;
            next
        }
    };
    tracing::info!(step = ?due, keys = %names(&next), "the signing keys were rotated");
    Ok(())
}

/// Names the keys of a ring, the one that signs first.
fn names(ring: &KeyRing) -> String {
    ring.keys().iter().map(|key| key.id.as_str()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;

//! What is done with the sealing secret: sealing the secrets of authenticators, deriving refresh
//! tokens, and fingerprinting recovery codes.
//!
//! Each of them has a key of its own, derived with HKDF (RFC 5869) under a label, so that nothing
//! that one of them shows helps against another.

use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey},
    hkdf::{self, HKDF_SHA256, Prk},
    hmac,
};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use pantheon_core::{
    Error, Result,
    command::IdempotencyKey,
    id::UserId,
    identity::{Digest, RefreshToken},
};
use secrecy::ExposeSecret;
use std::fmt;

/// The fewest bytes of a sealing secret.
const SHORTEST: usize = 32;
/// Keeps our keys apart from those of any other use of the same secret.
const SALT: &[u8] = b"pantheon identity";

/// The keys that come of the sealing secret.
///
/// `Debug` hides them.
pub struct Sealing {
    totp: RandomizedNonceKey,
    refresh: hmac::Key,
    recovery: hmac::Key,
}

impl fmt::Debug for Sealing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Sealing(hidden)")
    }
}

impl Sealing {
    /// Derives the keys; fails if the secret is too short to be one.
    pub fn new(secret: &[u8]) -> Result<Self> {
        if secret.len() < SHORTEST {
            return Err(Error::internal(format!("the sealing secret has fewer than {SHORTEST} bytes")));
        }
        let root = hkdf::Salt::new(HKDF_SHA256, SALT).extract(secret);
        let totp = RandomizedNonceKey::new(&AES_256_GCM, &derived(&root, b"totp")?);
        Ok(Self {
            totp: totp.map_err(|_| Error::internal("the sealing key could not be made"))?,
            refresh: hmac::Key::new(hmac::HMAC_SHA256, &derived(&root, b"refresh")?),
            recovery: hmac::Key::new(hmac::HMAC_SHA256, &derived(&root, b"recovery")?),
        })
    }

    /// Seals a secret of a user: AES-256-GCM under a random nonce, which comes first.
    ///
    /// The user is associated data: whoever can write the table cannot give one user the secret of
    /// another.
    pub fn seal(&self, user: &UserId, secret: &[u8]) -> Result<String> {
        let mut sealed = secret.to_vec();
        let nonce = self.totp.seal_in_place_append_tag(Aad::from(user.as_str()), &mut sealed);
        let nonce = nonce.map_err(|_| Error::internal("a secret could not be sealed"))?;
        Ok(STANDARD_NO_PAD.encode([nonce.as_ref().as_slice(), &sealed].concat()))
    }

    /// Opens what was sealed for the user; fails with `internal` if it was not, or was changed.
    pub fn open(&self, user: &UserId, sealed: &str) -> Result<Vec<u8>> {
        let broken = || Error::internal("a sealed secret cannot be opened");
        let bytes = STANDARD_NO_PAD.decode(sealed).map_err(|_| broken())?;
        let (nonce, text) = bytes.split_at_checked(NONCE_LEN).ok_or_else(broken)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| broken())?;
        let mut text = text.to_vec();
        let opened = self.totp.open_in_place(nonce, Aad::from(user.as_str()), &mut text);
        opened.map(|opened| opened.to_vec()).map_err(|_| broken())
    }

    /// Derives the secret of the refresh token that follows this one, the same for the same key of a
    /// client: so a client whose answer was lost can be given it again, and it is never stored.
    pub fn next_refresh_secret(&self, token: &RefreshToken, key: &IdempotencyKey) -> [u8; 32] {
        let token = token.text().expose_secret();
        tag(&self.refresh, &[token, &key.to_string()])
    }

    /// Returns what is kept of a recovery code.
    ///
    /// The code has fewer bits than a key, so the digest alone could be searched for by whoever reads
    /// the table; without the sealing secret it cannot.
    pub fn recovery_digest(&self, user: &UserId, code: &str) -> Digest {
        Digest::of(&hex::encode(tag(&self.recovery, &[user.as_str(), code])))
    }
}

/// Signs texts, each with its length before it, so that no two lists look alike.
fn tag(key: &hmac::Key, texts: &[&str]) -> [u8; 32] {
    let mut context = hmac::Context::with_key(key);
    for text in texts {
        context.update(&u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
        context.update(text.as_bytes());
    }
    let mut tag = [0; 32];
    tag.copy_from_slice(context.sign().as_ref());
    tag
}

/// The length of a derived key.
struct KeyLength;

impl hkdf::KeyType for KeyLength {
    fn len(&self) -> usize {
        32
    }
}

fn derived(root: &Prk, label: &[u8]) -> Result<[u8; 32]> {
    let mut key = [0; 32];
    let filled = root.expand(&[label], KeyLength).and_then(|expanded| expanded.fill(&mut key));
    filled.map_err(|_| Error::internal("a key could not be derived"))?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pantheon_core::id::{SessionId, TenantId};
    use pantheon_testing::now;
    use proptest::prelude::*;

    fn sealing() -> Sealing {
        Sealing::new(&[7; 64]).unwrap()
    }

    fn user() -> UserId {
        UserId::generate(now())
    }

    fn token() -> RefreshToken {
        RefreshToken::first(TenantId::generate(now()), user(), SessionId::generate(now()), [1; 32], [2; 32])
    }

    fn key(text: &str) -> IdempotencyKey {
        text.parse().unwrap()
    }

    #[test]
    fn opens_what_it_sealed_for_the_same_user_under_the_same_secret() {
        let user = user();
        let sealed = sealing().seal(&user, b"a secret").unwrap();

        assert_eq!(sealing().open(&user, &sealed).unwrap(), b"a secret");
        assert!(sealing().open(&self::user(), &sealed).is_err());
        assert!(Sealing::new(&[8; 64]).unwrap().open(&user, &sealed).is_err());
    }

    #[test]
    fn seals_the_same_secret_differently_every_time() {
        let user = user();

        assert_ne!(sealing().seal(&user, b"a secret").unwrap(), sealing().seal(&user, b"a secret").unwrap());
    }

    #[test]
    fn derives_the_same_token_for_the_same_request_only() {
        let token = token();
        let next = sealing().next_refresh_secret(&token, &key("one"));

        assert_eq!(sealing().next_refresh_secret(&token, &key("one")), next);
        assert_ne!(sealing().next_refresh_secret(&token, &key("two")), next);
        assert_ne!(sealing().next_refresh_secret(&token.next([3; 32]), &key("one")), next);
        assert_ne!(Sealing::new(&[8; 64]).unwrap().next_refresh_secret(&token, &key("one")), next);
    }

    #[test]
    fn fingerprints_a_code_for_one_user_alone() {
        let user = user();
        let digest = sealing().recovery_digest(&user, "aaaa-bbbb-cccc");

        assert_eq!(sealing().recovery_digest(&user, "aaaa-bbbb-cccc"), digest);
        assert_ne!(sealing().recovery_digest(&self::user(), "aaaa-bbbb-cccc"), digest);
        assert_ne!(digest, Digest::of("aaaa-bbbb-cccc"));
    }

    #[test]
    fn takes_no_secret_that_is_short_and_shows_none() {
        assert!(Sealing::new(&[7; 31]).is_err());
        assert_eq!(format!("{:?}", sealing()), "Sealing(hidden)");
    }

    proptest! {
        #[test]
        fn opens_nothing_that_was_changed(secret in prop::collection::vec(any::<u8>(), 0..40), place in any::<prop::sample::Index>(), bit in 0..8_u8) {
            let (sealing, user) = (sealing(), user());
            let mut bytes = STANDARD_NO_PAD.decode(sealing.seal(&user, &secret).unwrap()).unwrap();
            let place = place.index(bytes.len());
            bytes[place] ^= 1 << bit;

            prop_assert!(sealing.open(&user, &STANDARD_NO_PAD.encode(bytes)).is_err());
        }

        #[test]
        fn opens_no_strange_text(text in ".{0,80}") {
            prop_assert!(sealing().open(&user(), &text).is_err());
        }
    }
}

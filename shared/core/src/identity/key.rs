//! The keys that sign access tokens.

use crate::{Error, Result};
use chrono::{DateTime, Utc};
use secrecy::SecretString;
use std::{fmt, str::FromStr};

/// What a token calls its key: the RFC 7638 thumbprint of the public key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct KeyId(String);

impl KeyId {
    /// Returns the thumbprint.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for KeyId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let base64url = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if text.len() == 43 && text.bytes().all(base64url) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::Unauthenticated { reason: "the token names no key of ours" })
        }
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A key pair for ES256.
#[derive(Clone, Debug)]
pub struct SigningKey {
    /// What tokens call it.
    pub id: KeyId,
    /// The key pair in PKCS #8, PEM encoded.
    pub private_pem: SecretString,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// The keys that are in use: one, or two while one takes over from the other.
#[derive(Clone, Debug)]
pub struct KeyRing {
    keys: Vec<SigningKey>,
}

impl KeyRing {
    /// How many keys are in use at most.
    pub const MOST: usize = 2;

    /// Takes the keys in use; the first one signs, all of them verify.
    pub fn of(keys: Vec<SigningKey>) -> Result<Self> {
        let repeated = keys.iter().enumerate().any(|(at, key)| keys[..at].iter().any(|other| other.id == key.id));
        if (1..=Self::MOST).contains(&keys.len()) && !repeated {
            Ok(Self { keys })
        } else {
            Err(Error::internal("a key ring holds one key, or two different ones"))
        }
    }

    /// Returns the keys, the one that signs first.
    pub fn keys(&self) -> &[SigningKey] {
        &self.keys
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(letter: &str) -> SigningKey {
        SigningKey {
            id: letter.repeat(43).parse().unwrap(),
            private_pem: SecretString::from("-----BEGIN PRIVATE KEY-----"),
            created_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn holds_one_key_or_two() {
        assert!(KeyRing::of(vec![]).is_err());
        assert_eq!(KeyRing::of(vec![key("a")]).unwrap().keys().len(), 1);
        assert_eq!(KeyRing::of(vec![key("a"), key("b")]).unwrap().keys().len(), 2);
        assert!(KeyRing::of(vec![key("a"), key("b"), key("c")]).is_err());
    }

    #[test]
    fn refuses_the_same_key_twice() {
        assert!(KeyRing::of(vec![key("a"), key("a")]).is_err());
    }

    #[test]
    fn takes_only_thumbprints_for_key_identifiers() {
        for text in ["", "../../etc/passwd", "a", &"a".repeat(44), &format!("{}/", "a".repeat(42))] {
            assert!(text.parse::<KeyId>().is_err(), "{text}");
        }
    }

    #[test]
    fn hides_the_private_key_from_logs() {
        assert!(!format!("{:?}", key("a")).contains("BEGIN"));
    }
}

//! The keys that sign access tokens.

use crate::{Error, Result};
use chrono::{DateTime, TimeDelta, Utc};
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
    /// Since when it signs; `None` while it is only published.
    pub signs_since: Option<DateTime<Utc>>,
}

/// The public half of a key, with which anybody can check tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    /// What tokens call it.
    pub id: KeyId,
    /// The first coordinate of the public point, base64url.
    pub x: String,
    /// The second coordinate of the public point, base64url.
    pub y: String,
}

/// The keys that are in use: one, or two while one takes over from the other.
#[derive(Clone, Debug)]
pub struct KeyRing {
    keys: Vec<SigningKey>,
}

impl KeyRing {
    /// How many keys are in use at most.
    pub const MOST: usize = 2;
    /// How long a key signs before the next one is made.
    pub const LIFETIME: TimeDelta = TimeDelta::days(30);
    /// How long a key is published before it signs: far longer than anybody keeps the published keys.
    pub const NOTICE: TimeDelta = TimeDelta::hours(1);
    /// How long a key is published after it has ceased to sign: longer than any token is good.
    pub const AFTERLIFE: TimeDelta = TimeDelta::hours(25);

    /// Takes the keys in use; the first one signs, all of them verify.
    pub fn of(keys: Vec<SigningKey>) -> Result<Self> {
        let repeated = keys.iter().enumerate().any(|(at, key)| keys[..at].iter().any(|other| other.id == key.id));
        if (1..=Self::MOST).contains(&keys.len()) && !repeated {
            Ok(Self { keys })
        } else {
            Err(Error::internal("a key ring holds one key, or two different ones"))
        }
    }

    /// Returns what a rotation has to do now, if anything.
    pub fn due(&self, now: DateTime<Utc>) -> Option<Rotation> {
        let signing = &self.keys[0];
        let signed_for = now - signing.signs_since.unwrap_or(signing.created_at);
        match self.keys.get(1) {
            None if signed_for >= Self::LIFETIME => Some(Rotation::Add),
            Some(next) if next.signs_since.is_none() && now - next.created_at >= Self::NOTICE => {
                Some(Rotation::Promote)
            }
            Some(last) if last.signs_since.is_some() && signed_for >= Self::AFTERLIFE => Some(Rotation::Retire),
            None | Some(_) => None,
        }
    }

    /// Publishes a key that will sign later.
    pub fn with_next(&self, next: SigningKey) -> Result<Self> {
        Self::of(self.keys.iter().cloned().chain([SigningKey { signs_since: None, ..next }]).collect())
    }

    /// Lets the published key sign, and keeps the other one for what it has signed.
    #[must_use]
    pub fn promoted(&self, now: DateTime<Utc>) -> Self {
        let mut keys = self.keys.clone();
        keys.reverse();
        keys[0].signs_since.get_or_insert(now);
        Self { keys }
    }

    /// Takes out the key that has ceased to sign.
    #[must_use]
    pub fn retired(&self) -> Self {
        Self { keys: self.keys[..1].to_vec() }
    }

    /// Returns the keys, the one that signs first.
    pub fn keys(&self) -> &[SigningKey] {
        &self.keys
    }
}

/// One step of a rotation; between two steps everybody has time to learn of the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// Make the next key and publish it.
    Add,
    /// Let the next key sign.
    Promote,
    /// Take the last key out.
    Retire,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key(letter: &str) -> SigningKey {
        SigningKey {
            id: letter.repeat(43).parse().unwrap(),
            private_pem: SecretString::from("-----BEGIN PRIVATE KEY-----"),
            created_at: DateTime::UNIX_EPOCH,
            signs_since: Some(DateTime::UNIX_EPOCH),
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

    /// Carries out what is due, as the function does.
    fn turn(ring: &KeyRing, letter: &str, now: DateTime<Utc>) -> (KeyRing, Option<Rotation>) {
        let due = ring.due(now);
        let next = match due {
            None => ring.clone(),
            Some(Rotation::Add) => ring.with_next(SigningKey { created_at: now, ..key(letter) }).unwrap(),
            Some(Rotation::Promote) => ring.promoted(now),
            Some(Rotation::Retire) => ring.retired(),
        };
        (next, due)
    }

    #[test]
    fn takes_an_hour_of_notice_and_a_day_of_afterlife() {
        let at = |hours| DateTime::UNIX_EPOCH + TimeDelta::hours(hours);
        let ring = KeyRing::of(vec![key("a")]).unwrap();
        assert_eq!(turn(&ring, "b", at(719)).1, None);

        let (ring, added) = turn(&ring, "b", at(720));
        assert_eq!((added, ring.keys()[0].id.clone()), (Some(Rotation::Add), key("a").id));
        assert_eq!(turn(&ring, "c", at(720)).1, None);
        let (ring, promoted) = turn(&ring, "c", at(721));
        assert_eq!((promoted, ring.keys()[0].id.clone()), (Some(Rotation::Promote), key("b").id));
        assert_eq!(turn(&ring, "c", at(745)).1, None);
        let (ring, retired) = turn(&ring, "c", at(746));
        assert_eq!((retired, ring.keys().len()), (Some(Rotation::Retire), 1));
    }

    proptest! {
        /// Whenever the function runs, or fails to run, a token can be checked for as long as it is
        /// good, and a key is known for an hour before it signs.
        #[test]
        fn never_forgets_a_key_whose_tokens_are_good(pauses in prop::collection::vec(1..2_000_i64, 1..120)) {
            let mut now = DateTime::UNIX_EPOCH;
            let mut ring = KeyRing::of(vec![key("a")]).unwrap();
            let mut last_signed: std::collections::HashMap<String, DateTime<Utc>> = std::collections::HashMap::new();
            for (at, pause) in pauses.into_iter().enumerate() {
                last_signed.insert(ring.keys()[0].id.to_string(), now);
                now += TimeDelta::hours(pause);
                last_signed.insert(ring.keys()[0].id.to_string(), now);
                let letter = char::from(b'b' + u8::try_from(at % 24).unwrap()).to_string();
                let before = ring.clone();
                ring = turn(&ring, &letter, now).0;
                for gone in before.keys().iter().filter(|key| !ring.keys().iter().any(|kept| kept.id == key.id)) {
                    prop_assert!(now - last_signed[gone.id.as_str()] >= TimeDelta::hours(24));
                }
                let signing = &ring.keys()[0];
                let (created, since) = (signing.created_at, signing.signs_since.unwrap());
                prop_assert!(created == DateTime::UNIX_EPOCH || since - created >= KeyRing::NOTICE);
            }
        }
    }
}

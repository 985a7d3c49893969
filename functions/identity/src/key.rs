//! One key of ours: made, read, and shown to the world without its private half.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use chrono::{DateTime, Utc};
use jsonwebtoken::{DecodingKey, EncodingKey};
use pantheon_core::{
    Error, Result,
    identity::{KeyId, KeyRing, PublicKey, SigningKey},
};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// The only algorithm that our keys are used with, as token headers spell it.
pub const ALGORITHM: &str = "ES256";

/// A public key as RFC 7517 writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Jwk {
    /// The identifier that tokens name.
    kid: String,
    /// The family of the key.
    kty: &'static str,
    /// The curve.
    crv: &'static str,
    /// The first coordinate of the public point.
    x: String,
    /// The second coordinate of the public point.
    y: String,
    /// The one algorithm that the key is used with.
    alg: &'static str,
    /// What the key is used for.
    #[serde(rename = "use")]
    usage: &'static str,
}

impl Jwk {
    /// Describes a published key.
    pub fn of(key: &PublicKey) -> Self {
        let PublicKey { id, x, y } = key.clone();
        Self { kid: id.to_string(), kty: "EC", crv: "P-256", x, y, alg: ALGORITHM, usage: "sig" }
    }
}

/// A key that signs.
pub struct LiveKey {
    pub(crate) id: KeyId,
    pub(crate) encoding: EncodingKey,
    pub(crate) public: PublicKey,
}

impl LiveKey {
    /// Reads a stored key; fails if it is broken or is not what its identifier says.
    pub fn read(key: &SigningKey) -> Result<Self> {
        let encoding = EncodingKey::from_ec_pem(key.private_pem.expose_secret().as_bytes()).map_err(Error::internal)?;
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, encoding.as_bytes());
        let public = public(&pair.map_err(Error::internal)?)?;
        if public.id != key.id {
            return Err(Error::internal("a stored key has the identifier of another"));
        }
        Ok(Self { id: key.id.clone(), encoding, public })
    }
}

/// A published key that tokens are checked with.
pub struct VerifyingKey {
    pub(crate) id: KeyId,
    pub(crate) decoding: DecodingKey,
    pub(crate) public: PublicKey,
}

impl VerifyingKey {
    /// Reads a published key; fails if it is no key or is not what its identifier says.
    pub fn read(key: &PublicKey) -> Result<Self> {
        if thumbprint(&key.x, &key.y) != key.id.as_str() {
            return Err(Error::internal("a published key has the identifier of another"));
        }
        let decoding = DecodingKey::from_ec_components(&key.x, &key.y).map_err(Error::internal)?;
        Ok(Self { id: key.id.clone(), decoding, public: key.clone() })
    }
}

/// Makes a new key pair that signs from now on, unless it waits in a ring for its turn.
pub fn generate(now: DateTime<Utc>) -> Result<SigningKey> {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).map_err(Error::internal)?;
    let document = pair.to_pkcs8v1().map_err(Error::internal)?;
    let id = public(&pair)?.id;
    Ok(SigningKey { id, private_pem: pem(document.as_ref()), created_at: now, signs_since: Some(now) })
}

/// Returns the public halves of a ring, in its order.
pub fn public_halves(ring: &KeyRing) -> Result<Vec<PublicKey>> {
    ring.keys().iter().map(|key| LiveKey::read(key).map(|key| key.public)).collect()
}

fn public(pair: &EcdsaKeyPair) -> Result<PublicKey> {
    // An uncompressed point: the byte 4, then two coordinates of 32 bytes.
    let point = pair.public_key().as_ref();
    let (Some(x), Some(y)) = (point.get(1..33), point.get(33..65)) else {
        return Err(Error::internal("a public key is not a point of P-256"));
    };
    let (x, y) = (URL_SAFE_NO_PAD.encode(x), URL_SAFE_NO_PAD.encode(y));
    Ok(PublicKey { id: thumbprint(&x, &y).parse()?, x, y })
}

/// Computes the RFC 7638 thumbprint: the hash of the required members in the order of their names.
fn thumbprint(x: &str, y: &str) -> String {
    let canonical = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
    URL_SAFE_NO_PAD.encode(Sha256::digest(canonical))
}

fn pem(document: &[u8]) -> SecretString {
    let encoded = STANDARD.encode(document);
    let mut text = String::from("-----BEGIN PRIVATE KEY-----\n");
    let mut rest = encoded.as_str();
    while !rest.is_empty() {
        let (line, more) = rest.split_at(rest.len().min(64));
        text.extend([line, "\n"]);
        rest = more;
    }
    text.push_str("-----END PRIVATE KEY-----\n");
    SecretString::from(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_key_that_it_made() {
        let made = generate(DateTime::UNIX_EPOCH).unwrap();

        let live = LiveKey::read(&made).unwrap();

        assert_eq!(live.id, made.id);
        assert_eq!(live.public.id, made.id);
        assert_eq!(VerifyingKey::read(&live.public).unwrap().id, made.id);
    }

    #[test]
    fn makes_another_key_every_time() {
        assert_ne!(generate(DateTime::UNIX_EPOCH).unwrap().id, generate(DateTime::UNIX_EPOCH).unwrap().id);
    }

    #[test]
    fn names_keys_as_rfc_7638_does() {
        // The key of RFC 7515, appendix A.3, and its thumbprint as other implementations compute it.
        let (x, y) = ("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0");

        assert_eq!(thumbprint(x, y), "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U");
    }

    #[test]
    fn refuses_a_key_under_a_foreign_name() {
        let (mine, other) = (generate(DateTime::UNIX_EPOCH).unwrap(), generate(DateTime::UNIX_EPOCH).unwrap());
        let public = LiveKey::read(&mine).unwrap().public;

        assert!(VerifyingKey::read(&PublicKey { id: other.id.clone(), ..public }).is_err());
        assert!(LiveKey::read(&SigningKey { id: other.id, ..mine }).is_err());
    }

    #[test]
    fn refuses_what_is_no_key() {
        let made = generate(DateTime::UNIX_EPOCH).unwrap();
        let broken = SigningKey { private_pem: SecretString::from("no key"), ..made };

        assert!(LiveKey::read(&broken).is_err());
        let (x, y) = ("?".to_owned(), "?".to_owned());
        let nonsense = PublicKey { id: thumbprint(&x, &y).parse().unwrap(), x, y };
        assert!(VerifyingKey::read(&nonsense).is_err());
    }

    #[test]
    fn shows_nothing_private() {
        let made = generate(DateTime::UNIX_EPOCH).unwrap();

        let shown = serde_json::to_value(Jwk::of(&LiveKey::read(&made).unwrap().public)).unwrap();

        let members: Vec<&str> = shown.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(members, ["alg", "crv", "kid", "kty", "use", "x", "y"]);
    }
}

//! What an attacker has: tokens to look at, keys of their own, and a way to sign anything.

use super::Verified;
use crate::{
    key::{Jwk, LiveKey, generate},
    token_world::World,
};
use aws_lc_rs::{
    hmac,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::EncodingKey;
use pantheon_core::{
    Error, Result,
    identity::{Audience, SigningKey},
    permission::Role,
};
use pantheon_testing::now;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

/// Everything an attacker has: a world to attack, its public key, and a private key of their own.
pub(super) struct Attack {
    pub(super) world: World,
    pub(super) own: SigningKey,
    pub(super) header: Value,
    pub(super) claims: Value,
}

impl Attack {
    pub(super) async fn new() -> Self {
        let world = World::with(Role::Operator).await;
        let (token, _) = world.sign_in(Audience::Api).await;
        let part = |at: usize| decoded(token.split('.').nth(at).unwrap());
        Self { own: generate(now()).unwrap(), header: part(0), claims: part(1), world }
    }

    /// Signs with the platform's own key, as if it had issued such a token.
    pub(super) fn issued(&self, header: &str, claims: &str) -> String {
        signed(header, claims, &self.world.key, &ECDSA_P256_SHA256_FIXED_SIGNING)
    }

    pub(super) fn with_header(&self, changes: &Value) -> String {
        self.issued(&changed(&self.header, changes), &self.claims.to_string())
    }

    pub(super) fn with_claims(&self, changes: &Value) -> String {
        self.issued(&self.header.to_string(), &changed(&self.claims, changes))
    }

    /// Signs with the attacker's key.
    pub(super) fn forged(&self, header: &Value) -> String {
        signed(&changed(&self.header, header), &self.claims.to_string(), &self.own, &ECDSA_P256_SHA256_FIXED_SIGNING)
    }

    /// Makes what another environment issues for the same user: its issuer, its key.
    pub(super) fn of_another_environment(&self) -> String {
        let header = changed(&self.header, &json!({ "kid": self.own.id.as_str() }));
        let claims = changed(&self.claims, &json!({ "iss": "https://staging.example.com" }));
        signed(&header, &claims, &self.own, &ECDSA_P256_SHA256_FIXED_SIGNING)
    }

    pub(super) fn jwk(key: &SigningKey) -> Value {
        serde_json::to_value(Jwk::of(&LiveKey::read(key).unwrap().public)).unwrap()
    }

    pub(super) async fn verify(&self, token: &str) -> Result<Verified> {
        self.world.verifier().verify(token, now()).await
    }
}

/// The order of P-256, above which no half of a signature is.
pub(super) const ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa, 0xad, 0xa7,
    0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];

/// Computes the other second half that fits the first one: the order less this one.
pub(super) fn other_half(half: &[u8]) -> Vec<u8> {
    let mut borrow = 0;
    let mut difference = vec![0; 32];
    for at in (0..32).rev() {
        let byte = i16::from(ORDER[at]) - i16::from(half[at]) - borrow;
        borrow = i16::from(byte < 0);
        difference[at] = u8::try_from(byte.rem_euclid(256)).unwrap();
    }
    difference
}

/// Puts another character at the end that stands for the same bytes.
pub(super) fn with_loose_bits(part: &str) -> String {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    assert_ne!(part.len() % 4, 0, "a part without loose bits");
    let last = ALPHABET.find(&part[part.len() - 1..]).unwrap();
    format!("{}{}", &part[..part.len() - 1], &ALPHABET[last + 1..last + 2])
}

pub(super) fn decoded(part: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

/// Replaces members; `null` removes one.
pub(super) fn changed(object: &Value, changes: &Value) -> String {
    let mut object = object.as_object().unwrap().clone();
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            object.remove(name);
        } else {
            object.insert(name.clone(), value.clone());
        }
    }
    Value::Object(object).to_string()
}

pub(super) fn message(header: &str, claims: &str) -> String {
    format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims))
}

pub(super) fn signed(
    header: &str,
    claims: &str,
    key: &SigningKey,
    algorithm: &'static EcdsaSigningAlgorithm,
) -> String {
    signed_as_it_is(&message(header, claims), key, algorithm)
}

pub(super) fn signed_as_it_is(message: &str, key: &SigningKey, algorithm: &'static EcdsaSigningAlgorithm) -> String {
    let document = EncodingKey::from_ec_pem(key.private_pem.expose_secret().as_bytes()).unwrap();
    let pair = EcdsaKeyPair::from_pkcs8(algorithm, document.as_bytes()).unwrap();
    let signature = pair.sign(&SystemRandom::new(), message.as_bytes()).unwrap();
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

pub(super) fn hmac_signed(header: &str, claims: &str, secret: &[u8]) -> String {
    let message = message(header, claims);
    let signature = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), message.as_bytes());
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

pub(super) fn assert_refused(name: &str, result: &Result<Verified>) {
    assert!(matches!(result, Err(Error::Unauthenticated { .. })), "{name} was not refused: {result:?}");
}

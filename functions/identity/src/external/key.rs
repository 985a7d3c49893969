//! The keys of somebody else, as RFC 7517 writes them, and the one algorithm of each.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use serde_json::Value;

/// How many keys of a set are looked at.
const MOST: usize = 100;
/// How long the modulus of an RSA key is at least and at most, in bytes.
const MODULUS: std::ops::RangeInclusive<usize> = 256..=1_024;

/// A key that somebody else signs with.
pub(crate) struct ForeignKey {
    id: Option<String>,
    pub(crate) algorithm: Algorithm,
    pub(crate) decoding: DecodingKey,
}

/// The keys of an issuer that are worth anything here: RSA of 2048 bits or more, and P-256.
pub(crate) struct KeySet(Vec<ForeignKey>);

/// A set of keys on the wire. Keys of kinds that we do not know are passed over.
#[derive(Deserialize)]
pub(crate) struct WireKeys {
    keys: Vec<Value>,
}

#[derive(Deserialize)]
struct WireKey {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    usage: Option<String>,
    alg: Option<String>,
    n: Option<String>,
    e: Option<String>,
    crv: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

impl From<WireKeys> for KeySet {
    fn from(wire: WireKeys) -> Self {
        let keys = wire.keys.into_iter().take(MOST);
        Self(keys.filter_map(|key| serde_json::from_value::<WireKey>(key).ok()?.read()).collect())
    }
}

impl WireKey {
    /// Returns the key, unless it is of no use: it must be for signatures, and its kind fixes the
    /// algorithm, so that no token can choose another one for it.
    fn read(self) -> Option<ForeignKey> {
        if self.usage.as_deref().is_some_and(|usage| usage != "sig") {
            return None;
        }
        let (algorithm, decoding) = match self.kty.as_str() {
            "RSA" => (Algorithm::RS256, rsa(&self.n?, &self.e?)?),
            "EC" if self.crv.as_deref() == Some("P-256") => (Algorithm::ES256, p256(&self.x?, &self.y?)?),
            _ => return None,
        };
        let fits = self.alg.is_none_or(|alg| alg == name(algorithm));
        fits.then_some(ForeignKey { id: self.kid, algorithm, decoding })
    }
}

fn rsa(modulus: &str, exponent: &str) -> Option<DecodingKey> {
    let length = |text: &str| {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        Some(bytes.iter().skip_while(|byte| **byte == 0).count())
    };
    let fits = MODULUS.contains(&length(modulus)?) && (1..=8).contains(&length(exponent)?);
    fits.then(|| DecodingKey::from_rsa_components(modulus, exponent).ok())?
}

fn p256(x: &str, y: &str) -> Option<DecodingKey> {
    let whole = |text: &str| URL_SAFE_NO_PAD.decode(text).is_ok_and(|bytes| bytes.len() == 32);
    (whole(x) && whole(y)).then(|| DecodingKey::from_ec_components(x, y).ok())?
}

/// Returns how token headers spell the algorithm; every one that no key of ours fixes is `none`.
fn name(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::RS256 => "RS256",
        Algorithm::ES256 => "ES256",
        _ => "none",
    }
}

impl KeySet {
    /// Tells whether no key of the set is worth anything here.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Tells whether the set has a key of this name, whatever its kind; a token that names none means
    /// the only one.
    pub(crate) fn knows(&self, id: Option<&str>) -> bool {
        self.named(id).next().is_some()
    }

    /// Returns the key of this name for this algorithm.
    pub(crate) fn find(&self, id: Option<&str>, algorithm: &str) -> Option<&ForeignKey> {
        self.named(id).find(|key| name(key.algorithm) == algorithm)
    }

    fn named(&self, id: Option<&str>) -> impl Iterator<Item = &ForeignKey> {
        let only = id.is_none() && self.0.len() == 1;
        self.0.iter().filter(move |key| only || (id.is_some() && key.id.as_deref() == id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[expect(clippy::needless_pass_by_value, reason = "tests read best when they hand over what they have at hand")]
    fn set(keys: Value) -> KeySet {
        serde_json::from_value::<WireKeys>(json!({ "keys": keys })).unwrap().into()
    }

    fn number(bytes: usize) -> String {
        URL_SAFE_NO_PAD.encode(vec![0xc3; bytes])
    }

    /// The key of RFC 7515, appendix A.3.
    fn ec() -> Value {
        json!({
            "kty": "EC", "crv": "P-256", "kid": "ec",
            "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        })
    }

    fn rsa() -> Value {
        json!({ "kty": "RSA", "kid": "rsa", "use": "sig", "alg": "RS256", "n": number(256), "e": "AQAB" })
    }

    fn with(mut key: Value, name: &str, value: impl Into<Value>) -> Value {
        key[name] = value.into();
        key
    }

    #[test]
    fn fixes_the_algorithm_by_the_kind_of_the_key() {
        let keys = set(json!([rsa(), ec()]));

        assert!(keys.find(Some("rsa"), "RS256").is_some() && keys.find(Some("ec"), "ES256").is_some());
        for (id, algorithm) in [("rsa", "ES256"), ("ec", "RS256"), ("rsa", "HS256"), ("ec", "none"), ("rsa", "PS256")] {
            assert!(keys.find(Some(id), algorithm).is_none(), "{id} {algorithm}");
        }
    }

    #[test]
    fn passes_over_keys_that_are_weak_or_for_something_else() {
        for key in [
            with(rsa(), "n", number(255)),
            with(rsa(), "n", URL_SAFE_NO_PAD.encode([vec![0; 100], vec![0xc3; 200]].concat())),
            with(rsa(), "n", number(1_025)),
            with(rsa(), "e", ""),
            with(rsa(), "e", number(9)),
            with(rsa(), "use", "enc"),
            with(rsa(), "alg", "RS512"),
            with(rsa(), "alg", "HS256"),
            with(rsa(), "n", "!"),
            with(ec(), "crv", "P-384"),
            with(ec(), "x", "AAAA"),
            json!({ "kty": "oct", "kid": "k", "k": "c2VjcmV0" }),
            json!({ "kty": "OKP", "crv": "Ed25519", "x": number(32) }),
            json!({ "kty": "RSA" }),
            json!("key"),
            Value::Null,
        ] {
            assert!(set(json!([key])).is_empty(), "{key}");
        }
    }

    #[test]
    fn takes_a_token_without_a_name_for_one_of_the_only_key() {
        assert!(set(json!([ec()])).find(None, "ES256").is_some());
        assert!(set(json!([ec(), rsa()])).find(None, "ES256").is_none());
        assert!(!set(json!([ec()])).knows(Some("other")));
        let mut nameless = ec();
        nameless.as_object_mut().unwrap().remove("kid");
        assert!(!set(json!([nameless, rsa()])).knows(None));
    }

    #[test]
    fn looks_at_a_hundred_keys() {
        let keys: Vec<Value> = (0..150).map(|at| with(ec(), "kid", at.to_string())).collect();

        let keys = set(json!(keys));

        assert!(keys.knows(Some("99")) && !keys.knows(Some("100")));
    }

    proptest! {
        #[test]
        fn never_panics(n in ".{0,40}", kty in "RSA|EC|oct|.{0,4}", crv in "P-256|.{0,4}") {
            let _ = set(json!([{ "kty": kty, "n": n, "e": n, "x": n, "y": n, "crv": crv }]));
        }
    }
}

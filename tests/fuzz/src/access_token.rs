//! Access tokens: none is believed unless we signed it, and what we signed is believed only if it is right.

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use futures::executor::block_on;
use pantheon_core::{
    Error, Result,
    identity::{Audience, KeyRing},
};
use pantheon_identity::{
    key,
    published_keys::PublishedKeys,
    verifier::{TokenVerifier, Verified},
};
use pantheon_testing::{identity::MemoryVerificationKeys, now};
use secrecy::ExposeSecret;
use serde_json::Value;
use std::sync::OnceLock;

const ISSUER: &str = "https://pantheon.test";
const PLATFORM: &str = "pantheon";
/// What stands for the identifier of the key in a header of the corpus.
const KEY_ID: &str = "KID";

/// A platform with one key, which signs whatever it is given.
struct World {
    verifier: TokenVerifier<'static>,
    key: EcdsaKeyPair,
    id: String,
}

impl World {
    fn make() -> Result<Self> {
        let signing = key::generate(now())?;
        let id = signing.id.to_string();
        let pem = signing.private_pem.expose_secret().lines().filter(|line| !line.starts_with('-')).collect::<String>();
        let document = STANDARD.decode(pem).map_err(Error::internal)?;
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &document).map_err(Error::internal)?;
        let source = MemoryVerificationKeys::of(key::public_halves(&KeyRing::of(vec![signing])?)?);
        // The verifier borrows its keys, and lives as long as the process.
        let keys = Box::leak(Box::new(block_on(PublishedKeys::open(Box::leak(Box::new(source)), now()))?));
        Ok(Self { verifier: TokenVerifier::new(keys, ISSUER, PLATFORM), key, id })
    }

    /// Signs a header and claims that may be no JSON at all.
    fn sign(&self, header: &str, claims: &str) -> String {
        let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
        let signature = self.key.sign(&SystemRandom::new(), signed.as_bytes()).map(|made| URL_SAFE_NO_PAD.encode(made));
        format!("{signed}.{}", signature.unwrap_or_else(|_| panic!("the test's own key does not sign")))
    }

    fn verify(&self, token: &str) -> Option<Verified> {
        match block_on(self.verifier.verify(token, now())) {
            Ok(verified) => Some(verified),
            Err(Error::Unauthenticated { .. }) => None,
            Err(error) => panic!("a stranger's token is no fault of ours: {error:?}"),
        }
    }
}

fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| World::make().unwrap_or_else(|error| panic!("{error:?}")))
}

/// Takes the bytes for a token; and for a header, up to the end of the line, and claims, which are signed.
pub(crate) fn is_believed_only_if_we_signed_it(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let world = world();
    world.verifier.is_foreign(text);
    assert_eq!(world.verify(text), None, "nobody has signed {text}");

    let Some((header, claims)) = text.split_once('\n') else { return };
    let header = header.replace(KEY_ID, &world.id);
    if let Some(verified) = world.verify(&world.sign(&header, claims)) {
        is_right(&verified, &header, claims, &world.id);
    }
}

/// Reads the token a second time, in another way, and compares.
fn is_right(verified: &Verified, header: &str, claims: &str, id: &str) {
    let [header, claims] = [header, claims].map(|part| serde_json::from_str::<Value>(part).unwrap_or_default());
    assert_eq!(header.as_object().map(serde_json::Map::len), Some(3), "{header}");
    assert_eq!((&header["alg"], &header["typ"], &header["kid"]), (&"ES256".into(), &"at+jwt".into(), &id.into()));

    let text = |name: &str| claims[name].as_str().unwrap_or_default();
    assert_eq!((text("iss"), text("client_id")), (ISSUER, "pantheon"));
    assert_eq!(text("aud"), verified.audience.claim(PLATFORM));
    assert!(Audience::ALL.contains(&verified.audience));
    let named = (verified.tenant.as_str(), verified.user.as_str(), verified.session.as_str());
    assert_eq!((text("tenant_id"), text("sub"), text("sid")), named);
    assert_eq!(claims["sv"].as_u64(), Some(verified.session_version));
    for permission in &verified.scope {
        assert!(text("scope").split(' ').any(|said| said == permission.as_str()), "{claims}");
    }

    let (at, moment) = (now().timestamp(), |name: &str| claims[name].as_i64().unwrap_or_default());
    assert!(moment("exp") > at && moment("nbf") <= at + 5 && moment("iat") <= at + 5, "{claims}");
    assert!(moment("exp") - moment("iat") <= 24 * 60 * 60, "{claims}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn believes_what_is_right_and_signed() {
        let (header, claims) = include_str!("../corpus/access-token/header-and-claims").split_once('\n').unwrap();
        let token = world().sign(&header.replace(KEY_ID, &world().id), claims);

        assert!(world().verify(&token).is_some());
    }
}

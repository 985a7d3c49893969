//! Somebody else's sign-in, as tests make it up.

use aws_lc_rs::{
    hmac,
    rand::SystemRandom,
    rsa,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use pantheon_testing::{now, outbound::FakeOutbound};
use serde_json::{Value, json};

pub(crate) const ISSUER: &str = "https://login.example.com/pool";
pub(crate) const CLIENT: &str = "client-1";
pub(crate) const KEYS: &str = "https://login.example.com/pool/keys";

/// A key pair of somebody else.
pub(crate) enum Signer {
    Ec(EcdsaKeyPair),
    Rsa(rsa::KeyPair),
}

impl Signer {
    pub(crate) fn ec() -> Self {
        Self::Ec(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap())
    }

    pub(crate) fn rsa() -> Self {
        Self::Rsa(rsa::KeyPair::generate(rsa::KeySize::Rsa2048).unwrap())
    }

    pub(crate) fn algorithm(&self) -> &'static str {
        match self {
            Self::Ec(_) => "ES256",
            Self::Rsa(_) => "RS256",
        }
    }

    pub(crate) fn public(&self) -> &[u8] {
        match self {
            Self::Ec(pair) => pair.public_key().as_ref(),
            Self::Rsa(pair) => pair.public_key().as_ref(),
        }
    }

    pub(crate) fn jwk(&self, id: &str) -> Value {
        let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        match self {
            Self::Ec(pair) => {
                let point = pair.public_key().as_ref();
                json!({ "kty": "EC", "crv": "P-256", "kid": id, "x": encode(&point[1..33]), "y": encode(&point[33..]) })
            }
            // RFC 8017, RSAPublicKey: nine bytes of DER, then the modulus of 2048 bits; the exponent is 65537.
            Self::Rsa(pair) => {
                json!({ "kty": "RSA", "kid": id, "use": "sig", "n": encode(&pair.public_key().as_ref()[9..265]), "e": "AQAB" })
            }
        }
    }

    pub(crate) fn sign(&self, header: &Value, claims: &Value) -> String {
        let message = message(header, claims);
        let random = SystemRandom::new();
        let signature = match self {
            Self::Ec(pair) => pair.sign(&random, message.as_bytes()).unwrap().as_ref().to_vec(),
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message.as_bytes(), &mut signature).unwrap();
                signature
            }
        };
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// Signs with a secret that everybody knows, such as a public key.
pub(crate) fn sign_with_secret(secret: &[u8], header: &Value, claims: &Value) -> String {
    let message = message(header, claims);
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), message.as_bytes());
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(tag))
}

pub(crate) fn message(header: &Value, claims: &Value) -> String {
    format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(claims.to_string()))
}

/// Publishes the discovery document of an issuer and these keys.
pub(crate) fn publish(outbound: &FakeOutbound, issuer: &str, keys: &[Value]) {
    let place = format!("{issuer}/keys");
    outbound.put(
        &format!("{issuer}/.well-known/openid-configuration"),
        200,
        &json!({
            "issuer": issuer,
            "authorization_endpoint": format!("{issuer}/authorize"),
            "token_endpoint": format!("{issuer}/token"),
            "jwks_uri": place,
        }),
    );
    outbound.put(&place, 200, &json!({ "keys": keys }));
}

/// What an ID token says.
pub(crate) fn id_claims() -> Value {
    json!({
        "iss": ISSUER, "aud": CLIENT, "sub": "user-1", "email": "ada@example.com", "email_verified": true,
        "iat": now().timestamp(), "exp": now().timestamp() + 600,
    })
}

/// What an access token of RFC 9068 says.
pub(crate) fn access_claims() -> Value {
    json!({
        "iss": ISSUER, "aud": [CLIENT, "https://api.example.com"], "sub": "user-1", "client_id": "some-client",
        "iat": now().timestamp(), "exp": now().timestamp() + 600, "jti": "1", "scope": "openid",
    })
}

/// What an access token of a Cognito user pool says: it has no audience.
pub(crate) fn cognito_claims() -> Value {
    json!({
        "iss": ISSUER, "client_id": CLIENT, "sub": "user-1", "token_use": "access", "username": "ada",
        "iat": now().timestamp(), "exp": now().timestamp() + 600, "jti": "1", "scope": "aws.cognito.signin.user.admin",
    })
}

/// Changes members of an object; a null takes one out.
pub(crate) fn changed(object: &Value, changes: &Value) -> Value {
    let mut object = object.clone();
    let members = object.as_object_mut().unwrap();
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            members.remove(name);
        } else {
            members.insert(name.clone(), value.clone());
        }
    }
    object
}

use super::{attack::*, *};
use crate::{
    key::{generate, public_halves},
    token_world::{AUDIENCE, ISSUER},
};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P256_SHA256_FIXED_SIGNING};
use pantheon_core::{
    identity::{KeyRing, VerificationKeys},
    permission::Role,
};
use pantheon_testing::now;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::LazyLock;

#[tokio::test]
async fn knows_its_own_tokens() {
    let attack = Attack::new().await;

    let verified = attack.verify(&attack.with_claims(&json!({}))).await.unwrap();

    assert_eq!(verified.tenant, attack.world.tenant.id);
    assert_eq!(verified.user, attack.world.user.id);
    assert_eq!(verified.scope, Role::Operator.permissions());
    assert_eq!((verified.session_version, verified.audience), (1, Audience::Api));
}

#[tokio::test]
async fn tells_which_part_of_the_platform_a_token_is_for() {
    let attack = Attack::new().await;

    for audience in Audience::ALL {
        let token = attack.with_claims(&json!({ "aud": audience.claim(AUDIENCE) }));
        assert_eq!(attack.verify(&token).await.unwrap().audience, *audience);
    }
}

#[tokio::test]
async fn tells_foreign_tokens_by_their_issuer_alone() {
    let attack = Attack::new().await;
    let verifier = attack.world.verifier();
    let foreign = |claims: Value| verifier.is_foreign(&attack.with_claims(&claims));

    assert!(foreign(json!({ "iss": "https://login.example.org" })));
    assert!(foreign(json!({ "iss": format!("{ISSUER}/") })));
    for own in [json!({}), json!({ "iss": null }), json!({ "iss": [ISSUER] }), json!({ "iss": 7 })] {
        assert!(!foreign(own.clone()), "{own}");
    }
    for text in ["", "..", "a.b.c", "pak.x.y.z"] {
        assert!(!verifier.is_foreign(text), "{text}");
    }
    assert!(!foreign(json!({ "iss": "https://login.example.org", "note": "x".repeat(LONGEST_FOREIGN) })), "too long");
}

#[tokio::test]
async fn writes_every_claim_that_rfc_9068_demands() {
    let attack = Attack::new().await;

    for claim in ["iss", "exp", "aud", "sub", "client_id", "iat", "jti"] {
        assert!(attack.claims.get(claim).is_some(), "{claim}");
    }
    assert_eq!(attack.header["typ"], "at+jwt");
    assert_eq!(attack.claims["exp"].as_i64().unwrap() - attack.claims["iat"].as_i64().unwrap(), 900);
}

#[tokio::test]
async fn refuses_every_trick_with_the_header() {
    let attack = Attack::new().await;
    let thumbprint = attack.own.id.as_str();
    let tricks = [
        ("type of any JWT", json!({ "typ": "JWT" })),
        ("type of an ID token", json!({ "typ": "id+jwt" })),
        ("type of a logout token", json!({ "typ": "logout+jwt" })),
        ("type of a proof of possession", json!({ "typ": "dpop+jwt" })),
        ("our type in other letters", json!({ "typ": "AT+JWT" })),
        ("our type as a media type", json!({ "typ": "application/at+jwt" })),
        ("types in a list", json!({ "typ": ["at+jwt"] })),
        ("no type", json!({ "typ": null })),
        ("another curve", json!({ "alg": "ES384" })),
        ("RSA", json!({ "alg": "RS256" })),
        ("no algorithm", json!({ "alg": null })),
        ("a list of algorithms", json!({ "alg": ["ES256"] })),
        ("no key", json!({ "kid": null })),
        ("an empty key", json!({ "kid": "" })),
        ("an unknown key", json!({ "kid": "A".repeat(43) })),
        ("a path for a key", json!({ "kid": "../../../../dev/null" })),
        ("a query for a key", json!({ "kid": "x' UNION SELECT 'secret" })),
        ("an address for a key", json!({ "kid": "https://evil.example/key" })),
        ("a number for a key", json!({ "kid": 1 })),
        ("the key of the attacker", json!({ "kid": thumbprint })),
        ("a place to fetch keys from", json!({ "jku": "https://evil.example/jwks.json" })),
        ("a key inside", json!({ "jwk": Attack::jwk(&attack.own) })),
        ("our own key inside", json!({ "jwk": Attack::jwk(&attack.world.key) })),
        ("a place of certificates", json!({ "x5u": "https://evil.example/chain.pem" })),
        ("a certificate inside", json!({ "x5c": ["MIIB"] })),
        ("a certificate's digest", json!({ "x5t": "AAAA" })),
        ("a critical extension", json!({ "crit": ["exp"] })),
        ("no critical extension", json!({ "crit": [] })),
        ("a payload that is not encoded", json!({ "b64": false, "crit": ["b64"] })),
        ("encoding said to be normal", json!({ "b64": true })),
        ("a key agreement", json!({ "epk": { "kty": "EC" }, "enc": "A128GCM" })),
        ("a nonce", json!({ "nonce": "x" })),
        ("claims in the header", json!({ "iss": ISSUER })),
        ("a key as an object", json!({ "kid": { "kid": "x" } })),
        ("our key with a path", json!({ "kid": format!("{}/../x", attack.world.key.id) })),
        ("our key with a zero", json!({ "kid": format!("{}\u{0}", attack.world.key.id) })),
        ("our key in other letters", json!({ "kid": attack.world.key.id.as_str().to_lowercase() })),
        ("our key with a blank", json!({ "kid": format!(" {}", attack.world.key.id) })),
        ("compression", json!({ "zip": "DEF" })),
        ("a content type", json!({ "cty": "JWT" })),
    ];

    for (name, changes) in tricks {
        assert_refused(name, &attack.verify(&attack.with_header(&changes)).await);
    }
}

#[tokio::test]
async fn refuses_every_trick_with_the_claims() {
    let attack = Attack::new().await;
    let second = now().timestamp();
    let tricks = [
        ("another audience", json!({ "aud": "other" })),
        ("our audience among others", json!({ "aud": [AUDIENCE, "other"] })),
        ("no audience", json!({ "aud": null })),
        ("our audience as a list", json!({ "aud": [AUDIENCE] })),
        ("a part of the platform that does not exist", json!({ "aud": format!("{AUDIENCE}-admin") })),
        ("our audience in other letters", json!({ "aud": AUDIENCE.to_uppercase() })),
        ("our audience and a blank", json!({ "aud": format!("{AUDIENCE} ") })),
        ("no audience at all", json!({ "aud": "" })),
        ("another environment", json!({ "iss": "https://staging.example.com" })),
        ("our issuer among others", json!({ "iss": [ISSUER] })),
        ("our issuer as a beginning", json!({ "iss": format!("{ISSUER}.evil.example") })),
        ("no issuer", json!({ "iss": null })),
        ("our issuer with a slash", json!({ "iss": format!("{ISSUER}/") })),
        ("our issuer as an object", json!({ "iss": { "iss": ISSUER } })),
        ("another client", json!({ "client_id": "other" })),
        ("no client", json!({ "client_id": null })),
        ("not good yet", json!({ "nbf": second + 60 })),
        ("not good for a century", json!({ "nbf": second + 3_000_000_000_i64 })),
        ("no beginning", json!({ "nbf": null })),
        ("a beginning as text", json!({ "nbf": "0" })),
        ("issued in the future", json!({ "iat": second + 60, "exp": second + 120 })),
        ("never issued", json!({ "iat": null })),
        ("issued before time", json!({ "iat": i64::MIN })),
        ("issued as text", json!({ "iat": second.to_string() })),
        ("expired", json!({ "iat": second - 900, "nbf": second - 900, "exp": second - 1 })),
        ("expired this second", json!({ "iat": second - 900, "nbf": second - 900, "exp": second })),
        ("no end", json!({ "exp": null })),
        ("an end as text", json!({ "exp": (second + 900).to_string() })),
        ("an end with a fraction", json!({ "exp": 1e10 + 0.5 })),
        ("an end beyond time", json!({ "exp": i64::MAX })),
        ("an end beyond numbers", json!({ "exp": 1e300 })),
        ("an end before 1970", json!({ "exp": -1 })),
        ("an end that is nothing", json!({ "exp": false })),
        ("an end before the beginning", json!({ "iat": second, "exp": second - 10 })),
        ("good for longer than a day", json!({ "exp": second + 86_401 })),
        ("no user", json!({ "sub": null })),
        ("a tenant for a user", json!({ "sub": attack.world.tenant.id })),
        ("users in a list", json!({ "sub": [attack.world.user.id] })),
        ("a user inside a user", json!({ "sub": { "sub": attack.world.user.id } })),
        ("nobody's tenant", json!({ "tenant_id": null })),
        ("a tenant that is a path", json!({ "tenant_id": "tnt_../../x" })),
        ("no session", json!({ "sid": null })),
        ("no session version", json!({ "sv": null })),
        ("a negative session version", json!({ "sv": -1 })),
        ("permissions as a list", json!({ "scope": ["accounts:write"] })),
        ("no permissions", json!({ "scope": null })),
        ("no name", json!({ "jti": null })),
        ("a claim of others", json!({ "tenants": ["tnt_0195f6a0-7c1e-7d43-9a55-0000000000ff"] })),
        ("an actor", json!({ "act": { "sub": attack.world.user.id } })),
    ];

    for (name, changes) in tricks {
        assert_refused(name, &attack.verify(&attack.with_claims(&changes)).await);
    }
}

#[tokio::test]
async fn refuses_what_it_did_not_sign() {
    let attack = Attack::new().await;
    let (header, claims) = (attack.header.to_string(), attack.claims.to_string());
    let good = attack.with_claims(&json!({}));
    let (head, signature) = good.rsplit_once('.').unwrap();
    let raw = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let foreign = changed(&attack.claims, &json!({ "tenant_id": "tnt_0195f6a0-7c1e-7d43-9a55-0000000000ff" }));
    let asn1 = signed(&header, &claims, &attack.world.key, &ECDSA_P256_SHA256_ASN1_SIGNING);
    let forgeries = [
        ("our key's name, another's signature", attack.forged(&json!({}))),
        ("another's key", attack.forged(&json!({ "kid": attack.own.id.as_str() }))),
        (
            "another's key inside",
            attack.forged(&json!({ "jwk": Attack::jwk(&attack.own), "kid": attack.own.id.as_str() })),
        ),
        ("another tenant under our signature", format!("{}.{signature}", message(&header, &foreign))),
        ("no signature", format!("{head}.")),
        ("a signature of zeros", format!("{head}.{}", URL_SAFE_NO_PAD.encode([0; 64]))),
        ("a signature of ones", format!("{head}.{}", URL_SAFE_NO_PAD.encode([255; 64]))),
        ("a signature of the order", format!("{head}.{}", URL_SAFE_NO_PAD.encode([ORDER, ORDER].concat()))),
        ("a signature and a byte", format!("{head}.{}", URL_SAFE_NO_PAD.encode([raw.as_slice(), &[0]].concat()))),
        ("a signature turned around", format!("{head}.{}", URL_SAFE_NO_PAD.encode([&raw[32..], &raw[..32]].concat()))),
        ("a signature of another curve's length", format!("{head}.{}", URL_SAFE_NO_PAD.encode([1; 96]))),
        ("another environment's token", attack.of_another_environment()),
        ("half a signature", format!("{head}.{}", &signature[..signature.len() / 2])),
        ("a signature in another form", asn1),
        ("algorithm none", format!("{}.", message(r#"{"alg":"none","typ":"at+jwt"}"#, &claims))),
    ];

    for (name, token) in forgeries {
        assert_refused(name, &attack.verify(&token).await);
    }
    for none in ["none", "None", "NONE", "nOnE", "ES256 "] {
        let header = changed(&attack.header, &json!({ "alg": none }));
        assert_refused(none, &attack.verify(&format!("{}.", message(&header, &claims))).await);
        assert_refused(none, &attack.verify(&attack.issued(&header, &claims)).await);
    }
}

#[tokio::test]
async fn refuses_the_public_key_as_a_shared_secret() {
    let attack = Attack::new().await;
    let jwk = Attack::jwk(&attack.world.key);
    let coordinate = |name: &str| URL_SAFE_NO_PAD.decode(jwk[name].as_str().unwrap()).unwrap();
    let point = [vec![4], coordinate("x"), coordinate("y")].concat();
    let secrets = [
        ("the point", point),
        ("the document", jwk.to_string().into_bytes()),
        ("the name", attack.world.key.id.as_str().as_bytes().to_vec()),
        ("nothing", Vec::new()),
    ];

    for (name, secret) in secrets {
        for alg in ["HS256", "HS384", "HS512", "ES256"] {
            let header = changed(&attack.header, &json!({ "alg": alg }));
            assert_refused(name, &attack.verify(&hmac_signed(&header, &attack.claims.to_string(), &secret)).await);
        }
    }
}

#[tokio::test]
async fn refuses_what_has_not_the_form_of_a_token() {
    let attack = Attack::new().await;
    let good = attack.with_claims(&json!({}));
    let (header, claims) = (attack.header.to_string(), attack.claims.to_string());
    let twice = |text: &str, member: &str| text.replacen('{', &format!("{{{member},"), 1);
    let padded = good.replacen('.', "=.", 1);
    let parts: Vec<&str> = good.split('.').collect();
    let loose = |part: &str| {
        let spaced = (0..3).map(|blanks| URL_SAFE_NO_PAD.encode(format!("{}{part}", " ".repeat(blanks))));
        with_loose_bits(&spaced.into_iter().find(|part| part.len() % 4 != 0).unwrap())
    };
    let as_it_is = |message: String| signed_as_it_is(&message, &attack.world.key, &ECDSA_P256_SHA256_FIXED_SIGNING);
    let loose_header = as_it_is(format!("{}.{}", loose(&header), parts[1]));
    let loose_claims = as_it_is(format!("{}.{}", parts[0], loose(&claims)));
    let deep = format!(r#"{{"iss":{}"x"{}}}"#, "[".repeat(1_000), "]".repeat(1_000));
    let shapes = [
        ("nothing", String::new()),
        ("dots", "..".to_owned()),
        ("one part", good.split('.').next().unwrap().to_owned()),
        ("two parts", good.rsplit_once('.').unwrap().0.to_owned()),
        ("four parts", format!("{good}.{good}")),
        ("a blank before", format!(" {good}")),
        ("a line break after", format!("{good}\n")),
        ("padding", padded),
        ("cut short", good[..good.len() - 1].to_owned()),
        ("text beyond ASCII", "ä.ö.ü".to_owned()),
        ("claims that are no JSON", attack.issued(&header, "hello")),
        ("claims that are a list", attack.issued(&header, "[]")),
        ("a header that is a list", attack.issued("[]", &claims)),
        ("a token inside a token", attack.issued(&header, &json!(good).to_string())),
        (
            "a claim twice",
            attack.issued(&header, &twice(&claims, r#""sub":"usr_0195f6a0-7c1e-7d43-9a55-000000000002""#)),
        ),
        ("an end twice", attack.issued(&header, &twice(&claims, r#""exp":99999999999"#))),
        ("an algorithm twice", attack.issued(&twice(&header, r#""alg":"none""#), &claims)),
        ("a key twice", attack.issued(&twice(&header, r#""kid":"x""#), &claims)),
        ("a name twice", attack.issued(&header, &twice(&claims, r#""jti":"x""#))),
        ("a strange claim twice", attack.issued(&header, &twice(&twice(&claims, r#""x":1"#), r#""x":2"#))),
        ("a type twice", attack.issued(&twice(&header, r#""typ":"JWT""#), &claims)),
        ("the same algorithm twice", attack.issued(&twice(&header, r#""alg":"ES256""#), &claims)),
        ("a claim twice, once escaped", attack.issued(&header, &twice(&claims, r#""\u0073ub":"x""#))),
        ("claims twice", attack.issued(&header, &format!("{claims}{claims}"))),
        ("a header twice", attack.issued(&format!("{header}{header}"), &claims)),
        ("claims with a mark of their encoding", attack.issued(&header, &format!("\u{feff}{claims}"))),
        ("deeply nested claims", attack.issued(&header, &deep)),
        ("no header", format!(".{}.{}", parts[1], parts[2])),
        ("no claims", format!("{}..{}", parts[0], parts[2])),
        ("neither", format!("..{}", parts[2])),
        ("an encrypted token", format!("{good}.{}.{}", parts[1], parts[2])),
        ("the JSON form", json!({ "protected": parts[0], "payload": parts[1], "signature": parts[2] }).to_string()),
        ("loose bits in the signature", format!("{}.{}.{}", parts[0], parts[1], with_loose_bits(parts[2]))),
        ("loose bits in the claims", loose_claims),
        ("loose bits in the header", loose_header),
        ("a line break inside", good.replacen('.', ".\n", 1)),
        ("dots of another alphabet", good.replace('.', "\u{3002}")),
        ("escaped dots", good.replace('.', "%2E")),
        ("the other alphabet of base64", attack.issued(&header, &claims).replace('-', "+").replace('_', "/") + "=="),
        ("the scheme again", format!("Bearer {good}")),
        ("a quoted token", format!("\"{good}\"")),
        ("a zero at the end", format!("{good}\u{0}")),
        ("a huge token", attack.with_claims(&json!({ "scope": "x".repeat(5_000) }))),
        ("a huge text", "a".repeat(10_000_000)),
    ];

    for (name, token) in shapes {
        assert_refused(name, &attack.verify(&token).await);
    }
}

#[tokio::test]
async fn says_that_a_token_of_its_own_has_expired() {
    let attack = Attack::new().await;
    let token = attack.with_claims(&json!({}));

    let late = attack.world.verifier().verify(&token, now() + TimeDelta::minutes(15)).await;

    let Err(Error::Unauthenticated { reason }) = late else { panic!("{late:?}") };
    assert!(reason.contains("expired"));
}

#[tokio::test]
async fn ignores_permissions_that_it_does_not_know() {
    let attack = Attack::new().await;
    let token = attack.with_claims(&json!({ "scope": "scans:read planets:destroy  accounts:READ" }));

    let verified = attack.verify(&token).await.unwrap();

    assert_eq!(verified.scope, [Permission::ScansRead].into());
}

/// Whoever holds a token can write its signature in a second way. It says the same of the same
/// session and gains nothing: no token is known, or forgotten, by its text.
#[tokio::test]
async fn takes_both_forms_of_a_signature() {
    let attack = Attack::new().await;
    let good = attack.with_claims(&json!({}));
    let (head, signature) = good.rsplit_once('.').unwrap();
    let raw = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let other = format!("{head}.{}", URL_SAFE_NO_PAD.encode([&raw[..32], &other_half(&raw[32..])].concat()));

    assert_ne!(other, good);
    assert_eq!(attack.verify(&other).await.unwrap(), attack.verify(&good).await.unwrap());
}

#[tokio::test]
async fn reads_no_keys_for_tokens_that_name_none() {
    let attack = Attack::new().await;
    let verifier = attack.world.verifier();
    let before = attack.world.source.reads();

    for text in ["", "a.b.c", "nonsense", &attack.with_header(&json!({ "alg": "none" }))] {
        assert_refused(text, &verifier.verify(text, now() + TimeDelta::minutes(1)).await);
    }

    assert_eq!(attack.world.source.reads(), before);
}

#[tokio::test]
async fn accepts_tokens_of_the_key_before_while_two_are_in_use() {
    let attack = Attack::new().await;
    let old = attack.with_claims(&json!({}));
    let next = generate(now()).unwrap();
    let ring = KeyRing::of(vec![next.clone(), attack.world.key.clone()]).unwrap();
    attack.world.source.publish(&public_halves(&ring).unwrap()).await.unwrap();
    let header = changed(&attack.header, &json!({ "kid": next.id.as_str() }));
    let new = signed(&header, &attack.claims.to_string(), &next, &ECDSA_P256_SHA256_FIXED_SIGNING);

    let later = now() + TimeDelta::minutes(5);

    assert!(attack.world.verifier().verify(&old, later).await.is_ok());
    assert!(attack.world.verifier().verify(&new, later).await.is_ok());
}

static ATTACK: LazyLock<Attack> = LazyLock::new(|| wait(Attack::new()));

fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

proptest! {
    #[test]
    fn refuses_a_token_with_any_character_changed(place in any::<prop::sample::Index>(), replacement in "[A-Za-z0-9_-]") {
        let token = ATTACK.with_claims(&json!({}));
        let place = place.index(token.len());
        let mut changed = token.clone();
        changed.replace_range(place..=place, &replacement);

        // The last character of a part carries bits that stand for nothing; strict readers refuse them too.
        if changed != token {
            assert_refused(&changed, &wait(ATTACK.verify(&changed)));
        }
    }

    #[test]
    fn never_panics_on_strange_text(token in "[A-Za-z0-9_.é=-]{0,200}") {
        assert_refused(&token, &wait(ATTACK.verify(&token)));
    }
}

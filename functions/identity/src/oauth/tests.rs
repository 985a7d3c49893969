use super::*;

#[test]
fn names_providers_one_way() {
    for provider in OAuthProvider::ALL {
        assert_eq!(provider.as_str().parse::<OAuthProvider>().unwrap(), provider);
        assert_eq!(serde_json::to_value(provider).unwrap(), provider.as_str());
    }
    assert!(matches!("okta".parse::<OAuthProvider>(), Err(Error::NotFound { .. })));
}

#[test]
fn hides_its_secrets_from_logs() {
    let secret = || SecretString::from("hush");
    let attempt = Attempt { state: secret(), verifier: secret(), nonce: secret() };

    assert!(!format!("{attempt:?}").contains("hush"));
}

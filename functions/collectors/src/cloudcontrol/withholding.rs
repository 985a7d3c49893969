//! What is kept back of the properties of types that nobody here knows: whatever may be a secret.
//!
//! Cloud Control never shows what can only be written, such as most passwords. But some services
//! show values in which people put secrets, so what stands under a telling name is replaced.

use serde_json::{Map, Value};

/// What stands in the place of a text that may be a secret.
pub(super) const WITHHELD: &str = "(withheld)";

/// Parts of names, in small letters, under which secrets stand.
const TELLING: &[&str] = &[
    "accesskey",
    "apikey",
    "authorization",
    "connectionstring",
    "credential",
    "environment",
    "parametervalue",
    "passphrase",
    "password",
    "privatekey",
    "secret",
    "token",
    "userdata",
    "variables",
];

/// Ends of names that only speak of a secret: where it is, how long it lives, what it must look like.
const ABOUT: &[&str] = &[
    "arn", "arns", "count", "days", "enabled", "id", "ids", "length", "name", "names", "policy", "status", "type",
    "types", "units", "validity",
];

/// Replaces every text that may be a secret.
pub(super) fn withheld(value: Value) -> Value {
    within(value, false)
}

fn within(value: Value, telling: bool) -> Value {
    match value {
        Value::String(text) if is_secret(&text, telling) => Value::from(WITHHELD),
        Value::Array(items) => items.into_iter().map(|item| within(item, telling)).collect(),
        Value::Object(entries) => {
            let labelled = has_label(&entries);
            let entry = |(key, value): (String, Value)| {
                let tells = if telling { !(labelled && is_label(&key)) } else { speaks(&key) };
                (key, within(value, tells))
            };
            Value::Object(entries.into_iter().map(entry).collect())
        }
        other => other,
    }
}

/// Tells whether a secret may stand under this name.
fn speaks(key: &str) -> bool {
    let name = key.to_ascii_lowercase();
    TELLING.iter().any(|part| name.contains(part)) && !ABOUT.iter().any(|end| name.ends_with(end))
}

/// Tells whether this is a variable with its name beside its value, rather than under its name.
fn has_label(entries: &Map<String, Value>) -> bool {
    entries.keys().any(|key| key.to_ascii_lowercase().ends_with("value"))
}

fn is_label(key: &str) -> bool {
    matches!(key.to_ascii_lowercase().as_str(), "key" | "name" | "type")
}

fn is_secret(text: &str, telling: bool) -> bool {
    // The name of a secret leads nobody into it.
    (telling && !text.is_empty() && !text.starts_with("arn:")) || holds_private_key(text) || holds_password(text)
}

fn holds_private_key(text: &str) -> bool {
    text.contains("-----BEGIN") && text.contains("PRIVATE KEY")
}

/// Finds `scheme://user:password@host`.
fn holds_password(text: &str) -> bool {
    let Some((_, rest)) = text.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    authority.rsplit_once('@').is_some_and(|(user, _)| user.contains(':'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn keeps_back_what_stands_under_a_telling_name() {
        let properties = json!({
            "MasterUserPassword": "hunter2",
            "ProviderDetails": {"client_id": "abc", "client_secret": "hunter2"},
            "Environment": {"Variables": {"MODE": "fast", "KEY_FOR_ALL": "hunter2", "NAME": "hunter2"}},
            "EnvironmentVariables": [{"Name": "PASSWORD", "Type": "PLAINTEXT", "Value": "hunter2"}],
            "ParameterOverrides": [{"ParameterKey": "Password", "ParameterValue": "hunter2"}],
            "Endpoint": "https://anna:hunter2@example.com/path",
            "Certificate": "-----BEGIN RSA PRIVATE KEY-----hunter2",
            "Credentials": [["hunter2"]],
            "UserData": "aHVudGVyMg==",
        });

        let kept = withheld(properties);

        assert!(!kept.to_string().contains("hunter2") && !kept.to_string().contains("aHVudGVyMg"), "{kept}");
        assert_eq!(kept["ProviderDetails"]["client_id"], "abc");
        assert_eq!(kept["EnvironmentVariables"][0]["Name"], "PASSWORD");
        assert_eq!(kept["EnvironmentVariables"][0]["Type"], "PLAINTEXT");
    }

    #[test]
    fn keeps_what_only_speaks_of_a_secret() {
        let properties = json!({
            "SecretArn": "arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-AbCdEf",
            "CredentialsParameter": "arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-AbCdEf",
            "PasswordPolicy": {"MinimumLength": 12},
            "TokenValidityUnits": {"AccessToken": 5},
            "EnvironmentId": "e-1",
            "SecretEnabled": true,
            "Url": "https://example.com/a@b:c",
        });

        assert_eq!(withheld(properties.clone()), properties);
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf =
            prop_oneof![Just(Value::Null), any::<bool>().prop_map(Value::from), "[a-z:@/]{0,12}".prop_map(Value::from)];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map("[A-Za-z]{1,8}|Password|Environment", inner, 0..4)
                    .prop_map(|entries| Value::Object(entries.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn withholds_once_and_for_all(value in any_json()) {
            let once = withheld(value);

            prop_assert_eq!(withheld(once.clone()), once);
        }

        #[test]
        fn no_text_survives_in_a_telling_place(value in any_json(), name in "(Db|My)?(Password|Secret|ApiKey)s?") {
            let kept = withheld(json!({ name.clone(): value }));

            prop_assert!(only_withheld(&kept[name]), "{kept}");
        }
    }

    /// Tells whether every text is withheld, but for those under names that make an exception.
    fn only_withheld(value: &Value) -> bool {
        match value {
            Value::String(text) => text.is_empty() || text == WITHHELD || text.starts_with("arn:"),
            Value::Array(items) => items.iter().all(only_withheld),
            Value::Object(entries) => {
                let excepted = |key: &str| has_label(entries) && is_label(key);
                entries.iter().all(|(key, entry)| excepted(key) || only_withheld(entry))
            }
            _ => true,
        }
    }
}

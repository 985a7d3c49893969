//! Secrets that are shown to whoever made them, and to nobody again.

use secrecy::{ExposeSecret, SecretString};
use serde::{Serialize, Serializer};

/// A secret in the first answer; `null` in the answer to a repeated request.
///
/// `Debug` hides it.
#[derive(Clone, Debug, Default)]
pub struct ShownOnce(Option<SecretString>);

impl ShownOnce {
    /// Shows the secret.
    pub fn shown(secret: &SecretString) -> Self {
        Self(Some(secret.clone()))
    }

    /// Keeps it to itself.
    pub fn hidden() -> Self {
        Self::default()
    }
}

impl Serialize for ShownOnce {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.as_ref().map(ExposeSecret::expose_secret).serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn is_text_while_shown_and_null_after() {
        let secret = ShownOnce::shown(&SecretString::from("pak.secret"));

        assert_eq!(json!(secret), json!("pak.secret"));
        assert_eq!(json!(ShownOnce::hidden()), json!(null));
        assert!(!format!("{secret:?}").contains("pak.secret"));
    }
}

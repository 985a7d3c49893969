//! The external ID: what keeps Pantheon from being talked into the account of somebody else.

use crate::{Error, Result};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use std::{fmt, str::FromStr};

/// 32 random bytes that Pantheon makes for one connection and that the role's trust policy asks for.
///
/// It is never chosen by a tenant, so that no tenant can name the one of another. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ExternalId(String);

impl ExternalId {
    /// Spells random bytes as text that AWS takes.
    pub fn of_bytes(bytes: [u8; 32]) -> Self {
        Self(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// Returns the text that AWS is told.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ExternalId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        bytes.map(Self::of_bytes).ok_or_else(|| Error::invalid("external_id", "must be 32 bytes in base64url"))
    }
}

impl fmt::Debug for ExternalId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ExternalId(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn is_hidden_from_logs() {
        let id = ExternalId::of_bytes([7; 32]);

        assert!(!format!("{id:?}").contains(id.as_str()));
    }

    #[test]
    fn is_never_chosen_by_hand() {
        for text in ["", "acme", "pantheon-external-id", "BwcH"] {
            assert!(text.parse::<ExternalId>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn reads_what_it_wrote_in_characters_that_the_role_template_takes(bytes: [u8; 32]) {
            let id = ExternalId::of_bytes(bytes);

            prop_assert_eq!(id.as_str().parse::<ExternalId>().unwrap(), id.clone());
            prop_assert_eq!(id.as_str().len(), 43);
            prop_assert!(id.as_str().bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
        }
    }
}

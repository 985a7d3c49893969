//! Keys of tags, and patterns of their values.

use crate::{Error, Result};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// What AWS keeps for itself.
const RESERVED: &str = "aws:";

/// The key of a tag that people may set: 1 to 128 characters, none of them a control character.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TagKey(String);

impl TagKey {
    /// The most characters that AWS takes.
    const LONGEST: usize = 128;

    /// Returns the key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for TagKey {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let fits = (1..=Self::LONGEST).contains(&text.chars().count())
            && text.trim() == text
            && !text.chars().any(char::is_control);
        if !fits {
            let rule = "must be 1 to 128 characters without control characters or outer spaces";
            return Err(Error::invalid("/key", rule));
        }
        if text.get(..RESERVED.len()).is_some_and(|start| start.eq_ignore_ascii_case(RESERVED)) {
            return Err(Error::invalid("/key", "must not begin with aws:, which AWS keeps for itself"));
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for TagKey {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<TagKey> for String {
    fn from(key: TagKey) -> Self {
        key.0
    }
}

impl fmt::Display for TagKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl utoipa::PartialSchema for TagKey {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some("The key of a tag: no control characters, no outer spaces, and not of AWS itself."))
            .pattern(Some(
                r"^(?![aA][wW][sS]:)[^\s\u0000-\u001f\u007f-\u009f]([^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f])?$",
            ))
            .min_length(Some(1))
            .max_length(Some(Self::LONGEST))
            .into()
    }
}

impl utoipa::ToSchema for TagKey {}

/// A value of a tag, in which `*` stands for any characters, or none: at most 256 characters.
///
/// The tag policies of AWS Organizations know the same wildcard and no other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TagPattern(String);

impl TagPattern {
    /// The most characters that AWS takes in a value.
    const LONGEST: usize = 256;

    /// Returns the pattern as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Tells whether a value is what the pattern asks for.
    ///
    /// Every part between two wildcards is looked for once, after the one before it, so that no
    /// pattern and no value make this slow.
    pub fn takes(&self, value: &str) -> bool {
        let mut parts = self.0.split('*');
        let first = parts.next().unwrap_or_default();
        let Some(last) = parts.next_back() else { return first == value };
        let Some(rest) = value.strip_prefix(first) else { return false };
        let Some(mut rest) = rest.strip_suffix(last) else { return false };
        for part in parts {
            let Some(at) = rest.find(part) else { return false };
            rest = &rest[at + part.len()..];
        }
        true
    }
}

impl FromStr for TagPattern {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        if text.chars().count() <= Self::LONGEST && !text.chars().any(char::is_control) {
            return Ok(Self(text.to_owned()));
        }
        Err(Error::invalid("/values", "must be at most 256 characters without control characters"))
    }
}

impl TryFrom<String> for TagPattern {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<TagPattern> for String {
    fn from(pattern: TagPattern) -> Self {
        pattern.0
    }
}

impl utoipa::PartialSchema for TagPattern {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some("A value of a tag, in which `*` stands for any characters, or none."))
            .pattern(Some(r"^[^\u0000-\u001f\u007f-\u009f]*$"))
            .max_length(Some(Self::LONGEST))
            .into()
    }
}

impl utoipa::ToSchema for TagPattern {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What `takes` must mean, in the plainest words: slow, and right.
    fn plainly(pattern: &[char], value: &[char]) -> bool {
        match (pattern.split_first(), value.split_first()) {
            (None, None) => true,
            (Some(('*', rest)), None) => plainly(rest, value),
            (Some(('*', rest)), Some((_, shorter))) => plainly(rest, value) || plainly(pattern, shorter),
            (Some((wanted, pattern)), Some((found, value))) => wanted == found && plainly(pattern, value),
            (None, Some(_)) | (Some(_), None) => false,
        }
    }

    #[test]
    fn knows_wildcards_and_nothing_else() {
        for (pattern, value, expected) in [
            ("prod", "prod", true),
            ("prod", "Prod", false),
            ("prod-*", "prod-", true),
            ("prod-*", "production", false),
            ("*@example.com", "a@example.com", true),
            ("a*a", "a", false),
            ("", "", true),
            ("", "x", false),
            ("*", "", true),
            ("?", "x", false),
            ("[a-z]", "a", false),
        ] {
            let pattern: TagPattern = pattern.parse().unwrap();
            assert_eq!(pattern.takes(value), expected, "{pattern:?} of {value:?}");
        }
    }

    #[test]
    fn refuses_keys_that_nobody_can_set() {
        for text in ["", " a", "a ", "a\n", "aws:x", "AWS:x", &"a".repeat(129)] {
            assert!(text.parse::<TagKey>().is_err(), "{text:?}");
        }
        for text in ["a", "aw", "awß", "cost center", "team:Ω/1", "a.b#c"] {
            assert!(text.parse::<TagKey>().is_ok(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn takes_what_the_plain_rule_takes(pattern in "[ab*ü]{0,7}", value in "[abü]{0,9}") {
            let letters = |text: &str| text.chars().collect::<Vec<_>>();
            let expected = plainly(&letters(&pattern), &letters(&value));

            prop_assert_eq!(pattern.parse::<TagPattern>().unwrap().takes(&value), expected);
        }

        #[test]
        fn never_panics(pattern in ".{0,40}", value in ".{0,60}") {
            if let Ok(pattern) = pattern.parse::<TagPattern>() {
                pattern.takes(&value);
            }
        }
    }
}

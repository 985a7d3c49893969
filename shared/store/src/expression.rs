//! Expressions with the names and values that they use.

use aws_sdk_dynamodb::types::AttributeValue;
use std::collections::HashMap;

/// A condition, filter or update, and what its placeholders stand for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expression {
    pub(crate) text: String,
    pub(crate) names: HashMap<String, String>,
    pub(crate) values: HashMap<String, AttributeValue>,
}

impl Expression {
    /// Begins an expression, such as `attribute_exists(pk) AND #state = :state`.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Says which attribute the placeholder `#…` stands for.
    #[must_use]
    pub fn name(mut self, placeholder: &str, attribute: &str) -> Self {
        self.names.insert(placeholder.to_owned(), attribute.to_owned());
        self
    }

    /// Says which text the placeholder `:…` stands for.
    #[must_use]
    pub fn text(self, placeholder: &str, value: impl Into<String>) -> Self {
        self.value(placeholder, AttributeValue::S(value.into()))
    }

    /// Says which number the placeholder `:…` stands for.
    #[must_use]
    pub fn number(self, placeholder: &str, value: impl Into<i128>) -> Self {
        self.value(placeholder, AttributeValue::N(value.into().to_string()))
    }

    /// Says which value the placeholder `:…` stands for.
    #[must_use]
    pub fn value(mut self, placeholder: &str, value: AttributeValue) -> Self {
        self.values.insert(placeholder.to_owned(), value);
        self
    }

    /// Demands this and the other.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let text = match (self.text.is_empty(), other.text.is_empty()) {
            (true, _) => other.text.clone(),
            (_, true) => self.text.clone(),
            _ => format!("({}) AND ({})", self.text, other.text),
        };
        Self { text, ..self.sharing(other) }
    }

    /// Takes over the placeholders of another expression of the same call.
    pub(crate) fn sharing(mut self, other: Self) -> Self {
        self.names.extend(other.names);
        self.values.extend(other.values);
        self
    }
}

/// Returns `None` for an empty map: DynamoDB refuses empty ones.
pub(crate) fn if_any<V>(map: HashMap<String, V>) -> Option<HashMap<String, V>> {
    if map.is_empty() { None } else { Some(map) }
}

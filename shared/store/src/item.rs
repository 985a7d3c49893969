//! What items look like: a row of ours, and beside it `entity`, `schema`, keys and time to live.

use crate::keys::Key;
use aws_sdk_dynamodb::types::AttributeValue;
use chrono::{DateTime, Utc};
use pantheon_core::{Error, Result, command::Version};
use serde::{Serialize, de::DeserializeOwned};
use std::collections::HashMap;

/// The attributes of an item.
pub type Attributes = HashMap<String, AttributeValue>;

/// A kind of item, as it is kept.
///
/// A row that counts its changes has a field `version: Version`. Fields must not be called `pk`,
/// `sk`, `gsi1pk`, `gsi1sk`, `ttl`, `entity` or `schema`. Keep documents of unknown shape as JSON
/// text: DynamoDB's numbers would not give back what was put in.
pub trait Row: Serialize + DeserializeOwned {
    /// Names the kind, such as `account`; it also stands in messages to callers.
    const ENTITY: &'static str;
    /// The version of the row's shape.
    const SCHEMA: u32 = 1;
}

/// An item on its way to the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub(crate) key: Key,
    pub(crate) entity: &'static str,
    pub(crate) attributes: Attributes,
}

impl Item {
    /// Makes an item of a row.
    pub fn of<R: Row>(key: Key, row: &R) -> Result<Self> {
        let mut attributes: Attributes = serde_dynamo::to_item(row).map_err(Error::internal)?;
        attributes.extend(key_attributes(&key));
        attributes.insert("entity".to_owned(), text(R::ENTITY));
        attributes.insert("schema".to_owned(), number(R::SCHEMA));
        Ok(Self { key, entity: R::ENTITY, attributes })
    }

    /// Shows the item in the index as well.
    #[must_use]
    pub fn indexed(mut self, index: &Key) -> Self {
        self.attributes.insert("gsi1pk".to_owned(), text(index.partition()));
        self.attributes.insert("gsi1sk".to_owned(), text(index.sort()));
        self
    }

    /// Lets DynamoDB clean the item up some time after `at`; readers must judge by their own clock.
    #[must_use]
    pub fn expiring(mut self, at: DateTime<Utc>) -> Self {
        self.attributes.insert("ttl".to_owned(), number(at.timestamp()));
        self
    }

    /// Returns where the item goes.
    pub fn key(&self) -> &Key {
        &self.key
    }

    pub(crate) fn version(&self) -> Result<Version> {
        let version = self.attributes.get("version").and_then(|value| value.as_n().ok());
        let version = version.and_then(|digits| digits.parse().ok());
        version.map(Version).ok_or_else(|| Error::internal(format!("{} rows have no version", self.entity)))
    }
}

/// Reads a row, and refuses one of another kind or of a newer shape than this code knows.
pub(crate) fn row<R: Row>(attributes: Attributes) -> Result<R> {
    let entity = attributes.get("entity").and_then(|value| value.as_s().ok());
    if entity.map(String::as_str) != Some(R::ENTITY) {
        return Err(Error::internal(format!("expected {}, found {entity:?}", R::ENTITY)));
    }
    let schema = attributes.get("schema").and_then(|value| value.as_n().ok());
    let known = schema.and_then(|digits| digits.parse::<u32>().ok()).is_some_and(|schema| schema <= R::SCHEMA);
    if !known {
        return Err(Error::internal(format!("{} of unknown schema {schema:?}", R::ENTITY)));
    }
    serde_dynamo::from_item(attributes).map_err(Error::internal)
}

pub(crate) fn key_attributes(key: &Key) -> Attributes {
    Attributes::from([("pk".to_owned(), text(key.partition())), ("sk".to_owned(), text(key.sort()))])
}

/// Makes a text attribute.
pub fn text(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

/// Makes a number attribute.
pub fn number(value: impl Into<i128>) -> AttributeValue {
    AttributeValue::N(value.into().to_string())
}

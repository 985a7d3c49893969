//! Client request tokens: what tells DynamoDB that a transaction is a repetition.

use crate::{
    expression::Expression,
    item::Attributes,
    transaction::{Change, Write},
};
use aws_sdk_dynamodb::types::AttributeValue;
use pantheon_core::{command::Receipt, event::Event};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Names a transaction by its content.
///
/// Receipts and events occur once only, so the same command has the same token and no two commands
/// share one. A transaction with neither, such as the one that takes a lease, could equal
/// another's; a random part keeps DynamoDB from taking the two for one.
pub(crate) fn token(changes: &[Change], receipt: Option<&Receipt>, events: &[Event]) -> String {
    let mut content = Content(Sha256::new());
    for change in changes {
        content.change(change);
    }
    for event in events {
        content.text(event.id.as_str());
    }
    if let Some(receipt) = receipt {
        content.text(&receipt.claim.attempt);
    }
    if receipt.is_none() && events.is_empty() {
        content.text(&Uuid::new_v4().to_string());
    }
    let digest = content.0.finalize();
    hex::encode(&digest[..16])
}

struct Content(Sha256);

impl Content {
    fn text(&mut self, text: &str) {
        self.0.update(text.len().to_be_bytes());
        self.0.update(text);
    }

    fn change(&mut self, change: &Change) {
        match &change.write {
            Write::Put(item) => self.attributes(&item.attributes),
            Write::Delete(key) | Write::Check(key) => self.text(&format!("{key:?}")),
            Write::Update(key, update) => {
                self.text(&format!("{key:?}"));
                self.expression(update);
            }
        }
        if let Some(condition) = &change.condition {
            self.expression(condition);
        }
    }

    fn expression(&mut self, expression: &Expression) {
        self.text(&expression.text);
        self.text(&format!("{:?}", expression.names.iter().collect::<BTreeMap<_, _>>()));
        self.attributes(&expression.values);
    }

    fn attributes(&mut self, attributes: &Attributes) {
        for (name, value) in attributes.iter().collect::<BTreeMap<_, _>>() {
            self.text(name);
            self.value(value);
        }
    }

    /// Maps have no order of their own, so they are walked in the order of their keys.
    fn value(&mut self, value: &AttributeValue) {
        match value {
            AttributeValue::M(map) => self.attributes(map),
            AttributeValue::L(list) => list.iter().for_each(|value| self.value(value)),
            plain => self.text(&format!("{plain:?}")),
        }
    }
}

//! Changes that happen together or not at all.

use crate::{
    expression::Expression,
    item::{Item, Row},
    keys::{Key, Partition},
};
use chrono::Duration;
use pantheon_core::{
    Error, Result,
    command::{Commit, Receipt, Version},
    event::Event,
};
use serde::{Deserialize, Serialize};

/// Up to 100 changes of different items, carried out together by [`crate::Store::transact`].
///
/// Where conditions fail, the caller hears of the first of them in the order of the changes.
#[derive(Debug, Default)]
pub struct Transaction {
    pub(crate) changes: Vec<Change>,
    pub(crate) events: Vec<Event>,
    pub(crate) receipt: Option<Receipt>,
}

/// One change, and what the caller is told if its condition does not hold.
#[derive(Debug)]
pub(crate) struct Change {
    pub(crate) write: Write,
    pub(crate) condition: Option<Expression>,
    pub(crate) refusal: Error,
}

#[derive(Debug)]
pub(crate) enum Write {
    Put(Item),
    Delete(Key),
    Update(Key, Expression),
    Check(Key),
}

impl Transaction {
    /// Begins a transaction.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an item; fails with `conflict` if it exists.
    #[must_use]
    pub fn put_new(self, item: Item) -> Self {
        let refusal = Error::conflict(format!("the {} exists already", item.entity));
        self.put_if(item, absent(), refusal)
    }

    /// Replaces an item whose version is one less than the new one's; else `precondition_failed`.
    ///
    /// The row must have a field `version`.
    pub fn put_version(self, item: Item) -> Result<Self> {
        let refusal = Error::PreconditionFailed { kind: item.entity };
        let before = Version(item.version()?.0.saturating_sub(1));
        Ok(self.put_if(item, at_version(before), refusal))
    }

    /// Puts an item whatever was there.
    #[must_use]
    pub fn put(self, item: Item) -> Self {
        self.change(Write::Put(item), None, unconditional())
    }

    /// Puts an item if the condition holds; else fails with `refusal`.
    #[must_use]
    pub fn put_if(self, item: Item, condition: Expression, refusal: Error) -> Self {
        self.change(Write::Put(item), Some(condition), refusal)
    }

    /// Deletes an item whatever was there.
    #[must_use]
    pub fn delete(self, key: Key) -> Self {
        self.change(Write::Delete(key), None, unconditional())
    }

    /// Deletes an item of this version; else fails with `precondition_failed`.
    #[must_use]
    pub fn delete_version<R: Row>(self, key: Key, version: Version) -> Self {
        self.delete_if(key, at_version(version), Error::PreconditionFailed { kind: R::ENTITY })
    }

    /// Deletes an item if the condition holds; else fails with `refusal`.
    #[must_use]
    pub fn delete_if(self, key: Key, condition: Expression, refusal: Error) -> Self {
        self.change(Write::Delete(key), Some(condition), refusal)
    }

    /// Updates an item, or makes it, whatever was there.
    #[must_use]
    pub fn update(self, key: Key, update: Expression) -> Self {
        self.change(Write::Update(key, update), None, unconditional())
    }

    /// Updates an item if the condition holds; else fails with `refusal`.
    ///
    /// The update and the condition share their placeholders.
    #[must_use]
    pub fn update_if(self, key: Key, update: Expression, condition: Expression, refusal: Error) -> Self {
        self.change(Write::Update(key, update), Some(condition), refusal)
    }

    /// Changes nothing, and fails with `refusal` unless the condition holds.
    #[must_use]
    pub fn check(self, key: Key, condition: Expression, refusal: Error) -> Self {
        self.change(Write::Check(key), Some(condition), refusal)
    }

    /// Adds the events, for the outbox, and the receipt of the request.
    #[must_use]
    pub fn commit(mut self, commit: Commit) -> Self {
        self.events.extend(commit.events);
        self.receipt = commit.receipt.or(self.receipt);
        self
    }

    fn change(mut self, write: Write, condition: Option<Expression>, refusal: Error) -> Self {
        self.changes.push(Change { write, condition, refusal });
        self
    }
}

/// Holds where no item is.
pub fn absent() -> Expression {
    Expression::new("attribute_not_exists(pk)")
}

/// Holds where an item is.
pub fn present() -> Expression {
    Expression::new("attribute_exists(pk)")
}

/// Holds where an item of this version is.
pub fn at_version(version: Version) -> Expression {
    Expression::new("#version = :version_before").name("#version", "version").number(":version_before", version.0)
}

fn unconditional() -> Error {
    Error::internal("a write without condition was refused")
}

/// An event that waits to be relayed.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct OutboxRow {
    /// The envelope, as JSON text.
    event: String,
}

impl Row for OutboxRow {
    const ENTITY: &'static str = "event";
}

/// How long an event stays in the outbox after it happened.
const OUTBOX_DAYS: i64 = 7;

pub(crate) fn outbox_key(event: &Event) -> Key {
    Partition::of_tenant(&event.tenant_id, &["OUTBOX"]).key(&[event.id.as_str()])
}

pub(crate) fn outbox_item(event: &Event) -> Result<Item> {
    let row = OutboxRow { event: serde_json::to_string(event).map_err(Error::internal)? };
    Ok(Item::of(outbox_key(event), &row)?.expiring(event.occurred_at + Duration::days(OUTBOX_DAYS)))
}

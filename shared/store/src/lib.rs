//! The ports of `pantheon-core` over DynamoDB: the only code that touches our tables.
//!
//! Reading order: where things are ([`keys`], [`directory`]), what they look like ([`item`]), how
//! they are read ([`Store`], [`query`]) and changed ([`transaction`]); then one module per bounded
//! context, each of which implements that context's ports on [`Store`].

pub mod directory;
pub mod expression;
pub mod item;
pub mod keys;
pub mod query;
pub mod transaction;

mod accounts;
mod batch;
mod commit;
mod discovery;
mod failure;
mod idempotency;
mod identity;
mod limit;
mod realtime;
mod retry;
mod security;
mod store;
mod token;

#[cfg(test)]
mod faults;
#[cfg(test)]
mod local;

pub use directory::Directory;
pub use expression::Expression;
pub use item::{Item, Row};
pub use keys::{Key, Partition};
pub use query::Query;
pub use store::{Consistency, Store};
pub use transaction::Transaction;

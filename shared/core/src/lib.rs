//! The rules of Pantheon: newtypes, ports, errors and decisions, without any I/O.
//!
//! Reading order: what can go wrong and who asks ([`error`], [`id`], [`caller`]), how a change is
//! committed and told ([`command`], [`event`], [`page`]), then one module per bounded context.

pub mod error;
pub mod id;
pub mod clock;
pub mod permission;
pub mod caller;
pub mod event;
pub mod command;
pub mod page;
pub mod aws;
pub mod agent;
pub mod resource;
pub mod collect;
pub mod scan;
pub mod scan_progress;
pub mod queue;
pub mod bus;
pub mod socket;
pub mod world;

pub use caller::Caller;
pub use error::{Error, Result};

//! The rules of Pantheon: newtypes, ports, errors and decisions, without any I/O.
//!
//! Reading order: what can go wrong and who asks ([`error`], [`id`], [`caller`]), how a change is
//! committed and told ([`command`], [`event`], [`page`]), then one module per bounded context.

pub mod account;
pub mod agent;
pub mod aws;
pub mod budget;
pub mod bus;
pub mod caller;
pub mod catalog;
pub mod clock;
pub mod collect;
pub mod command;
pub mod coverage;
pub mod drift;
pub mod error;
pub mod estate_event;
pub mod event;
pub mod export;
pub mod freshness;
pub mod graph;
pub mod history;
pub mod id;
pub mod identity;
pub mod limit;
pub mod lines;
pub mod outbound;
pub mod page;
pub mod permission;
pub mod queue;
pub mod resource;
pub mod scan;
pub mod scan_progress;
pub mod secret;
pub mod security;
pub mod service_agent;
pub mod settings;
pub mod slot;
pub mod socket;
pub mod tagging;
pub mod upload;
pub mod world;

pub use caller::{Caller, Credential};
pub use error::{Error, Result};

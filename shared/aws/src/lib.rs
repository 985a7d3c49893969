//! The watched accounts: how Pantheon gets into them, and what it makes of their refusals.
//!
//! Reading order: what things are called there ([`naming`]), how long we wait ([`patience`]) and how
//! fast we ask (`pace`), the sessions ([`session`], [`credentials`]), what could not be seen
//! ([`gap`]), and the ports over AWS itself ([`trust`], [`organizations`], [`regions`]).
//!
//! A collector needs three things of this crate: [`Sessions::sdk_config_for`] for a client,
//! [`gap_of`] for a failed call, and [`cut`] for words of AWS that it keeps.

pub mod credentials;
pub mod gap;
pub mod naming;
pub mod organizations;
mod pace;
pub mod patience;
pub mod regions;
pub mod session;
pub mod trust;

pub use gap::{cut, gap_of};
pub use pace::{Pacer, Pacers};
pub use patience::Patience;
pub use session::Sessions;

#[cfg(test)]
mod tests;

//! The way out: requests to hosts that are not ours, guarded against being led back inside.
//!
//! Reading order: which addresses are out there ([`address`]), which URLs are gone to
//! ([`target`]), how names are resolved ([`resolver`]), then the client.
//!
//! A URL may come from a stranger. So it has to be HTTPS, every address of its host has to be a
//! public one, and the connection goes to the addresses that were checked: a name that resolves to
//! something else a moment later gains nothing. Nobody is followed to where they redirect.

mod address;
mod client;
mod resolver;
mod target;

pub use address::is_public;
pub use client::Client;

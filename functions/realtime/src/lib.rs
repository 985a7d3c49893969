//! What happens, as it happens: sockets, what they listen to, and the broadcast of events.
//!
//! Reading order: a socket opens and closes ([`socket_connect`], [`socket_disconnect`]), its owner
//! says what to listen to ([`socket_subscribe`], [`socket_unsubscribe`]), and is told of every
//! event under those topics that the owner may see ([`broadcast`]).

pub mod broadcast;
mod listening;
pub mod socket_connect;
pub mod socket_default;
pub mod socket_disconnect;
pub mod socket_ping;
pub mod socket_subscribe;
pub mod socket_unsubscribe;
#[cfg(test)]
mod testing;

//! What every implementation of a port must do: one suite per port, run on the fake and on the real
//! one, so that the two cannot drift apart.
//!
//! A suite panics where the port is wrong. It makes tenants of its own, so several suites may use
//! one store.

pub mod accounts;
pub mod discovery;
pub mod graphs;
pub mod idempotency;
pub mod identity;
pub mod limit;
pub mod realtime;
pub mod security;
pub mod uploads;

//! The edge: the only room that knows HTTP, SQS, WebSocket and the Lambda runtime.
//!
//! Reading order: what a function starts with ([`Lambda`], [`config`]), then one module per
//! trigger. Each trigger turns a payload into words of the domain, calls one handler and turns
//! its result, or its [`pantheon_core::Error`], into what the source expects.
//!
//! Handlers are boxed at the door and driven by one function that is not generic, so that a
//! binary holds little more than its own handler and links in a second.

mod admission;
pub mod authorizer;
mod caller;
pub mod command;
pub mod config;
pub mod context;
pub mod custom_resource;
#[cfg(test)]
mod fixture;
pub mod http;
mod invocation;
mod log;
mod metric;
mod payload;
pub mod queue;
#[cfg(test)]
mod samples;
pub mod schedule;
pub mod socket;
mod start;
pub mod stream;
#[cfg(feature = "otel")]
mod telemetry;

pub use config::Config;
pub use context::{Context, SystemClock};
pub use start::{Exit, Failure, Lambda};

/// A future behind a pointer: what handlers become before they are driven.
pub(crate) type Boxed<'a, T> = std::pin::Pin<Box<dyn Future<Output = T> + Send + 'a>>;

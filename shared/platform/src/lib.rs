//! The ports over our own queues, bus, sockets, buckets and secrets in AWS.
//!
//! Tables are the business of `pantheon-store` and watched accounts that of `pantheon-aws`: a
//! function links only the SDK crates that it needs.

mod backoff;
mod batch;
mod bus;
mod delayed;
mod failure;
mod frames;
mod graphs;
mod queues;
mod secrets;
#[cfg(test)]
mod testing;
mod uploads;
mod worlds;

pub use bus::EventBus;
pub use frames::SocketFrames;
pub use queues::Queues;
pub use secrets::{KeySecret, SecretsManager};
pub use uploads::UploadBucket;
pub use worlds::WorldBucket;

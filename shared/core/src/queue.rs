//! Our own queues.

use crate::Result;
use async_trait::async_trait;
use std::time::Duration;

/// Hands work to another function.
#[async_trait]
pub trait Tasks: Send + Sync {
    /// Sends each body, as JSON text, to the queue with this name, in batches.
    ///
    /// Every message may arrive more than once and in any order.
    async fn send(&self, queue: &str, bodies: Vec<String>) -> Result<()>;
}

/// The longest that a message can be held back: what SQS permits.
pub const LONGEST_DELAY: Duration = Duration::from_mins(15);

/// Hands work to another function, but not at once.
#[async_trait]
pub trait DelayedTasks: Send + Sync {
    /// Sends a body to the queue with this name, to be handed out after the delay, which is cut to
    /// [`LONGEST_DELAY`].
    async fn send_later(&self, queue: &str, body: String, delay: Duration) -> Result<()>;
}

//! Our own queues.

use crate::Result;
use async_trait::async_trait;

/// Hands work to another function.
#[async_trait]
pub trait Tasks: Send + Sync {
    /// Sends each body, as JSON text, to the queue with this name, in batches.
    ///
    /// Every message may arrive more than once and in any order.
    async fn send(&self, queue: &str, bodies: Vec<String>) -> Result<()>;
}

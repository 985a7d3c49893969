//! The bus that tells every context what happened.

use crate::{Result, event::Event, id::EventId};
use async_trait::async_trait;

/// Where events are published.
#[async_trait]
pub trait Bus: Send + Sync {
    /// Publishes events in their order and returns those that the bus did not take.
    ///
    /// Consumers may receive an event more than once and in any order.
    async fn publish(&self, events: &[Event]) -> Result<Vec<EventId>>;
}

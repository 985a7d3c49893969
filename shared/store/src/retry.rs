//! How long to wait before the next attempt where the SDK does not retry by itself.

use std::time::Duration;
use uuid::Uuid;

/// How often a write that collides with transactions is attempted.
const ATTEMPTS: u32 = 8;
/// The longest first pause; each further one may be twice as long.
const FIRST_PAUSE_MS: u64 = 10;

/// Counts attempts and spreads them over time.
#[derive(Debug, Default)]
pub(crate) struct Backoff {
    attempts: u32,
}

impl Backoff {
    /// Waits a random time that grows with each attempt; `false` once there were enough of them.
    pub(crate) async fn pause(&mut self) -> bool {
        self.attempts += 1;
        if self.attempts >= ATTEMPTS {
            return false;
        }
        let longest = FIRST_PAUSE_MS << self.attempts;
        let (random, _) = Uuid::new_v4().as_u64_pair();
        tokio::time::sleep(Duration::from_millis(random % longest)).await;
        true
    }
}

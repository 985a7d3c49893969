//! How long and how often we try before we write down that we could not see.

use aws_config::{retry::RetryConfig, timeout::TimeoutConfig};
use std::time::Duration;

/// How long and how often a call to a watched account is tried.
///
/// The SDK retries throttled and failed calls with growing, jittered pauses, as long as its budget
/// of retries lasts: when an API keeps failing, later calls give up early instead of adding load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// How often a call is tried at most.
    pub attempts: u32,
    /// The longest pause before the second attempt.
    pub first_pause: Duration,
    /// The longest pause.
    pub longest_pause: Duration,
    /// How long a connection may take.
    pub connect: Duration,
    /// How long one attempt may take, once it has its turn.
    pub attempt: Duration,
    /// How long an attempt may wait for its turn, where calls are paced.
    pub turn: Duration,
    /// How long all attempts and pauses may take together.
    pub operation: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            attempts: 5,
            first_pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(8),
            connect: Duration::from_secs(3),
            attempt: Duration::from_secs(20),
            turn: Duration::from_secs(20),
            operation: Duration::from_mins(2),
        }
    }
}

impl Patience {
    /// The patience with which roles are assumed: whoever waits for a verification waits for this.
    pub fn for_sessions() -> Self {
        Self {
            attempts: 3,
            first_pause: Duration::from_millis(200),
            longest_pause: Duration::from_secs(1),
            connect: Duration::from_secs(2),
            attempt: Duration::from_secs(4),
            turn: Duration::ZERO,
            operation: Duration::from_secs(8),
        }
    }

    pub(crate) fn retries(&self) -> RetryConfig {
        RetryConfig::standard()
            .with_max_attempts(self.attempts)
            .with_initial_backoff(self.first_pause)
            .with_max_backoff(self.longest_pause)
    }

    pub(crate) fn timeouts(&self) -> TimeoutConfig {
        TimeoutConfig::builder()
            .connect_timeout(self.connect)
            .read_timeout(self.attempt)
            .operation_attempt_timeout(self.attempt + self.turn)
            .operation_timeout(self.operation)
            .build()
    }
}

//! What the edge knows about one invocation, and the time of day.

use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::clock::Clock;
use std::time::Duration;

/// One invocation of a function, as far as logs, answers and deadlines need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// Identifies the invocation.
    pub request_id: String,
    /// Identifies everything that one request set in motion, in the words of X-Ray.
    pub trace_id: String,
    /// The name of the function.
    pub function: String,
    /// When the invocation began.
    pub now: DateTime<Utc>,
    /// When the runtime ends the invocation.
    pub deadline: DateTime<Utc>,
}

impl Context {
    /// What an answer costs after the handler has given up, in milliseconds.
    const FAREWELL_MS: i64 = 300;

    /// Returns how long a handler may take, so that there is time left to answer.
    pub fn patience(&self) -> Duration {
        let left = self.deadline - self.now - TimeDelta::milliseconds(Self::FAREWELL_MS);
        left.to_std().unwrap_or_default()
    }
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

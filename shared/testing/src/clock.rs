//! Time that stands still until a test moves it.

use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::clock::Clock;
use std::sync::{Mutex, PoisonError};

/// Returns the moment at which tests take place: 9 o'clock on 21 November 2026, UTC.
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_251_600, 0).unwrap_or_default()
}

/// A clock that a test moves by hand.
#[derive(Debug)]
pub struct FixedClock(Mutex<DateTime<Utc>>);

impl FixedClock {
    /// Stands at the given moment.
    pub fn at(now: DateTime<Utc>) -> Self {
        Self(Mutex::new(now))
    }

    /// Moves forward.
    pub fn advance(&self, by: TimeDelta) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) += by;
    }
}

impl Default for FixedClock {
    fn default() -> Self {
        Self::at(now())
    }
}

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

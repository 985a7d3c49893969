//! What is printed.

use std::{
    io::{self, Write},
    time::Duration,
};

/// Durations of the same thing, measured again and again.
#[derive(Debug, Default)]
pub(crate) struct Figures(Vec<Duration>);

impl Figures {
    /// Adds a measurement.
    pub(crate) fn add(&mut self, duration: Duration) {
        self.0.push(duration);
    }

    /// Returns the duration that this share of the measurements did not exceed, in milliseconds.
    pub(crate) fn percentile(&self, percent: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort();
        let rank = (sorted.len() * percent).div_ceil(100).clamp(1, sorted.len().max(1));
        sorted.get(rank - 1).map_or(0.0, |duration| duration.as_secs_f64() * 1_000.0)
    }

    /// Returns how often it was measured.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }
}

/// Prints a line.
pub(crate) fn say(line: &str) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{line}")
}

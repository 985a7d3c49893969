//! A pace that leaves room for others under a quota of calls per second.

use std::time::Duration;
use tokio::{
    sync::Mutex,
    time::{Interval, MissedTickBehavior, interval},
};

/// Lets callers through one after the other, so many in a second.
#[derive(Debug)]
pub(crate) struct Pace {
    beat: Mutex<Interval>,
}

impl Pace {
    /// Lets this many callers through in a second.
    pub(crate) fn per_second(calls: u32) -> Self {
        Self::every(Duration::from_secs(1) / calls.max(1))
    }

    /// Lets a caller through every so often.
    pub(crate) fn every(time: Duration) -> Self {
        let mut beat = interval(time);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { beat: Mutex::new(beat) }
    }

    /// Waits for one's turn.
    pub(crate) async fn turn(&self) {
        self.beat.lock().await.tick().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn lets_so_many_through_in_a_second() {
        let pace = Pace::per_second(10);
        let start = tokio::time::Instant::now();

        futures::future::join_all((0..31).map(|_| pace.turn())).await;

        assert_eq!(start.elapsed(), Duration::from_secs(3));
    }
}

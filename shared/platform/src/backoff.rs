//! How long to wait before something is tried again, and how long to wait for a first connection.

use std::{
    hash::{BuildHasher, RandomState},
    time::Duration,
};

/// How often a batch is sent before what is left of it is given up.
pub(crate) const ATTEMPTS: u32 = 4;

const FIRST: Duration = Duration::from_millis(50);
const LONGEST_WARM_UP: Duration = Duration::from_secs(2);

/// Waits before the attempt with this number; before the first, number 0, not at all.
pub(crate) async fn before_attempt(attempt: u32) {
    if attempt > 0 {
        tokio::time::sleep(delay(attempt)).await;
    }
}

/// Doubles with every attempt; a random half keeps senders that failed together apart.
fn delay(attempt: u32) -> Duration {
    let whole = FIRST * 2_u32.pow(attempt.min(6));
    let random = u32::try_from(RandomState::new().hash_one(attempt) % 1_000).unwrap_or_default();
    whole / 2 + whole * random / 2_000
}

/// Makes a call for the sake of its connection: the first call of a process costs up to 900 ms on a
/// small function, and init is the time to pay. The answer, even a refusal, does not matter.
pub(crate) async fn warm_up<T>(call: impl Future<Output = T>) {
    let _answer = tokio::time::timeout(LONGEST_WARM_UP, call).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_up_to_a_limit() {
        for attempt in 1..=20 {
            let whole = FIRST * 2_u32.pow(attempt.min(6));

            assert!((whole / 2..=whole).contains(&delay(attempt)), "{attempt}");
        }
    }
}

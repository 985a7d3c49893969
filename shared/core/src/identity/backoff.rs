//! How long an address must wait after failed sign-ins.

use chrono::{DateTime, TimeDelta, Utc};
use std::time::Duration;

/// What is remembered of the failed sign-ins of one address.
///
/// The first [`Failures::FREE`] failures cost nothing. Each one after them makes the address wait
/// twice as long as the one before, up to a quarter of an hour, so that even a
/// patient guesser gets about two hundred tries a day. An hour without a failure is forgiven, and so
/// is everything on success.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failures {
    /// How many there were.
    pub count: u32,
    /// When the last one was.
    pub last_at: DateTime<Utc>,
}

impl Failures {
    /// How many failures cost nothing.
    pub const FREE: u32 = 5;
    /// The wait after the first failure that costs.
    pub const FIRST_WAIT: TimeDelta = TimeDelta::seconds(30);
    /// The longest wait.
    pub const LONGEST_WAIT: TimeDelta = TimeDelta::minutes(15);
    /// How long failures are remembered after the last one.
    pub const MEMORY: TimeDelta = TimeDelta::hours(1);

    /// Adds a failure to what was remembered.
    #[must_use]
    pub fn after(before: Option<Self>, now: DateTime<Utc>) -> Self {
        let remembered = before.filter(|failures| now < failures.forgotten_at());
        Self { count: remembered.map_or(0, |failures| failures.count).saturating_add(1), last_at: now }
    }

    /// Returns how long the address still has to wait, or `None` if it may try.
    pub fn wait(&self, now: DateTime<Utc>) -> Option<Duration> {
        let open_at = self.last_at + self.penalty();
        (open_at - now).to_std().ok().filter(|wait| !wait.is_zero())
    }

    /// Returns when the failures need not be remembered any longer.
    pub fn forgotten_at(&self) -> DateTime<Utc> {
        self.last_at + Self::MEMORY
    }

    fn penalty(&self) -> TimeDelta {
        let Some(doublings) = self.count.checked_sub(Self::FREE + 1) else { return TimeDelta::zero() };
        let factor = 1_i32.checked_shl(doublings.min(16)).unwrap_or(i32::MAX);
        (Self::FIRST_WAIT * factor).min(Self::LONGEST_WAIT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000 + seconds, 0).unwrap()
    }

    fn failed(count: u32) -> Failures {
        Failures { count, last_at: at(0) }
    }

    #[test]
    fn forgives_the_first_failures() {
        assert_eq!(failed(Failures::FREE).wait(at(0)), None);
    }

    #[test]
    fn doubles_the_wait_up_to_a_quarter_of_an_hour() {
        let waits = [6, 7, 8, 9, 10, 11, 12, 4_000].map(|count| failed(count).wait(at(0)).unwrap().as_secs());

        assert_eq!(waits, [30, 60, 120, 240, 480, 900, 900, 900]);
    }

    #[test]
    fn opens_when_the_wait_is_over() {
        assert_eq!(failed(6).wait(at(29)).unwrap().as_secs(), 1);
        assert_eq!(failed(6).wait(at(30)), None);
    }

    #[test]
    fn starts_again_after_an_hour_of_peace() {
        assert_eq!(Failures::after(Some(failed(9)), at(3_599)).count, 10);
        assert_eq!(Failures::after(Some(failed(9)), at(3_600)).count, 1);
    }

    #[test]
    fn gives_the_most_patient_guesser_fewer_than_220_tries_a_day() {
        for tries in 1..100_u32 {
            let waits: u64 = (1..tries).filter_map(|count| failed(count).wait(at(0))).map(|wait| wait.as_secs()).sum();
            let days = (f64::from(u32::try_from(waits).unwrap()) + 3_600.0) / 86_400.0;

            assert!(f64::from(tries) / days < 220.0, "{tries} tries, then an hour of rest");
        }
    }

    proptest! {
        #[test]
        fn never_shortens_the_wait_by_another_failure(count in 0..10_000_u32) {
            prop_assert!(failed(count).wait(at(0)) <= failed(count + 1).wait(at(0)));
        }
    }
}

//! What was fetched from somebody else and is kept for a while.

use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::{Error, Result};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// For how long a document is good.
const GOOD: TimeDelta = TimeDelta::minutes(10);
/// For how long a document is better than none, where its host does not answer.
const STALE: TimeDelta = TimeDelta::hours(1);
/// How often one host is asked for one document at most, so that made-up tokens cost next to nothing.
const PAUSE: TimeDelta = TimeDelta::seconds(30);
/// How many documents one process keeps.
const MOST: usize = 1_000;

/// Documents by name.
pub(crate) struct Shelf<T> {
    service: &'static str,
    kept: Mutex<HashMap<String, Kept<T>>>,
}

struct Kept<T> {
    document: Option<(Arc<T>, DateTime<Utc>)>,
    asked_at: DateTime<Utc>,
}

impl<T> Shelf<T> {
    /// Keeps what `service` answers.
    pub(crate) fn of(service: &'static str) -> Self {
        Self { service, kept: Mutex::default() }
    }

    /// Returns a document if it is good enough for the caller, and fetches it otherwise.
    ///
    /// What was asked for a moment ago is not asked for again: the document is returned as it is,
    /// or the host is said not to answer.
    pub(crate) async fn get(
        &self,
        name: &str,
        now: DateTime<Utc>,
        enough: impl Fn(&T) -> bool + Send + Sync,
        fetch: impl Future<Output = Result<T>> + Send,
    ) -> Result<Arc<T>> {
        let known = self.known(name, now, STALE);
        if let Some(document) = self.known(name, now, GOOD).filter(|document| enough(document)) {
            return Ok(document);
        }
        if !self.begins_to_ask(name, now) {
            return known.ok_or_else(|| Error::unavailable(self.service, "it did not answer a moment ago"));
        }
        match (fetch.await, known) {
            (Ok(document), _) => Ok(self.keep(name, document, now)),
            (Err(error), Some(known)) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "a document could not be fetched again");
                Ok(known)
            }
            (Err(error), None) => Err(error),
        }
    }

    fn known(&self, name: &str, now: DateTime<Utc>, age: TimeDelta) -> Option<Arc<T>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (document, at) = kept.get(name)?.document.as_ref()?;
        (now - *at < age).then(|| Arc::clone(document))
    }

    /// Notes that the host is asked now; the attempt counts even if it fails.
    fn begins_to_ask(&self, name: &str, now: DateTime<Utc>) -> bool {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept.get_mut(name) {
            let rested = now - known.asked_at >= PAUSE;
            known.asked_at = if rested { now } else { known.asked_at };
            return rested;
        }
        if kept.len() >= MOST {
            kept.retain(|_, old| now - old.asked_at < GOOD);
        }
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(name.to_owned(), Kept { document: None, asked_at: now });
        true
    }

    fn keep(&self, name: &str, document: T, now: DateTime<Utc>) -> Arc<T> {
        let document = Arc::new(document);
        let kept = Kept { document: Some((Arc::clone(&document), now)), asked_at: now };
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), kept);
        document
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pantheon_testing::now;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[derive(Default)]
    struct Host {
        asked: AtomicU32,
        down: bool,
    }

    impl Host {
        async fn answer(&self) -> Result<u32> {
            tokio::task::yield_now().await;
            let number = self.asked.fetch_add(1, Ordering::Relaxed) + 1;
            if self.down { Err(Error::unavailable("it", "down")) } else { Ok(number) }
        }
    }

    async fn get(shelf: &Shelf<u32>, host: &Host, seconds: i64, enough: bool) -> Result<u32> {
        let at = now() + TimeDelta::seconds(seconds);
        shelf.get("a", at, |_| enough, host.answer()).await.map(|document| *document)
    }

    #[tokio::test]
    async fn asks_once_in_ten_minutes() {
        let (shelf, host) = (Shelf::of("it"), Host::default());

        for seconds in [0, 1, 599] {
            assert_eq!(get(&shelf, &host, seconds, true).await.unwrap(), 1);
        }
        assert_eq!(get(&shelf, &host, 600, true).await.unwrap(), 2);
    }

    #[tokio::test]
    async fn asks_again_for_what_is_missing_but_not_more_often_than_every_half_minute() {
        let (shelf, host) = (Shelf::of("it"), Host::default());

        for (seconds, expected) in [(0, 1), (1, 1), (29, 1), (30, 2), (31, 2), (59, 2), (60, 3)] {
            assert_eq!(get(&shelf, &host, seconds, false).await.unwrap(), expected, "{seconds}");
        }
    }

    #[tokio::test]
    async fn keeps_what_it_has_for_an_hour_while_the_host_is_down() {
        let (shelf, up, down) = (Shelf::of("it"), Host::default(), Host { down: true, ..Host::default() });
        get(&shelf, &up, 0, true).await.unwrap();

        assert_eq!(get(&shelf, &down, 600, true).await.unwrap(), 1);
        assert_eq!(get(&shelf, &down, 3_599, true).await.unwrap(), 1);
        assert!(matches!(get(&shelf, &down, 3_600, true).await, Err(Error::Unavailable { .. })));
    }

    #[tokio::test]
    async fn does_not_insist_on_an_answer() {
        let (shelf, down) = (Shelf::of("it"), Host { down: true, ..Host::default() });

        for seconds in [0, 1, 29] {
            assert!(matches!(get(&shelf, &down, seconds, true).await, Err(Error::Unavailable { service: "it", .. })));
        }
        assert_eq!(down.asked.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn keeps_only_so_many_documents() {
        let (shelf, host) = (Shelf::of("it"), Host::default());
        for name in 0..MOST * 2 {
            shelf.get(&name.to_string(), now(), |_| true, host.answer()).await.unwrap();
        }

        assert!(shelf.kept.lock().unwrap().len() <= MOST);
    }
}

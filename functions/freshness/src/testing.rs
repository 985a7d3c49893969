//! Fakes for the tests of this package.

use async_trait::async_trait;
use pantheon_core::{
    Result,
    account::{Account, AccountState},
    freshness::CollectTask,
    queue::DelayedTasks,
};
use pantheon_testing::accounts::account;
use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// Queues that only remember what was sent.
#[derive(Default)]
pub(crate) struct SentTasks(Mutex<Vec<(String, Duration, CollectTask)>>);

#[async_trait]
impl DelayedTasks for SentTasks {
    async fn send_later(&self, queue: &str, body: String, delay: Duration) -> Result<()> {
        let task = serde_json::from_str(&body).unwrap();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((queue.to_owned(), delay, task));
        Ok(())
    }
}

impl SentTasks {
    pub(crate) fn take(&self) -> Vec<(String, Duration, CollectTask)> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Makes a connected account, of which only some regions are looked at if they are named.
pub(crate) fn account_in(id: &str, regions: Option<&[&str]>) -> Account {
    let regions = regions.map(|regions| regions.iter().map(|region| region.parse().unwrap()).collect());
    Account { state: AccountState::Connected, regions, ..account(id) }
}

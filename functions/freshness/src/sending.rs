//! Sending tasks that wait in the queues of collectors.

use chrono::TimeDelta;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use pantheon_core::{Error, Result, freshness::CollectTask, queue::DelayedTasks};

/// How many messages are sent at once.
const SENT_AT_ONCE: usize = 8;

/// A task, its queue, and how long it waits there.
pub(crate) struct Sent {
    pub(crate) queue: String,
    pub(crate) delay: TimeDelta,
    pub(crate) task: CollectTask,
}

/// Sends tasks, a few at a time.
pub(crate) async fn send(tasks: &dyn DelayedTasks, all: Vec<Sent>) -> Result<()> {
    let sends = stream::iter(all).map(|Sent { queue, delay, task }| async move {
        let body = serde_json::to_string(&task).map_err(Error::internal)?;
        tasks.send_later(&queue, body, delay.to_std().unwrap_or_default()).await
    });
    sends.buffer_unordered(SENT_AT_ONCE).try_collect().await
}

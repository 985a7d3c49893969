//! Queues as SQS has them: messages come at least once, in any order, and die after five failures.

use crate::random::Random;
use async_trait::async_trait;
use pantheon_core::{
    Result,
    queue::{Backlogs, DelayedTasks, Tasks},
};
use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// How often a message is handed out before it is a dead letter.
const MOST_RECEIVES: u32 = 5;

/// A message of a queue.
#[derive(Clone, Debug)]
pub struct Message {
    /// The name of the queue.
    pub queue: String,
    /// What it says.
    pub body: String,
    /// How often it was handed out, this time included.
    pub received: u32,
}

#[derive(Debug, Default)]
struct Kept {
    waiting: Vec<Message>,
    /// How many messages of each queue wait or are under way.
    held: BTreeMap<String, u64>,
    sent: u64,
    dead: u64,
}

impl Kept {
    fn forget(&mut self, message: &Message) {
        if let Some(count) = self.held.get_mut(&message.queue) {
            *count -= 1;
        }
    }
}

/// All queues together.
#[derive(Debug, Default)]
pub struct Queues(Mutex<Kept>);

impl Queues {
    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a message into a queue.
    pub fn put(&self, queue: &str, body: String) {
        let mut kept = self.lock();
        kept.sent += 1;
        *kept.held.entry(queue.to_owned()).or_default() += 1;
        kept.waiting.push(Message { queue: queue.to_owned(), body, received: 0 });
    }

    /// Hands out any message.
    pub fn receive(&self, random: &Random) -> Option<Message> {
        let mut kept = self.lock();
        if kept.waiting.is_empty() {
            return None;
        }
        let index = random.below(kept.waiting.len());
        let mut message = kept.waiting.swap_remove(index);
        message.received += 1;
        Some(message)
    }

    /// Takes note that a message was handled.
    pub fn done(&self, message: &Message) {
        self.lock().forget(message);
    }

    /// Takes a message back that was not handled; after too many times it is a dead letter.
    pub fn failed(&self, message: Message) {
        let mut kept = self.lock();
        if message.received >= MOST_RECEIVES {
            kept.dead += 1;
            kept.forget(&message);
        } else {
            kept.waiting.push(message);
        }
    }

    /// Loses any message that waits.
    pub fn lose(&self, random: &Random) {
        let mut kept = self.lock();
        if !kept.waiting.is_empty() {
            let index = random.below(kept.waiting.len());
            let message = kept.waiting.swap_remove(index);
            kept.forget(&message);
        }
    }

    /// Returns how many messages were sent, and how many became dead letters.
    pub fn counts(&self) -> (u64, u64) {
        let kept = self.lock();
        (kept.sent, kept.dead)
    }
}

#[async_trait]
impl Tasks for Queues {
    async fn send(&self, queue: &str, bodies: Vec<String>) -> Result<()> {
        for body in bodies {
            self.put(queue, body);
        }
        Ok(())
    }
}

#[async_trait]
impl DelayedTasks for Queues {
    async fn send_later(&self, queue: &str, body: String, _: Duration) -> Result<()> {
        self.put(queue, body);
        Ok(())
    }
}

#[async_trait]
impl Backlogs for Queues {
    async fn backlog(&self, queue: &str) -> Result<u64> {
        Ok(self.lock().held.get(queue).copied().unwrap_or_default())
    }
}

//! How a transaction is carried out, exactly once.
//!
//! Three things keep a lost reply from doing harm. Every attempt of one call carries the same
//! client request token, so DynamoDB itself answers a repetition. After the ten minutes that this
//! lasts, or in another process, a failed condition is followed by a look for our own receipt or
//! event: if it is there, the transaction had been committed. And collisions with other
//! transactions, which change nothing, are retried a bounded number of times.

mod write;

#[cfg(test)]
mod tests;

use crate::{
    Store,
    failure::{SERVICE, failure},
    idempotency,
    retry::Backoff,
    store::Consistency,
    token::token,
    transaction::{OutboxRow, Transaction, outbox_key},
};
use aws_sdk_dynamodb::{
    operation::transact_write_items::TransactWriteItemsError,
    types::{CancellationReason, TransactWriteItem},
};
use pantheon_core::{Error, Result, command::Receipt, event::Event};

enum Outcome {
    Committed,
    /// Another transaction was at one of the items; nothing has changed.
    Collided,
    /// The condition of the change with this number does not hold.
    Refused(usize),
}

impl Store {
    /// Carries out the changes, adds the events to the outbox and settles the idempotency key, all
    /// in one transaction.
    pub async fn transact(&self, transaction: Transaction) -> Result<()> {
        let Transaction { mut changes, events, receipt } = transaction;
        if let Some(receipt) = &receipt {
            changes.push(idempotency::settlement(receipt)?);
        }
        let token = token(&changes, receipt.as_ref(), &events);
        let mut writes = changes.iter().map(|change| write::change(&self.table, change)).collect::<Result<Vec<_>>>()?;
        for event in &events {
            writes.push(write::announcement(&self.table, event)?);
        }
        if writes.is_empty() {
            return Ok(());
        }

        let mut backoff = Backoff::default();
        loop {
            match self.attempt(&writes, &token).await? {
                Outcome::Committed => return Ok(()),
                Outcome::Collided if backoff.pause().await => {}
                Outcome::Collided => return Err(Error::unavailable(SERVICE, "transactions kept colliding")),
                Outcome::Refused(_) if self.was_committed(receipt.as_ref(), &events).await? => return Ok(()),
                Outcome::Refused(number) if number < changes.len() => return Err(changes.swap_remove(number).refusal),
                Outcome::Refused(_) => return Err(Error::internal("an event was refused by the outbox")),
            }
        }
    }

    async fn attempt(&self, writes: &[TransactWriteItem], token: &str) -> Result<Outcome> {
        let write = self
            .client
            .transact_write_items()
            .set_transact_items(Some(writes.to_vec()))
            .client_request_token(token)
            .send()
            .await;
        let Err(error) = write else { return Ok(Outcome::Committed) };
        let known = match error.as_service_error() {
            Some(TransactWriteItemsError::TransactionCanceledException(canceled)) => {
                outcome(canceled.cancellation_reasons())
            }
            _ => None,
        };
        known.ok_or_else(|| failure(error))
    }

    /// Tells whether this very transaction had gone through although its reply was lost.
    async fn was_committed(&self, receipt: Option<&Receipt>, events: &[Event]) -> Result<bool> {
        match (receipt, events) {
            (Some(receipt), _) => self.is_settled(&receipt.claim).await,
            (None, [event, ..]) => {
                let told = self.get::<OutboxRow>(&outbox_key(event), Consistency::Strong).await?;
                Ok(told.is_some())
            }
            (None, []) => Ok(false),
        }
    }
}

/// Reads why a transaction was canceled; `None` stands for a reason that is a defect of ours.
fn outcome(reasons: &[CancellationReason]) -> Option<Outcome> {
    let is = |reason: &CancellationReason, codes: &[&str]| reason.code().is_some_and(|code| codes.contains(&code));
    let refused = reasons.iter().position(|reason| is(reason, &["ConditionalCheckFailed"]));
    if let Some(number) = refused {
        return Some(Outcome::Refused(number));
    }
    let passing = ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"];
    reasons.iter().any(|reason| is(reason, &passing)).then_some(Outcome::Collided)
}

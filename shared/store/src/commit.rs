//! How a transaction is carried out, exactly once.
//!
//! Three things keep a lost reply from doing harm. Every attempt of one call carries the same
//! client request token, so DynamoDB itself answers a repetition. After the ten minutes that this
//! lasts, or in another process, a failed condition is followed by a look for our own receipt or
//! event: if it is there, the transaction had been committed. And collisions with other
//! transactions, which change nothing, are retried a bounded number of times.

#[cfg(test)]
mod tests;

use crate::{
    Store,
    expression::{Expression, if_any},
    failure::{SERVICE, failure},
    idempotency,
    item::key_attributes,
    retry::Backoff,
    store::Consistency,
    token::token,
    transaction::{Change, OutboxRow, Transaction, Write, outbox_item, outbox_key},
};
use aws_sdk_dynamodb::types::{CancellationReason, ConditionCheck, Delete, Put, TransactWriteItem, Update};
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
        let mut writes = changes.iter().map(|change| self.write(change)).collect::<Result<Vec<_>>>()?;
        for event in &events {
            writes.push(self.announcement(event)?);
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
        let canceled = error.as_service_error().and_then(|error| {
            match error {
            aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError::TransactionCanceledException(
                canceled,
            ) => outcome(canceled.cancellation_reasons()),
            _ => None,
        }
        });
        canceled.map_or_else(|| Err(failure(error)), Ok)
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

    fn announcement(&self, event: &Event) -> Result<TransactWriteItem> {
        let put = Put::builder().table_name(&self.table).set_item(Some(outbox_item(event)?.attributes));
        Ok(TransactWriteItem::builder().put(put.build().map_err(Error::internal)?).build())
    }

    fn write(&self, change: &Change) -> Result<TransactWriteItem> {
        let conditional = change.condition.is_some();
        let condition = change.condition.clone().unwrap_or_default();
        let text = conditional.then(|| condition.text.clone());
        let write = TransactWriteItem::builder();
        let write = match &change.write {
            Write::Put(item) => write.put(
                Put::builder()
                    .table_name(&self.table)
                    .set_item(Some(item.attributes.clone()))
                    .set_condition_expression(text)
                    .set_expression_attribute_names(if_any(condition.names))
                    .set_expression_attribute_values(if_any(condition.values))
                    .build()
                    .map_err(Error::internal)?,
            ),
            Write::Delete(key) => write.delete(
                Delete::builder()
                    .table_name(&self.table)
                    .set_key(Some(key_attributes(key)))
                    .set_condition_expression(text)
                    .set_expression_attribute_names(if_any(condition.names))
                    .set_expression_attribute_values(if_any(condition.values))
                    .build()
                    .map_err(Error::internal)?,
            ),
            Write::Update(key, update) => {
                let Expression { text: update, names, values } = update.clone().sharing(condition);
                write.update(
                    Update::builder()
                        .table_name(&self.table)
                        .set_key(Some(key_attributes(key)))
                        .update_expression(update)
                        .set_condition_expression(text)
                        .set_expression_attribute_names(if_any(names))
                        .set_expression_attribute_values(if_any(values))
                        .build()
                        .map_err(Error::internal)?,
                )
            }
            Write::Check(key) => write.condition_check(
                ConditionCheck::builder()
                    .table_name(&self.table)
                    .set_key(Some(key_attributes(key)))
                    .condition_expression(condition.text)
                    .set_expression_attribute_names(if_any(condition.names))
                    .set_expression_attribute_values(if_any(condition.values))
                    .build()
                    .map_err(Error::internal)?,
            ),
        };
        Ok(write.build())
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

//! Which requests were carried out, and what they were answered.
//!
//! A row is `running` from the claim on and `done` once the command has committed. It counts for a
//! day by the caller's clock; DynamoDB cleans it up some time after, which nothing relies on.

#[cfg(test)]
mod tests;

use crate::{
    Item, Key, Row, Store,
    expression::{Expression, if_any},
    failure::failure,
    item::{key_attributes, row},
    retry::Backoff,
    store::Consistency,
    transaction::{Change, Write},
};
use async_trait::async_trait;
use aws_sdk_dynamodb::operation::delete_item::DeleteItemError;
use chrono::{DateTime, Duration, Utc};
use pantheon_core::{
    Error, Result,
    command::{Claim, Claimed, Idempotency, Receipt},
};
use serde::{Deserialize, Serialize};

/// How long an answer is kept for repeated requests.
const KEPT_HOURS: i64 = 24;

#[derive(Debug, Serialize, Deserialize)]
struct IdempotencyRow {
    state: State,
    fingerprint: String,
    attempt: String,
    /// When another attempt may take over, in milliseconds since 1970.
    lease_until: i64,
    /// When the key may stand for another request, in milliseconds since 1970.
    expires_at: i64,
    /// The answer as JSON text, once there is one.
    answer: Option<String>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Running,
    Done,
}

impl Row for IdempotencyRow {
    const ENTITY: &'static str = "idempotency";
}

fn key(claim: &Claim) -> Key {
    Key::of_tenant(&claim.tenant, &["IDEMPOTENCY"], &[&claim.key])
}

/// Builds the change that records the answer, as long as the claim is still this attempt's.
pub(crate) fn settlement(receipt: &Receipt) -> Result<Change> {
    let answer = serde_json::to_string(&receipt.answer).map_err(Error::internal)?;
    let update = Expression::new("SET #state = :done, #answer = :answer")
        .name("#answer", "answer")
        .text(":done", "done")
        .text(":answer", answer);
    Ok(Change {
        write: Write::Update(key(&receipt.claim), update),
        condition: Some(held(&receipt.claim)),
        refusal: Error::IdempotencyKeyRunning,
    })
}

fn held(claim: &Claim) -> Expression {
    Expression::new("#attempt = :attempt AND #state = :running")
        .name("#attempt", "attempt")
        .name("#state", "state")
        .text(":attempt", &claim.attempt)
        .text(":running", "running")
}

/// Holds where the key is free, its day is over, or the same request was given up.
fn free(claim: &Claim, now: DateTime<Utc>) -> Expression {
    Expression::new(
        "attribute_not_exists(pk) OR #expires <= :now \
         OR (#state = :running AND #lease <= :now AND #fingerprint = :fingerprint)",
    )
    .name("#expires", "expires_at")
    .name("#state", "state")
    .name("#lease", "lease_until")
    .name("#fingerprint", "fingerprint")
    .number(":now", now.timestamp_millis())
    .text(":running", "running")
    .text(":fingerprint", &claim.fingerprint)
}

fn became(old: IdempotencyRow, claim: &Claim) -> Result<Claimed> {
    if old.fingerprint != claim.fingerprint {
        return Ok(Claimed::Reused);
    }
    match old.answer {
        Some(answer) => Ok(Claimed::Answered(serde_json::from_str(&answer).map_err(Error::internal)?)),
        // Our own claim had been written; only its reply was lost.
        None if old.attempt == claim.attempt => Ok(Claimed::Ours),
        None => Ok(Claimed::Running),
    }
}

#[async_trait]
impl Idempotency for Store {
    async fn claim(&self, claim: &Claim, now: DateTime<Utc>, lease_until: DateTime<Utc>) -> Result<Claimed> {
        let expires_at = now + Duration::hours(KEPT_HOURS);
        let wanted = IdempotencyRow {
            state: State::Running,
            fingerprint: claim.fingerprint.clone(),
            attempt: claim.attempt.clone(),
            lease_until: lease_until.timestamp_millis(),
            expires_at: expires_at.timestamp_millis(),
            answer: None,
        };
        let item = Item::of(key(claim), &wanted)?.expiring(expires_at);
        match self.put_if(&item, free(claim, now)).await? {
            None => Ok(Claimed::Ours),
            Some(old) => became(row(old)?, claim),
        }
    }

    async fn release(&self, claim: &Claim) -> Result<()> {
        let mut backoff = Backoff::default();
        loop {
            let condition = held(claim);
            let delete = self
                .client
                .delete_item()
                .table_name(&self.table)
                .set_key(Some(key_attributes(&key(claim))))
                .condition_expression(condition.text)
                .set_expression_attribute_names(if_any(condition.names))
                .set_expression_attribute_values(if_any(condition.values));
            let Err(error) = delete.send().await else { return Ok(()) };
            match error.as_service_error() {
                Some(DeleteItemError::ConditionalCheckFailedException(_)) => return Ok(()),
                Some(DeleteItemError::TransactionConflictException(_)) if backoff.pause().await => {}
                _ => return Err(failure(error)),
            }
        }
    }
}

impl Store {
    /// Tells whether this attempt's answer has been recorded.
    pub(crate) async fn is_settled(&self, claim: &Claim) -> Result<bool> {
        let found: Option<IdempotencyRow> = self.get(&key(claim), Consistency::Strong).await?;
        Ok(found.is_some_and(|row| row.state == State::Done && row.attempt == claim.attempt))
    }
}

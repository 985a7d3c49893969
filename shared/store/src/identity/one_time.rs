//! Things that are good once and for a short time.

use crate::{
    Directory, Expression, Item, Key, Row, Store, Transaction,
    expression::if_any,
    failure::failure,
    item::{key_attributes, row},
    retry::Backoff,
};
use async_trait::async_trait;
use aws_sdk_dynamodb::{operation::delete_item::DeleteItemError, types::ReturnValue};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    identity::{Digest, OneTime, Purpose},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Debug, Serialize, Deserialize)]
struct OneTimeRow {
    /// What is behind the secret, as JSON text.
    value: String,
    /// Milliseconds since 1970.
    expires_at: i64,
}

impl Row for OneTimeRow {
    const ENTITY: &'static str = "one-time thing";
}

fn key(purpose: Purpose, secret: &Digest) -> Key {
    Directory::OneTime.key(&[purpose.as_str(), secret.as_str()])
}

#[async_trait]
impl OneTime for Store {
    async fn keep(&self, purpose: Purpose, secret: &Digest, value: &Value, now: DateTime<Utc>) -> Result<()> {
        let expires_at = now + purpose.lifetime();
        let value = serde_json::to_string(value).map_err(Error::internal)?;
        let row = OneTimeRow { value, expires_at: expires_at.timestamp_millis() };
        let item = Item::of(key(purpose, secret), &row)?.expiring(expires_at);
        self.transact(Transaction::new().put(item)).await
    }

    /// One conditional delete decides who gets the thing. Where its reply is lost nobody does: the
    /// secret is spent, and its owner asks for another one.
    async fn take(&self, purpose: Purpose, secret: &Digest, now: DateTime<Utc>) -> Result<Option<Value>> {
        let in_time =
            Expression::new("#expires > :now").name("#expires", "expires_at").number(":now", now.timestamp_millis());
        let mut backoff = Backoff::default();
        loop {
            let delete = self
                .client
                .delete_item()
                .table_name(&self.table)
                .set_key(Some(key_attributes(&key(purpose, secret))))
                .condition_expression(&in_time.text)
                .set_expression_attribute_names(if_any(in_time.names.clone()))
                .set_expression_attribute_values(if_any(in_time.values.clone()))
                .return_values(ReturnValue::AllOld);
            match delete.send().await {
                Ok(answer) => {
                    let taken: OneTimeRow = row(answer.attributes.unwrap_or_default())?;
                    return serde_json::from_str(&taken.value).map(Some).map_err(Error::internal);
                }
                Err(error) => match error.as_service_error() {
                    Some(DeleteItemError::ConditionalCheckFailedException(_)) => return Ok(None),
                    Some(DeleteItemError::TransactionConflictException(_)) if backoff.pause().await => {}
                    _ => return Err(failure(error)),
                },
            }
        }
    }
}

//! The door to one table.

#[cfg(test)]
mod tests;

use crate::{
    Expression,
    expression::if_any,
    failure::failure,
    item::{self, Attributes, Item, Row},
    keys::{Key, Partition},
    retry::Backoff,
};
use aws_config::{SdkConfig, retry::RetryConfig, timeout::TimeoutConfig};
use aws_sdk_dynamodb::{
    Client, config::Builder, operation::put_item::PutItemError, types::ReturnValuesOnConditionCheckFailure,
};
use pantheon_core::{Error, Result};
use std::time::Duration;

/// One table of ours; the ports of its context are implemented on it.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) client: Client,
    pub(crate) table: String,
}

/// Whether a read must see every write that was answered before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consistency {
    /// It must: decisions that are written back rest on such reads.
    Strong,
    /// It may lag behind by some moments, at half the price.
    Eventual,
}

impl Store {
    /// Opens a table and the connection to it, so that the first request does not pay for that.
    ///
    /// Fails if the table does not exist. A refusal is no failure: the function may be allowed
    /// other things than to read.
    pub async fn open(sdk: &SdkConfig, table: &str) -> Result<Self> {
        let store = Self::closed(sdk, table);
        store.warm().await?;
        Ok(store)
    }

    /// Opens a table that the function can do without: one that cannot be reached is no failure.
    pub async fn open_if_reachable(sdk: &SdkConfig, table: &str) -> Self {
        let store = Self::closed(sdk, table);
        match tokio::time::timeout(Duration::from_secs(2), store.warm()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                tracing::warn!(table, error = &error as &dyn std::error::Error, "a table is not there");
            }
            Err(_) => tracing::warn!(table, "a table does not answer"),
        }
        store
    }

    fn closed(sdk: &SdkConfig, table: &str) -> Self {
        let retries = RetryConfig::standard()
            .with_max_attempts(4)
            .with_initial_backoff(Duration::from_millis(50))
            .with_max_backoff(Duration::from_secs(2));
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(Duration::from_secs(2))
            .operation_attempt_timeout(Duration::from_secs(5))
            .operation_timeout(Duration::from_secs(20))
            .build();
        let config = Builder::from(sdk).retry_config(retries).timeout_config(timeouts).build();
        Self::new(Client::from_conf(config), table)
    }

    /// Uses a client that is there already.
    pub fn new(client: Client, table: &str) -> Self {
        Self { client, table: table.to_owned() }
    }

    async fn warm(&self) -> Result<()> {
        let nothing = item::key_attributes(&Partition::outside_tenants("WARM").key(&[]));
        let read = self.client.get_item().table_name(&self.table).set_key(Some(nothing)).send().await;
        match read.map_err(aws_sdk_dynamodb::error::SdkError::into_service_error) {
            Err(error) if error.is_resource_not_found_exception() => Err(Error::internal(error)),
            Err(error) => {
                tracing::debug!(%error, "the connection could not be warmed");
                Ok(())
            }
            Ok(_) => Ok(()),
        }
    }

    /// Returns the row at `key`, or `None` if there is none.
    pub async fn get<R: Row>(&self, key: &Key, consistency: Consistency) -> Result<Option<R>> {
        let read = self
            .client
            .get_item()
            .table_name(&self.table)
            .set_key(Some(item::key_attributes(key)))
            .consistent_read(consistency == Consistency::Strong);
        let answer = read.send().await.map_err(failure)?;
        answer.item.map(item::row).transpose()
    }

    /// Puts an item if the condition holds; else returns the item that stands in its way.
    pub(crate) async fn put_if(&self, item: &Item, condition: Expression) -> Result<Option<Attributes>> {
        let mut backoff = Backoff::default();
        loop {
            let put = self
                .client
                .put_item()
                .table_name(&self.table)
                .set_item(Some(item.attributes.clone()))
                .condition_expression(&condition.text)
                .set_expression_attribute_names(if_any(condition.names.clone()))
                .set_expression_attribute_values(if_any(condition.values.clone()))
                .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
            let Err(error) = put.send().await else { return Ok(None) };
            match error.as_service_error() {
                Some(PutItemError::ConditionalCheckFailedException(refused)) => {
                    return Ok(Some(refused.item().cloned().unwrap_or_default()));
                }
                Some(PutItemError::TransactionConflictException(_)) if backoff.pause().await => {}
                _ => return Err(failure(error)),
            }
        }
    }
}

//! Token buckets, each of them one number: when the next request would arrive if all came evenly.
//!
//! An update that holds only for what [`Quota::decide`] has looked at moves the number, so that no
//! two requests take the same place. A caller who asks rarely costs one call; one who asks faster
//! than the bucket fills costs a second one, which adds to what the first one found.

use crate::{
    Directory, Expression, Key, Row, Store,
    expression::if_any,
    failure::{SERVICE, failure},
    item::{Attributes, key_attributes, row},
};
use async_trait::async_trait;
use aws_sdk_dynamodb::{
    operation::update_item::UpdateItemError,
    types::{ReturnValue, ReturnValuesOnConditionCheckFailure},
};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    limit::{Allowance, Bucket, Limits, Quota},
};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How often a bucket is looked at that others keep changing.
const ATTEMPTS: usize = 8;
/// After how long a request is better let through than kept waiting for its place.
const PATIENCE: Duration = Duration::from_secs(2);

#[derive(Debug, Serialize, Deserialize)]
struct BucketRow {
    /// Microseconds since 1970.
    arrival: i64,
}

impl Row for BucketRow {
    const ENTITY: &'static str = "bucket";
}

impl BucketRow {
    fn moment(&self) -> Result<DateTime<Utc>> {
        let moment = DateTime::from_timestamp_micros(self.arrival);
        moment.ok_or_else(|| Error::internal("the arrival time of a bucket is out of range"))
    }
}

fn key(bucket: &Bucket) -> Key {
    match bucket {
        Bucket::Tenant(tenant) => Key::of_tenant(tenant, &["BUCKET"], &[]),
        Bucket::Principal(tenant, user) => Key::of_tenant(tenant, &["BUCKET", user.as_str()], &[]),
        Bucket::Address(address) => Directory::Addresses.key(&[&address.to_string()]),
    }
}

/// One more request, between what was found in the bucket and what the quota makes of it.
struct Step {
    bucket: Key,
    quota: Quota,
    found: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
}

enum Outcome {
    /// The request is in; the arrival time before it.
    Taken(DateTime<Utc>),
    /// The bucket is not as it was found; its arrival time, unless it is gone.
    Changed(Option<DateTime<Utc>>),
}

impl Step {
    /// Tells whether the bucket was found full, or was not found.
    fn is_first(&self) -> bool {
        self.found.is_none_or(|found| found <= self.now)
    }

    /// Builds the update and its condition, which share their placeholders.
    fn expressions(&self) -> (String, Expression) {
        let interval = self.quota.interval().num_microseconds().unwrap_or(i64::MAX);
        let now = self.now.timestamp_micros();
        let (arrival, condition) = if self.is_first() {
            let full = Expression::new("attribute_not_exists(#arrival) OR #arrival <= :now");
            (":next", full.number(":next", now.saturating_add(interval)))
        } else {
            let latest = now.saturating_add(self.quota.room().num_microseconds().unwrap_or(i64::MAX));
            let room = Expression::new("#arrival > :now AND #arrival <= :latest");
            ("#arrival + :interval", room.number(":interval", interval).number(":latest", latest))
        };
        let gone = (self.now + self.quota.window() * 2).timestamp() + 1;
        let update = format!("SET #arrival = {arrival}, #entity = :entity, #schema = :schema, #ttl = :ttl");
        let condition = condition
            .name("#arrival", "arrival")
            .name("#entity", "entity")
            .name("#schema", "schema")
            .name("#ttl", "ttl")
            .number(":now", now)
            .number(":ttl", gone)
            .text(":entity", BucketRow::ENTITY)
            .number(":schema", BucketRow::SCHEMA);
        (update, condition)
    }
}

impl Store {
    /// Not repeatable: where a reply is lost and the SDK asks again, the request counts twice.
    async fn step(&self, step: &Step) -> Result<Outcome> {
        let (update, condition) = step.expressions();
        let update = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(key_attributes(&step.bucket)))
            .update_expression(update)
            .condition_expression(condition.text)
            .set_expression_attribute_names(if_any(condition.names))
            .set_expression_attribute_values(if_any(condition.values))
            .return_values(ReturnValue::AllNew)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        match update.send().await {
            Ok(answer) => {
                let arrival = arrival(answer.attributes.unwrap_or_default())?;
                Ok(Outcome::Taken(arrival - step.quota.interval()))
            }
            Err(error) => match error.as_service_error() {
                Some(UpdateItemError::ConditionalCheckFailedException(refused)) => {
                    Ok(Outcome::Changed(refused.item().cloned().map(arrival).transpose()?))
                }
                _ => Err(failure(error)),
            },
        }
    }

    async fn take_in_time(&self, bucket: &Bucket, quota: Quota, now: DateTime<Utc>) -> Result<Allowance> {
        let mut step = Step { bucket: key(bucket), quota, found: None, now };
        for _ in 0..ATTEMPTS {
            let decision = quota.decide(step.found, now);
            if decision.arrival.is_none() {
                return Ok(decision.allowance);
            }
            match self.step(&step).await? {
                Outcome::Taken(before) => return Ok(quota.decide(Some(before), now).allowance),
                Outcome::Changed(found) => step.found = found,
            }
        }
        Err(Error::unavailable(SERVICE, "a bucket kept changing"))
    }
}

fn arrival(item: Attributes) -> Result<DateTime<Utc>> {
    row::<BucketRow>(item)?.moment()
}

#[async_trait]
impl Limits for Store {
    async fn take(&self, bucket: &Bucket, quota: Quota, now: DateTime<Utc>) -> Result<Allowance> {
        let taken = tokio::time::timeout(PATIENCE, self.take_in_time(bucket, quota, now)).await;
        taken.unwrap_or_else(|late| Err(Error::unavailable(SERVICE, late)))
    }
}

#[cfg(test)]
mod tests;

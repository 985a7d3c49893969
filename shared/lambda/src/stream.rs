//! Trigger: the stream of changes of a DynamoDB table.

use crate::{
    Boxed, Exit, Lambda,
    invocation::{Done, Invocation, Outcome},
};
use aws_lambda_events::dynamodb::{Event, EventRecord};
use pantheon_core::{Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// What happened to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Change {
    /// It was added.
    Insert,
    /// It was changed.
    Modify,
    /// It was removed.
    Remove,
}

/// One change of a table. It may come more than once; changes of one item come in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Where the change stands in the stream; hand it back if it has to come again.
    pub sequence_number: String,
    /// What happened.
    pub change: Change,
    /// The item after the change, as plain JSON; `null` once it is removed.
    pub new: Value,
    /// The item before the change, as plain JSON; `null` if it is new.
    pub old: Value,
}

/// What is done with a batch, behind a pointer.
type Handler<'a> = dyn Fn(Vec<Record>) -> Boxed<'a, Result<Vec<String>>> + Sync + 'a;

impl Lambda {
    /// Serves a stream; the handler returns the sequence numbers of the records that failed.
    pub fn stream<'a, F>(&'a self, handler: impl Fn(Vec<Record>) -> F + Sync + 'a) -> Exit
    where
        F: Future<Output = Result<Vec<String>>> + Send + 'a,
    {
        self.stream_boxed(&move |records| Box::pin(handler(records)))
    }

    fn stream_boxed(&self, handler: &Handler<'_>) -> Exit {
        self.serve(&|invocation| Box::pin(batch(handler, invocation)))
    }
}

async fn batch(handler: &Handler<'_>, invocation: Invocation) -> Result<Done> {
    let failed = handler(records(&invocation)?).await?;
    let outcome = if failed.is_empty() { Outcome::Succeeded } else { Outcome::Failed };
    let failures: Vec<Value> = failed.iter().map(|number| json!({ "itemIdentifier": number })).collect();
    Ok(Done { payload: json!({ "batchItemFailures": failures }), outcome })
}

/// Reads the records of a batch.
pub(crate) fn records(invocation: &Invocation) -> Result<Vec<Record>> {
    let Event { records, .. } = invocation.read()?;
    records.into_iter().map(record).collect()
}

fn record(row: EventRecord) -> Result<Record> {
    let sequence_number = row.change.sequence_number;
    Ok(Record {
        sequence_number: sequence_number.ok_or_else(|| Error::internal("a record has no sequence number"))?,
        change: serde_json::from_value(row.event_name.into()).map_err(Error::internal)?,
        new: plain_image(&row.change.new_image)?,
        old: plain_image(&row.change.old_image)?,
    })
}

/// Turns an image of typed attributes into a plain JSON object; one that is missing is empty.
fn plain_image(image: &impl Serialize) -> Result<Value> {
    match serde_json::to_value(image).map_err(Error::internal)? {
        Value::Object(item) if !item.is_empty() => plain_item(item),
        _ => Ok(Value::Null),
    }
}

fn plain_item(item: Map<String, Value>) -> Result<Value> {
    let attributes: Result<Map<_, _>> = item.into_iter().map(|(name, value)| Ok((name, plain(value)?))).collect();
    attributes.map(Value::Object)
}

/// Turns a typed attribute such as `{"S": "text"}` into plain JSON.
fn plain(attribute: Value) -> Result<Value> {
    let unknown = || Error::internal("an attribute of the stream has no known type");
    let Value::Object(attribute) = attribute else { return Err(unknown()) };
    let (kind, value) = attribute.into_iter().next().ok_or_else(unknown)?;
    match (kind.as_str(), value) {
        ("S" | "BOOL" | "B" | "SS" | "BS", value) => Ok(value),
        ("NULL", _) => Ok(Value::Null),
        ("N", Value::String(number)) => number.parse().map(Value::Number).map_err(Error::internal),
        ("NS", Value::Array(numbers)) => {
            numbers.into_iter().map(|number| plain(json!({ "N": number }))).collect::<Result<_>>().map(Value::Array)
        }
        ("L", Value::Array(values)) => values.into_iter().map(plain).collect::<Result<_>>().map(Value::Array),
        ("M", Value::Object(item)) => plain_item(item),
        _ => Err(unknown()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    fn payload() -> Value {
        json!({ "Records": [
            {
                "eventID": "1", "eventName": "INSERT", "eventSource": "aws:dynamodb", "awsRegion": "eu-west-1",
                "dynamodb": {
                    "SequenceNumber": "111", "StreamViewType": "NEW_AND_OLD_IMAGES", "SizeBytes": 100,
                    "Keys": { "pk": { "S": "TENANT#1" } },
                    "NewImage": {
                        "entity": { "S": "event" }, "version": { "N": "12345678901234567" }, "gone": { "NULL": true },
                        "on": { "BOOL": true }, "tags": { "SS": ["a", "b"] }, "sizes": { "NS": ["1", "2.5"] },
                        "parts": { "L": [{ "N": "1" }, { "M": { "x": { "S": "y" } } }] },
                    },
                },
            },
            {
                "eventID": "2", "eventName": "REMOVE", "awsRegion": "eu-west-1",
                "dynamodb": { "SequenceNumber": "112", "SizeBytes": 10, "OldImage": { "pk": { "S": "a" } } },
            },
        ] })
    }

    #[tokio::test]
    async fn hands_over_plain_json_and_names_what_failed() {
        let handler = |records: Vec<Record>| {
            assert_eq!(
                records[0].new,
                json!({
                    "entity": "event", "version": 12_345_678_901_234_567_u64, "gone": null, "on": true,
                    "tags": ["a", "b"], "sizes": [1, 2.5], "parts": [1, { "x": "y" }],
                })
            );
            assert_eq!((records[0].change, records[1].change), (Change::Insert, Change::Remove));
            assert_eq!(records[1].new, Value::Null);
            Box::pin(async move { Ok(vec![records[1].sequence_number.clone()]) }) as Boxed<'_, _>
        };

        let done = batch(&handler, fixture::invocation(&payload(), fixture::context())).await.unwrap();

        assert_eq!(done.payload, json!({ "batchItemFailures": [{ "itemIdentifier": "112" }] }));
        assert_eq!(done.outcome, Outcome::Failed);
    }

    #[tokio::test]
    async fn has_the_batch_sent_again_when_it_cannot_be_read() {
        let handler = |_| Box::pin(async { Ok(Vec::new()) }) as Boxed<'_, _>;
        for (place, wrong) in [("NewImage", json!({ "x": { "Q": 1 } })), ("SequenceNumber", json!(null))] {
            let mut payload = payload();
            payload["Records"][0]["dynamodb"][place] = wrong;
            assert!(batch(&handler, fixture::invocation(&payload, fixture::context())).await.is_err(), "{place}");
        }
    }
}

//! Events for every context, over EventBridge.

use crate::{
    backoff::{ATTEMPTS, before_attempt, warm_up},
    batch::{MOST_BYTES, batches},
    failure::failure,
};
use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_eventbridge::{Client, primitives::DateTime, types::PutEventsRequestEntry};
use pantheon_core::{Error, Result, bus::Bus, event::Event, id::EventId};

const SERVICE: &str = "the event bus";

/// What EventBridge calls the sender of every event of ours.
const SOURCE: &str = "pantheon";

/// What EventBridge counts for the time of an event, in bytes.
const TIME_BYTES: usize = 14;

/// The bus that every event of the platform goes over.
#[derive(Clone, Debug)]
pub struct EventBus {
    client: Client,
    name: String,
}

/// An event as it is sent.
struct Entry<'a> {
    event: &'a Event,
    detail: String,
}

impl Entry<'_> {
    fn bytes(&self) -> usize {
        TIME_BYTES + SOURCE.len() + self.event.kind.len() + self.detail.len()
    }
}

impl EventBus {
    /// Opens the bus with this name, and the connection to EventBridge.
    pub async fn open(sdk: &SdkConfig, name: &str) -> Self {
        let client = Client::new(sdk);
        warm_up(client.describe_event_bus().name(name).send()).await;
        Self { client, name: name.to_owned() }
    }

    /// Sends a batch until all of it is taken or the attempts are used up; returns what is left.
    async fn publish_batch<'a>(&self, mut waiting: Vec<Entry<'a>>) -> Vec<Entry<'a>> {
        for attempt in 0..ATTEMPTS {
            before_attempt(attempt).await;
            match self.try_batch(&waiting).await {
                Ok(refused) => waiting = keep(waiting, &refused),
                Err(error) => {
                    tracing::error!(error = &error as &dyn std::error::Error, "EventBridge took nothing of a batch");
                    return waiting;
                }
            }
            if waiting.is_empty() {
                break;
            }
            tracing::warn!(refused = waiting.len(), attempt, "EventBridge took only a part of a batch");
        }
        waiting
    }

    /// Sends a batch once; tells of each entry whether it was refused.
    async fn try_batch(&self, batch: &[Entry<'_>]) -> Result<Vec<bool>> {
        let entries = batch.iter().map(|entry| {
            PutEventsRequestEntry::builder()
                .event_bus_name(&self.name)
                .source(SOURCE)
                .detail_type(&entry.event.kind)
                .time(DateTime::from_millis(entry.event.occurred_at.timestamp_millis()))
                .detail(&entry.detail)
                .build()
        });
        let request = self.client.put_events().set_entries(Some(entries.collect()));
        let answer = request.send().await.map_err(|error| failure(SERVICE, error))?;
        if answer.entries().len() != batch.len() {
            return Err(Error::internal("EventBridge answered for another number of events"));
        }
        Ok(answer.entries().iter().map(|entry| entry.error_code().is_some()).collect())
    }
}

#[async_trait]
impl Bus for EventBus {
    async fn publish(&self, events: &[Event]) -> Result<Vec<EventId>> {
        let mut entries = Vec::with_capacity(events.len());
        for event in events {
            entries.push(Entry { event, detail: serde_json::to_string(event).map_err(Error::internal)? });
        }
        let (too_large, entries): (Vec<_>, Vec<_>) = entries.into_iter().partition(|entry| entry.bytes() > MOST_BYTES);
        let mut refused = too_large;
        for batch in batches(entries, Entry::bytes) {
            refused.extend(self.publish_batch(batch).await);
        }
        for entry in &refused {
            tracing::error!(event.id = %entry.event.id, event.bytes = entry.bytes(), "an event was not published");
        }
        Ok(refused.into_iter().map(|entry| entry.event.id.clone()).collect())
    }
}

fn keep<'a>(entries: Vec<Entry<'a>>, wanted: &[bool]) -> Vec<Entry<'a>> {
    entries.into_iter().zip(wanted).filter_map(|(entry, wanted)| wanted.then_some(entry)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Scripted, sdk};
    use chrono::Utc;
    use pantheon_core::{event::Origin, id::TenantId};
    use serde_json::{Value, json};
    use wiremock::{Mock, MockServer, ResponseTemplate, matchers::header};

    const TARGET: &str = "AWSEvents.PutEvents";

    #[derive(serde::Serialize)]
    struct Told {
        number: usize,
        padding: String,
    }

    impl pantheon_core::event::Fact for Told {
        const KIND: &'static str = "story.told";

        fn subject(&self) -> String {
            format!("stories/{}", self.number)
        }
    }

    fn events(count: usize, padding: usize) -> Vec<Event> {
        let now = chrono::DateTime::<Utc>::UNIX_EPOCH;
        let origin = Origin::of_system(TenantId::generate(now), "test", now);
        let told = |number| Told { number, padding: "x".repeat(padding) };
        (0..count).map(|number| origin.event(&told(number), 1)).collect()
    }

    fn answer(refused: &[bool]) -> ResponseTemplate {
        let entries: Vec<Value> = refused
            .iter()
            .map(|refused| if *refused { json!({"ErrorCode": "InternalFailure"}) } else { json!({"EventId": "x"}) })
            .collect();
        let failed = refused.iter().filter(|refused| **refused).count();
        ResponseTemplate::new(200).set_body_json(json!({"FailedEntryCount": failed, "Entries": entries}))
    }

    async fn bus(script: Vec<ResponseTemplate>) -> (MockServer, EventBus) {
        let server = MockServer::start().await;
        Mock::given(header("x-amz-target", TARGET)).respond_with(Scripted::new(script)).mount(&server).await;
        let bus = EventBus::open(&sdk(&server), "pantheon").await;
        (server, bus)
    }

    async fn batches_sent(server: &MockServer) -> Vec<Vec<Value>> {
        let requests = server.received_requests().await.unwrap();
        let batches = requests.iter().filter(|request| request.headers["x-amz-target"] == TARGET);
        batches
            .map(|request| {
                serde_json::from_slice::<Value>(&request.body).unwrap()["Entries"].as_array().unwrap().clone()
            })
            .collect()
    }

    #[tokio::test]
    async fn sends_the_envelope_as_detail() {
        let (server, bus) = bus(vec![answer(&[false])]).await;
        let events = events(1, 0);

        assert!(bus.publish(&events).await.unwrap().is_empty());

        let sent = &batches_sent(&server).await[0][0];
        assert_eq!(sent["Source"], "pantheon");
        assert_eq!(sent["DetailType"], "story.told");
        assert_eq!(sent["EventBusName"], "pantheon");
        assert_eq!(serde_json::from_str::<Event>(sent["Detail"].as_str().unwrap()).unwrap(), events[0]);
    }

    #[tokio::test]
    async fn sends_again_only_what_was_refused() {
        let (server, bus) = bus(vec![answer(&[false, true, false]), answer(&[false])]).await;
        let events = events(3, 0);

        assert!(bus.publish(&events).await.unwrap().is_empty());

        let sent = batches_sent(&server).await;
        assert_eq!(sent.iter().map(Vec::len).collect::<Vec<_>>(), [3, 1]);
        assert_eq!(sent[1][0], sent[0][1]);
    }

    #[tokio::test]
    async fn names_what_was_refused_every_time_and_sends_the_rest() {
        let mut script = vec![answer(&[true, false, false, false, false, false, false, false, false, false])];
        script.extend((1..ATTEMPTS).map(|_| answer(&[true])));
        script.push(answer(&[false, false]));
        let (_server, bus) = bus(script).await;
        let events = events(12, 0);

        assert_eq!(bus.publish(&events).await.unwrap(), [events[0].id.clone()]);
    }

    #[tokio::test]
    async fn keeps_batches_under_the_limit() {
        let (server, bus) = bus(vec![answer(&[false, false]), answer(&[false])]).await;

        assert!(bus.publish(&events(3, 100_000)).await.unwrap().is_empty());

        assert_eq!(batches_sent(&server).await.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
    }

    #[tokio::test]
    async fn does_not_send_what_is_too_large() {
        let (server, bus) = bus(Vec::new()).await;
        let events = events(1, MOST_BYTES);

        assert_eq!(bus.publish(&events).await.unwrap(), [events[0].id.clone()]);
        assert!(batches_sent(&server).await.is_empty());
    }

    #[tokio::test]
    async fn names_everything_where_the_bus_refuses_the_call() {
        let denied = ResponseTemplate::new(400).set_body_json(json!({"__type": "AccessDeniedException"}));
        let (_server, bus) = bus(vec![denied]).await;
        let events = events(2, 0);

        assert_eq!(bus.publish(&events).await.unwrap().len(), 2);
    }
}

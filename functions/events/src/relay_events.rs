//! Stream of every table: publishes what was committed to the outbox.
//!
//! An event is published at least once, and never before its change is there. Consumers know a
//! duplicate by the identifier of the event.

use pantheon_core::{Error, Result, bus::Bus, event::Event, id::EventId};
use pantheon_lambda::stream::{Change, Record};
use serde_json::Value;
use std::collections::HashSet;

/// Publishes the events among the records; returns the sequence numbers of those to come again.
pub async fn handle(bus: &dyn Bus, records: Vec<Record>) -> Result<Vec<String>> {
    let outbox: Vec<(String, Result<Event>)> = records.into_iter().filter(is_event).map(read).collect();
    let events: Vec<Event> = outbox.iter().filter_map(|(_, event)| event.as_ref().ok().cloned()).collect();

    let refused: HashSet<EventId> = bus.publish(&events).await?.into_iter().collect();

    let failed =
        outbox.into_iter().filter(|(_, event)| event.as_ref().map_or(true, |event| refused.contains(&event.id)));
    Ok(failed.map(|(sequence_number, _)| sequence_number).collect())
}

/// The event source filters too; a filter that was deployed wrongly must not do harm.
fn is_event(record: &Record) -> bool {
    record.change == Change::Insert && record.new.get("entity").and_then(Value::as_str) == Some("event")
}

fn read(record: Record) -> (String, Result<Event>) {
    let text = record.new.get("event").and_then(Value::as_str).unwrap_or_default();
    let event = serde_json::from_str(text).map_err(Error::internal);
    if let Err(error) = &event {
        let error = error as &dyn std::error::Error;
        tracing::error!(error, record.sequence_number, "a row of the outbox holds no event");
    }
    (record.sequence_number, event)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pantheon_core::{
        event::Origin,
        id::{ScanId, TenantId},
        scan::ScanPlanned,
    };
    use pantheon_testing::realtime::RecordedBus;
    use serde_json::json;

    fn event() -> Event {
        let now = "2026-11-21T09:00:00Z".parse().unwrap();
        let origin = Origin::of_system(TenantId::generate(now), "test", now);
        origin.event(&ScanPlanned { scan_id: ScanId::generate(now), shards_total: 8 }, 2)
    }

    fn record(number: &str, new: Value) -> Record {
        Record { sequence_number: number.to_owned(), change: Change::Insert, new, old: Value::Null }
    }

    fn outbox(number: &str, event: &Event) -> Record {
        record(number, json!({"entity": "event", "event": serde_json::to_string(event).unwrap()}))
    }

    #[tokio::test]
    async fn publishes_in_the_order_of_the_stream() {
        let (bus, events) = (RecordedBus::default(), [event(), event(), event()]);

        let records = events.iter().zip(["1", "2", "3"]).map(|(event, number)| outbox(number, event)).collect();
        let failed = handle(&bus, records).await.unwrap();

        assert!(failed.is_empty());
        assert_eq!(bus.published(), events);
    }

    #[tokio::test]
    async fn hands_back_only_what_the_bus_refused() {
        let events = [event(), event(), event()];
        let bus = RecordedBus::default().refusing(&events[1].id);

        let records = events.iter().zip(["1", "2", "3"]).map(|(event, number)| outbox(number, event)).collect();
        let failed = handle(&bus, records).await.unwrap();

        assert_eq!(failed, ["2"]);
        assert_eq!(bus.published(), [events[0].clone(), events[2].clone()]);
    }

    #[tokio::test]
    async fn hands_a_poisoned_row_back_and_publishes_the_rest() {
        let (bus, event) = (RecordedBus::default(), event());

        let poison = record("1", json!({"entity": "event", "event": "{\"id\":"}));
        let failed = handle(&bus, vec![poison, outbox("2", &event)]).await.unwrap();

        assert_eq!(failed, ["1"]);
        assert_eq!(bus.published(), [event]);
    }

    #[tokio::test]
    async fn leaves_everything_else_alone() {
        let (bus, event) = (RecordedBus::default(), event());

        let removed = Record { change: Change::Remove, ..outbox("1", &event) };
        let changed = Record { change: Change::Modify, ..outbox("2", &event) };
        let failed = handle(&bus, vec![removed, changed, record("3", json!({"entity": "scan"}))]).await.unwrap();

        assert!(failed.is_empty());
        assert!(bus.published().is_empty());
    }
}

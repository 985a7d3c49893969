//! JSON logs, one object a line, with the fields of the spans around it at the top.

use pantheon_core::Error;
use serde_json::{Map, Value};
use std::{error::Error as _, fmt};
use tracing::{Event, Subscriber, field::Visit};
use tracing_subscriber::{
    EnvFilter, Layer, Registry,
    fmt::{
        FmtContext, FormatEvent, FormattedFields,
        format::{JsonFields, Writer},
        time::{FormatTime, SystemTime},
    },
    layer::SubscriberExt,
    registry::{LookupSpan, Scope},
};

/// Sends log lines that pass the filter to standard output, and traces to a collector if `traces`
/// names the function; does nothing the second time.
pub(crate) fn open(filter: &str, traces: Option<&str>) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt::layer().fmt_fields(JsonFields::new()).event_format(Line).with_filter(filter);
    let registry = Registry::default().with(lines);
    #[cfg(feature = "otel")]
    let registry = registry.with(traces.and_then(|function| crate::telemetry::layer(function).ok()));
    if tracing::subscriber::set_global_default(registry).is_ok() {
        std::panic::set_hook(Box::new(|panic| {
            let place = panic.location().map(ToString::to_string).unwrap_or_default();
            tracing::error!(place, reason = panic.payload_as_str().unwrap_or("unknown"), "the function panicked");
        }));
    }
    if traces.is_some() && cfg!(not(feature = "otel")) {
        tracing::warn!("PANTHEON_OTEL is on, but this function was built without the feature otel");
    }
}

/// Logs what went wrong with its whole chain of causes; the one place where causes are told.
pub(crate) fn failure(error: &Error, message: &str) {
    let chain = chain(error);
    match error {
        Error::Internal { .. } | Error::Unavailable { .. } => tracing::error!(error = chain, "{message}"),
        Error::NotFound { .. }
        | Error::Invalid { .. }
        | Error::Unauthenticated { .. }
        | Error::SecondFactorRequired
        | Error::Refused { .. }
        | Error::Forbidden { .. }
        | Error::Conflict { .. }
        | Error::PreconditionRequired
        | Error::PreconditionFailed { .. }
        | Error::IdempotencyKeyMissing
        | Error::IdempotencyKeyReused
        | Error::IdempotencyKeyRunning
        | Error::TooLarge { .. }
        | Error::QuotaExceeded { .. } => tracing::info!(error = chain, "{message}"),
    }
}

/// Writes an error and its causes on one line, the outermost first.
///
/// What breaks a rule is told by its place alone, since the rest may quote the client.
fn chain(error: &Error) -> String {
    if let Error::Invalid { violations } = error {
        let places: Vec<&str> = violations.iter().map(|violation| violation.pointer.as_str()).collect();
        return format!("the request is not valid at \"{}\"", places.join("\", \""));
    }
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        text.push_str(": ");
        text.push_str(&next.to_string());
        cause = next.source();
    }
    text
}

/// The format of a line.
struct Line;

impl<S> FormatEvent<S, JsonFields> for Line
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, JsonFields>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let mut time = String::new();
        SystemTime.format_time(&mut Writer::new(&mut time))?;
        let mut line = Map::new();
        line.insert("timestamp".to_owned(), time.into());
        line.insert("level".to_owned(), event.metadata().level().as_str().into());
        line.insert("target".to_owned(), event.metadata().target().into());
        for span in context.event_scope().into_iter().flat_map(Scope::from_root) {
            if let Some(fields) = span.extensions().get::<FormattedFields<JsonFields>>()
                && let Ok(Value::Object(fields)) = serde_json::from_str(fields)
            {
                line.extend(fields);
            }
        }
        event.record(&mut Fields(&mut line));
        writeln!(writer, "{}", Value::Object(line))
    }
}

/// Collects the fields of an event.
struct Fields<'a>(&'a mut Map<String, Value>);

impl Fields<'_> {
    fn put(&mut self, field: &tracing::field::Field, value: impl Into<Value>) {
        self.0.insert(field.name().to_owned(), value.into());
    }
}

impl Visit for Fields<'_> {
    fn record_f64(&mut self, field: &tracing::field::Field, value: f64) {
        self.put(field, value);
    }

    fn record_i64(&mut self, field: &tracing::field::Field, value: i64) {
        self.put(field, value);
    }

    fn record_u64(&mut self, field: &tracing::field::Field, value: u64) {
        self.put(field, value);
    }

    fn record_bool(&mut self, field: &tracing::field::Field, value: bool) {
        self.put(field, value);
    }

    fn record_str(&mut self, field: &tracing::field::Field, value: &str) {
        self.put(field, value);
    }

    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn fmt::Debug) {
        self.put(field, format!("{value:?}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        io,
        sync::{Arc, Mutex},
    };
    use tracing_subscriber::fmt::MakeWriter;

    #[derive(Clone, Default)]
    struct Buffer(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Buffer {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl<'a> MakeWriter<'a> for Buffer {
        type Writer = Self;

        fn make_writer(&'a self) -> Self {
            self.clone()
        }
    }

    fn lines(act: impl FnOnce()) -> Vec<Value> {
        let buffer = Buffer::default();
        let layer = tracing_subscriber::fmt::layer()
            .fmt_fields(JsonFields::new())
            .event_format(Line)
            .with_writer(buffer.clone());
        tracing::subscriber::with_default(Registry::default().with(layer), act);
        let text = String::from_utf8(buffer.0.lock().unwrap().clone()).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn writes_request_tenant_and_trace_at_the_top_of_every_line() {
        let lines = lines(|| {
            let span =
                tracing::info_span!("invocation", request_id = "r1", trace_id = "t1", tenant = tracing::field::Empty);
            span.in_scope(|| {
                tracing::Span::current().record("tenant", "tnt_1");
                tracing::info_span!("message", message_id = "m1")
                    .in_scope(|| tracing::warn!(count = 3, "a \"quoted\" word"));
            });
        });

        let [line] = &lines[..] else { panic!("{lines:?}") };
        assert_eq!(line["request_id"], "r1");
        assert_eq!(line["trace_id"], "t1");
        assert_eq!(line["tenant"], "tnt_1");
        assert_eq!(line["message_id"], "m1");
        assert_eq!(line["count"], 3);
        assert_eq!(line["level"], "WARN");
        assert_eq!(line["message"], "a \"quoted\" word");
        assert!(line["timestamp"].as_str().unwrap().ends_with('Z'));
    }

    #[test]
    fn tells_the_whole_chain_once_and_raises_the_level_only_for_faults() {
        let lines = lines(|| {
            failure(
                &Error::unavailable("the store", io::Error::other("connection reset")),
                "the request was not carried out",
            );
            failure(&Error::not_found("account", "1"), "the request was not carried out");
            failure(&Error::invalid("/secret", "invalid type: string \"hunter2\""), "the request was not carried out");
        });

        assert_eq!(lines[0]["error"], "the store is unavailable; try again later: connection reset");
        assert_eq!(lines[0]["level"], "ERROR");
        assert_eq!(lines[1]["level"], "INFO");
        assert_eq!(lines[2]["error"], "the request is not valid at \"/secret\"");
        assert_eq!(lines.len(), 3);
    }
}

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
    registry::LookupSpan,
};

/// Sends log lines that pass the filter to standard output; does nothing the second time.
pub(crate) fn open(filter: &str) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt::layer().fmt_fields(JsonFields::new()).event_format(Line).with_filter(filter);
    if tracing::subscriber::set_global_default(Registry::default().with(lines)).is_ok() {
        std::panic::set_hook(Box::new(|panic| {
            let place = panic.location().map(ToString::to_string).unwrap_or_default();
            tracing::error!(place, reason = panic.payload_as_str().unwrap_or("unknown"), "the function panicked");
        }));
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
pub(crate) fn chain(error: &Error) -> String {
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
        for span in context.event_scope().into_iter().flat_map(|scope| scope.from_root()) {
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

//! Traces, sent to an OpenTelemetry collector where `PANTHEON_OTEL` is `on`.
//!
//! Linked with the feature `otel` only. The collector is the one that `OTEL_EXPORTER_OTLP_ENDPOINT`
//! names, by default the Lambda extension on the same host.

use opentelemetry::{
    Context,
    trace::{SpanContext, SpanId, TraceContextExt, TraceFlags, TraceId, TraceState, TracerProvider},
};
use opentelemetry_otlp::SpanExporter;
use opentelemetry_sdk::{
    Resource,
    trace::{SdkTracerProvider, Tracer},
};
use pantheon_core::{Error, Result};
use std::sync::OnceLock;
use tracing::{Span, Subscriber};
use tracing_opentelemetry::{OpenTelemetryLayer, OpenTelemetrySpanExt};
use tracing_subscriber::registry::LookupSpan;

static PROVIDER: OnceLock<SdkTracerProvider> = OnceLock::new();

/// Returns the layer that turns spans into traces of this function.
pub(crate) fn layer<S>(function: &str) -> Result<OpenTelemetryLayer<S, Tracer>>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    let exporter = SpanExporter::builder().with_http().build().map_err(Error::internal)?;
    let resource = Resource::builder().with_service_name(function.to_owned()).build();
    let provider = SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource).build();
    let tracer = PROVIDER.get_or_init(|| provider).tracer("pantheon");
    Ok(tracing_opentelemetry::layer().with_tracer(tracer))
}

/// Puts a span under the one that X-Ray has begun, if it has.
pub(crate) fn join(span: &Span, header: Option<&str>) {
    if let Some(parent) = header.and_then(parent) {
        // Without the layer there is nothing to join.
        let _ = span.set_parent(Context::new().with_remote_span_context(parent));
    }
}

/// Sends what has been traced, before the process is frozen.
pub(crate) fn flush() {
    if let Some(provider) = PROVIDER.get()
        && let Err(error) = provider.force_flush()
    {
        tracing::warn!(error = %error, "the traces of this invocation were lost");
    }
}

/// Reads `Root=1-<8>-<24>;Parent=<16>;Sampled=<0|1>`.
fn parent(header: &str) -> Option<SpanContext> {
    let field = |name: &str| header.split(';').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='));
    let root = field("Root")?.strip_prefix("1-")?.replace('-', "");
    let trace = TraceId::from_hex(&root).ok()?;
    let span = SpanId::from_hex(field("Parent")?).ok()?;
    let flags = if field("Sampled") == Some("1") { TraceFlags::SAMPLED } else { TraceFlags::NOT_SAMPLED };
    let context = SpanContext::new(trace, span, flags, true, TraceState::default());
    context.is_valid().then_some(context)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_the_trace_that_x_ray_has_begun() {
        let context = parent("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1").unwrap();

        assert_eq!(context.trace_id().to_string(), "5759e988bd862e3fe1be46a994272793");
        assert_eq!(context.span_id().to_string(), "53995c3f42cd8ad8");
        assert!(context.is_sampled() && context.is_remote());
    }

    #[test]
    fn begins_a_trace_of_its_own_without_one() {
        for header in
            ["", "Root=1-5759e988-bd862e3fe1be46a994272793", "Root=x;Parent=y", "Root=1-0-0;Parent=0;Sampled=1"]
        {
            assert!(parent(header).is_none(), "{header}");
        }
    }
}

//! The loop that every trigger runs on: one payload in, one payload out.

use crate::{Boxed, Context, SystemClock, log, metric};
use chrono::{DateTime, Utc};
use lambda_runtime::{Diagnostic, LambdaEvent, Runtime, service_fn};
use pantheon_core::{Error, Result, clock::Clock};
use serde_json::{Value, value::RawValue};
use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Instant,
};
use tracing::{Instrument, Span};

/// One call of the function, not yet understood.
pub(crate) struct Invocation {
    payload: Box<RawValue>,
    pub(crate) context: Context,
}

impl Invocation {
    /// Makes an invocation from JSON text, as tests need it.
    #[cfg(test)]
    pub(crate) fn new(payload: String, context: Context) -> Self {
        Self { payload: RawValue::from_string(payload).unwrap(), context }
    }

    /// Returns the payload as JSON text.
    pub(crate) fn payload(&self) -> &str {
        self.payload.get()
    }

    /// Reads the payload; fails with `internal`, as only a wrong deployment sends another shape.
    pub(crate) fn read<T: serde::de::DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_str(self.payload()).map_err(Error::internal)
    }
}

/// How an invocation ended, for the metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It did what it was asked to.
    Succeeded,
    /// It refused what it was asked to.
    Refused,
    /// It could not do what it was asked to.
    Failed,
}

impl Outcome {
    /// Returns the outcome as metrics spell it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Succeeded => "succeeded",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }

    /// Tells the outcome from the status of an HTTP answer.
    pub(crate) fn of_status(status: u16) -> Self {
        match status {
            0..400 => Self::Succeeded,
            400..500 => Self::Refused,
            500.. => Self::Failed,
        }
    }
}

/// What a trigger makes of an invocation.
pub(crate) struct Done {
    pub(crate) payload: Value,
    pub(crate) outcome: Outcome,
}

/// What a trigger does with an invocation; an error makes the source try again, if it does that.
pub(crate) type Work<'a> = dyn Fn(Invocation) -> Boxed<'a, Result<Done>> + Sync + 'a;

/// Serves invocations until the process is ended.
pub(crate) async fn run(work: &Work<'_>, clock: &SystemClock) -> Result<()> {
    let cold = AtomicBool::new(true);
    let service = service_fn(|event: LambdaEvent<Box<RawValue>>| {
        let context = context(&event.context, clock.now());
        let invocation = Invocation { payload: event.payload, context };
        let span = span(&invocation.context, event.context.xray_trace_id.as_deref());
        let served = serve(work, invocation, cold.swap(false, Ordering::Relaxed)).instrument(span);
        async {
            let served = served.await;
            #[cfg(feature = "otel")]
            crate::telemetry::flush();
            served
        }
    });
    Runtime::new(service).run().await.map_err(Error::internal)
}

async fn serve(work: &Work<'_>, invocation: Invocation, cold: bool) -> Result<Value, Diagnostic> {
    let began = Instant::now();
    let context = invocation.context.clone();
    let done = work(invocation).await;
    let outcome = done.as_ref().map_or(Outcome::Failed, |done| done.outcome);
    metric::record(&context, outcome, cold, began.elapsed());
    done.map(|done| done.payload).map_err(|error| {
        log::failure(&error, "the invocation failed");
        Diagnostic { error_type: "Pantheon".to_owned(), error_message: error.to_string() }
    })
}

/// Opens the span whose fields every log line of the invocation carries.
#[cfg_attr(not(feature = "otel"), expect(unused_variables, reason = "only traces join another trace"))]
fn span(context: &Context, trace: Option<&str>) -> Span {
    let span = tracing::info_span!(
        "invocation",
        function = context.function,
        request_id = context.request_id,
        trace_id = context.trace_id,
        tenant = tracing::field::Empty,
    );
    #[cfg(feature = "otel")]
    crate::telemetry::join(&span, trace);
    span
}

fn context(runtime: &lambda_runtime::Context, now: DateTime<Utc>) -> Context {
    let root = |header: &str| header.split(';').find_map(|part| part.trim().strip_prefix("Root=").map(str::to_owned));
    let deadline = i64::try_from(runtime.deadline).ok().and_then(DateTime::from_timestamp_millis);
    Context {
        request_id: runtime.request_id.clone(),
        trace_id: runtime.xray_trace_id.as_deref().and_then(root).unwrap_or_else(|| runtime.request_id.clone()),
        function: runtime.env_config.function_name.clone(),
        now,
        deadline: deadline.unwrap_or(now),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{self, context as known_context};
    use serde_json::json;

    #[test]
    fn takes_the_trace_from_the_header_and_the_deadline_from_the_runtime() {
        let mut runtime = lambda_runtime::Context::default();
        runtime.request_id = "request-1".to_owned();
        runtime.deadline = 1_795_251_630_000;
        runtime.xray_trace_id = Some("Root=1-6a1f0000-1;Parent=53995c3f42cd8ad8;Sampled=1".to_owned());

        let context = context(&runtime, fixture::now());

        assert_eq!(context.trace_id, "1-6a1f0000-1");
        assert_eq!(context.deadline, known_context().deadline);
        assert_eq!(context.patience().as_millis(), 29_700);
    }

    #[test]
    fn traces_by_the_request_when_nobody_else_does() {
        let mut runtime = lambda_runtime::Context::default();
        runtime.request_id = "request-1".to_owned();

        assert_eq!(context(&runtime, fixture::now()).trace_id, "request-1");
    }

    #[tokio::test]
    async fn tells_the_runtime_that_it_failed_but_not_why() {
        let work = |_| Box::pin(async { Err(Error::internal("the password is hunter2")) }) as Boxed<'_, Result<Done>>;

        let error = serve(&work, fixture::invocation(&json!({}), known_context()), true).await.unwrap_err();

        assert_eq!(error.error_message, "something went wrong on our side");
    }
}

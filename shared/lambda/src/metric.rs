//! One metric record per invocation, in the embedded metric format that CloudWatch reads from
//! the logs.

use crate::{Context, invocation::Outcome};
use metrique::{
    ServiceMetrics,
    emf::Emf,
    unit::Millisecond,
    unit_of_work::metrics,
    writer::{AttachGlobalEntrySink, AttachGlobalEntrySinkExt, FormatExt},
};
use std::time::{Duration, SystemTime};

/// What is measured of one invocation.
#[metrics(rename_all = "PascalCase", emf::dimension_sets = [["Function"], ["Function", "Outcome"]])]
struct Measured {
    #[metrics(timestamp)]
    timestamp: SystemTime,
    function: String,
    outcome: &'static str,
    request_id: String,
    trace_id: String,
    invocations: u64,
    cold_starts: u64,
    faults: u64,
    #[metrics(unit = Millisecond)]
    latency: Duration,
}

/// Sends records to standard output, each at once, since the process may be frozen after it.
pub(crate) fn open() {
    let stdout = Emf::builder("Pantheon".to_owned(), vec![vec![]]).build().output_to(std::io::stdout());
    std::mem::forget(ServiceMetrics::write_directly_to(stdout));
}

/// Records one invocation.
pub(crate) fn record(context: &Context, outcome: Outcome, cold: bool, latency: Duration) {
    let Some(sink) = ServiceMetrics::try_sink() else { return };
    let measured = Measured {
        timestamp: context.now.into(),
        function: context.function.clone(),
        outcome: outcome.as_str(),
        request_id: context.request_id.clone(),
        trace_id: context.trace_id.clone(),
        invocations: 1,
        cold_starts: u64::from(cold),
        faults: u64::from(outcome == Outcome::Failed),
        latency,
    };
    drop(measured.append_on_drop(sink));
}

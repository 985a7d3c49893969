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
    if let Some(sink) = ServiceMetrics::try_sink() {
        drop(measured(context, outcome, cold, latency).append_on_drop(sink));
    }
}

fn measured(context: &Context, outcome: Outcome, cold: bool, latency: Duration) -> Measured {
    Measured {
        timestamp: context.now.into(),
        function: context.function.clone(),
        outcome: outcome.as_str(),
        request_id: context.request_id.clone(),
        trace_id: context.trace_id.clone(),
        invocations: 1,
        cold_starts: u64::from(cold),
        faults: u64::from(outcome == Outcome::Failed),
        latency,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use metrique::{CloseValue, RootEntry, writer::format::Format};

    #[test]
    fn writes_what_cloudwatch_reads() {
        let entry = measured(&fixture::context(), Outcome::Failed, true, Duration::from_micros(12_500));
        let mut line = Vec::new();

        Emf::all_validations("Pantheon".to_owned(), vec![vec![]])
            .format(&RootEntry::new(entry.close()), &mut line)
            .unwrap();

        let line: serde_json::Value = serde_json::from_slice(&line).unwrap();
        let declared = &line["_aws"]["CloudWatchMetrics"][0];
        assert_eq!(declared["Namespace"], "Pantheon");
        assert_eq!(declared["Dimensions"], serde_json::json!([["Function"], ["Function", "Outcome"]]));
        assert_eq!(line["_aws"]["Timestamp"], fixture::now().timestamp_millis());
        assert_eq!(line["Function"], "function-under-test");
        assert_eq!(line["Outcome"], "failed");
        assert_eq!(line["RequestId"], "request-1");
        assert_eq!((&line["Invocations"], &line["ColdStarts"], &line["Faults"]), (&1.into(), &1.into(), &1.into()));
        assert_eq!(line["Latency"], 12.5);
    }
}

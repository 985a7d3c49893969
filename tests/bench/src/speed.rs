//! What answers take: of a process that has just been started, and of one that runs.

use crate::{
    figures::{Figures, say},
    function::Function,
    table,
};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::{fs, path::Path};

/// How many processes are started for a figure.
const STARTS: usize = 10;
/// How many requests are sent to a running process for a figure.
const REQUESTS: usize = 300;

/// One route under measurement.
struct Route {
    function: &'static str,
    status: u64,
    /// The request with this number.
    event: fn(&Value, usize) -> Value,
}

/// Measures one route that writes and one that reads what was written.
pub(crate) async fn measure(folder: &Path) -> Result<()> {
    let endpoint = table::start().await?;
    let environment = [
        ("PANTHEON_STAGE", "local".to_owned()),
        ("PANTHEON_TABLE", table::TABLE.to_owned()),
        ("PANTHEON_PLATFORM_ACCOUNT", "000000000000".to_owned()),
        ("PANTHEON_PLATFORM_ROLE_PREFIX", "pantheon-bench".to_owned()),
        ("AWS_ENDPOINT_URL", endpoint),
    ];
    let write = Route { function: "connect-account", status: 201, event: connection };
    let read = Route { function: "get-account", status: 200, event: reading };
    say("function          started  first answer          later answers         memory")?;
    say("                           p50       max         p50       p95")?;
    for route in [write, read] {
        route.measure(folder, &environment).await.with_context(|| route.function.to_owned())?;
    }
    Ok(())
}

impl Route {
    async fn measure(&self, folder: &Path, environment: &[(&str, String)]) -> Result<()> {
        let sample = sample(self.function)?;
        let (mut started, mut first, mut later) = (Figures::default(), Figures::default(), Figures::default());
        for number in 0..STARTS {
            let mut function = Function::start(folder, self.function, environment).await?;
            started.add(function.ready().await?);
            function.send(&(self.event)(&sample, number), self.status).await?;
            first.add(function.age());
        }
        let mut function = Function::start(folder, self.function, environment).await?;
        for number in STARTS..STARTS + REQUESTS {
            let (_, took) = function.send(&(self.event)(&sample, number), self.status).await?;
            if number > STARTS {
                later.add(took);
            }
        }
        let memory = function.peak_memory().map_or("unknown".to_owned(), |megabytes| format!("{megabytes:5.1} MB"));
        say(&format!(
            "{:16} {:5.1} ms  {:5.1} ms  {:5.1} ms   {:6.2} ms {:6.2} ms   {memory}   ({} starts, {} requests)",
            self.function,
            started.percentile(50),
            first.percentile(50),
            first.percentile(100),
            later.percentile(50),
            later.percentile(95),
            first.count(),
            later.count(),
        ))?;
        Ok(())
    }
}

/// Returns the sample event of a function of the accounts.
fn sample(function: &str) -> Result<Value> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../events/accounts").join(function).with_extension("json");
    Ok(serde_json::from_str(&fs::read_to_string(path)?)?)
}

fn account(number: usize) -> String {
    format!("{:012}", 200_000_000_000 + number)
}

fn connection(sample: &Value, number: usize) -> Value {
    let mut event = sample.clone();
    let body = json!({ "kind": "account", "account_id": account(number), "name": format!("Account {number}") });
    event["body"] = json!(body.to_string());
    event["headers"]["idempotency-key"] = json!(format!("bench-{number}"));
    event
}

fn reading(sample: &Value, number: usize) -> Value {
    let mut event = sample.clone();
    let account = account(number);
    event["rawPath"] = json!(format!("/v1/aws/accounts/{account}"));
    event["pathParameters"]["account_id"] = json!(account);
    event
}

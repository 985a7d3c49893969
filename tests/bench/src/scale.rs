//! How a scan grows with an organization: the memory of each function, what killing does, and how
//! fast shards are kept in books.
//!
//! `bench scale` runs everything, each function in a process of its own; `bench scale memory <function>
//! <accounts>` is one of these; `bench scale kill <accounts> <regions> <services>` is a scan with kills.

use crate::figures::say;
use anyhow::{Context, Result, bail, ensure};
use pantheon_scale::{
    estate::Organization,
    simulation::{self, Plan},
    synthetic::{self, Function},
};
use std::{
    fs,
    process::Command,
    time::{Duration, Instant},
};

/// How many accounts the memory is measured with.
const ACCOUNTS: [usize; 3] = [100, 1_000, 10_000];
/// The same for the shard that holds a resource for each.
const RESOURCES: [usize; 3] = [1_000, 10_000, 100_000];
/// How many resources an account has in the world that is put together.
const RESOURCES_EACH: usize = 100;
/// More than this is no bounded memory any more, whatever the organization.
const MOST_GROWTH: f64 = 16.0;

/// Runs one part, or all of them.
pub(crate) fn measure(words: &[&str]) -> Result<()> {
    match *words {
        [] => {
            memory_of_all()?;
            kill(10_000, 17, 3)
        }
        ["memory", function, accounts] => memory(function.parse()?, accounts.parse()?),
        ["kill", accounts, regions, services] => kill(accounts.parse()?, regions.parse()?, services.parse()?),
        _ => bail!("usage: bench scale [memory <function> <accounts> | kill <accounts> <regions> <services>]"),
    }
}

/// Prints the memory of every function, and fails if it grows with the organization.
fn memory_of_all() -> Result<()> {
    say("function              accounts       work                            seconds   peak memory")?;
    for function in Function::ALL {
        let sizes = if function == Function::CollectLargeShard { RESOURCES } else { ACCOUNTS };
        let mut peaks = Vec::new();
        for size in sizes {
            let line = child(&["memory", function.as_str(), &size.to_string()])?;
            let peak = line.rsplit_once(' ').and_then(|(line, _)| line.rsplit(' ').next()?.parse::<f64>().ok());
            peaks.push(peak.with_context(|| line.clone())?);
            say(&line)?;
        }
        // A shard holds the manifest of its resources; nothing else may grow with what there is.
        let growth = peaks[2] - peaks[0];
        let bounded = growth <= MOST_GROWTH || function == Function::CollectLargeShard && peaks[2] < 400.0;
        ensure!(bounded, "the memory of {} grows by {growth:.1} MB", function.as_str());
    }
    Ok(())
}

fn child(words: &[&str]) -> Result<String> {
    let output = Command::new(std::env::current_exe()?).arg("scale").args(words).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?.trim_end().to_owned())
}

fn wait<T>(work: impl Future<Output = T>) -> Result<T> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work))
}

/// Does the work of one function in this process, and prints what that took.
fn memory(function: Function, accounts: usize) -> Result<()> {
    let organization = Organization { accounts, regions: 17, resources: RESOURCES_EACH };
    let began = Instant::now();
    let work = wait(synthetic::run(function, organization))??;
    let seconds = began.elapsed().as_secs_f64();
    let done = format!("{:>10} {}", work.count, work.what);
    say(&format!("{:20} {accounts:>9}   {done:33} {seconds:7.1}   {:9.1} MB", function.as_str(), peak()?))?;
    Ok(())
}

/// Returns the most memory that this process has held, in megabytes.
fn peak() -> Result<f64> {
    let status = fs::read_to_string("/proc/self/status").context("only Linux says how much memory a process held")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("there is no peak")?;
    Ok(line.trim().trim_end_matches(" kB").parse::<f64>()? / 1024.0)
}

/// Scans an organization while functions are killed, calls fail and messages are doubled and lost.
fn kill(accounts: usize, regions: usize, services: usize) -> Result<()> {
    const SERVICES: [&str; 8] = ["ec2", "rds", "lambda", "sqs", "sns", "ecs", "eks", "kms"];
    let services: Vec<&str> = SERVICES.into_iter().cycle().take(services.min(SERVICES.len())).collect();
    let organization = Organization { accounts, regions, resources: 1 };
    let plan = Plan { organization, services, seed: 1, faults: 20, kills: 20, disorder: 20, at_once: 400 };
    let began = Instant::now();
    let outcome = wait(simulation::run(plan))??;
    let (took, shards) = (began.elapsed(), outcome.scan.shards_total.unwrap_or_default());
    ensure!(outcome.wrong.is_empty(), "{:?}", outcome.wrong);
    say(&format!(
        "{accounts} accounts × {regions} regions: {shards} shards, none lost, none doubled; {} functions killed, {} failed, \
         {} came to their end; {} messages, {} dead letters; {} activations of resume-scans; {:.0} s, {:.0} shards/s",
        outcome.killed,
        outcome.failed,
        outcome.done,
        outcome.messages.0,
        outcome.messages.1,
        outcome.resumed,
        took.as_secs_f64(),
        per_second(shards, took),
    ))?;
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "shards are counted in millions at most")]
fn per_second(count: u64, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64()
}

//! What one more function costs to build, when everything that it is made of has been built.

use crate::figures::say;
use anyhow::{Context, Result, bail, ensure};
use std::{
    fs::File,
    path::Path,
    process::Command,
    time::{Duration, Instant, SystemTime},
};

/// More than this means that a function compiles again what its libraries hold.
const LIMIT: Duration = Duration::from_secs(30);

/// How often it is built. The quickest counts: in the others cargo may have waited for its lock.
const TRIES: usize = 3;

/// Builds a function, makes cargo build that function alone again, and prints how long it took.
pub(crate) fn measure(context: &str, function: &str) -> Result<()> {
    build(function)?;
    let source = format!("{}/../../functions/{context}/src/bin/{function}.rs", env!("CARGO_MANIFEST_DIR"));
    let mut took = Duration::MAX;
    for _ in 0..TRIES {
        touch(Path::new(&source)).with_context(|| format!("there is no function {function} in {context}"))?;
        took = took.min(build(function)?);
    }
    say(&format!("one more function   {:.1} s to build ({function})", took.as_secs_f64()))?;
    ensure!(took < LIMIT, "adding a function must cost seconds: see docs/decisions on the build");
    Ok(())
}

/// Makes a file look changed, as a new one does.
fn touch(path: &Path) -> Result<()> {
    let now = SystemTime::UNIX_EPOCH + SystemTime::UNIX_EPOCH.elapsed()?;
    Ok(File::options().append(true).open(path)?.set_modified(now)?)
}

/// Builds as `make build` does, so that nothing is built in another way first.
fn build(function: &str) -> Result<Duration> {
    let began = Instant::now();
    let what = ["build", "--quiet", "--workspace", "--test", "contract", "--bin", function];
    let status = Command::new("cargo").args(what).status()?;
    if status.success() { Ok(began.elapsed()) } else { bail!("{function} does not build") }
}

//! One function, running as a process.

use crate::runtime_api::RuntimeApi;
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::{
    fs::{self, File},
    path::Path,
    process::{Child, Command},
    time::{Duration, Instant},
};

/// A process that is ended with this value.
pub(crate) struct Function {
    process: Child,
    api: RuntimeApi,
    began: Instant,
}

impl Function {
    /// Starts a function with the environment that its template gives it.
    pub(crate) async fn start(folder: &Path, name: &str, environment: &[(&str, String)]) -> Result<Self> {
        let program = folder.join(name).join("bootstrap");
        let api = RuntimeApi::open().await?;
        let log = File::create(std::env::temp_dir().join(format!("pantheon-bench-{name}.log")))?;
        let mut command = Command::new(&program);
        command
            .env_clear()
            .env("AWS_LAMBDA_RUNTIME_API", api.address())
            .env("AWS_LAMBDA_FUNCTION_NAME", name)
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256")
            .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
            .env("AWS_REGION", "us-east-1")
            .env("AWS_ACCESS_KEY_ID", "test")
            .env("AWS_SECRET_ACCESS_KEY", "test")
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stderr(log.try_clone()?)
            .stdout(log);
        let began = Instant::now();
        let process = command.spawn().with_context(|| format!("cannot start {}", program.display()))?;
        Ok(Self { process, api, began })
    }

    /// Waits until the function asks for work; returns how long that took from its start.
    pub(crate) async fn ready(&mut self) -> Result<Duration> {
        self.api.asked().await?;
        Ok(self.began.elapsed())
    }

    /// Sends a request; fails unless it is answered with this status. Returns the body and how
    /// long the answer took.
    pub(crate) async fn send(&mut self, event: &Value, status: u64) -> Result<(Value, Duration)> {
        let (answer, took) = self.api.invoke(event.to_string()).await?;
        let answer: Value = serde_json::from_str(&answer)?;
        ensure!(answer["statusCode"] == status, "expected {status}, not {answer}");
        let body = answer["body"].as_str().unwrap_or_default();
        Ok((serde_json::from_str(body).unwrap_or_default(), took))
    }

    /// Returns how long the function has been running.
    pub(crate) fn age(&self) -> Duration {
        self.began.elapsed()
    }

    /// Returns the most memory that the process has held, in megabytes; `None` but on Linux.
    pub(crate) fn peak_memory(&self) -> Option<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.trim().strip_suffix(" kB")?.parse::<f64>().ok().map(|kilobytes| kilobytes / 1024.0)
    }
}

impl Drop for Function {
    fn drop(&mut self) {
        // It may have ended by itself, which is as good.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

//! What every function starts with: settings, logs, a runtime and the AWS SDK.

use crate::{Boxed, Config, SystemClock, invocation, log, metric};
use aws_config::{BehaviorVersion, SdkConfig, retry::RetryConfig, timeout::TimeoutConfig};
use pantheon_core::{Error, Result};
use std::{fmt, time::Duration};
use tokio::runtime::{Builder, Runtime};

/// How a function ends; it only does when it could not start.
pub type Exit = Result<(), Failure>;

/// A start that failed. It was logged when it was made, so it prints nothing more.
pub struct Failure;

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        log::failure(&error, "the function could not start");
        Self
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the function could not start")
    }
}

/// A function that has started: the settings, the SDK and the runtime that its triggers run on.
#[derive(Debug)]
pub struct Lambda {
    runtime: Runtime,
    config: &'static Config,
    sdk: SdkConfig,
    clock: &'static SystemClock,
}

impl Lambda {
    /// Reads the settings, opens the logs and loads the SDK's configuration.
    ///
    /// All of it happens in the init phase, where the processor is not throttled.
    pub fn start() -> Result<Self> {
        let config = Config::from_environment();
        let traces = config.as_ref().ok().filter(|config| config.traces()).map(Config::function);
        log::open(config.as_ref().map_or("info", Config::log_filter), traces);
        let config: &'static Config = Box::leak(Box::new(config?));
        metric::open();
        let runtime = Builder::new_current_thread().enable_all().build().map_err(Error::internal)?;
        let sdk = runtime.block_on(sdk());
        Ok(Self { runtime, config, sdk, clock: &SystemClock })
    }

    /// Returns the settings.
    pub fn config(&self) -> &'static Config {
        self.config
    }

    /// Returns what SDK clients are made from.
    pub fn sdk(&self) -> &SdkConfig {
        &self.sdk
    }

    /// Returns the clock.
    pub fn clock(&self) -> &'static SystemClock {
        self.clock
    }

    /// Drives a future to its end, before the first invocation.
    pub fn wait<'a, T: Send + 'a>(&self, future: impl Future<Output = T> + Send + 'a) -> T {
        let mut result = None;
        let slot = &mut result;
        self.wait_boxed(Box::pin(async move { *slot = Some(future.await) }));
        match result {
            Some(value) => value,
            None => unreachable!("the runtime returns only when the future has ended"),
        }
    }

    /// Keeps a value for as long as the process lives.
    pub fn keep<T>(&self, value: T) -> &'static T {
        Box::leak(Box::new(value))
    }

    /// Serves invocations until the process is ended.
    pub(crate) fn serve<'a>(&'a self, work: &'a invocation::Work<'a>) -> Exit {
        self.runtime.block_on(invocation::run(work, self.clock)).map_err(Failure::from)
    }

    fn wait_boxed(&self, future: Boxed<'_, ()>) {
        self.runtime.block_on(future);
    }
}

async fn sdk() -> SdkConfig {
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(2))
        .operation_attempt_timeout(Duration::from_secs(15))
        .build();
    aws_config::defaults(BehaviorVersion::latest())
        .timeout_config(timeouts)
        .retry_config(RetryConfig::standard().with_max_attempts(3))
        .load()
        .await
}

//! Trigger: a schedule. It takes no input but the time, and repeating it does no harm.

use crate::{
    Boxed, Exit, Lambda,
    invocation::{Done, Outcome},
};
use chrono::{DateTime, Utc};
use pantheon_core::Result;
use serde_json::Value;

impl Lambda {
    /// Serves a schedule; a failure makes the scheduler try again.
    pub fn schedule<'a, F>(&'a self, handler: impl Fn(DateTime<Utc>) -> F + Sync + 'a) -> Exit
    where
        F: Future<Output = Result<()>> + Send + 'a,
    {
        self.schedule_boxed(&move |now| Box::pin(handler(now)))
    }

    fn schedule_boxed<'a>(&'a self, handler: &(dyn Fn(DateTime<Utc>) -> Boxed<'a, Result<()>> + Sync)) -> Exit {
        self.serve(&|invocation| {
            let work = handler(invocation.context.now);
            Box::pin(async move {
                work.await?;
                Ok(Done { payload: Value::Null, outcome: Outcome::Succeeded })
            })
        })
    }
}

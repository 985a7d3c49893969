//! Trigger: a schedule. It takes no input but the time, and repeating it does no harm.

use crate::{
    Boxed, Exit, Lambda,
    invocation::{Done, Outcome},
};
use chrono::{DateTime, Utc};
use pantheon_core::{Error, Result};
use serde_json::Value;

/// Does something for each item in turn; one failure does not keep the others, and the last one is
/// returned. `work` names what is done, for the log.
pub async fn for_each<T: std::fmt::Debug, F>(
    items: impl IntoIterator<Item = T>,
    work: &str,
    mut each: impl FnMut(T) -> F,
) -> Result<()>
where
    F: Future<Output = Result<()>>,
{
    let mut failed = None;
    for item in items {
        let subject = format!("{item:?}");
        if let Err(error) = each(item).await {
            tracing::error!(error = &error as &dyn std::error::Error, subject, "could not {work}");
            failed = Some(error);
        }
    }
    failed.map_or(Ok(()), |error: Error| Err(error))
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    #[tokio::test]
    async fn does_the_rest_after_a_failure_and_returns_it() {
        let done = Mutex::new(Vec::new());

        let result = for_each([1, 2, 3], "count", |number| {
            done.lock().unwrap().push(number);
            async move { if number == 2 { Err(Error::not_found("number", number)) } else { Ok(()) } }
        });

        assert!(matches!(result.await, Err(Error::NotFound { kind: "number", .. })));
        assert_eq!(*done.lock().unwrap(), [1, 2, 3]);
    }
}

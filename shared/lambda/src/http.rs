//! Trigger: a route of the HTTP API.
//!
//! A request is decoded once, its handler answers, and whatever goes wrong becomes a problem
//! document. Causes are logged here and shown to nobody. Every answer tells what is left of the
//! caller's rate limits, if the authorizer looked at them.

mod answer;
mod bulk;
mod cookie;
mod cursor;
mod gate;
mod object;
mod problem;
mod request;

pub use answer::{Answer, Json, Listing, NoContent};
pub use bulk::Bulk;
pub use cookie::{Cookie, Redirect};
pub use cursor::Cursors;
pub use gate::Gate;
pub use object::object;
pub use problem::Problem;
pub(crate) use problem::{code, detail, status};
pub use request::Request;
pub(crate) use request::{Received, pointer};

use crate::{
    Boxed, Context, Exit, Lambda,
    admission::RateLimit,
    invocation::{Done, Invocation, Outcome},
    log,
};
use pantheon_core::{Error, Result};

/// A handler whose future is behind a pointer.
pub(crate) type Handler<'a> = dyn Fn(Request) -> Boxed<'a, Result<Answer>> + Sync + 'a;

impl Lambda {
    /// Serves a route whose operation changes nothing, or needs no idempotency key.
    pub fn http<'a, F, R>(&'a self, handler: impl Fn(Request) -> F + Sync + 'a) -> Exit
    where
        F: Future<Output = Result<R>> + Send + 'a,
        R: Into<Answer>,
    {
        let handler = move |request| {
            let answer = handler(request);
            Box::pin(async move { answer.await.map(Into::into) }) as Boxed<'a, Result<Answer>>
        };
        self.http_boxed(&handler)
    }

    fn http_boxed(&self, handler: &Handler<'_>) -> Exit {
        self.serve(&|invocation| Box::pin(answer(handler, invocation)))
    }
}

async fn answer(handler: &Handler<'_>, invocation: Invocation) -> Result<Done> {
    let context = invocation.context.clone();
    let received = Received::read(invocation.payload())?;
    let rate = received.rate_limit();
    let result = match received.into_request(context.clone()) {
        Ok(request) => {
            let if_none_match = request.header("if-none-match").map(str::to_owned);
            in_time(&context, handler(request)).await.map(|answer| answer.unless_known(if_none_match.as_deref()))
        }
        Err(error) => Err(error),
    };
    finish(result, rate, &context)
}

/// Gives a handler the time that the runtime leaves it.
pub(crate) async fn in_time<T>(context: &Context, work: impl Future<Output = Result<T>>) -> Result<T> {
    let ended = tokio::time::timeout(context.patience(), work).await;
    ended.unwrap_or_else(|elapsed| Err(Error::unavailable("this operation", elapsed)))
}

/// Turns the result of a handler into the payload that API Gateway expects.
pub(crate) fn finish(result: Result<Answer>, rate: Option<RateLimit>, context: &Context) -> Result<Done> {
    let answer = result.unwrap_or_else(|error| {
        log::failure(&error, "the request was not carried out");
        problem::answer(&error, context)
    });
    let answer = match rate {
        Some(rate) => answer.with("ratelimit", rate.limit()).with("ratelimit-policy", rate.policy()),
        None => answer,
    };
    Ok(Done { outcome: Outcome::of_status(answer.status()), payload: answer.into_payload(context)? })
}

#[cfg(test)]
mod tests;

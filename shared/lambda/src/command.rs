//! Trigger: a route of the HTTP API that changes something, at most once per `Idempotency-Key`.
//!
//! The key is claimed before the handler runs. The handler commits its answer together with the
//! change, so that a repeated request is told what the first one was told. A request that fails
//! gives its claim back. If its change was committed all the same, as when only the reply was
//! lost, the claim is settled, and giving it back leaves it as it is.

use crate::{
    Boxed, Exit, Lambda,
    http::{self, Answer, Received, Request},
    invocation::{Done, Invocation},
    log,
};
use chrono::TimeDelta;
use pantheon_core::{
    Error, Result,
    command::{Claim, Claimed, Idempotency, IdempotencyKey},
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

impl Lambda {
    /// Serves a route whose operation changes something; demands an `Idempotency-Key`.
    pub fn command<'a, F, R>(
        &'a self,
        idempotency: &'a dyn Idempotency,
        handler: impl Fn(Request) -> F + Sync + 'a,
    ) -> Exit
    where
        F: Future<Output = Result<R>> + Send + 'a,
        R: Into<Answer>,
    {
        let handler = move |request| {
            let answer = handler(request);
            Box::pin(async move { answer.await.map(Into::into) }) as Boxed<'a, Result<Answer>>
        };
        self.command_boxed(idempotency, &handler)
    }

    fn command_boxed<'a>(&'a self, idempotency: &'a dyn Idempotency, handler: &http::Handler<'_>) -> Exit {
        self.serve(&|invocation| Box::pin(answer(idempotency, handler, invocation)))
    }
}

async fn answer(idempotency: &dyn Idempotency, handler: &http::Handler<'_>, invocation: Invocation) -> Result<Done> {
    let context = invocation.context.clone();
    let received = Received::read(invocation.payload())?;
    let rate = received.rate_limit();
    let result = match received.into_request(context.clone()) {
        Ok(request) => once(idempotency, request, handler).await,
        Err(error) => Err(error),
    };
    http::finish(result, rate, &context)
}

/// Carries out a request unless its key says that it was, or is being, carried out.
async fn once(idempotency: &dyn Idempotency, request: Request, handler: &http::Handler<'_>) -> Result<Answer> {
    let claim = claim(&request)?;
    let context = request.context().clone();
    let lease_until = context.deadline + TimeDelta::seconds(1);
    match idempotency.claim(&claim, context.now, lease_until).await? {
        Claimed::Answered(answer) => Answer::replayed(&answer),
        Claimed::Running => Err(Error::IdempotencyKeyRunning),
        Claimed::Reused => Err(Error::IdempotencyKeyReused),
        Claimed::Ours => {
            let result = http::in_time(&context, handler(request.claimed(claim.clone()))).await;
            if result.is_err()
                && let Err(unreleased) = idempotency.release(&claim).await
            {
                log::failure(&unreleased, "the claim on an idempotency key ends with its lease");
            }
            result
        }
    }
}

/// Names the claim of a request: the user's key for one operation, and what was asked under it.
fn claim(request: &Request) -> Result<Claim> {
    let caller = request.caller()?;
    let key: IdempotencyKey = request.header("idempotency-key").ok_or(Error::IdempotencyKeyMissing)?.parse()?;
    let mut fingerprint = Sha256::new();
    fingerprint.update(request.question());
    fingerprint.update([0]);
    fingerprint.update(request.bytes());
    Ok(Claim {
        tenant: caller.tenant.clone(),
        key: format!("{} {} {key}", caller.user, request.operation()),
        fingerprint: hex::encode(fingerprint.finalize()),
        attempt: Uuid::new_v4().to_string(),
    })
}

#[cfg(test)]
mod tests;

//! Triggers: messages of a queue, and domain events that a rule of the bus has put on a queue.
//!
//! Each message is handled by itself. One that fails is handed back alone and comes again, until
//! the queue moves it to its dead-letter queue; so is one that cannot be read.

use crate::{
    Boxed, Context, Exit, Lambda,
    http::pointer,
    invocation::{Done, Invocation, Outcome},
    log,
};
use aws_lambda_events::{
    eventbridge::EventBridgeEvent,
    sqs::{SqsEvent, SqsMessage},
};
use chrono::{DateTime, Utc};
use pantheon_core::{Error, Result, event::Event, event::Origin, id::TenantId};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tracing::Instrument;

/// One message of a queue. It may come more than once, and in any order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task<T> {
    /// What the message says.
    pub body: T,
    /// Identifies the message.
    pub message_id: String,
    /// How often the message has been handed out, this time included.
    pub attempt: u32,
    /// When the message is handled.
    pub now: DateTime<Utc>,
    /// When the function has to be done.
    pub deadline: DateTime<Utc>,
    /// The name of the function.
    pub function: String,
}

impl<T> Task<T> {
    /// Begins a chain of causes in the name of this function.
    pub fn origin(&self, tenant: TenantId) -> Origin {
        Origin::of_system(tenant, &self.function, self.now)
    }
}

/// What is done with one message, behind a pointer.
type Handler<'a> = dyn Fn(&SqsMessage, &Context) -> Boxed<'a, Result<()>> + Sync + 'a;

/// What is done with a batch, and which of its messages could not be read.
type BatchHandler<'a> = dyn Fn(&[SqsMessage], &Context) -> (Boxed<'a, Result<()>>, Vec<String>) + Sync + 'a;

impl<T> Task<T> {
    /// Returns the same task with another body.
    pub fn with<U>(&self, body: U) -> Task<U> {
        Task {
            body,
            message_id: self.message_id.clone(),
            attempt: self.attempt,
            now: self.now,
            deadline: self.deadline,
            function: self.function.clone(),
        }
    }
}

impl Lambda {
    /// Serves a queue whose messages are JSON of the type `T`.
    pub fn queue<'a, T, F>(&'a self, handler: impl Fn(Task<T>) -> F + Sync + 'a) -> Exit
    where
        T: DeserializeOwned,
        F: Future<Output = Result<()>> + Send + 'a,
    {
        let handler = move |message: &SqsMessage, context: &Context| match task(message, context) {
            Ok(task) => Box::pin(handler(task)) as Boxed<'a, Result<()>>,
            Err(error) => Box::pin(std::future::ready(Err(error))),
        };
        self.queue_boxed(&handler)
    }

    /// Serves a queue whose messages, JSON of the type `T`, are worth handling together.
    ///
    /// Those that cannot be read are handed back alone; where the handler fails, all others are.
    pub fn queue_batch<'a, T, F>(&'a self, handler: impl Fn(Vec<Task<T>>) -> F + Sync + 'a) -> Exit
    where
        T: DeserializeOwned,
        F: Future<Output = Result<()>> + Send + 'a,
    {
        let handler = move |messages: &[SqsMessage], context: &Context| {
            let (tasks, unread) = tasks(messages, context);
            let work: Boxed<'a, Result<()>> =
                if tasks.is_empty() { Box::pin(std::future::ready(Ok(()))) } else { Box::pin(handler(tasks)) };
            (work, unread)
        };
        self.serve(&|invocation| Box::pin(whole_batch(&handler, invocation)))
    }

    /// Serves a queue that a rule of the bus fills with domain events.
    pub fn events<'a, F>(&'a self, handler: impl Fn(Event) -> F + Sync + 'a) -> Exit
    where
        F: Future<Output = Result<()>> + Send + 'a,
    {
        self.queue(move |task: Task<EventBridgeEvent<Event>>| handler(task.body.detail))
    }

    fn queue_boxed(&self, handler: &Handler<'_>) -> Exit {
        self.serve(&|invocation| Box::pin(batch(handler, invocation)))
    }
}

async fn batch(handler: &Handler<'_>, invocation: Invocation) -> Result<Done> {
    let SqsEvent { records, .. } = invocation.read()?;
    let failed = failed_messages(handler, &records, &invocation.context).await;
    let outcome = if failed.is_empty() { Outcome::Succeeded } else { Outcome::Failed };
    let failures: Vec<Value> = failed.iter().map(|id| json!({ "itemIdentifier": id })).collect();
    Ok(Done { payload: json!({ "batchItemFailures": failures }), outcome })
}

async fn whole_batch(handler: &BatchHandler<'_>, invocation: Invocation) -> Result<Done> {
    let SqsEvent { records, .. } = invocation.read()?;
    let (work, mut failed) = handler(&records, &invocation.context);
    let done = match tokio::time::timeout(invocation.context.patience(), work).await {
        Ok(done) => done,
        Err(_) => Err(Error::unavailable("this operation", "the function ran out of time")),
    };
    if let Err(error) = done {
        log::failure(&error, "the batch was handed back");
        failed = records.iter().map(|message| message.message_id.clone().unwrap_or_default()).collect();
    }
    let outcome = if failed.is_empty() { Outcome::Succeeded } else { Outcome::Failed };
    let failures: Vec<Value> = failed.iter().map(|id| json!({ "itemIdentifier": id })).collect();
    Ok(Done { payload: json!({ "batchItemFailures": failures }), outcome })
}

/// Reads what can be read of a batch, and names the rest.
fn tasks<T: DeserializeOwned>(messages: &[SqsMessage], context: &Context) -> (Vec<Task<T>>, Vec<String>) {
    let (mut tasks, mut unread) = (Vec::new(), Vec::new());
    for message in messages {
        match task(message, context) {
            Ok(task) => tasks.push(task),
            Err(error) => {
                log::failure(&error, "the message was handed back");
                unread.push(message.message_id.clone().unwrap_or_default());
            }
        }
    }
    (tasks, unread)
}

/// Handles messages one after the other and returns those to be handed out again; when time is
/// up, these are all that are left.
async fn failed_messages<'a>(handler: &Handler<'_>, messages: &'a [SqsMessage], context: &Context) -> Vec<&'a str> {
    let mut failed = Vec::new();
    let time_is_up = tokio::time::sleep(context.patience());
    tokio::pin!(time_is_up);
    for message in messages {
        // Lambda hands a batch out again as a whole when it is given a name that it does not know.
        let id = message.message_id.as_deref().unwrap_or_default();
        let span = tracing::info_span!("message", message_id = id, tenant = tenant(message));
        let work = async { handler(message, context).await }.instrument(span.clone());
        let result = tokio::select! {
            biased;
            () = &mut time_is_up => Err(Error::unavailable("this operation", "the function ran out of time")),
            result = work => result,
        };
        if let Err(error) = result {
            span.in_scope(|| log::failure(&error, "the message was handed back"));
            failed.push(id);
        }
    }
    failed
}

/// Reads a message as what its handler is told.
pub(crate) fn task<T: DeserializeOwned>(message: &SqsMessage, context: &Context) -> Result<Task<T>> {
    let mut reader = serde_json::Deserializer::from_str(message.body.as_deref().unwrap_or_default());
    let body = serde_path_to_error::deserialize(&mut reader)
        .map_err(|error| Error::invalid(pointer(error.path()), error.inner().to_string()))?;
    Ok(Task {
        body,
        message_id: message.message_id.clone().unwrap_or_default(),
        attempt: message.attributes.get("ApproximateReceiveCount").and_then(|count| count.parse().ok()).unwrap_or(1),
        now: context.now,
        deadline: context.deadline,
        function: context.function.clone(),
    })
}

/// Returns the tenant that a message names, for the log.
fn tenant(message: &SqsMessage) -> Option<String> {
    let body: Value = serde_json::from_str(message.body.as_deref()?).ok()?;
    let named = body.get("tenant_id").or_else(|| body.get("detail")?.get("tenant_id"))?;
    named.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use std::{sync::Mutex, time::Duration};

    #[derive(Clone, Debug, PartialEq, serde::Deserialize)]
    struct Order {
        tenant_id: String,
        number: u32,
    }

    fn sqs(bodies: &[&str]) -> Value {
        let record = |(index, body): (usize, &&str)| {
            json!({
                "messageId": format!("m{index}"),
                "receiptHandle": "handle",
                "body": body,
                "attributes": { "ApproximateReceiveCount": "2" },
                "eventSourceARN": "arn:aws:sqs:us-east-1:000000000000:orders",
            })
        };
        json!({ "Records": bodies.iter().enumerate().map(record).collect::<Vec<_>>() })
    }

    async fn failed(
        bodies: &[&str],
        context: Context,
        handler: impl Fn(Task<Order>) -> Boxed<'static, Result<()>> + Sync,
    ) -> Value {
        let handler = |message: &SqsMessage, context: &Context| match task(message, context) {
            Ok(task) => handler(task),
            Err(error) => Box::pin(std::future::ready(Err(error))),
        };
        batch(&handler, fixture::invocation(&sqs(bodies), context)).await.unwrap().payload
    }

    fn message(body: &str) -> SqsMessage {
        serde_json::from_value(json!({ "messageId": "m", "body": body })).unwrap()
    }

    fn handed_back(ids: &[&str]) -> Value {
        let failures: Vec<Value> = ids.iter().map(|id| json!({ "itemIdentifier": id })).collect();
        json!({ "batchItemFailures": failures })
    }

    #[tokio::test]
    async fn hands_back_poison_and_failures_and_keeps_the_rest() {
        let seen = Mutex::new(Vec::new());
        let bodies = [
            r#"{"tenant_id":"tnt_1","number":1}"#,
            "no JSON",
            r#"{"tenant_id":"tnt_1","number":"two"}"#,
            r#"{"tenant_id":"tnt_1","number":3}"#,
            r#"{"tenant_id":"tnt_1","number":4}"#,
        ];

        let payload = failed(&bodies, fixture::context(), |task| {
            assert_eq!((task.attempt, task.now), (2, fixture::now()));
            seen.lock().unwrap().push(task.body.number);
            let odd = task.body.number == 3;
            Box::pin(async move { if odd { Err(Error::unavailable("the store", "throttled")) } else { Ok(()) } })
        })
        .await;

        assert_eq!(payload, handed_back(&["m1", "m2", "m3"]));
        assert_eq!(seen.into_inner().unwrap(), [1, 3, 4]);
    }

    #[tokio::test]
    async fn hands_back_what_it_has_no_time_for() {
        let bodies = [
            r#"{"tenant_id":"tnt_1","number":1}"#,
            r#"{"tenant_id":"tnt_1","number":2}"#,
            r#"{"tenant_id":"tnt_1","number":3}"#,
        ];

        let payload = failed(&bodies, fixture::hurried(), |task| {
            let wait = if task.body.number == 1 { Duration::ZERO } else { Duration::from_mins(1) };
            Box::pin(async move {
                tokio::time::sleep(wait).await;
                Ok(())
            })
        })
        .await;

        assert_eq!(payload, handed_back(&["m1", "m2"]));
    }

    async fn failed_together(bodies: &[&str], result: Result<()>) -> (Vec<u32>, Value) {
        let seen = Mutex::new(Vec::new());
        let result = Mutex::new(Some(result));
        let payload = {
            let handler = |messages: &[SqsMessage], context: &Context| {
                let (tasks, unread): (Vec<Task<Order>>, _) = tasks(messages, context);
                seen.lock().unwrap().extend(tasks.iter().map(|task| task.body.number));
                let result = result.lock().unwrap().take().unwrap();
                (Box::pin(std::future::ready(result)) as Boxed<'static, Result<()>>, unread)
            };
            whole_batch(&handler, fixture::invocation(&sqs(bodies), fixture::context())).await.unwrap().payload
        };
        (seen.into_inner().unwrap(), payload)
    }

    #[tokio::test]
    async fn handles_a_batch_together_without_its_poison() {
        let bodies = [r#"{"tenant_id":"tnt_1","number":1}"#, "no JSON", r#"{"tenant_id":"tnt_1","number":3}"#];

        assert_eq!(failed_together(&bodies, Ok(())).await, (vec![1, 3], handed_back(&["m1"])));
        let refused = Err(Error::unavailable("the store", "throttled"));
        assert_eq!(failed_together(&bodies, refused).await, (vec![1, 3], handed_back(&["m0", "m1", "m2"])));
    }

    #[test]
    fn finds_the_tenant_of_a_task_and_of_an_event() {
        assert_eq!(tenant(&message(r#"{"tenant_id":"tnt_1"}"#)).as_deref(), Some("tnt_1"));
        assert_eq!(tenant(&message(r#"{"detail":{"tenant_id":"tnt_2"}}"#)).as_deref(), Some("tnt_2"));
        assert_eq!(tenant(&message("?")), None);
    }

    #[test]
    fn reads_a_domain_event_as_the_bus_delivers_it() {
        let event = Origin::of_system(fixture::tenant(), "test", fixture::now()).event(&Happened, 7);
        let body = json!({ "version": "0", "source": "pantheon", "detail-type": "thing.happened", "detail": event });

        let task: Task<EventBridgeEvent<Event>> = task(&message(&body.to_string()), &fixture::context()).unwrap();

        assert_eq!(task.body.detail, event);
        assert_eq!(task.attempt, 1);
    }

    #[derive(serde::Serialize)]
    struct Happened;

    impl pantheon_core::event::Fact for Happened {
        const KIND: &'static str = "thing.happened";

        fn subject(&self) -> String {
            "things/1".to_owned()
        }
    }
}

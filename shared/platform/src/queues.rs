//! Tasks for other functions, over SQS.

use crate::{
    backoff::{ATTEMPTS, before_attempt, warm_up},
    batch::batches,
    failure::failure,
};
use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_sqs::{
    Client,
    types::{BatchResultErrorEntry, QueueAttributeName, SendMessageBatchRequestEntry},
};
use futures::future::try_join_all;
use pantheon_core::{
    Error, Result,
    queue::{Backlogs, Tasks},
};
use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

const SERVICE: &str = "the task queue";

/// The service whose queue is asked for to open the connection; every deployment has it.
const WARM_UP: &str = "ec2";

/// How many batches are under way at once: a scan of a large organization sends thousands.
const CONCURRENT_BATCHES: usize = 8;

/// The queues that this function may send to.
///
/// Queues are named after what they feed, behind the prefix of the deployment.
#[derive(Debug)]
pub struct Queues {
    client: Client,
    prefix: String,
    /// The URLs that were asked for so far, by the names of the queues.
    urls: Mutex<BTreeMap<String, String>>,
}

impl Queues {
    /// Opens the queues whose names begin with `prefix`, and the connection to SQS.
    pub async fn open(sdk: &SdkConfig, prefix: &str) -> Self {
        let client = Client::new(sdk);
        warm_up(client.get_queue_url().queue_name(format!("{prefix}collect-{WARM_UP}")).send()).await;
        Self { client, prefix: prefix.to_owned(), urls: Mutex::default() }
    }

    /// Returns the URL of a queue; each is asked for once.
    pub(crate) async fn url(&self, queue: &str) -> Result<String> {
        let known = self.urls.lock().unwrap_or_else(PoisonError::into_inner).get(queue).cloned();
        if let Some(url) = known {
            return Ok(url);
        }
        let name = format!("{}{queue}", self.prefix);
        let answer = self.client.get_queue_url().queue_name(&name).send().await.map_err(|e| failure(SERVICE, e))?;
        let missing = || Error::internal(format!("SQS named no URL of the queue {name}"));
        let url = answer.queue_url().ok_or_else(missing)?.to_owned();
        self.urls.lock().unwrap_or_else(PoisonError::into_inner).insert(queue.to_owned(), url.clone());
        Ok(url)
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    async fn send_batch(&self, url: &str, batch: &[String]) -> Result<()> {
        let mut waiting: Vec<&String> = batch.iter().collect();
        for attempt in 0..ATTEMPTS {
            before_attempt(attempt).await;
            let refused = self.try_batch(url, &waiting).await?;
            if refused.is_empty() {
                return Ok(());
            }
            tracing::warn!(refused = refused.len(), attempt, "SQS took only a part of a batch");
            waiting = refused;
        }
        Err(Error::unavailable(SERVICE, format!("{} messages were refused {ATTEMPTS} times", waiting.len())))
    }

    /// Sends a batch once and returns the messages that may be sent again.
    async fn try_batch<'a>(&self, url: &str, bodies: &[&'a String]) -> Result<Vec<&'a String>> {
        let mut request = self.client.send_message_batch().queue_url(url);
        for (index, body) in bodies.iter().enumerate() {
            request = request.entries(entry(index, body)?);
        }
        let answer = request.send().await.map_err(|error| failure(SERVICE, error))?;
        if let Some(fault) = answer.failed().iter().find(|refusal| refusal.sender_fault()) {
            return Err(Error::internal(describe(fault)));
        }
        let refused = answer.failed().iter().filter_map(|refusal| refusal.id().parse::<usize>().ok());
        Ok(refused.filter_map(|index| bodies.get(index).copied()).collect())
    }
}

#[async_trait]
impl Tasks for Queues {
    async fn send(&self, queue: &str, bodies: Vec<String>) -> Result<()> {
        let url = self.url(queue).await?;
        for wave in batches(bodies, String::len).chunks(CONCURRENT_BATCHES) {
            try_join_all(wave.iter().map(|batch| self.send_batch(&url, batch))).await?;
        }
        Ok(())
    }
}

/// What makes up the backlog of a queue.
const COUNTS: [QueueAttributeName; 3] = [
    QueueAttributeName::ApproximateNumberOfMessages,
    QueueAttributeName::ApproximateNumberOfMessagesDelayed,
    QueueAttributeName::ApproximateNumberOfMessagesNotVisible,
];

#[async_trait]
impl Backlogs for Queues {
    async fn backlog(&self, queue: &str) -> Result<u64> {
        let url = self.url(queue).await?;
        let request = self.client.get_queue_attributes().queue_url(url).set_attribute_names(Some(COUNTS.to_vec()));
        let answer = request.send().await.map_err(|error| failure(SERVICE, error))?;
        let attributes = answer.attributes().cloned().unwrap_or_default();
        let count = |name: &QueueAttributeName| {
            let text = attributes.get(name).ok_or_else(|| Error::internal(format!("SQS did not say {name}")))?;
            text.parse::<u64>().map_err(Error::internal)
        };
        COUNTS.iter().map(count).sum()
    }
}

fn entry(index: usize, body: &str) -> Result<SendMessageBatchRequestEntry> {
    let entry = SendMessageBatchRequestEntry::builder().id(index.to_string()).message_body(body).build();
    entry.map_err(Error::internal)
}

fn describe(refusal: &BatchResultErrorEntry) -> String {
    format!("SQS refused a message with {}: {}", refusal.code(), refusal.message().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Scripted, sdk};
    use serde_json::{Value, json};
    use wiremock::{
        Mock, MockServer, ResponseTemplate,
        matchers::{body_partial_json, header},
    };

    const TARGET: &str = "AmazonSQS.SendMessageBatch";
    const LOOK_UP: &str = "AmazonSQS.GetQueueUrl";

    /// Opens the queues of a deployment that has one for EC2 and none for anything else.
    async fn queues(server: &MockServer) -> Queues {
        let url = format!("{}/000000000000/pantheon-test-collect-ec2", server.uri());
        Mock::given(header("x-amz-target", LOOK_UP))
            .and(body_partial_json(json!({"QueueName": "pantheon-test-collect-ec2"})))
            .respond_with(ResponseTemplate::new(200).set_body_json(json!({"QueueUrl": url})))
            .mount(server)
            .await;
        let missing = json!({"__type": "com.amazonaws.sqs#QueueDoesNotExist", "message": "no"});
        Mock::given(header("x-amz-target", LOOK_UP))
            .respond_with(ResponseTemplate::new(400).set_body_json(missing))
            .mount(server)
            .await;
        Queues::open(&sdk(server), "pantheon-test-").await
    }

    async fn bodies_sent(server: &MockServer) -> Vec<Vec<String>> {
        let requests = server.received_requests().await.unwrap();
        let batches = requests.iter().filter(|request| request.headers["x-amz-target"] == TARGET);
        batches
            .map(|request| {
                let body: Value = serde_json::from_slice(&request.body).unwrap();
                let entries = body["Entries"].as_array().unwrap();
                entries.iter().map(|entry| entry["MessageBody"].as_str().unwrap().to_owned()).collect()
            })
            .collect()
    }

    fn answer(failed: &Value) -> ResponseTemplate {
        ResponseTemplate::new(200).set_body_json(json!({"Successful": [], "Failed": failed}))
    }

    #[tokio::test]
    async fn sends_ten_at_a_time() {
        let server = MockServer::start().await;
        Mock::given(header("x-amz-target", TARGET)).respond_with(answer(&json!([]))).mount(&server).await;

        let bodies: Vec<String> = (0..23).map(|number| number.to_string()).collect();
        queues(&server).await.send("collect-ec2", bodies.clone()).await.unwrap();

        let mut sent = bodies_sent(&server).await;
        sent.sort_by_key(|batch| batch[0].parse::<u32>().unwrap());
        assert_eq!(sent.iter().map(Vec::len).collect::<Vec<_>>(), [10, 10, 3]);
        assert_eq!(sent.concat(), bodies);
    }

    #[tokio::test]
    async fn sends_again_only_what_was_refused() {
        let server = MockServer::start().await;
        let refusal = json!([{"Id": "1", "SenderFault": false, "Code": "InternalError"}]);
        let script = Scripted::new([answer(&refusal), answer(&json!([]))]);
        Mock::given(header("x-amz-target", TARGET)).respond_with(script).mount(&server).await;

        queues(&server).await.send("collect-ec2", vec!["a".into(), "b".into(), "c".into()]).await.unwrap();

        assert_eq!(bodies_sent(&server).await, [vec!["a", "b", "c"], vec!["b"]]);
    }

    #[tokio::test]
    async fn gives_up_where_sqs_keeps_refusing() {
        let server = MockServer::start().await;
        let refusal = json!([{"Id": "0", "SenderFault": false, "Code": "InternalError"}]);
        Mock::given(header("x-amz-target", TARGET)).respond_with(answer(&refusal)).mount(&server).await;

        let outcome = queues(&server).await.send("collect-ec2", vec!["a".into()]).await;

        assert!(matches!(outcome, Err(Error::Unavailable { .. })));
        assert_eq!(bodies_sent(&server).await.len(), ATTEMPTS as usize);
    }

    #[tokio::test]
    async fn does_not_repeat_a_mistake_of_its_own() {
        let server = MockServer::start().await;
        let refusal = json!([{"Id": "0", "SenderFault": true, "Code": "InvalidMessageContents"}]);
        Mock::given(header("x-amz-target", TARGET)).respond_with(answer(&refusal)).mount(&server).await;

        let outcome = queues(&server).await.send("collect-ec2", vec!["\u{1}".into()]).await;

        assert!(matches!(outcome, Err(Error::Internal { .. })));
        assert_eq!(bodies_sent(&server).await.len(), 1);
    }

    #[tokio::test]
    async fn knows_a_refusal_from_a_fault_that_passes() {
        for (status, code, passes) in [
            (403, "AccessDenied", false),
            (400, "com.amazonaws.sqs#QueueDoesNotExist", false),
            (400, "ThrottlingException", true),
            (500, "InternalError", true),
        ] {
            let server = MockServer::start().await;
            let refusal = ResponseTemplate::new(status).set_body_json(json!({"__type": code, "message": "no"}));
            Mock::given(header("x-amz-target", TARGET)).respond_with(refusal).mount(&server).await;

            let outcome = queues(&server).await.send("collect-ec2", vec!["a".into()]).await;

            assert_eq!(outcome.unwrap_err().is_retryable(), passes, "{code}");
        }
    }

    #[tokio::test]
    async fn looks_a_queue_up_once() {
        let server = MockServer::start().await;
        Mock::given(header("x-amz-target", TARGET)).respond_with(answer(&json!([]))).mount(&server).await;
        let queues = queues(&server).await;
        let look_ups = async || {
            let requests = server.received_requests().await.unwrap();
            requests.iter().filter(|request| request.headers["x-amz-target"] == LOOK_UP).count()
        };
        let before = look_ups().await;

        queues.send("collect-ec2", vec!["a".into()]).await.unwrap();
        queues.send("collect-ec2", vec!["b".into()]).await.unwrap();

        assert_eq!(look_ups().await, before + 1);
    }

    async fn attributes(counts: &Value) -> MockServer {
        let server = MockServer::start().await;
        let answer = ResponseTemplate::new(200).set_body_json(json!({ "Attributes": counts }));
        let target = header("x-amz-target", "AmazonSQS.GetQueueAttributes");
        Mock::given(target).respond_with(answer).mount(&server).await;
        server
    }

    #[tokio::test]
    async fn counts_everything_that_a_queue_holds() {
        let server = attributes(&json!({
            "ApproximateNumberOfMessages": "30",
            "ApproximateNumberOfMessagesDelayed": "4",
            "ApproximateNumberOfMessagesNotVisible": "200",
        }))
        .await;

        assert_eq!(queues(&server).await.backlog("collect-ec2").await.unwrap(), 234);
    }

    #[tokio::test]
    async fn takes_no_queue_for_empty_that_does_not_say_so() {
        let server = attributes(&json!({ "ApproximateNumberOfMessages": "0" })).await;

        let outcome = queues(&server).await.backlog("collect-ec2").await;

        assert!(matches!(outcome, Err(Error::Internal { .. })));
    }

    #[tokio::test]
    async fn refuses_a_queue_that_does_not_exist() {
        let server = MockServer::start().await;

        let outcome = queues(&server).await.send("collect-s3", vec!["a".into()]).await;

        assert!(matches!(outcome, Err(Error::Internal { .. })));
        assert!(bodies_sent(&server).await.is_empty());
    }
}

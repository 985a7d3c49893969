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
use pantheon_core::{Error, Result, queue::Tasks};
use std::collections::BTreeMap;

const SERVICE: &str = "the task queue";

/// How many batches are under way at once: a scan of a large organization sends thousands.
const CONCURRENT_BATCHES: usize = 8;

/// The queues that this function may send to.
#[derive(Clone, Debug)]
pub struct Queues {
    client: Client,
    urls: BTreeMap<String, String>,
}

impl Queues {
    /// Opens the queues with these URLs, by name, and the connection to SQS.
    pub async fn open(sdk: &SdkConfig, urls: BTreeMap<String, String>) -> Self {
        let client = Client::new(sdk);
        if let Some(url) = urls.values().next() {
            let attribute = QueueAttributeName::QueueArn;
            warm_up(client.get_queue_attributes().queue_url(url).attribute_names(attribute).send()).await;
        }
        Self { client, urls }
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    pub(crate) fn url(&self, queue: &str) -> Result<&str> {
        let url = self.urls.get(queue).map(String::as_str);
        url.ok_or_else(|| Error::internal(format!("no URL is known of queue {queue}")))
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
        let url = self.url(queue)?;
        for wave in batches(bodies, String::len).chunks(CONCURRENT_BATCHES) {
            try_join_all(wave.iter().map(|batch| self.send_batch(url, batch))).await?;
        }
        Ok(())
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
    use wiremock::{Mock, MockServer, ResponseTemplate, matchers::header};

    const TARGET: &str = "AmazonSQS.SendMessageBatch";

    async fn queues(server: &MockServer) -> Queues {
        let urls = BTreeMap::from([("collect-ec2".to_owned(), format!("{}/000000000000/ec2", server.uri()))]);
        Queues::open(&sdk(server), urls).await
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
    async fn refuses_a_queue_that_nobody_configured() {
        let server = MockServer::start().await;

        let outcome = queues(&server).await.send("collect-s3", vec!["a".into()]).await;

        assert!(matches!(outcome, Err(Error::Internal { .. })));
        assert!(bodies_sent(&server).await.is_empty());
    }
}

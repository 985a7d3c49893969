//! Tasks for other functions that wait in their queue, over SQS.

use crate::{failure::failure, queues::Queues};
use async_trait::async_trait;
use pantheon_core::{
    Error, Result,
    queue::{DelayedTasks, LONGEST_DELAY},
};
use std::time::Duration;

#[async_trait]
impl DelayedTasks for Queues {
    async fn send_later(&self, queue: &str, body: String, delay: Duration) -> Result<()> {
        let seconds = i32::try_from(delay.min(LONGEST_DELAY).as_secs()).map_err(Error::internal)?;
        let url = self.url(queue).await?;
        let send = self.client().send_message().queue_url(url).message_body(body).delay_seconds(seconds);
        send.send().await.map(drop).map_err(|error| failure("the task queue", error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::sdk;
    use serde_json::{Value, json};
    use wiremock::{Mock, MockServer, ResponseTemplate, matchers::header};

    #[tokio::test]
    async fn holds_messages_back_as_long_as_sqs_does() {
        let server = MockServer::start().await;
        let answer = ResponseTemplate::new(200).set_body_json(json!({"MessageId": "m"}));
        Mock::given(header("x-amz-target", "AmazonSQS.SendMessage")).respond_with(answer).mount(&server).await;
        let url = json!({"QueueUrl": format!("{}/000000000000/ec2", server.uri())});
        let found = ResponseTemplate::new(200).set_body_json(url);
        Mock::given(header("x-amz-target", "AmazonSQS.GetQueueUrl")).respond_with(found).mount(&server).await;
        let queues = Queues::open(&sdk(&server), "pantheon-test-").await;

        queues.send_later("collect-ec2", "a".into(), Duration::from_secs(4)).await.unwrap();
        queues.send_later("collect-ec2", "b".into(), Duration::from_hours(1)).await.unwrap();

        let requests = server.received_requests().await.unwrap();
        let sent = requests.iter().filter(|request| request.headers["x-amz-target"] == "AmazonSQS.SendMessage");
        let delays: Vec<i64> = sent
            .map(|request| serde_json::from_slice::<Value>(&request.body).unwrap()["DelaySeconds"].as_i64().unwrap())
            .collect();
        assert_eq!(delays, [4, 900]);
    }
}

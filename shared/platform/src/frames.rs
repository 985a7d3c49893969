//! Frames for sockets, over the management API of the WebSocket gateway.

use crate::{backoff::warm_up, failure::failure};
use async_trait::async_trait;
use aws_config::{SdkConfig, timeout::TimeoutConfig};
use aws_sdk_apigatewaymanagement::{Client, config::Builder, primitives::Blob};
use pantheon_core::{
    Result,
    socket::{Frames, Sent, SocketId},
};
use std::time::Duration;

const SERVICE: &str = "the socket gateway";

/// How long one frame may take: who broadcasts has more sockets to serve.
const LONGEST_ATTEMPT: Duration = Duration::from_secs(2);
const LONGEST_SEND: Duration = Duration::from_secs(5);

/// The way to every open socket of the platform.
#[derive(Clone, Debug)]
pub struct SocketFrames {
    client: Client,
}

impl SocketFrames {
    /// Opens the management API at this address, and the connection to it.
    pub async fn open(sdk: &SdkConfig, endpoint: &str) -> Self {
        let timeouts =
            TimeoutConfig::builder().operation_attempt_timeout(LONGEST_ATTEMPT).operation_timeout(LONGEST_SEND).build();
        let config = Builder::from(sdk).endpoint_url(endpoint).timeout_config(timeouts).build();
        let client = Client::from_conf(config);
        warm_up(client.get_connection().connection_id("warm-up").send()).await;
        Self { client }
    }
}

#[async_trait]
impl Frames for SocketFrames {
    async fn send(&self, socket: &SocketId, frame: &str) -> Result<Sent> {
        let request = self.client.post_to_connection().connection_id(socket.as_str());
        match request.data(Blob::new(frame)).send().await {
            Ok(_) => Ok(Sent::Delivered),
            Err(error) if error.raw_response().is_some_and(|answer| answer.status().as_u16() == 410) => Ok(Sent::Gone),
            Err(error) => Err(failure(SERVICE, error)),
        }
    }

    async fn hang_up(&self, socket: &SocketId) -> Result<()> {
        match self.client.delete_connection().connection_id(socket.as_str()).send().await {
            Ok(_) => Ok(()),
            Err(error) if error.raw_response().is_some_and(|answer| answer.status().as_u16() == 410) => Ok(()),
            Err(error) => Err(failure(SERVICE, error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::sdk;
    use std::time::Instant;
    use wiremock::{
        Mock, MockServer, ResponseTemplate,
        matchers::{body_string, method, path},
    };

    async fn send(answer: ResponseTemplate) -> Result<Sent> {
        let server = MockServer::start().await;
        let post = Mock::given(method("POST")).and(path("/v1/@connections/L0SM9cOFvHcCIhw%3D"));
        post.and(body_string("{\"seq\":1}")).respond_with(answer).mount(&server).await;
        let frames = SocketFrames::open(&sdk(&server), &format!("{}/v1", server.uri())).await;

        frames.send(&"L0SM9cOFvHcCIhw=".parse().unwrap(), "{\"seq\":1}").await
    }

    #[tokio::test]
    async fn delivers_under_the_stage_of_the_gateway() {
        assert_eq!(send(ResponseTemplate::new(200)).await.unwrap(), Sent::Delivered);
    }

    #[tokio::test]
    async fn knows_that_a_socket_is_gone() {
        assert_eq!(send(ResponseTemplate::new(410)).await.unwrap(), Sent::Gone);
    }

    #[tokio::test]
    async fn does_not_take_a_refusal_for_a_closed_socket() {
        assert!(!send(ResponseTemplate::new(403)).await.unwrap_err().is_retryable());
    }

    #[tokio::test]
    async fn hangs_up_on_a_socket_that_may_be_gone() {
        for (status, closed) in [(204, true), (410, true), (403, false)] {
            let server = MockServer::start().await;
            let delete = Mock::given(method("DELETE")).and(path("/v1/@connections/a"));
            delete.respond_with(ResponseTemplate::new(status)).expect(1).mount(&server).await;
            let frames = SocketFrames::open(&sdk(&server), &format!("{}/v1", server.uri())).await;

            assert_eq!(frames.hang_up(&"a".parse().unwrap()).await.is_ok(), closed, "{status}");
        }
    }

    #[tokio::test]
    async fn does_not_wait_for_ever() {
        let begun = Instant::now();

        let outcome = send(ResponseTemplate::new(200).set_delay(Duration::from_mins(1))).await;

        assert!(outcome.unwrap_err().is_retryable());
        assert!(begun.elapsed() < LONGEST_SEND + Duration::from_secs(5));
    }
}

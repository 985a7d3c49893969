//! Socket `subscribe`: the owner of a socket wishes to be told what happens under a topic.

use crate::listening::{Wish, grant};
use pantheon_core::{
    Result,
    socket::{Sockets, Topic},
};
use pantheon_lambda::socket::{Answer, Request};
use serde::{Deserialize, Serialize};

/// The frame that subscribes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Subscribe {
    #[serde(rename = "action")]
    _action: String,
    topic: String,
}

/// The frame that says that it worked.
#[derive(Debug, Serialize)]
struct Subscribed<'a> {
    r#type: &'static str,
    topic: &'a str,
}

/// Subscribes the socket to a topic that its owner may see; twice is as good as once.
pub async fn handle(sockets: &dyn Sockets, request: Request) -> Result<Answer> {
    let caller = request.caller()?;
    let id = request.connection_id().parse()?;
    let topic: Topic = request.body::<Subscribe>()?.topic.parse()?;

    grant(sockets, &caller.tenant, &id, Wish::Listen(&topic)).await?;

    Answer::frame(&Subscribed { r#type: "subscribed", topic: topic.as_str() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        socket_connect,
        testing::{json as frame, sample},
    };
    use pantheon_testing::{code, realtime::MemorySockets, violations};
    use serde_json::json;

    async fn connected() -> MemorySockets {
        let sockets = MemorySockets::default();
        socket_connect::handle(&sockets, sample("socket-connect")).await.unwrap();
        sockets
    }

    async fn topics(sockets: &MemorySockets) -> Vec<String> {
        let request = sample("socket-subscribe");
        let id = request.connection_id().parse().unwrap();
        let socket = sockets.socket(&request.caller().unwrap().tenant, &id).await.unwrap().unwrap();
        socket.topics.iter().map(Topic::to_string).collect()
    }

    #[tokio::test]
    async fn says_what_it_subscribed_to() {
        let sockets = connected().await;

        for _ in 0..2 {
            let answer = handle(&sockets, sample("socket-subscribe")).await.unwrap();

            assert_eq!(answer.sent(), Some(&json!({"type": "subscribed", "topic": "scans"})));
        }
        assert_eq!(topics(&sockets).await, ["scans"]);
    }

    #[tokio::test]
    async fn refuses_topics_that_the_owner_may_not_see() {
        let sockets = MemorySockets::default();
        let subscribe = || frame(&json!({"action": "subscribe", "topic": "accounts"}));
        socket_connect::handle(&sockets, subscribe()).await.unwrap();

        let refused = handle(&sockets, subscribe()).await;

        assert_eq!(code(refused), "forbidden");
        assert!(topics(&sockets).await.is_empty());
    }

    #[tokio::test]
    async fn refuses_frames_that_it_does_not_understand() {
        let sockets = connected().await;
        for (body, pointer) in [
            (json!({"action": "subscribe"}), ""),
            (json!({"action": "subscribe", "topic": 7}), "/topic"),
            (json!({"action": "subscribe", "topic": "../scans"}), "/topic"),
            (json!({"action": "subscribe", "topic": "nonsense"}), "/topic"),
            (json!({"action": "subscribe", "topic": "scans", "tenant_id": "tnt_x"}), "/tenant_id"),
        ] {
            let refused = handle(&sockets, frame(&body)).await;

            assert_eq!(violations(refused), [pointer], "{body}");
        }
        assert!(topics(&sockets).await.is_empty());
    }

    #[tokio::test]
    async fn carries_out_frames_that_come_at_the_same_time() {
        let sockets = connected().await;
        let frames = (0..5).map(|number| frame(&json!({"action": "subscribe", "topic": format!("scans/{number}")})));

        for outcome in futures::future::join_all(frames.map(|frame| handle(&sockets, frame))).await {
            outcome.unwrap();
        }

        assert_eq!(topics(&sockets).await.len(), 5);
    }

    #[tokio::test]
    async fn does_not_know_a_socket_that_was_closed() {
        let refused = handle(&MemorySockets::default(), sample("socket-subscribe")).await;

        assert_eq!(code(refused), "not_found");
    }
}

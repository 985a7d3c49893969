//! Socket `unsubscribe`: the owner of a socket no longer wishes to be told what happens under a topic.

use crate::listening::{Wish, grant};
use pantheon_core::{
    Result,
    socket::{Sockets, Topic},
};
use pantheon_lambda::socket::{Answer, Request};
use serde::{Deserialize, Serialize};

/// The frame that unsubscribes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Unsubscribe {
    #[serde(rename = "action")]
    _action: String,
    topic: String,
}

/// The frame that says that it worked.
#[derive(Debug, Serialize)]
struct Unsubscribed<'a> {
    r#type: &'static str,
    topic: &'a str,
}

/// Unsubscribes the socket from a topic; what it does not listen to, it can leave all the same.
pub async fn handle(sockets: &dyn Sockets, request: Request) -> Result<Answer> {
    let caller = request.caller()?;
    let id = request.connection_id().parse()?;
    let topic: Topic = request.body::<Unsubscribe>()?.topic.parse()?;

    grant(sockets, &caller.tenant, &id, Wish::StopListening(&topic)).await?;

    Answer::frame(&Unsubscribed { r#type: "unsubscribed", topic: topic.as_str() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{socket_connect, socket_subscribe, testing::sample};
    use pantheon_testing::{now, realtime::MemorySockets};
    use serde_json::json;

    #[tokio::test]
    async fn leaves_the_topic() {
        let sockets = MemorySockets::default();
        socket_connect::handle(&sockets, sample("socket-connect")).await.unwrap();
        socket_subscribe::handle(&sockets, sample("socket-subscribe")).await.unwrap();

        for _ in 0..2 {
            let answer = handle(&sockets, sample("socket-unsubscribe")).await.unwrap();

            assert_eq!(answer.sent(), Some(&json!({"type": "unsubscribed", "topic": "scans"})));
        }
        let caller = sample("socket-unsubscribe").caller().unwrap().clone();
        let topics = Topic::covering("scans/x");
        assert!(sockets.listeners(&caller.tenant, &topics, now()).await.unwrap().is_empty());
    }
}

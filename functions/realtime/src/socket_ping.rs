//! Socket `ping`: the owner of a socket asks whether anybody is there, which also keeps it open.

use chrono::{DateTime, Utc};
use pantheon_core::Result;
use pantheon_lambda::socket::{Answer, Request};
use serde::Serialize;

/// The frame that answers.
#[derive(Debug, Serialize)]
struct Pong {
    r#type: &'static str,
    at: DateTime<Utc>,
}

/// Answers with the time.
#[expect(clippy::unused_async, reason = "triggers drive futures")]
pub async fn handle(request: Request) -> Result<Answer> {
    request.caller()?;

    Answer::frame(&Pong { r#type: "pong", at: request.now() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::sample;
    use serde_json::json;

    #[tokio::test]
    async fn tells_the_time() {
        let request = sample("socket-ping");
        let now = request.now();

        let answer = handle(request).await.unwrap();

        assert_eq!(answer.sent(), Some(&json!({"type": "pong", "at": now})));
    }
}

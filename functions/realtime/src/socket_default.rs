//! Socket `$default`: a frame whose action nobody knows, or that is no JSON at all.

use pantheon_core::{Error, Result};
use pantheon_lambda::socket::{Answer, Request};
use serde::de::IgnoredAny;

/// Refuses the frame and says which actions there are.
#[expect(clippy::unused_async, reason = "triggers drive futures")]
pub async fn handle(request: Request) -> Result<Answer> {
    request.caller()?;
    request.body::<IgnoredAny>()?;

    Err(Error::invalid("/action", "must be subscribe, unsubscribe or ping"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{sample, text};
    use pantheon_testing::violations;

    #[tokio::test]
    async fn points_at_the_action() {
        assert_eq!(violations(handle(sample("socket-default")).await), ["/action"]);
    }

    #[tokio::test]
    async fn points_at_the_whole_frame_where_it_is_no_json() {
        for frame in ["", "hello", "{\"action\":", "{} {}"] {
            let pointers = violations(handle(text(frame)).await);

            assert_eq!(pointers, [""], "{frame}");
        }
    }
}

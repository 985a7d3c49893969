//! Failures of the network, which no error code names.

use super::*;
use pantheon_core::{account::Regions, collect::GapReason};
use wiremock::matchers::path;

async fn gap_after(answer: ResponseTemplate) -> (GapReason, usize) {
    let aws = MockServer::start().await;
    let_in(&aws, 3_600).await;
    Mock::given(path("/listRegions")).respond_with(answer).mount(&aws).await;

    let gap = sessions(&aws.uri()).enabled_regions(&tenant(), &account()).await.unwrap_err();

    (gap.reason, calls_of(&aws, |call| call.url.path() == "/listRegions").await.len())
}

#[tokio::test]
async fn gives_up_on_silence_in_time() {
    let silence = ResponseTemplate::new(200).set_delay(Duration::from_secs(30));

    assert_eq!(gap_after(silence).await, (GapReason::TimedOut, 2));
}

#[tokio::test]
async fn retries_a_throttled_call_before_it_says_so() {
    assert_eq!(gap_after(json_error(429, "TooManyRequestsException", "slow down")).await, (GapReason::Throttled, 2));
}

#[tokio::test]
async fn does_not_repeat_what_was_denied() {
    assert_eq!(gap_after(json_error(403, "AccessDeniedException", "no")).await, (GapReason::Denied, 1));
}

#[tokio::test]
async fn says_that_it_does_not_understand_garbage() {
    assert_eq!(gap_after(ResponseTemplate::new(200).set_body_string("<html>")).await.0, GapReason::Failed);
}

#[tokio::test]
async fn says_that_nobody_is_there() {
    let aws = MockServer::start().await;
    let_in(&aws, 3_600).await;
    let gone = { MockServer::builder().start().await.uri() };
    let sessions = sessions(&aws.uri());
    let sdk = sessions.sdk_config_for(&tenant(), &account(), &"us-east-1".parse().unwrap()).await.unwrap();
    let sdk = sdk.into_builder().endpoint_url(gone.replace("http://127.0.0.1", "http://127.0.0.2")).build();

    let error = aws_sdk_account::Client::new(&sdk).list_regions().send().await.unwrap_err();

    assert_eq!(crate::gap_of("account:ListRegions", &error).reason, GapReason::Unreachable);
}

#[tokio::test]
async fn tells_a_session_that_could_not_be_renewed_from_a_denied_call() {
    let aws = MockServer::start().await;
    let answer = ResponseTemplate::new(200).set_body_string(assumed(10));
    Mock::given(body_string_contains("AssumeRole")).respond_with(answer).up_to_n_times(1).mount(&aws).await;
    let refusal = sts_error(403, "AccessDenied", "the role is gone");
    Mock::given(body_string_contains("AssumeRole")).respond_with(refusal).mount(&aws).await;

    // The first session is over at once, so the call itself needs a second one.
    let gap = sessions(&aws.uri()).enabled_regions(&tenant(), &account()).await.unwrap_err();

    assert_eq!((gap.operation.as_str(), gap.reason), ("sts:AssumeRole", GapReason::Denied));
}

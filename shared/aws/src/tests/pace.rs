//! The pace of a session, over the wire.

use super::*;
use aws_sdk_sts::config::Builder;
use pantheon_core::budget::Calls;

/// Makes so many calls in a session, and returns what was counted.
async fn counted(aws: &MockServer, calls: usize) -> Calls {
    let (sessions, region) = (sessions(&aws.uri()), "us-east-1".parse().unwrap());
    let config = sessions.sdk_config_for(&tenant(), &account(), &region).await.unwrap();
    let client = aws_sdk_sts::Client::from_conf(Builder::from(&config).build());
    for _ in 0..calls {
        // Whether it succeeds is the business of the test.
        let _ = client.get_caller_identity().send().await;
    }
    assert_eq!(sessions.take_calls(&account().id, &"eu-west-1".parse().unwrap()), Calls::default());
    sessions.take_calls(&account().id, &region)
}

#[tokio::test]
async fn counts_calls_but_not_the_way_in() {
    let aws = MockServer::start().await;
    let_in(&aws, 3_600).await;
    let answer = ResponseTemplate::new(200).set_body_string("<GetCallerIdentityResponse/>");
    Mock::given(body_string_contains("GetCallerIdentity")).respond_with(answer).mount(&aws).await;

    assert_eq!(counted(&aws, 3).await, Calls { made: 3, throttled: 0, repeated: 0 });
}

#[tokio::test]
async fn counts_what_was_throttled_and_repeated() {
    let aws = MockServer::start().await;
    let_in(&aws, 3_600).await;
    let slow = sts_error(400, "Throttling", "Rate exceeded");
    Mock::given(body_string_contains("GetCallerIdentity")).respond_with(slow).mount(&aws).await;

    assert_eq!(counted(&aws, 2).await, Calls { made: 4, throttled: 4, repeated: 2 });
}

#[tokio::test]
async fn takes_a_refusal_for_no_throttling_and_hands_it_on() {
    let aws = MockServer::start().await;
    let_in(&aws, 3_600).await;
    Mock::given(body_string_contains("GetCallerIdentity"))
        .respond_with(sts_error(403, "AccessDenied", "no"))
        .mount(&aws)
        .await;
    let (sessions, region) = (sessions(&aws.uri()), "us-east-1".parse().unwrap());
    let config = sessions.sdk_config_for(&tenant(), &account(), &region).await.unwrap();

    let refused = aws_sdk_sts::Client::new(&config).get_caller_identity().send().await.unwrap_err();

    let gap = crate::gap_of("sts:GetCallerIdentity", &refused);
    assert_eq!((gap.reason, gap.detail.as_str()), (pantheon_core::collect::GapReason::Denied, "AccessDenied: no"));
    assert_eq!(sessions.take_calls(&account().id, &region), Calls { made: 1, throttled: 0, repeated: 0 });
}

//! What every kind of failure means, whether AWS names it or the network does.

use super::*;
use aws_smithy_http_client::{
    self as http,
    tls::{Provider, rustls_provider::CryptoMode},
};
use aws_smithy_runtime_api::client::dns::{DnsFuture, ResolveDns, ResolveDnsError};
use aws_types::sdk_config::Builder;
use pantheon_core::{
    account::Regions,
    collect::{Gap, GapReason},
};
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
async fn tells_a_refusal_of_the_organization_from_one_of_the_account() {
    let message = "User: arn:aws:sts::111111111111:assumed-role/PantheonMember/x is not authorized to perform: \
                   account:ListRegions with an explicit deny in a service control policy";
    let refusal = json_error(403, "AccessDeniedException", message);

    assert_eq!(gap_after(refusal).await, (GapReason::DeniedByOrganization, 1));
}

#[tokio::test]
async fn takes_a_region_that_does_not_know_a_fresh_session_for_a_disabled_one() {
    let message = "The security token included in the request is invalid.";
    for code in ["UnrecognizedClientException", "InvalidClientTokenId", "OptInRequired"] {
        assert_eq!(gap_after(json_error(403, code, message)).await, (GapReason::RegionDisabled, 1), "{code}");
    }
}

#[tokio::test]
async fn says_that_it_does_not_understand_garbage() {
    assert_eq!(gap_after(ResponseTemplate::new(200).set_body_string("<html>")).await.0, GapReason::Failed);
}

#[tokio::test]
async fn says_that_nobody_is_there() {
    let gone = { MockServer::builder().start().await.uri() };
    let refusing = gone.replace("http://127.0.0.1", "http://127.0.0.2");

    assert_eq!(gap_without(|sdk| sdk.endpoint_url(&refusing)).await.reason, GapReason::Unreachable);
}

/// Knows no name at all.
#[derive(Clone, Debug)]
struct NoNames;

impl ResolveDns for NoNames {
    fn resolve_dns<'a>(&'a self, name: &'a str) -> DnsFuture<'a> {
        DnsFuture::ready(Err(ResolveDnsError::new(format!("nobody knows {name}"))))
    }
}

#[tokio::test]
async fn says_that_nobody_has_that_name() {
    let provider = Provider::Rustls(CryptoMode::AwsLc);
    let nameless = http::Builder::new().tls_provider(provider).build_with_resolver(NoNames);

    let gap = gap_without(|sdk| sdk.endpoint_url("http://account.us-east-1.amazonaws.com").http_client(nameless)).await;

    assert_eq!(gap.reason, GapReason::Unreachable, "{}", gap.detail);
}

/// What a call says from a session whose way to AWS is broken after it was opened.
async fn gap_without(broken: impl FnOnce(Builder) -> Builder) -> Gap {
    let aws = MockServer::start().await;
    let_in(&aws, 3_600).await;
    let sessions = sessions(&aws.uri());
    let sdk = sessions.sdk_config_for(&tenant(), &account(), &"us-east-1".parse().unwrap()).await.unwrap();

    let client = aws_sdk_account::Client::new(&broken(sdk.into_builder()).build());

    crate::gap_of("account:ListRegions", &client.list_regions().send().await.unwrap_err())
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

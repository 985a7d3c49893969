//! Sessions: how they are asked for, kept and renewed.

use super::*;
use pantheon_core::{
    Error,
    account::{Attempt, Trust},
    collect::GapReason,
};

async fn open(sessions: &Sessions, account: &Account) -> Result<SdkConfig, pantheon_core::collect::Gap> {
    sessions.sdk_config_for(&tenant(), account, &"us-east-1".parse().unwrap()).await
}

#[tokio::test]
async fn assumes_the_role_with_the_external_id_in_the_name_of_function_and_tenant() {
    let aws = MockServer::start().await;
    let_in(&aws, 3_600).await;

    let config = open(&sessions(&aws.uri()), &account()).await.unwrap();

    assert_eq!(config.region().unwrap().as_ref(), "us-east-1");
    assert_eq!(config.endpoint_url(), Some(aws.uri().as_str()));
    let said = assumptions(&aws).await.remove(0);
    assert!(said.contains("RoleArn=arn%3Aaws%3Aiam%3A%3A111111111111%3Arole%2FPantheonMember"), "{said}");
    assert!(said.contains(&format!("ExternalId={}", account().external_id.as_str())), "{said}");
    assert!(said.contains("RoleSessionName=pantheon-collect-ec2-01890a5dac96774bbcceb302099a8057"), "{said}");
}

#[tokio::test]
async fn keeps_a_session_but_never_for_another_tenant_or_secret() {
    let aws = MockServer::start().await;
    let_in(&aws, 3_600).await;
    let sessions = sessions(&aws.uri());

    open(&sessions, &account()).await.unwrap();
    open(&sessions, &account()).await.unwrap();
    assert_eq!(assumptions(&aws).await.len(), 1);

    let other_secret = Account { external_id: ExternalId::of_bytes([2; 32]), ..account() };
    open(&sessions, &other_secret).await.unwrap();
    let other_tenant = TenantId::generate(chrono::DateTime::UNIX_EPOCH);
    sessions.sdk_config_for(&other_tenant, &account(), &"us-east-1".parse().unwrap()).await.unwrap();
    assert_eq!(assumptions(&aws).await.len(), 3);
}

#[tokio::test]
async fn renews_a_session_five_minutes_before_its_end() {
    let aws = MockServer::start().await;
    let_in(&aws, 299).await;
    let sessions = sessions(&aws.uri());

    open(&sessions, &account()).await.unwrap();
    open(&sessions, &account()).await.unwrap();

    assert_eq!(assumptions(&aws).await.len(), 2);
}

#[tokio::test]
async fn forgets_the_session_that_ends_first_when_there_are_too_many() {
    let aws = MockServer::start().await;
    let_in(&aws, 3_600).await;
    let sessions = sessions(&aws.uri());
    let many = crate::credentials::SESSIONS_KEPT + 3;

    for number in 0..many {
        let id = format!("{number:012}").parse().unwrap();
        open(&sessions, &Account { id, ..account() }).await.unwrap();
    }

    assert_eq!(sessions.credentialer.count(), crate::credentials::SESSIONS_KEPT);
}

#[tokio::test]
async fn makes_one_gap_of_a_refused_role() {
    let aws = MockServer::start().await;
    let refusal = sts_error(403, "AccessDenied", "not authorized to perform: sts:AssumeRole");
    Mock::given(body_string_contains("AssumeRole")).respond_with(refusal).mount(&aws).await;

    let gap = open(&sessions(&aws.uri()), &account()).await.unwrap_err();

    assert_eq!((gap.operation.as_str(), gap.reason), ("sts:AssumeRole", GapReason::Denied));
    assert_eq!(gap.detail, "AccessDenied: not authorized to perform: sts:AssumeRole");
}

#[tokio::test]
async fn tries_a_role_with_without_and_with_a_wrong_secret_and_may_do_nothing_with_it() {
    let aws = MockServer::start().await;
    let right = format!("ExternalId={}", account().external_id.as_str());
    let answer = ResponseTemplate::new(200).set_body_string(assumed(900));
    Mock::given(body_string_contains(right)).respond_with(answer).with_priority(1).mount(&aws).await;
    let refusal = sts_error(403, "AccessDenied", "no");
    Mock::given(body_string_contains("AssumeRole")).respond_with(refusal).mount(&aws).await;
    let (sessions, account) = (sessions(&aws.uri()), account());

    let with = sessions.attempt(&tenant(), &account, Some(&account.external_id)).await.unwrap();
    let without = sessions.attempt(&tenant(), &account, None).await.unwrap();
    let wrong = sessions.attempt(&tenant(), &account, Some(&ExternalId::of_bytes([9; 32]))).await.unwrap();

    assert_eq!(with, Attempt::Assumed);
    assert_eq!(without, Attempt::Denied("AccessDenied: no".to_owned()));
    assert_eq!(wrong, without);
    let said = assumptions(&aws).await;
    assert!(!said[1].contains("ExternalId"), "{}", said[1]);
    assert!(said.iter().all(|said| said.contains("Policy=") && said.contains("Deny")));
}

#[tokio::test]
async fn neither_trusts_nor_refuses_while_sts_is_out_of_order() {
    let aws = MockServer::start().await;
    let broken = sts_error(503, "ServiceUnavailable", "later");
    Mock::given(body_string_contains("AssumeRole")).respond_with(broken).mount(&aws).await;

    let answer = sessions(&aws.uri()).attempt(&tenant(), &account(), None).await;

    assert!(matches!(answer, Err(Error::Unavailable { service: "AWS STS", .. })));
}

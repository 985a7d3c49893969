//! What is said on the wire, and what is made of the answers.

mod gaps;
mod organizations;
mod pace;
mod sessions;

use crate::{Patience, Sessions};
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::{Credentials, provider::SharedCredentialsProvider};
use pantheon_core::{
    account::{Account, AccountKind, ExternalId, Wish},
    id::TenantId,
};
use std::time::Duration;
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers::body_string_contains};

const TENANT: &str = "tnt_01890a5d-ac96-774b-bcce-b302099a8057";

fn tenant() -> TenantId {
    TENANT.parse().unwrap()
}

fn account() -> Account {
    let wish = Wish {
        id: "111111111111".parse().unwrap(),
        kind: AccountKind::Organization,
        name: "Olympus".parse().unwrap(),
        role_name: "PantheonMember".parse().unwrap(),
        regions: None,
    };
    Account::requested(wish, ExternalId::of_bytes([1; 32]), chrono::DateTime::UNIX_EPOCH)
}

fn sdk(endpoint: &str) -> SdkConfig {
    let platform = Credentials::new("AKIAPLATFORM", "secret", None, None, "test");
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-west-1"))
        .endpoint_url(endpoint)
        .credentials_provider(SharedCredentialsProvider::new(platform))
        .build()
}

fn sessions(endpoint: &str) -> Sessions {
    let sessions = Sessions::new(&sdk(endpoint), "collect-ec2").with_patience(Patience {
        attempts: 2,
        first_pause: Duration::from_millis(1),
        longest_pause: Duration::from_millis(1),
        connect: Duration::from_secs(1),
        attempt: Duration::from_millis(300),
        turn: Duration::from_secs(1),
        operation: Duration::from_secs(4),
    });
    sessions.with_share(100)
}

async fn let_in(aws: &MockServer, seconds: u64) {
    let answer = ResponseTemplate::new(200).set_body_string(assumed(seconds));
    Mock::given(body_string_contains("Action=AssumeRole")).respond_with(answer).mount(aws).await;
}

/// What STS answers when it lets somebody in for some seconds.
fn assumed(seconds: u64) -> String {
    let now = SdkConfig::builder().build().time_source().unwrap_or_default().now();
    let end = now + Duration::from_secs(seconds);
    let end = chrono::DateTime::<chrono::Utc>::from(end).to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    format!(
        r#"<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
        <AssumedRoleUser><Arn>arn:aws:sts::111111111111:assumed-role/PantheonMember/x</Arn><AssumedRoleId>AROA:x</AssumedRoleId></AssumedRoleUser>
        <Credentials><AccessKeyId>ASIAMEMBER</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
        <SessionToken>token</SessionToken><Expiration>{end}</Expiration></Credentials>
        </AssumeRoleResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></AssumeRoleResponse>"#
    )
}

fn sts_error(status: u16, code: &str, message: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_string(format!(
        r#"<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
        <Code>{code}</Code><Message>{message}</Message></Error><RequestId>1</RequestId></ErrorResponse>"#
    ))
}

fn json_error(status: u16, code: &str, message: &str) -> ResponseTemplate {
    ResponseTemplate::new(status)
        .insert_header("x-amzn-errortype", code)
        .set_body_json(serde_json::json!({ "__type": code, "message": message }))
}

async fn calls_of(aws: &MockServer, wanted: impl Fn(&Request) -> bool) -> Vec<Request> {
    aws.received_requests().await.unwrap_or_default().into_iter().filter(|call| wanted(call)).collect()
}

async fn assumptions(aws: &MockServer) -> Vec<String> {
    let calls = calls_of(aws, |call| String::from_utf8_lossy(&call.body).contains("Action=AssumeRole")).await;
    calls.iter().map(|call| String::from_utf8_lossy(&call.body).into_owned()).collect()
}

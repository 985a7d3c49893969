//! Organizations and regions: pages, statuses, refusals.

use super::*;
use pantheon_core::{
    account::{Organizations, Regions},
    collect::GapReason,
};
use serde_json::json;
use wiremock::matchers::{header, path};

fn asks(operation: &str) -> wiremock::MockBuilder {
    Mock::given(header("x-amz-target", format!("AWSOrganizationsV20161128.{operation}").as_str()))
}

fn member(id: &str, status: &str) -> serde_json::Value {
    json!({ "Id": id, "Name": format!("account {id}"), "Status": status })
}

#[tokio::test]
async fn lists_every_page_and_tells_who_is_active() {
    let aws = MockServer::start().await;
    let_in(&aws, 3_600).await;
    let first = json!({ "Accounts": [member("111111111111", "ACTIVE")], "NextToken": "more" });
    let second = json!({ "Accounts": [
        member("222222222222", "SUSPENDED"),
        { "Id": "333333333333", "State": "ACTIVE" },
        { "Id": "444444444444", "State": "PENDING_CLOSURE", "Status": "ACTIVE" },
    ] });
    let rest = ResponseTemplate::new(200).set_body_json(second);
    asks("ListAccounts").and(body_string_contains("more")).respond_with(rest).with_priority(1).mount(&aws).await;
    asks("ListAccounts").respond_with(ResponseTemplate::new(200).set_body_json(first)).mount(&aws).await;

    let listed = sessions(&aws.uri()).listed_accounts(&tenant(), &account()).await.unwrap();

    let active: Vec<_> = listed.iter().filter(|account| account.active).map(|account| account.id.as_str()).collect();
    assert_eq!(listed.len(), 4);
    assert_eq!(active, ["111111111111", "333333333333"]);
    assert_eq!(listed[0].name, "account 111111111111");
}

#[tokio::test]
async fn fails_as_a_whole_when_a_later_page_fails() {
    let aws = MockServer::start().await;
    let_in(&aws, 3_600).await;
    let first = json!({ "Accounts": [member("111111111111", "ACTIVE")], "NextToken": "more" });
    let slow_down = json_error(400, "TooManyRequestsException", "slow down");
    asks("ListAccounts").and(body_string_contains("more")).respond_with(slow_down).with_priority(1).mount(&aws).await;
    asks("ListAccounts").respond_with(ResponseTemplate::new(200).set_body_json(first)).mount(&aws).await;

    let gap = sessions(&aws.uri()).listed_accounts(&tenant(), &account()).await.unwrap_err();

    assert_eq!((gap.operation.as_str(), gap.reason), ("organizations:ListAccounts", GapReason::Throttled));
}

#[tokio::test]
async fn names_the_management_account() {
    let aws = MockServer::start().await;
    let_in(&aws, 3_600).await;
    let organization = json!({ "Organization": { "Id": "o-a1b2c3d4e5", "MasterAccountId": "999999999999" } });
    asks("DescribeOrganization").respond_with(ResponseTemplate::new(200).set_body_json(organization)).mount(&aws).await;

    let seen = sessions(&aws.uri()).organization(&tenant(), &account()).await.unwrap();

    assert_eq!((seen.id.as_str(), seen.management_account_id.as_str()), ("o-a1b2c3d4e5", "999999999999"));
    let call = calls_of(&aws, |call| call.headers.contains_key("x-amz-target")).await.remove(0);
    let signature = call.headers["authorization"].to_str().unwrap();
    assert!(signature.contains("Credential=ASIAMEMBER/") && signature.contains("/us-east-1/"), "{signature}");
}

#[tokio::test]
async fn lists_enabled_regions_only_sorted() {
    let aws = MockServer::start().await;
    let_in(&aws, 3_600).await;
    let regions = json!({ "Regions": [
        { "RegionName": "us-east-1", "RegionOptStatus": "ENABLED_BY_DEFAULT" },
        { "RegionName": "af-south-1", "RegionOptStatus": "DISABLED" },
        { "RegionName": "eu-west-1", "RegionOptStatus": "ENABLED" },
    ] });
    Mock::given(path("/listRegions")).respond_with(ResponseTemplate::new(200).set_body_json(regions)).mount(&aws).await;

    let enabled = sessions(&aws.uri()).enabled_regions(&tenant(), &account()).await.unwrap();

    assert_eq!(enabled.iter().map(pantheon_core::aws::Region::as_str).collect::<Vec<_>>(), ["eu-west-1", "us-east-1"]);
}

#[tokio::test]
async fn says_that_regions_were_denied() {
    let aws = MockServer::start().await;
    let_in(&aws, 3_600).await;
    let denied = json_error(403, "AccessDeniedException", "no");
    Mock::given(path("/listRegions")).respond_with(denied).mount(&aws).await;

    let gap = sessions(&aws.uri()).enabled_regions(&tenant(), &account()).await.unwrap_err();

    assert_eq!((gap.operation.as_str(), gap.reason), ("account:ListRegions", GapReason::Denied));
}

//! EC2 as a whole: what becomes of refusals, of failures and of several pages.

use super::*;
use crate::wire::{Wire, refused_by_ec2, scope};
use aws_config::{retry::RetryConfig, timeout::TimeoutConfig};
use chrono::DateTime;
use pantheon_core::{
    collect::{Gap, GapReason},
    scan::ShardState,
};

/// What a request of each operation contains.
const REQUESTS: [&[&str]; 12] = [
    &["Action=DescribeAddresses&"],
    &["Action=DescribeInstances&"],
    &["Action=DescribeInternetGateways&"],
    &["Action=DescribeLaunchTemplates&"],
    &["Action=DescribeNatGateways&"],
    &["Action=DescribeNetworkInterfaces&"],
    &["Action=DescribeRouteTables&"],
    &["Action=DescribeSecurityGroups&"],
    &["Action=DescribeSnapshots&"],
    &["Action=DescribeSubnets&"],
    &["Action=DescribeVolumes&"],
    &["Action=DescribeVpcs&"],
];

/// A region that holds nothing.
fn empty_region(mut wire: Wire) -> Wire {
    for request in REQUESTS {
        let operation = request[0].trim_start_matches("Action=").trim_end_matches('&');
        wire = wire.on(request, 200, answer(operation, ""));
    }
    wire
}

fn answer(operation: &str, content: &str) -> String {
    format!(r#"<{operation}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">{content}</{operation}Response>"#)
}

async fn collect(wire: &Wire) -> Vec<Listing> {
    let tenant = TenantId::generate(DateTime::UNIX_EPOCH);
    Ec2(wire).collect(&tenant, &scope("ec2"), Duration::from_secs(10)).await
}

#[tokio::test]
async fn lists_every_type_of_an_empty_region() {
    let listings = collect(&empty_region(Wire::default())).await;

    let listed: Vec<_> = listings.iter().map(|listing| listing.resource_type.as_str()).collect();
    let types: Vec<_> = TYPES.iter().map(|one| one.resource_type.as_str()).collect();
    assert_eq!(listed, types);
    assert!(listings.iter().all(|listing| listing.found.is_empty() && listing.gaps.is_empty()));
}

#[tokio::test]
async fn a_refusal_hides_only_its_own_type() {
    let wire = Wire::default().on(&["Action=DescribeVolumes"], 403, refused_by_ec2("UnauthorizedOperation")).on(
        &["Action=DescribeVpcs"],
        503,
        refused_by_ec2("RequestLimitExceeded"),
    );

    let gaps: Vec<_> = collect(&empty_region(wire)).await.into_iter().flat_map(|listing| listing.gaps).collect();

    let told: Vec<_> = gaps.iter().map(|gap| (gap.operation.as_str(), gap.reason)).collect();
    assert_eq!(told, [("ec2:DescribeVolumes", GapReason::Denied), ("ec2:DescribeVpcs", GapReason::Throttled)]);
}

#[tokio::test]
async fn a_throttled_call_is_tried_again_before_it_is_written_down() {
    let quick = RetryConfig::standard().with_max_attempts(3).with_initial_backoff(Duration::from_millis(1));
    let throttled = || refused_by_ec2("RequestLimitExceeded");
    let vpc = answer("DescribeVpcs", "<vpcSet><item><vpcId>vpc-1</vpcId></item></vpcSet>");
    for (refusals, found, gaps) in [(2, 1, 0), (3, 0, 1)] {
        let wire = Wire::default().times(refusals, &["Action=DescribeVpcs"], 503, throttled()).on(
            &["Action=DescribeVpcs"],
            200,
            vpc.as_str(),
        );
        let session = wire.session().into_builder().retry_config(quick.clone()).build();

        let listing = vpc::list(&Client::new(&session), &scope("ec2")).await;

        assert_eq!((listing.found.len(), listing.gaps.len(), wire.requests().len()), (found, gaps, 3));
    }
}

#[tokio::test]
async fn a_region_that_never_answers_times_out() {
    let timeouts = TimeoutConfig::builder().operation_timeout(Duration::from_millis(20)).build();
    let session = Wire::silent().session().into_builder().timeout_config(timeouts).build();

    let listing = vpc::list(&Client::new(&session), &scope("ec2")).await;

    assert_eq!((listing.found.len(), listing.gaps[0].reason), (0, GapReason::TimedOut));
}

#[tokio::test]
async fn a_region_that_cannot_be_reached_says_so() {
    let gaps: Vec<Gap> = collect(&Wire::default()).await.into_iter().flat_map(|listing| listing.gaps).collect();

    assert_eq!(gaps.len(), TYPES.len());
    assert_eq!(ShardState::of_outcome(false, &gaps), ShardState::Unreachable);
}

fn first_page() -> String {
    answer("DescribeVpcs", "<vpcSet><item><vpcId>vpc-1</vpcId></item></vpcSet><nextToken>more</nextToken>")
}

#[tokio::test]
async fn keeps_the_pages_before_the_one_that_failed() {
    let wire = Wire::default()
        .on(&["Action=DescribeVpcs", "NextToken=more"], 503, refused_by_ec2("RequestLimitExceeded"))
        .on(&["Action=DescribeVpcs"], 200, first_page());

    let listing = vpc::list(&Client::new(&wire.session()), &scope("ec2")).await;

    assert_eq!(listing.found.len(), 1);
    assert_eq!(listing.gaps[0].reason, GapReason::Throttled);
}

#[tokio::test]
async fn follows_the_pages_to_the_end() {
    let last = answer("DescribeVpcs", "<vpcSet><item><vpcId>vpc-2</vpcId></item></vpcSet>");
    let wire = Wire::default().on(&["NextToken=more"], 200, last).on(&["Action=DescribeVpcs"], 200, first_page());

    let listing = vpc::list(&Client::new(&wire.session()), &scope("ec2")).await;

    assert_eq!(listing.found.len(), 2);
    assert_eq!(wire.requests().len(), 2);
}

#[tokio::test]
async fn an_answer_that_makes_no_sense_is_a_gap() {
    let nameless = answer("DescribeVpcs", "<vpcSet><item></item></vpcSet>");
    for answer in ["not xml at all", &nameless] {
        let wire = Wire::default().on(&["Action=DescribeVpcs"], 200, answer);

        let listing = vpc::list(&Client::new(&wire.session()), &scope("ec2")).await;

        assert!(listing.found.is_empty());
        assert_eq!(listing.gaps[0].reason, GapReason::Failed, "{answer}");
    }
}

/// A region in which every call is answered alike.
fn answering(status: u16, code: &str, message: &str) -> Wire {
    let body = format!(
        "<Response><Errors><Error><Code>{code}</Code><Message>{message}</Message></Error></Errors>\
         <RequestID>1</RequestID></Response>"
    );
    REQUESTS.into_iter().fold(Wire::default(), |wire, request| wire.on(request, status, body.clone()))
}

#[tokio::test]
async fn a_region_that_cannot_be_seen_says_why() {
    let user = "You are not authorized to perform this operation. User: arn:aws:sts::111111111111:assumed-role/x";
    let scp = format!("{user} with an explicit deny in a service control policy");
    let unknown = "AWS was not able to validate the provided access credentials";
    let cases = [
        (answering(403, "UnauthorizedOperation", user), GapReason::Denied, ShardState::Denied),
        (answering(403, "UnauthorizedOperation", &scp), GapReason::DeniedByOrganization, ShardState::Denied),
        (answering(401, "AuthFailure", unknown), GapReason::RegionDisabled, ShardState::Skipped),
        (answering(403, "OptInRequired", "no"), GapReason::RegionDisabled, ShardState::Skipped),
        (answering(503, "RequestLimitExceeded", "no"), GapReason::Throttled, ShardState::Throttled),
    ];
    for (wire, reason, state) in cases {
        let gaps: Vec<Gap> = collect(&wire).await.into_iter().flat_map(|listing| listing.gaps).collect();

        assert_eq!(gaps.len(), TYPES.len(), "{reason:?}");
        assert!(gaps.iter().all(|gap| gap.reason == reason), "{reason:?}: {gaps:?}");
        assert_eq!(ShardState::of_outcome(false, &gaps), state);
    }
}

//! EC2 as a whole: what becomes of refusals, of failures and of several pages.

use super::*;
use crate::wire::{Wire, refused_by_ec2, scope};
use chrono::DateTime;
use pantheon_core::{
    collect::{Gap, GapReason},
    scan::ShardState,
};

const EMPTY: &str = r#"<R xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"></R>"#;

async fn collect(wire: &Wire) -> Vec<Listing> {
    let tenant = TenantId::generate(DateTime::UNIX_EPOCH);
    Ec2(wire).collect(&tenant, &scope("ec2"), Duration::from_secs(10)).await
}

#[tokio::test]
async fn lists_every_type_of_an_empty_region() {
    let listings = collect(&Wire::default().on(&["Action=Describe"], 200, EMPTY)).await;

    let listed: Vec<_> = listings.iter().map(|listing| listing.resource_type.as_str()).collect();
    let types: Vec<_> = TYPES.iter().map(|one| one.resource_type.as_str()).collect();
    assert_eq!(listed, types);
    assert!(listings.iter().all(|listing| listing.found.is_empty() && listing.gaps.is_empty()));
}

#[tokio::test]
async fn a_refusal_hides_only_its_own_type() {
    let wire = Wire::default()
        .on(&["Action=DescribeVolumes"], 403, refused_by_ec2("UnauthorizedOperation"))
        .on(&["Action=DescribeVpcs"], 503, refused_by_ec2("RequestLimitExceeded"))
        .on(&["Action=Describe"], 200, EMPTY);

    let gaps: Vec<_> = collect(&wire).await.into_iter().flat_map(|listing| listing.gaps).collect();

    let told: Vec<_> = gaps.iter().map(|gap| (gap.operation.as_str(), gap.reason)).collect();
    assert_eq!(told, [("ec2:DescribeVolumes", GapReason::Denied), ("ec2:DescribeVpcs", GapReason::Throttled)]);
}

#[tokio::test]
async fn a_region_that_does_not_answer_is_unreachable() {
    let gaps: Vec<Gap> = collect(&Wire::default()).await.into_iter().flat_map(|listing| listing.gaps).collect();

    assert_eq!(gaps.len(), TYPES.len());
    assert_eq!(ShardState::of_outcome(false, &gaps), ShardState::Unreachable);
}

#[tokio::test]
async fn keeps_the_pages_before_the_one_that_failed() {
    const FIRST: &str = r#"<R xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
        <vpcSet><item><vpcId>vpc-1</vpcId></item></vpcSet><nextToken>more</nextToken></R>"#;
    let wire = Wire::default()
        .on(&["Action=DescribeVpcs", "NextToken=more"], 503, refused_by_ec2("RequestLimitExceeded"))
        .on(&["Action=DescribeVpcs"], 200, FIRST);

    let listing = vpc::list(&Client::new(&wire.session()), &scope("ec2")).await;

    assert_eq!(listing.found.len(), 1);
    assert_eq!(listing.gaps[0].reason, GapReason::Throttled);
}

#[tokio::test]
async fn follows_the_pages_to_the_end() {
    const FIRST: &str = r#"<R xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
        <vpcSet><item><vpcId>vpc-1</vpcId></item></vpcSet><nextToken>more</nextToken></R>"#;
    const LAST: &str = r#"<R xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
        <vpcSet><item><vpcId>vpc-2</vpcId></item></vpcSet></R>"#;
    let wire = Wire::default().on(&["NextToken=more"], 200, LAST).on(&["Action=DescribeVpcs"], 200, FIRST);

    let listing = vpc::list(&Client::new(&wire.session()), &scope("ec2")).await;

    assert_eq!(listing.found.len(), 2);
    assert_eq!(wire.requests().len(), 2);
}

#[tokio::test]
async fn an_answer_that_makes_no_sense_is_a_gap() {
    let nameless = r#"<R xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><vpcSet><item></item></vpcSet></R>"#;
    for answer in ["not xml at all", nameless] {
        let wire = Wire::default().on(&["Action=DescribeVpcs"], 200, answer);

        let listing = vpc::list(&Client::new(&wire.session()), &scope("ec2")).await;

        assert!(listing.found.is_empty());
        assert_eq!(listing.gaps[0].reason, GapReason::Failed, "{answer}");
    }
}

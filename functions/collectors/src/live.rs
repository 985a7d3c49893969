//! For tests: every collector against an AWS that runs, which an ordinary test run has not.
//!
//! `tests/local/test_collectors.py` runs them against the local AWS with the demo organization.

use crate::{
    acm::Acm, apigateway::ApiGateway, autoscaling::AutoScaling, cloudformation::CloudFormation, cloudfront::CloudFront,
    cloudwatch::CloudWatch, difference::difference, door::Door, dynamodb::DynamoDb, ec2::Ec2, efs::Efs, elb::Elb,
    elbv2::ElbV2, iam::Iam, kinesis::Kinesis, kms::Kms, lambda::LambdaFunctions, logs::Logs, rds::Rds,
    route53::Route53, s3::S3, wafv2::WafV2,
};
use async_trait::async_trait;
use aws_config::{BehaviorVersion, Region, SdkConfig, retry::RetryConfig};
use chrono::DateTime;
use pantheon_core::{
    catalog::{CollectedService, Reach},
    collect::{Collector, Gap, Listing, Scope},
    id::TenantId,
    scan::Manifest,
};
use std::time::Duration;

/// Whatever the environment gives credentials for.
struct Environment;

#[async_trait]
impl Door for Environment {
    async fn open(&self, _: &TenantId, scope: &Scope) -> Result<SdkConfig, Gap> {
        let region = if scope.region.is_global() { "us-east-1" } else { scope.region.as_str() };
        let loader = aws_config::defaults(BehaviorVersion::latest()).region(Region::new(region.to_owned()));
        Ok(loader.retry_config(RetryConfig::disabled()).load().await)
    }
}

async fn looks_the_same_twice(collector: &dyn Collector, service: &str) {
    let tenant = TenantId::generate(DateTime::UNIX_EPOCH);
    let reach = CollectedService::named(service).unwrap().reach;
    let region = if reach == Reach::Regional { "us-east-1" } else { "global" };
    let scope = Scope {
        account_id: "111111111111".parse().unwrap(),
        region: region.parse().unwrap(),
        service: service.parse().unwrap(),
    };
    let look = || collector.collect(&tenant, &scope, Duration::from_mins(2));

    let first = difference(&scope.account_id, &Manifest::default(), look().await, DateTime::UNIX_EPOCH);
    let again = look().await;

    // Whoever compares one AWS with another reads this line.
    let found: Vec<_> = again.iter().flat_map(|listing: &Listing| &listing.found).collect();
    let gaps: Vec<&Gap> = again.iter().flat_map(|listing: &Listing| &listing.gaps).collect();
    println!("DOCUMENTS {}", serde_json::json!({"service": service, "found": found, "gaps": gaps}));
    assert!(gaps.is_empty(), "{gaps:#?}");
    let second = difference(&scope.account_id, &first.manifest.unwrap_or_default(), again, DateTime::UNIX_EPOCH);
    assert!(second.write.is_empty() && second.remove.is_empty(), "{second:#?}");
}

macro_rules! against_a_running_aws {
    ($($name:ident: $collector:expr;)*) => {$(
        #[tokio::test]
        #[ignore = "needs an AWS that runs"]
        async fn $name() {
            looks_the_same_twice(&$collector, stringify!($name)).await;
        }
    )*};
}

// No local AWS has groups of traces, so X-Ray is not among them.
against_a_running_aws! {
    acm: Acm(&Environment);
    apigateway: ApiGateway(&Environment);
    autoscaling: AutoScaling(&Environment);
    cloudformation: CloudFormation(&Environment);
    cloudfront: CloudFront(&Environment);
    cloudwatch: CloudWatch(&Environment);
    dynamodb: DynamoDb(&Environment);
    ec2: Ec2(&Environment);
    efs: Efs(&Environment);
    elb: Elb(&Environment);
    elbv2: ElbV2(&Environment);
    iam: Iam(&Environment);
    kinesis: Kinesis(&Environment);
    kms: Kms(&Environment);
    lambda: LambdaFunctions(&Environment);
    logs: Logs(&Environment);
    rds: Rds(&Environment);
    route53: Route53(&Environment);
    s3: S3(&Environment);
    wafv2: WafV2(&Environment);
}

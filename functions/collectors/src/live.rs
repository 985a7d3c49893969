//! For tests: every collector against an AWS that runs, which an ordinary test run has not.
//!
//! `tests/local/test_collectors.py` runs them against the local AWS with the demo organization, and
//! `tests/estate/twins.py` against two AWS that hold the same, to compare the documents.

use crate::{
    accessanalyzer::AccessAnalyzer,
    acm::Acm,
    apigateway::ApiGateway,
    athena::Athena,
    autoscaling::AutoScaling,
    backup::Backup,
    cloudcontrol::CloudControl,
    cloudformation::CloudFormation,
    cloudfront::CloudFront,
    cloudtrail::CloudTrail,
    cloudwatch::CloudWatch,
    cognito::Cognito,
    config::Config,
    difference::difference,
    door::Door,
    dynamodb::DynamoDb,
    ec2::Ec2,
    ecr::Ecr,
    ecs::Ecs,
    efs::Efs,
    eks::Eks,
    elasticache::ElastiCache,
    elb::Elb,
    elbv2::ElbV2,
    eventbridge::EventBridge,
    glue::Glue,
    guardduty::GuardDuty,
    iam::Iam,
    kinesis::Kinesis,
    kms::Kms,
    lambda::LambdaFunctions,
    logs::Logs,
    opensearch::OpenSearch,
    organizations::Organizations,
    rds::Rds,
    redshift::Redshift,
    route53::Route53,
    s3::S3,
    secretsmanager::SecretsManager,
    securityhub::SecurityHub,
    sns::Sns,
    sqs::Sqs,
    ssm::Ssm,
    stepfunctions::StepFunctions,
    sweep::{self, Wanted},
    wafv2::WafV2,
};
use async_trait::async_trait;
use aws_config::{BehaviorVersion, Region, SdkConfig, retry::RetryConfig};
use chrono::DateTime;
use pantheon_core::{
    Result,
    catalog::{CollectedService, Reach},
    collect::{Collector, Found, Gap, Listing, Scope},
    command::Commit,
    freshness::is_read_by_name,
    id::TenantId,
    scan::Manifest,
    settings::{DiscoverySettings, Settings},
};
use serde_json::json;
use std::{path::PathBuf, time::Duration};

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

/// A tenant that asks for one type.
struct Chosen;

#[async_trait]
impl Settings for Chosen {
    async fn discovery_settings(&self, _: &TenantId) -> Result<DiscoverySettings> {
        let untouched = DiscoverySettings::untouched();
        untouched.with_types(&["AWS::KinesisFirehose::DeliveryStream".parse()?], untouched.version)
    }

    async fn save_discovery_settings(&self, _: &TenantId, _: &DiscoverySettings, _: Commit) -> Result<()> {
        Ok(())
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

    let gaps: Vec<&Gap> = again.iter().flat_map(|listing: &Listing| &listing.gaps).collect();
    if let Some(folder) = folder_of_documents() {
        let found: Vec<&Found> = again.iter().flat_map(|listing: &Listing| &listing.found).collect();
        std::fs::write(folder.join(format!("{service}.json")), json!({"found": found, "gaps": gaps}).to_string())
            .unwrap();
    }
    assert!(gaps.is_empty(), "{gaps:#?}");
    let second = difference(&scope.account_id, &first.manifest.unwrap_or_default(), again, DateTime::UNIX_EPOCH);
    assert!(second.write.is_empty() && second.remove.is_empty(), "{second:#?}");
    for listing in look().await.into_iter().filter(|listing| is_read_by_name(&listing.resource_type)) {
        looks_the_same_by_name(collector, &scope, listing).await;
    }
}

/// Demands that a look at some resources says of each what the list of all says.
async fn looks_the_same_by_name(collector: &dyn Collector, scope: &Scope, listing: Listing) {
    let listed: Vec<Found> = listing.found.into_iter().take(3).collect();
    let mut native_ids: Vec<String> = listed.iter().map(|found| found.native_id.clone()).collect();
    native_ids.push("not-there".to_owned());
    let wanted = Wanted { resource_type: Some(listing.resource_type.clone()), native_ids };
    let tenant = TenantId::generate(DateTime::UNIX_EPOCH);

    let seen = sweep::look(collector, &tenant, scope, Duration::from_mins(1), wanted).await;

    let (found, gaps): (Vec<_>, Vec<_>) = seen.into_iter().map(|listing| (listing.found, listing.gaps)).unzip();
    assert_eq!(gaps.concat(), []);
    let found = found.concat();
    // An AWS that does not know a filter shows more than was asked for, which does no harm.
    for listed in listed {
        assert!(found.contains(&listed), "{listed:#?} is not among {found:#?}");
    }
    if scope.service.as_str() != "ec2" {
        assert!(found.len() <= 3, "{found:#?}");
    }
}

/// Where somebody who compares one AWS with another wants to have the documents.
#[expect(clippy::disallowed_methods, reason = "a test has no Config")]
fn folder_of_documents() -> Option<PathBuf> {
    std::env::var_os("PANTHEON_DOCUMENTS").map(PathBuf::from)
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
    accessanalyzer: AccessAnalyzer(&Environment);
    acm: Acm(&Environment);
    apigateway: ApiGateway(&Environment);
    athena: Athena(&Environment);
    autoscaling: AutoScaling(&Environment);
    backup: Backup(&Environment);
    cloudcontrol: CloudControl(&Environment, &Chosen);
    cloudformation: CloudFormation(&Environment);
    cloudfront: CloudFront(&Environment);
    cloudtrail: CloudTrail(&Environment);
    cloudwatch: CloudWatch(&Environment);
    cognito: Cognito(&Environment);
    config: Config(&Environment);
    dynamodb: DynamoDb(&Environment);
    ec2: Ec2(&Environment);
    ecr: Ecr(&Environment);
    ecs: Ecs(&Environment);
    efs: Efs(&Environment);
    eks: Eks(&Environment);
    elasticache: ElastiCache(&Environment);
    elb: Elb(&Environment);
    elbv2: ElbV2(&Environment);
    eventbridge: EventBridge(&Environment);
    glue: Glue(&Environment);
    guardduty: GuardDuty(&Environment);
    iam: Iam(&Environment);
    kinesis: Kinesis(&Environment);
    kms: Kms(&Environment);
    lambda: LambdaFunctions(&Environment);
    logs: Logs(&Environment);
    opensearch: OpenSearch(&Environment);
    organizations: Organizations(&Environment);
    rds: Rds(&Environment);
    redshift: Redshift(&Environment);
    route53: Route53(&Environment);
    s3: S3(&Environment);
    secretsmanager: SecretsManager(&Environment);
    securityhub: SecurityHub(&Environment);
    sns: Sns(&Environment);
    sqs: Sqs(&Environment);
    ssm: Ssm(&Environment);
    stepfunctions: StepFunctions(&Environment);
    wafv2: WafV2(&Environment);
}

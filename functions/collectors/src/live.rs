//! For tests: every collector against an AWS that runs, which an ordinary test run has not.
//!
//! `tests/local/test_collectors.py` runs them against the local AWS with the demo organization, and
//! `tests/estate/twins.py` against two AWS that hold the same, to compare the documents.

use crate::{
    accessanalyzer::AccessAnalyzer, apigateway::ApiGateway, backup::Backup, cloudcontrol::CloudControl,
    cloudformation::CloudFormation, cloudtrail::CloudTrail, cognito::Cognito, config::Config, difference::difference,
    door::Door, dynamodb::DynamoDb, ec2::Ec2, ecr::Ecr, guardduty::GuardDuty, iam::Iam, lambda::LambdaFunctions,
    organizations::Organizations, rds::Rds, s3::S3, secretsmanager::SecretsManager, securityhub::SecurityHub, ssm::Ssm,
};
use async_trait::async_trait;
use aws_config::{BehaviorVersion, Region, SdkConfig, retry::RetryConfig};
use chrono::DateTime;
use pantheon_core::{
    Result,
    catalog::{CollectedService, Reach},
    collect::{Collector, Found, Gap, Listing, Scope},
    command::Commit,
    id::TenantId,
    scan::Manifest,
    settings::{DiscoverySettings, Settings},
};
use serde_json::json;
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

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
    if let Some(folder) = folder_of_documents() {
        return write_down(&folder.join(format!("{service}.json")), &look().await);
    }

    let first = difference(&scope.account_id, &Manifest::default(), look().await, DateTime::UNIX_EPOCH);
    let again = look().await;

    let gaps: Vec<&Gap> = again.iter().flat_map(|listing: &Listing| &listing.gaps).collect();
    assert!(gaps.is_empty(), "{gaps:#?}");
    let second = difference(&scope.account_id, &first.manifest.unwrap_or_default(), again, DateTime::UNIX_EPOCH);
    assert!(second.write.is_empty() && second.remove.is_empty(), "{second:#?}");
}

/// Where somebody wants to have the documents, instead of looking twice.
#[expect(clippy::disallowed_methods, reason = "a test has no Config")]
fn folder_of_documents() -> Option<PathBuf> {
    std::env::var_os("PANTHEON_DOCUMENTS").map(PathBuf::from)
}

fn write_down(path: &Path, listings: &[Listing]) {
    let found: Vec<&Found> = listings.iter().flat_map(|listing| &listing.found).collect();
    let gaps: Vec<&Gap> = listings.iter().flat_map(|listing| &listing.gaps).collect();
    std::fs::write(path, json!({"found": found, "gaps": gaps}).to_string()).unwrap();
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

against_a_running_aws! {
    accessanalyzer: AccessAnalyzer(&Environment);
    apigateway: ApiGateway(&Environment);
    backup: Backup(&Environment);
    cloudcontrol: CloudControl(&Environment, &Chosen);
    cloudformation: CloudFormation(&Environment);
    cloudtrail: CloudTrail(&Environment);
    cognito: Cognito(&Environment);
    config: Config(&Environment);
    dynamodb: DynamoDb(&Environment);
    ec2: Ec2(&Environment);
    ecr: Ecr(&Environment);
    guardduty: GuardDuty(&Environment);
    iam: Iam(&Environment);
    lambda: LambdaFunctions(&Environment);
    organizations: Organizations(&Environment);
    rds: Rds(&Environment);
    s3: S3(&Environment);
    secretsmanager: SecretsManager(&Environment);
    securityhub: SecurityHub(&Environment);
    ssm: Ssm(&Environment);
}

//! Our collectors as one program, to hold beside an inventory script of another language.
//!
//! `survey <endpoint> <regions> <calls at once> <output> [<share>]` reads the services that the
//! script reads, every shard with the code of its Lambda, compares each with an empty manifest as a
//! first scan does, writes the resources of each as lines of JSON, and prints one line of figures.
//! With a share it keeps the pace of that many percent of AWS's quotas.

mod in_flight;

use anyhow::{Context, Result};
use async_trait::async_trait;
use aws_config::{BehaviorVersion, Region, SdkConfig, retry::RetryConfig, timeout::TimeoutConfig};
use chrono::{DateTime, Utc};
use futures::stream::{self, StreamExt};
use in_flight::InFlight;
use pantheon_aws::{Pacers, Patience};
use pantheon_collectors::{
    cloudwatch::CloudWatch, difference::difference, door::Door, dynamodb::DynamoDb, ec2::Ec2, iam::Iam, kms::Kms,
    lambda::LambdaFunctions, logs::Logs, rds::Rds, s3::S3, sns::Sns, sqs::Sqs,
};
use pantheon_core::{
    catalog::{CollectedService, Reach},
    collect::{Collector, Gap, Scope},
    id::TenantId,
    resource::Resource,
    scan::Manifest,
};
use serde_json::json;
use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufWriter, Write},
    time::Duration,
};

/// What the script reads, too.
const SERVICES: &[&str] = &["cloudwatch", "dynamodb", "ec2", "iam", "kms", "lambda", "logs", "rds", "s3", "sns", "sqs"];

/// How long one shard may take: the time of its Lambda is shorter, but its quota is its own.
const WITHIN: Duration = Duration::from_mins(10);

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [endpoint, regions, at_once, output, share @ ..] = &arguments[..] else {
        anyhow::bail!("usage: survey <endpoint> <regions> <calls at once> <output> [<share>]");
    };
    let share = share.first().map(|share| share.parse()).transpose()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(survey(endpoint, regions, at_once.parse()?, output, share))
}

async fn survey(endpoint: &str, regions: &str, at_once: usize, output: &str, share: Option<u8>) -> Result<()> {
    let account = Account { sdk: sdk(endpoint, at_once).await, pacers: share.map(Pacers::sharing) };
    let scopes = scopes(regions)?;
    let tenant = TenantId::generate(DateTime::UNIX_EPOCH);
    let shards = scopes.iter().map(|scope| read(&account, &tenant, scope));
    let (mut by_type, mut gaps) = (BTreeMap::<String, u64>::new(), Vec::new());
    let mut file = BufWriter::new(File::create(output)?);
    let mut read = stream::iter(shards).buffer_unordered(scopes.len());
    while let Some((written, missed)) = read.next().await {
        for resource in written {
            *by_type.entry(resource.id.resource_type.to_string()).or_default() += 1;
            serde_json::to_writer(&mut file, &resource)?;
            file.write_all(b"\n")?;
        }
        gaps.extend(missed);
    }
    file.flush()?;

    let first_gaps: Vec<_> = gaps.iter().take(3).map(|gap| format!("{}: {}", gap.operation, gap.detail)).collect();
    let figures = json!({
        "resources": by_type.values().sum::<u64>(), "gaps": gaps.len(), "first_gaps": first_gaps, "by_type": by_type,
    });
    writeln!(std::io::stdout().lock(), "{figures}")?;
    Ok(())
}

/// The one account of the endpoint, open to everybody.
struct Account {
    sdk: SdkConfig,
    pacers: Option<Pacers>,
}

#[async_trait]
impl Door for Account {
    async fn open(&self, _: &TenantId, scope: &Scope) -> Result<SdkConfig, Gap> {
        let region = if scope.region.is_global() { "us-east-1" } else { scope.region.as_str() };
        let mut config = self.sdk.to_builder().region(Region::new(region.to_owned()));
        if let (Some(pacers), Some(connections)) = (&self.pacers, self.sdk.http_client()) {
            config.set_http_client(Some(pacers.of(&scope.account_id, &scope.region).pacing(connections)));
        }
        Ok(config.build())
    }
}

/// Returns clients as sessions in watched accounts have them, but for the credentials.
async fn sdk(endpoint: &str, at_once: usize) -> SdkConfig {
    let patience = Patience { operation: Duration::from_mins(5), attempts: 12, ..Patience::default() };
    let retries = RetryConfig::standard()
        .with_max_attempts(patience.attempts)
        .with_initial_backoff(patience.first_pause)
        .with_max_backoff(patience.longest_pause);
    aws_config::defaults(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .endpoint_url(endpoint)
        .test_credentials()
        .http_client(InFlight::client(at_once))
        .retry_config(retries)
        .timeout_config(TimeoutConfig::builder().operation_timeout(patience.operation).build())
        .load()
        .await
}

fn scopes(regions: &str) -> Result<Vec<Scope>> {
    let mut scopes = Vec::new();
    for name in SERVICES {
        let service = CollectedService::named(name).context("the catalog has the service")?;
        let regions = if service.reach == Reach::Regional { regions } else { "global" };
        for region in regions.split(',') {
            scopes.push(Scope { account_id: "123456789012".parse()?, region: region.parse()?, service: name.parse()? });
        }
    }
    Ok(scopes)
}

async fn read(account: &Account, tenant: &TenantId, scope: &Scope) -> (Vec<Resource>, Vec<Gap>) {
    let listings = collector(account, scope.service.as_str()).collect(tenant, scope, WITHIN).await;
    let gaps = listings.iter().flat_map(|listing| listing.gaps.clone()).collect();
    let at: DateTime<Utc> = DateTime::UNIX_EPOCH;
    (difference(&scope.account_id, &Manifest::default(), listings, at).write, gaps)
}

fn collector<'a>(door: &'a dyn Door, service: &str) -> Box<dyn Collector + 'a> {
    match service {
        "cloudwatch" => Box::new(CloudWatch(door)),
        "dynamodb" => Box::new(DynamoDb(door)),
        "iam" => Box::new(Iam(door)),
        "kms" => Box::new(Kms(door)),
        "lambda" => Box::new(LambdaFunctions(door)),
        "logs" => Box::new(Logs(door)),
        "rds" => Box::new(Rds(door)),
        "s3" => Box::new(S3(door)),
        "sns" => Box::new(Sns(door)),
        "sqs" => Box::new(Sqs(door)),
        _ => Box::new(Ec2(door)),
    }
}

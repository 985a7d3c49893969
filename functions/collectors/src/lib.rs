//! Collectors: each reads one service of a watched account into the inventory.
//!
//! Reading order: what every collector's program does ([`program`]), the task of one shard
//! ([`collect_shard`]) and that of a look (`refresh`), what they change ([`difference`]) and how that
//! is written while it is found ([`sieve`]), the way into an account ([`door`]); then what collectors
//! are made of (`sweep`, `listing`, `document`, `arn`, `tagged`), and one module per service with a
//! module per type.
//!
//! A binary names one service and so links one SDK; `docs/ADDING-A-RESOURCE-TYPE.md` says how to
//! teach a collector another type.

#![expect(
    clippy::redundant_closure_for_method_calls,
    reason = "the full names of the SDK's types would hide which property is read"
)]

pub mod collect_shard;
pub mod difference;
pub mod door;
pub mod program;
pub mod sieve;

pub use program::{collect, collect_by_settings};

mod arn;
mod document;
mod listing;
mod refresh;
mod sweep;
mod tagged;

pub mod accessanalyzer;
pub mod acm;
pub mod apigateway;
pub mod athena;
pub mod autoscaling;
pub mod backup;
pub mod cloudcontrol;
pub mod cloudformation;
pub mod cloudfront;
pub mod cloudtrail;
pub mod cloudwatch;
pub mod cognito;
pub mod config;
pub mod dynamodb;
pub mod ec2;
pub mod ecr;
pub mod ecs;
pub mod efs;
pub mod eks;
pub mod elasticache;
pub mod elb;
pub mod elbv2;
pub mod eventbridge;
pub mod glue;
pub mod guardduty;
pub mod iam;
pub mod kinesis;
pub mod kms;
pub mod lambda;
pub mod logs;
pub mod opensearch;
pub mod organizations;
pub mod rds;
pub mod redshift;
pub mod route53;
pub mod s3;
pub mod secretsmanager;
pub mod securityhub;
pub mod sns;
pub mod sqs;
pub mod ssm;
pub mod stepfunctions;
pub mod wafv2;
pub mod xray;

#[cfg(test)]
mod live;
#[cfg(test)]
mod wire;

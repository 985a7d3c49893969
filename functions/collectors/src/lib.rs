//! Collectors: each reads one service of a watched account into the inventory.
//!
//! Reading order: the task of one shard ([`collect_shard`]), what it changes ([`difference`]), the
//! way into an account ([`door`]); then what collectors are made of (`sweep`, `listing`,
//! `document`, `arn`, `pace`, `tagged`), and one module per service with a module per type.
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

mod arn;
mod document;
mod listing;
mod pace;
mod sweep;
mod tagged;

pub mod acm;
pub mod apigateway;
pub mod autoscaling;
pub mod cloudformation;
pub mod cloudfront;
pub mod cloudwatch;
pub mod dynamodb;
pub mod ec2;
pub mod efs;
pub mod elb;
pub mod elbv2;
pub mod iam;
pub mod kinesis;
pub mod kms;
pub mod lambda;
pub mod logs;
pub mod rds;
pub mod route53;
pub mod s3;
pub mod wafv2;
pub mod xray;

#[cfg(test)]
mod live;
#[cfg(test)]
mod wire;

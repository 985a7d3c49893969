//! Systems Manager: parameters, without their values.

mod parameter;

use crate::{
    door::Door,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_config::SdkConfig;
use pantheon_core::{
    collect::{Collector, Listing, Scope},
    id::TenantId,
};
use std::time::Duration;

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Context>] = types![parameter];

/// What the modules of this service share.
pub(crate) struct Context {
    client: aws_sdk_ssm::Client,
    tagging: aws_sdk_resourcegroupstagging::Client,
}

impl Context {
    fn new(session: &SdkConfig) -> Self {
        let tagging = aws_sdk_resourcegroupstagging::Client::new(session);
        Self { client: aws_sdk_ssm::Client::new(session), tagging }
    }
}

/// Reads Systems Manager.
pub struct Ssm<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for Ssm<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Context::new(&session), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}

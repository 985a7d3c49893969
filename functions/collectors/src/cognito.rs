//! Cognito: user pools and the clients of each. Their users are data.
//!
//! Two quotas of 15 calls a second bind: one for reading pools, one for reading clients. The
//! collector keeps a pace that leaves a third of each to the owner of the account.

mod user_pool;
mod user_pool_client;

use crate::{
    door::Door,
    listing::read_pages,
    pace::Pace,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_sdk_cognitoidentityprovider::{Client, types::UserPoolDescriptionType};
use pantheon_core::{
    collect::{Collector, Gap, Listing, Scope},
    id::TenantId,
};
use std::time::Duration;

/// How many calls a second we allow ourselves of each quota of 15.
const CALLS_PER_SECOND: u32 = 10;

/// The operation that lists pools.
const OPERATION: &str = "cognito-idp:ListUserPools";

/// What AWS answers about a pool that was deleted since it was listed.
const GONE: &[&str] = &["ResourceNotFoundException"];

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Context>] = types![user_pool, user_pool_client];

/// What the modules of this service share.
pub(crate) struct Context {
    client: Client,
    /// The pace of reading pools.
    pools: Pace,
    /// The pace of reading clients.
    clients: Pace,
}

impl Context {
    fn new(client: Client) -> Self {
        let pace = || Pace::per_second(CALLS_PER_SECOND);
        Self { client, pools: pace(), clients: pace() }
    }

    async fn all_pools(&self) -> (Vec<UserPoolDescriptionType>, Option<Gap>) {
        read_pages(OPERATION, self.client.list_user_pools().max_results(60).into_paginator().items().send()).await
    }
}

/// Reads Cognito.
pub struct Cognito<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for Cognito<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Context::new(Client::new(&session)), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}

//! Cognito: user pools and the clients of each. Their users are data.

mod user_pool;
mod user_pool_client;

use crate::{
    door::Door,
    listing::read_pages,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_sdk_cognitoidentityprovider::{Client, types::UserPoolDescriptionType};
use pantheon_core::{
    collect::{Collector, Gap, Listing, Scope},
    id::TenantId,
};
use std::time::Duration;

/// The operation that lists pools.
const OPERATION: &str = "cognito-idp:ListUserPools";

/// What AWS answers about a pool that was deleted since it was listed.
const GONE: &[&str] = &["ResourceNotFoundException"];

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Client>] = types![user_pool, user_pool_client];

/// Reads Cognito.
pub struct Cognito<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for Cognito<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Client::new(&session), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}

async fn all_pools(client: &Client) -> (Vec<UserPoolDescriptionType>, Option<Gap>) {
    read_pages(OPERATION, client.list_user_pools().max_results(60).into_paginator().items().send()).await
}

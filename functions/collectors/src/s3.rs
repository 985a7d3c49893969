//! S3: buckets and who may reach them.

mod bucket;
mod bucket_access;
mod bucket_consumers;
mod bucket_storage;

use crate::{
    door::Door,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_config::{Region as SdkRegion, SdkConfig};
use aws_sdk_s3::{Client, config::Builder};
use pantheon_core::{
    aws::Region,
    collect::{Collector, Listing, Scope},
    id::TenantId,
};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Context>] = types![bucket by name];

/// What the modules of this service share: a client for each region, since one shard lists the
/// buckets of all regions and each answers only in its own.
pub(crate) struct Context {
    session: SdkConfig,
    clients: Mutex<HashMap<Region, Client>>,
}

impl Context {
    fn new(session: SdkConfig) -> Self {
        Self { session, clients: Mutex::default() }
    }

    /// Returns the client of the region in which buckets are listed.
    fn client(&self) -> Client {
        Client::new(&self.session)
    }

    /// Returns the client of a region.
    fn client_in(&self, region: &Region) -> Client {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        let client = clients.entry(region.clone()).or_insert_with(|| {
            let config = Builder::from(&self.session).region(SdkRegion::new(region.to_string()));
            Client::from_conf(config.build())
        });
        client.clone()
    }
}

/// Reads S3.
pub struct S3<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for S3<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Context::new(session), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}

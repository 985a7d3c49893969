//! ECS: clusters, services and the task definitions that matter.
//!
//! A family keeps every revision for ever. Of them only the latest active one is read, and those
//! that a service still runs; their services are listed once for both types.

mod cluster;
mod service;
mod task_definition;

use crate::{
    door::Door,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_sdk_ecs::{
    Client,
    types::{Service, Tag},
};
use pantheon_core::{
    collect::{Collector, Gap, Listing, Scope},
    id::TenantId,
};
use std::{collections::BTreeMap, time::Duration};
use tokio::sync::OnceCell;

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Context>] = types![cluster, service, task_definition];

/// What the modules of this service share.
pub(crate) struct Context {
    client: Client,
    /// The services of all clusters, and what could not be seen of them.
    services: OnceCell<(Vec<Service>, Vec<Gap>)>,
}

impl Context {
    fn new(client: Client) -> Self {
        Self { client, services: OnceCell::new() }
    }

    /// Returns the services, which are listed the first time that somebody asks.
    async fn services(&self) -> &(Vec<Service>, Vec<Gap>) {
        self.services.get_or_init(|| service::all(&self.client)).await
    }
}

/// Reads ECS.
pub struct Ecs<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for Ecs<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Context::new(Client::new(&session)), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}

/// Returns the tags of a resource.
fn tags(tags: &[Tag]) -> BTreeMap<String, String> {
    crate::document::tags(tags.iter().map(|tag| (tag.key(), tag.value())))
}

//! EKS: clusters and the groups of nodes that AWS manages for them.

mod cluster;
mod nodegroup;

use crate::{
    door::Door,
    listing::read_pages,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_sdk_eks::Client;
use pantheon_core::{
    collect::{Collector, Gap, Listing, Scope},
    id::TenantId,
};
use std::{
    collections::{BTreeMap, HashMap},
    time::Duration,
};

/// What AWS answers about something that was deleted since it was listed.
const GONE: &[&str] = &["ResourceNotFoundException", "NotFoundException"];

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Client>] = types![cluster, nodegroup];

/// Reads EKS.
pub struct Eks<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for Eks<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Client::new(&session), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}

/// Reads the names of all clusters.
async fn cluster_names(client: &Client) -> (Vec<String>, Option<Gap>) {
    read_pages("eks:ListClusters", client.list_clusters().into_paginator().items().send()).await
}

/// Returns the tags of a resource.
fn tags(tags: Option<&HashMap<String, String>>) -> BTreeMap<String, String> {
    crate::document::tags(tags.into_iter().flatten().map(|(key, value)| (key.as_str(), value.as_str())))
}

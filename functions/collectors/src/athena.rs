//! Athena: workgroups and the catalogs that they query.

mod data_catalog;
mod work_group;

use crate::{
    document::{Document, built_arn, tags},
    door::Door,
    listing::read_or_note,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_sdk_athena::Client;
use pantheon_core::{
    collect::{Collector, Listing, Scope},
    id::TenantId,
};
use std::time::Duration;

/// What AWS answers about something that is not there, or no longer.
const GONE: &[&str] = &["ResourceNotFoundException"];

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Client>] = types![work_group, data_catalog];

/// Reads Athena.
pub struct Athena<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for Athena<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Client::new(&session), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}

/// Reads the tags of a resource, such as `workgroup/primary`.
async fn read_tags(client: &Client, resource: &str, mut document: Document) -> Document {
    let arn = built_arn(document.scope(), "athena", resource);
    let mut pages = client.list_tags_for_resource().resource_arn(arn).into_paginator().items().send();
    let mut all = Vec::new();
    while let Some(tag) = pages.next().await {
        match read_or_note(&mut document, "Tags", "athena:ListTagsForResource", GONE, tag) {
            Some(tag) => all.push(tag),
            None => break,
        }
    }
    document.tags(tags(all.iter().map(|tag| (tag.key(), tag.value()))))
}

//! Organizations: the organization, its units and the policies that bind them. Its accounts are
//! known from connecting it.
//!
//! The API lets a few calls through in a second, so the tree is walked once for every type.

mod organization;
mod organizational_unit;
mod policy;
mod tree;

use crate::{
    document::{Document, tags},
    door::Door,
    listing::{Lister, read_or_note},
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_sdk_organizations::Client;
use pantheon_core::{
    aws::TypeName,
    collect::{Collector, Listing, Scope},
    id::TenantId,
};
use std::time::Duration;
use tree::Tree;

/// What AWS answers about what was deleted since it was listed.
const GONE: &[&str] = &[
    "OrganizationalUnitNotFoundException",
    "ParentNotFoundException",
    "PolicyNotFoundException",
    "TargetNotFoundException",
];

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Context>] = types![organization, organizational_unit, policy];

/// What the modules of this service share.
pub(crate) struct Context {
    client: Client,
    tree: Tree,
}

impl Context {
    async fn read(client: Client, within: Duration) -> Self {
        let tree = Tree::read(&client, within).await;
        Self { client, tree }
    }

    /// Reads the tags of an organization's unit or policy.
    async fn read_tags(&self, id: &str, mut document: Document) -> Document {
        let mut all = Vec::new();
        let mut next = None;
        loop {
            let answer = self.client.list_tags_for_resource().resource_id(id).set_next_token(next).send().await;
            let answer = read_or_note(&mut document, "Tags", "organizations:ListTagsForResource", GONE, answer);
            let Some(page) = answer else { break };
            all.extend(page.tags.unwrap_or_default());
            next = page.next_token;
            if next.is_none() {
                break;
            }
        }
        document.tags(tags(all.iter().map(|tag| (tag.key(), tag.value()))))
    }

    /// Begins a listing with what could not be seen of the tree.
    fn lister(&self, resource_type: TypeName) -> Lister {
        let mut lister = Lister::new(resource_type);
        lister.miss_all(self.tree.gap.clone());
        lister
    }
}

/// Reads Organizations.
pub struct Organizations<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for Organizations<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        let started = tokio::time::Instant::now();
        let client = match self.0.open(tenant, scope).await {
            Ok(session) => Client::new(&session),
            Err(gap) => return unseen(TYPES, &gap),
        };
        let context = Context::read(client, within / 2).await;
        sweep(TYPES, &context, scope, within.saturating_sub(started.elapsed())).await
    }
}

#[cfg(test)]
mod tests;

//! SNS: topics and who is told of what is published to them.

mod subscription;
mod topic;

use crate::{
    door::Door,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_sdk_sns::Client;
use pantheon_core::{
    collect::{Collector, Listing, Scope},
    id::TenantId,
};
use std::{collections::HashMap, time::Duration};

/// What AWS answers about something that was deleted since it was listed.
const GONE: &[&str] = &["NotFound", "NotFoundException", "ResourceNotFound", "ResourceNotFoundException"];

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Client>] = types![topic, subscription];

/// Reads SNS.
pub struct Sns<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for Sns<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Client::new(&session), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}

/// Returns an attribute that is a switch.
fn flag(attributes: &HashMap<String, String>, name: &str) -> Option<bool> {
    attributes.get(name).and_then(|value| value.parse().ok())
}

/// Returns an attribute that is a document.
fn document_in(attributes: &HashMap<String, String>, name: &str) -> Option<serde_json::Value> {
    attributes.get(name).filter(|text| !text.is_empty()).map(|text| crate::document::json_text(text))
}

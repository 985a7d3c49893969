//! `EventBridge`: buses, and the rules that bring what is on them somewhere.
//!
//! The SDK has no pages for this service, so their tokens are handed on here.

mod event_bus;
mod rule;

use crate::{
    document::{Document, tags},
    door::Door,
    listing::{read_by_token, read_or_note},
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_sdk_eventbridge::{Client, types::EventBus};
use pantheon_core::{
    collect::{Collector, Gap, Listing, Scope},
    id::TenantId,
};
use std::time::Duration;

/// What AWS answers about something that was deleted since it was listed.
const GONE: &[&str] = &["ResourceNotFoundException"];

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Client>] = types![event_bus, rule];

/// Reads `EventBridge`.
pub struct EventBridge<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for EventBridge<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Client::new(&session), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}

/// Reads the buses, of which every region has at least one.
async fn buses(client: &Client) -> (Vec<EventBus>, Option<Gap>) {
    let page = |token| async move {
        let answer = client.list_event_buses().set_next_token(token).send().await;
        answer.map(|answer| (answer.event_buses, answer.next_token))
    };
    read_by_token("events:ListEventBuses", &[], page).await
}

/// Reads the tags of a bus or a rule.
async fn read_tags(client: &Client, arn: &str, mut document: Document) -> Document {
    let answer = client.list_tags_for_resource().resource_arn(arn).send().await;
    match read_or_note(&mut document, "Tags", "events:ListTagsForResource", GONE, answer) {
        Some(answer) => document.tags(tags(answer.tags().iter().map(|tag| (tag.key(), tag.value())))),
        None => document,
    }
}

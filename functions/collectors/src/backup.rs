//! AWS Backup: vaults, and plans with what they select. What is in a vault is data.

mod backup_plan;
mod backup_vault;

use crate::{
    document::Document,
    door::Door,
    listing::read_or_note,
    sweep::{OneType, sweep, types, unseen},
};
use async_trait::async_trait;
use aws_sdk_backup::Client;
use pantheon_core::{
    collect::{Collector, Listing, Scope},
    id::TenantId,
};
use std::{collections::BTreeMap, time::Duration};

/// The types that this collector reads.
pub(crate) const TYPES: &[OneType<Client>] = types![backup_plan, backup_vault];

/// What AWS answers about what was deleted since it was listed, or was never set.
const ABSENT: &[&str] = &["ResourceNotFoundException"];

/// Reads AWS Backup.
pub struct Backup<'a>(pub &'a dyn Door);

#[async_trait]
impl Collector for Backup<'_> {
    async fn collect(&self, tenant: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
        match self.0.open(tenant, scope).await {
            Ok(session) => sweep(TYPES, &Client::new(&session), scope, within).await,
            Err(gap) => unseen(TYPES, &gap),
        }
    }
}

/// Reads the tags of a vault or a plan.
async fn read_tags(client: &Client, arn: &str, mut document: Document) -> Document {
    let mut all = BTreeMap::new();
    let mut next = None;
    loop {
        let answer = client.list_tags().resource_arn(arn).set_next_token(next).send().await;
        let Some(page) = read_or_note(&mut document, "Tags", "backup:ListTags", ABSENT, answer) else { break };
        all.extend(page.tags.unwrap_or_default());
        next = page.next_token;
        if next.is_none() {
            break;
        }
    }
    document.tags(all)
}

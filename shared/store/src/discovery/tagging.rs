//! The tag policy of a tenant, and how its accounts comply: one row for each account.

use crate::{Consistency, Item, Key, Partition, Query, Row, Store, Transaction, transaction::absent};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    aws::AccountId,
    command::{Commit, Version},
    id::{TenantId, UserId},
    tagging::{Compliance, Scores, TagMeanings, TagPolicy, TagRule, Tagging},
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize)]
struct PolicyRow {
    version: Version,
    rules: Vec<TagRule>,
    meanings: TagMeanings,
    changed_by: Option<UserId>,
    changed_at: Option<DateTime<Utc>>,
}

impl Row for PolicyRow {
    const ENTITY: &'static str = "tag policy";
}

impl From<&TagPolicy> for PolicyRow {
    fn from(policy: &TagPolicy) -> Self {
        let TagPolicy { version, rules, meanings, changed_by, changed_at } = policy.clone();
        Self { version, rules, meanings, changed_by, changed_at }
    }
}

impl From<PolicyRow> for TagPolicy {
    fn from(row: PolicyRow) -> Self {
        let PolicyRow { version, rules, meanings, changed_by, changed_at } = row;
        Self { version, rules, meanings, changed_by, changed_at }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct ComplianceRow {
    account_id: AccountId,
    policy_version: Version,
    /// The scores as JSON text: their maps are keyed by more than text.
    scores: String,
    complete: bool,
    since: DateTime<Utc>,
}

impl Row for ComplianceRow {
    const ENTITY: &'static str = "tag compliance";
}

impl TryFrom<&Compliance> for ComplianceRow {
    type Error = Error;

    fn try_from(compliance: &Compliance) -> Result<Self> {
        let Compliance { account_id, policy_version, scores, complete, since } = compliance;
        Ok(Self {
            account_id: account_id.clone(),
            policy_version: *policy_version,
            scores: serde_json::to_string(scores).map_err(Error::internal)?,
            complete: *complete,
            since: *since,
        })
    }
}

impl TryFrom<ComplianceRow> for Compliance {
    type Error = Error;

    fn try_from(row: ComplianceRow) -> Result<Self> {
        let ComplianceRow { account_id, policy_version, scores, complete, since } = row;
        let scores: Scores = serde_json::from_str(&scores).map_err(Error::internal)?;
        Ok(Self { account_id, policy_version, scores, complete, since })
    }
}

pub(super) fn policy_key(tenant: &TenantId) -> Key {
    Key::of_tenant(tenant, &["TAG_POLICY"], &[])
}

fn compliances(tenant: &TenantId) -> Partition {
    Partition::of_tenant(tenant, &["TAG_COMPLIANCE"])
}

pub(super) fn compliance_key(tenant: &TenantId, account_id: &AccountId) -> Key {
    compliances(tenant).key(&[account_id.as_str()])
}

#[async_trait]
impl Tagging for Store {
    async fn tag_policy(&self, tenant: &TenantId) -> Result<TagPolicy> {
        let row: Option<PolicyRow> = self.get(&policy_key(tenant), Consistency::Strong).await?;
        Ok(row.map_or_else(TagPolicy::empty, TagPolicy::from))
    }

    async fn save_tag_policy(&self, tenant: &TenantId, policy: &TagPolicy, commit: Commit) -> Result<()> {
        let item = Item::of(policy_key(tenant), &PolicyRow::from(policy))?;
        let change = Transaction::new();
        let change = if policy.version == Version::FIRST {
            change.put_if(item, absent(), Error::PreconditionFailed { kind: PolicyRow::ENTITY })
        } else {
            change.put_version(item)?
        };
        self.transact(change.commit(commit)).await
    }

    async fn compliance(&self, tenant: &TenantId, account_id: &AccountId) -> Result<Option<Compliance>> {
        let row: Option<ComplianceRow> = self.get(&compliance_key(tenant, account_id), Consistency::Eventual).await?;
        row.map(Compliance::try_from).transpose()
    }

    async fn compliances(&self, tenant: &TenantId) -> Result<Vec<Compliance>> {
        let rows: Vec<ComplianceRow> = self.query_all(&Query::of(&compliances(tenant))).await?;
        rows.into_iter().map(Compliance::try_from).collect()
    }

    async fn keep_compliance(&self, tenant: &TenantId, compliance: &Compliance) -> Result<()> {
        let row = ComplianceRow::try_from(compliance)?;
        let item = Item::of(compliance_key(tenant, &compliance.account_id), &row)?;
        self.transact(Transaction::new().put(item)).await
    }
}

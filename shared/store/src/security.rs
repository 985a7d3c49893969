//! Findings, postures and mutes.
//!
//! The findings of an account share a partition, and the index shows those of a tenant in the order in
//! which they are worked on: unresolved first, then the worst, then the oldest.

#[cfg(test)]
mod tests;

use crate::{Consistency, Expression, Item, Key, Partition, Query, Row, Store, Transaction, transaction::absent};
use async_trait::async_trait;
use chrono::{DateTime, Duration, Utc};
use pantheon_core::{
    Error, Result,
    agent::HistoricalAgent,
    aws::AccountId,
    command::{Commit, Version},
    id::{MuteId, TenantId},
    page::{Page, PageRequest, PageSize},
    resource::ResourceId,
    security::{
        CheckId, Finding, FindingFilter, FindingId, FindingStatus, Findings, MOST_FINDINGS_SAVED, Mute, Mutes,
        Postures, Severity,
        posture::{AccountPosture, TenantPosture, TrendPoint},
    },
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// How long a finding that is resolved can still be asked for.
const RESOLVED_DAYS: i64 = 400;

#[derive(Debug, Serialize, Deserialize)]
struct FindingRow {
    version: Version,
    account_id: AccountId,
    check: CheckId,
    severity: Severity,
    resource_id: ResourceId,
    owner_agent: HistoricalAgent,
    status: FindingStatus,
    /// The finding as JSON text.
    finding: String,
}

impl Row for FindingRow {
    const ENTITY: &'static str = Finding::KIND;
}

#[derive(Debug, Serialize, Deserialize)]
struct AccountPostureRow {
    /// When it was evaluated, in milliseconds, so that a later one is told from an earlier one.
    evaluated_at: i64,
    /// The posture as JSON text.
    posture: String,
}

impl Row for AccountPostureRow {
    const ENTITY: &'static str = "account posture";
}

#[derive(Debug, Serialize, Deserialize)]
struct PostureRow {
    /// The posture as JSON text.
    posture: String,
}

impl Row for PostureRow {
    const ENTITY: &'static str = "posture";
}

#[derive(Debug, Serialize, Deserialize)]
struct ScanRequestRow {
    requested_at: DateTime<Utc>,
}

impl Row for ScanRequestRow {
    const ENTITY: &'static str = "security scan";
}

#[derive(Debug, Serialize, Deserialize)]
struct TrendRow {
    point: TrendPoint,
}

impl Row for TrendRow {
    const ENTITY: &'static str = "score";
}

#[derive(Debug, Serialize, Deserialize)]
struct MuteRow {
    /// When it ends, in milliseconds.
    expires_at: i64,
    /// The mute as JSON text.
    mute: String,
}

impl Row for MuteRow {
    const ENTITY: &'static str = Mute::KIND;
}

fn write(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(Error::internal)
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(Error::internal)
}

fn finding_key(tenant: &TenantId, id: &FindingId, account_id: &AccountId) -> Key {
    findings_of(tenant, account_id).key(&[id.as_str()])
}

fn findings_of(tenant: &TenantId, account_id: &AccountId) -> Partition {
    Partition::of_tenant(tenant, &["FINDINGS", account_id.as_str()])
}

fn findings_by_severity(tenant: &TenantId) -> Partition {
    Partition::of_tenant(tenant, &["FINDINGS_BY_SEVERITY"])
}

fn mutes(tenant: &TenantId) -> Partition {
    Partition::of_tenant(tenant, &["MUTES"])
}

fn account_postures(tenant: &TenantId) -> Partition {
    Partition::of_tenant(tenant, &["ACCOUNT_POSTURES"])
}

fn posture_key(tenant: &TenantId) -> Key {
    Key::of_tenant(tenant, &["POSTURE"], &[])
}

fn trend(tenant: &TenantId) -> Partition {
    Partition::of_tenant(tenant, &["SCORES"])
}

/// The first part of a place in the index: what is resolved comes last.
fn group(resolved: bool) -> &'static str {
    if resolved { "1" } else { "0" }
}

/// The second part of a place in the index: the worst comes first.
fn rank(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "0",
        Severity::High => "1",
        Severity::Medium => "2",
        Severity::Low => "3",
        Severity::Informational => "4",
    }
}

fn finding_item(tenant: &TenantId, finding: &Finding) -> Result<Item> {
    let resolved = finding.status == FindingStatus::Resolved;
    let row = FindingRow {
        version: finding.version,
        account_id: finding.resource_id.account_id.clone(),
        check: finding.check.clone(),
        severity: finding.severity,
        resource_id: finding.resource_id.clone(),
        owner_agent: finding.owner_agent,
        status: finding.status,
        finding: write(finding)?,
    };
    let first_seen = format!("{:015}", finding.first_seen.timestamp_millis());
    let index = findings_by_severity(tenant);
    let index = index.key(&[group(resolved), rank(finding.severity), &first_seen, finding.id.as_str()]);
    let item = Item::of(finding_key(tenant, &finding.id, &row.account_id), &row)?.indexed(&index);
    Ok(if resolved { item.expiring(finding.changed_at() + Duration::days(RESOLVED_DAYS)) } else { item })
}

fn list(tenant: &TenantId, filter: &FindingFilter) -> Result<Query> {
    let FindingFilter { account_id, check, severity, status, resource_id, owner_agent } = filter;
    let query = Query::index(&findings_by_severity(tenant));
    let group = group(*status == Some(FindingStatus::Resolved));
    let query = match severity {
        Some(severity) => query.beginning(&[group, rank(*severity)]),
        None => query.beginning(&[group]),
    };
    let mut condition = Expression::default();
    let wanted = [
        ("account_id", account_id.as_ref().map(write_attribute)),
        ("check", check.as_ref().map(write_attribute)),
        ("status", status.as_ref().map(write_attribute)),
        ("resource_id", resource_id.as_ref().map(write_attribute)),
        ("owner_agent", owner_agent.as_ref().map(write_attribute)),
    ];
    for (attribute, value) in wanted {
        let Some(value) = value else { continue };
        let (name, placeholder) = (format!("#{attribute}"), format!(":{attribute}"));
        let equal = Expression::new(format!("{name} = {placeholder}")).name(&name, attribute);
        condition = condition.and(equal.value(&placeholder, value?));
    }
    Ok(if condition == Expression::default() { query } else { query.only(condition) })
}

fn write_attribute<T: Serialize>(value: T) -> Result<aws_sdk_dynamodb::types::AttributeValue> {
    serde_dynamo::to_attribute_value(value).map_err(Error::internal)
}

#[async_trait]
impl Findings for Store {
    async fn finding(&self, tenant: &TenantId, id: &FindingId) -> Result<Option<Finding>> {
        let key = finding_key(tenant, id, &id.account_id());
        let found: Option<FindingRow> = self.get(&key, Consistency::Strong).await?;
        found.map(|row| read(&row.finding)).transpose()
    }

    async fn findings(&self, tenant: &TenantId, filter: &FindingFilter, page: &PageRequest) -> Result<Page<Finding>> {
        let found: Page<FindingRow> = self.query(&list(tenant, filter)?, page).await?;
        let items = found.items.iter().map(|row| read(&row.finding)).collect::<Result<_>>()?;
        Ok(Page { items, next: found.next })
    }

    async fn findings_of(&self, tenant: &TenantId, account_id: &AccountId) -> Result<Vec<Finding>> {
        let rows: Vec<FindingRow> = self.query_all(&Query::of(&findings_of(tenant, account_id)).consistent()).await?;
        rows.iter().map(|row| read(&row.finding)).collect()
    }

    async fn save_findings(&self, tenant: &TenantId, findings: &[Finding], commit: Commit) -> Result<()> {
        if findings.len() > MOST_FINDINGS_SAVED {
            return Err(Error::internal(format!("{} findings do not fit into one transaction", findings.len())));
        }
        let mut transaction = Transaction::new();
        for finding in findings {
            let item = finding_item(tenant, finding)?;
            transaction = if finding.version == Version::FIRST {
                transaction.put_if(item, absent(), Error::PreconditionFailed { kind: Finding::KIND })
            } else {
                transaction.put_version(item)?
            };
        }
        self.transact(transaction.commit(commit)).await
    }
}

#[async_trait]
impl Postures for Store {
    async fn account_posture(&self, tenant: &TenantId, account_id: &AccountId) -> Result<Option<AccountPosture>> {
        let key = account_postures(tenant).key(&[account_id.as_str()]);
        let found: Option<AccountPostureRow> = self.get(&key, Consistency::Eventual).await?;
        found.map(|row| read(&row.posture)).transpose()
    }

    async fn account_postures(&self, tenant: &TenantId, page: &PageRequest) -> Result<Page<AccountPosture>> {
        let found: Page<AccountPostureRow> = self.query(&Query::of(&account_postures(tenant)), page).await?;
        let items = found.items.iter().map(|row| read(&row.posture)).collect::<Result<_>>()?;
        Ok(Page { items, next: found.next })
    }

    async fn keep_account_posture(&self, tenant: &TenantId, posture: &AccountPosture) -> Result<()> {
        let evaluated_at = posture.evaluated_at.timestamp_millis();
        let row = AccountPostureRow { evaluated_at, posture: write(posture)? };
        let item = Item::of(account_postures(tenant).key(&[posture.account_id.as_str()]), &row)?;
        let earlier = Expression::new("attribute_not_exists(pk) OR #evaluated_at < :evaluated_at")
            .name("#evaluated_at", "evaluated_at")
            .value(":evaluated_at", write_attribute(evaluated_at)?);
        self.put_if(&item, earlier).await.map(drop)
    }

    async fn forget_account_posture(&self, tenant: &TenantId, account_id: &AccountId) -> Result<()> {
        let key = account_postures(tenant).key(&[account_id.as_str()]);
        self.transact(Transaction::new().delete(key)).await
    }

    async fn posture(&self, tenant: &TenantId, days: PageSize) -> Result<(Option<TenantPosture>, Vec<TrendPoint>)> {
        let row: Option<PostureRow> = self.get(&posture_key(tenant), Consistency::Eventual).await?;
        let latest_first = Query::of(&trend(tenant)).descending(true);
        let points: Page<TrendRow> = self.query(&latest_first, &PageRequest::first(days)).await?;
        let posture = row.map(|row| read(&row.posture)).transpose()?;
        Ok((posture, points.items.into_iter().map(|row| row.point).collect()))
    }

    async fn request_scan(&self, tenant: &TenantId, at: DateTime<Utc>, commit: Commit) -> Result<()> {
        let key = Key::of_tenant(tenant, &["SECURITY_SCAN"], &[]);
        let item = Item::of(key, &ScanRequestRow { requested_at: at })?;
        self.transact(Transaction::new().put(item).commit(commit)).await
    }

    async fn keep_posture(
        &self,
        tenant: &TenantId,
        posture: &TenantPosture,
        today: Option<TrendPoint>,
        commit: Commit,
    ) -> Result<()> {
        let item = Item::of(posture_key(tenant), &PostureRow { posture: write(posture)? })?;
        let mut transaction = Transaction::new().put(item);
        if let Some(point) = today {
            let day = point.at.format("%Y-%m-%d").to_string();
            transaction = transaction.put(Item::of(trend(tenant).key(&[&day]), &TrendRow { point })?);
        }
        self.transact(transaction.commit(commit)).await
    }
}

#[async_trait]
impl Mutes for Store {
    async fn mutes(&self, tenant: &TenantId, now: DateTime<Utc>) -> Result<Vec<Mute>> {
        let latest_first = Query::of(&mutes(tenant)).descending(true).consistent();
        let rows: Vec<MuteRow> = self.query_all(&latest_first).await?;
        // Rows whose time is up are deleted some time after it.
        let valid = rows.iter().filter(|row| row.expires_at > now.timestamp_millis());
        valid.map(|row| read(&row.mute)).collect()
    }

    async fn insert_mute(&self, tenant: &TenantId, mute: &Mute, commit: Commit) -> Result<()> {
        let row = MuteRow { expires_at: mute.expires_at.timestamp_millis(), mute: write(mute)? };
        let item = Item::of(mutes(tenant).key(&[mute.id.as_str()]), &row)?.expiring(mute.expires_at);
        self.transact(Transaction::new().put_new(item).commit(commit)).await
    }

    async fn remove_mute(&self, tenant: &TenantId, id: &MuteId) -> Result<bool> {
        let key = mutes(tenant).key(&[id.as_str()]);
        let found: Option<MuteRow> = self.get(&key, Consistency::Strong).await?;
        self.transact(Transaction::new().delete(key)).await?;
        Ok(found.is_some())
    }
}

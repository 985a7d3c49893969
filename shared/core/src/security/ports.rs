//! Where findings, postures and mutes are kept.

use super::{
    CheckId, Finding, FindingId, FindingStatus, Mute, Severity,
    posture::{AccountPosture, TenantPosture, TrendPoint},
};
use crate::{
    Result,
    agent::HistoricalAgent,
    aws::AccountId,
    command::Commit,
    id::{MuteId, TenantId},
    page::{Page, PageRequest, PageSize},
    resource::ResourceId,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};

/// How many findings are saved together at most: each takes a row and an event, and a transaction 100 of both.
pub const MOST_FINDINGS_SAVED: usize = 48;

/// Which findings are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindingFilter {
    /// Only of this account.
    pub account_id: Option<AccountId>,
    /// Only of this check.
    pub check: Option<CheckId>,
    /// Only this bad.
    pub severity: Option<Severity>,
    /// Only in this status; without one, all but the resolved ones.
    pub status: Option<FindingStatus>,
    /// Only of this resource.
    pub resource_id: Option<ResourceId>,
    /// Only of resources of this agent.
    pub owner_agent: Option<HistoricalAgent>,
}

impl FindingFilter {
    /// Tells whether a finding is wanted.
    pub fn takes(&self, finding: &Finding) -> bool {
        let Self { account_id, check, severity, status, resource_id, owner_agent } = self;
        account_id.as_ref().is_none_or(|account_id| *account_id == finding.resource_id.account_id)
            && check.as_ref().is_none_or(|check| *check == finding.check)
            && severity.is_none_or(|severity| severity == finding.severity)
            && status.map_or(finding.status != FindingStatus::Resolved, |status| status == finding.status)
            && resource_id.as_ref().is_none_or(|resource_id| *resource_id == finding.resource_id)
            && owner_agent.is_none_or(|owner_agent| owner_agent == finding.owner_agent)
    }
}

/// The findings of a tenant.
#[async_trait]
pub trait Findings: Send + Sync {
    /// Returns a finding, or `None` if the tenant has no such finding.
    async fn finding(&self, tenant: &TenantId, id: &FindingId) -> Result<Option<Finding>>;
    /// Lists the findings that match, the worst first and of these the oldest.
    async fn findings(&self, tenant: &TenantId, filter: &FindingFilter, page: &PageRequest) -> Result<Page<Finding>>;
    /// Lists all findings of an account, resolved ones included, by their names.
    async fn findings_of(&self, tenant: &TenantId, account_id: &AccountId) -> Result<Vec<Finding>>;
    /// Adds findings in their first version and replaces those whose version is one less than the given
    /// one, all in one transaction; else `precondition_failed`, and nothing changes.
    ///
    /// Takes at most [`MOST_FINDINGS_SAVED`] findings, each with one event.
    async fn save_findings(&self, tenant: &TenantId, findings: &[Finding], commit: Commit) -> Result<()>;
}

/// What the checks say of the accounts of a tenant.
#[async_trait]
pub trait Postures: Send + Sync {
    /// Returns the posture of an account, or `None` if it was never evaluated.
    async fn account_posture(&self, tenant: &TenantId, account_id: &AccountId) -> Result<Option<AccountPosture>>;
    /// Lists the postures of accounts, by account.
    async fn account_postures(&self, tenant: &TenantId, page: &PageRequest) -> Result<Page<AccountPosture>>;
    /// Keeps the posture of an account, unless a later one is kept.
    async fn keep_account_posture(&self, tenant: &TenantId, posture: &AccountPosture) -> Result<()>;
    /// Forgets the posture of an account that is gone.
    async fn forget_account_posture(&self, tenant: &TenantId, account_id: &AccountId) -> Result<()>;
    /// Returns the posture of all accounts and the days before, the latest first.
    async fn posture(&self, tenant: &TenantId, days: PageSize) -> Result<(Option<TenantPosture>, Vec<TrendPoint>)>;
    /// Keeps that somebody wants all accounts evaluated now.
    async fn request_scan(&self, tenant: &TenantId, at: DateTime<Utc>, commit: Commit) -> Result<()>;
    /// Keeps the posture of all accounts, with the score of the day.
    async fn keep_posture(
        &self,
        tenant: &TenantId,
        posture: &TenantPosture,
        today: Option<TrendPoint>,
        commit: Commit,
    ) -> Result<()>;
}

/// The mutes of a tenant.
#[async_trait]
pub trait Mutes: Send + Sync {
    /// Lists the mutes that have not expired, the latest first.
    async fn mutes(&self, tenant: &TenantId, now: DateTime<Utc>) -> Result<Vec<Mute>>;
    /// Adds a mute.
    async fn insert_mute(&self, tenant: &TenantId, mute: &Mute, commit: Commit) -> Result<()>;
    /// Ends a mute; `false` if there is none.
    async fn remove_mute(&self, tenant: &TenantId, id: &MuteId) -> Result<bool>;
}

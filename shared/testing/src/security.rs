//! Fakes of the ports of security.

use crate::commits::MemoryCommits;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    aws::AccountId,
    command::{Commit, Version},
    event::Event,
    id::{MuteId, TenantId},
    page::{Page, PageRequest, PageSize, Position},
    security::{
        Finding, FindingFilter, FindingId, FindingStatus, Findings, MOST_FINDINGS_SAVED, Mute, Mutes, Postures,
        posture::{AccountPosture, TenantPosture, TrendPoint},
    },
};
use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Findings, postures and mutes that live as long as the test.
#[derive(Debug, Default)]
pub struct MemorySecurity {
    kept: Mutex<Kept>,
    commits: MemoryCommits,
}

#[derive(Debug, Default)]
struct Kept {
    findings: BTreeMap<(TenantId, FindingId), Finding>,
    accounts: BTreeMap<(TenantId, AccountId), AccountPosture>,
    postures: BTreeMap<TenantId, TenantPosture>,
    trend: BTreeMap<(TenantId, String), TrendPoint>,
    mutes: BTreeMap<(TenantId, MuteId), Mute>,
}

impl MemorySecurity {
    /// Returns every event that was told.
    pub fn events(&self) -> Vec<Event> {
        self.commits.events()
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Cuts a page out of a list, each with its place in it.
fn page<T>(all: Vec<(String, T)>, request: &PageRequest) -> Page<T> {
    let after = request.after.as_ref().map(|Position(after)| after.as_str());
    let mut rest = all.into_iter().filter(|(place, _)| after.is_none_or(|after| place.as_str() > after));
    let taken: Vec<(String, T)> = rest.by_ref().take(request.size.get()).collect();
    let next = taken.last().filter(|_| rest.next().is_some()).map(|(place, _)| Position(place.clone()));
    Page { items: taken.into_iter().map(|(_, item)| item).collect(), next }
}

fn place(finding: &Finding) -> String {
    let resolved = finding.status == FindingStatus::Resolved;
    let rank = pantheon_core::security::Severity::ALL.iter().position(|severity| *severity == finding.severity);
    let first_seen = finding.first_seen.timestamp_millis();
    format!("{} {} {first_seen:015} {}", u8::from(resolved), rank.unwrap_or_default(), finding.id)
}

#[async_trait]
impl Findings for MemorySecurity {
    async fn finding(&self, tenant: &TenantId, id: &FindingId) -> Result<Option<Finding>> {
        Ok(self.lock().findings.get(&(tenant.clone(), id.clone())).cloned())
    }

    async fn findings(
        &self,
        tenant: &TenantId,
        filter: &FindingFilter,
        request: &PageRequest,
    ) -> Result<Page<Finding>> {
        let kept = self.lock();
        let ours = kept.findings.iter().filter(|((owner, _), finding)| owner == tenant && filter.takes(finding));
        let mut all: Vec<(String, Finding)> = ours.map(|(_, finding)| (place(finding), finding.clone())).collect();
        all.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(page(all, request))
    }

    async fn findings_of(&self, tenant: &TenantId, account_id: &AccountId) -> Result<Vec<Finding>> {
        let kept = self.lock();
        let ours = kept.findings.iter().filter(|((owner, _), _)| owner == tenant);
        let of = ours.filter(|(_, finding)| finding.resource_id.account_id == *account_id);
        Ok(of.map(|(_, finding)| finding.clone()).collect())
    }

    async fn save_findings(&self, tenant: &TenantId, findings: &[Finding], commit: Commit) -> Result<()> {
        if findings.len() > MOST_FINDINGS_SAVED {
            return Err(Error::internal("too many findings for one transaction"));
        }
        let mut kept = self.lock();
        for finding in findings {
            let known = kept.findings.get(&(tenant.clone(), finding.id.clone()));
            if known.map_or(Version(0), |known| known.version).next() != finding.version {
                return Err(Error::PreconditionFailed { kind: Finding::KIND });
            }
        }
        self.commits.commit(commit)?;
        let new = findings.iter().map(|finding| ((tenant.clone(), finding.id.clone()), finding.clone()));
        kept.findings.extend(new);
        Ok(())
    }
}

#[async_trait]
impl Postures for MemorySecurity {
    async fn account_posture(&self, tenant: &TenantId, account_id: &AccountId) -> Result<Option<AccountPosture>> {
        Ok(self.lock().accounts.get(&(tenant.clone(), account_id.clone())).cloned())
    }

    async fn account_postures(&self, tenant: &TenantId, request: &PageRequest) -> Result<Page<AccountPosture>> {
        let kept = self.lock();
        let ours = kept.accounts.iter().filter(|((owner, _), _)| owner == tenant);
        Ok(page(ours.map(|((_, account), posture)| (account.to_string(), posture.clone())).collect(), request))
    }

    async fn keep_account_posture(&self, tenant: &TenantId, posture: &AccountPosture) -> Result<()> {
        let mut kept = self.lock();
        let key = (tenant.clone(), posture.account_id.clone());
        if kept.accounts.get(&key).is_none_or(|known| known.evaluated_at < posture.evaluated_at) {
            kept.accounts.insert(key, posture.clone());
        }
        Ok(())
    }

    async fn forget_account_posture(&self, tenant: &TenantId, account_id: &AccountId) -> Result<()> {
        self.lock().accounts.remove(&(tenant.clone(), account_id.clone()));
        Ok(())
    }

    async fn posture(&self, tenant: &TenantId, days: PageSize) -> Result<(Option<TenantPosture>, Vec<TrendPoint>)> {
        let kept = self.lock();
        let points = kept.trend.iter().rev().filter(|((owner, _), _)| owner == tenant).take(days.get());
        Ok((kept.postures.get(tenant).cloned(), points.map(|(_, point)| *point).collect()))
    }

    async fn request_scan(&self, _: &TenantId, _: DateTime<Utc>, commit: Commit) -> Result<()> {
        self.commits.commit(commit)
    }

    async fn keep_posture(
        &self,
        tenant: &TenantId,
        posture: &TenantPosture,
        today: Option<TrendPoint>,
        commit: Commit,
    ) -> Result<()> {
        let mut kept = self.lock();
        self.commits.commit(commit)?;
        kept.postures.insert(tenant.clone(), posture.clone());
        if let Some(point) = today {
            kept.trend.insert((tenant.clone(), point.at.format("%Y-%m-%d").to_string()), point);
        }
        Ok(())
    }
}

#[async_trait]
impl Mutes for MemorySecurity {
    async fn mutes(&self, tenant: &TenantId, now: DateTime<Utc>) -> Result<Vec<Mute>> {
        let kept = self.lock();
        let ours = kept.mutes.iter().rev().filter(|((owner, _), mute)| owner == tenant && mute.expires_at > now);
        Ok(ours.map(|(_, mute)| mute.clone()).collect())
    }

    async fn insert_mute(&self, tenant: &TenantId, mute: &Mute, commit: Commit) -> Result<()> {
        let mut kept = self.lock();
        self.commits.commit(commit)?;
        kept.mutes.insert((tenant.clone(), mute.id.clone()), mute.clone());
        Ok(())
    }

    async fn remove_mute(&self, tenant: &TenantId, id: &MuteId) -> Result<bool> {
        Ok(self.lock().mutes.remove(&(tenant.clone(), id.clone())).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conformance::security as suite;

    #[tokio::test]
    async fn conforms() {
        suite::findings(&MemorySecurity::default()).await;
        suite::postures(&MemorySecurity::default()).await;
        suite::mutes(&MemorySecurity::default()).await;
    }
}

//! The accounts of scans, how far they are planned, and bookmarks.

use super::{MemoryDiscovery, page_of};
use async_trait::async_trait;
use pantheon_core::{
    Error, Result,
    aws::AccountId,
    command::Commit,
    id::{ScanId, TenantId},
    page::{Page, PageRequest, Position},
    scan::{AccountPlan, Bookmarks, Planned, Plans, Scan, Target},
};

#[async_trait]
impl Plans for MemoryDiscovery {
    async fn add_accounts(&self, tenant: &TenantId, scan: &Scan, accounts: &[AccountId]) -> Result<()> {
        let mut state = self.lock();
        self.replace_scan(&mut state, tenant, scan, Commit::unasked())?;
        let plans = state.plans.entry((tenant.clone(), scan.id.clone())).or_default();
        plans.extend(accounts.iter().map(|id| (id.clone(), AccountPlan::default())));
        Ok(())
    }

    async fn account_plan(&self, tenant: &TenantId, scan: &ScanId, id: &AccountId) -> Result<Option<AccountPlan>> {
        let state = self.lock();
        Ok(state.plans.get(&(tenant.clone(), scan.clone())).and_then(|plans| plans.get(id)).cloned())
    }

    async fn decide(&self, tenant: &TenantId, scan: &ScanId, target: &Target) -> Result<Target> {
        let mut state = self.lock();
        let plans = state.plans.get_mut(&(tenant.clone(), scan.clone()));
        let plan = plans.and_then(|plans| plans.get_mut(&target.account_id));
        let plan = plan.ok_or_else(|| Error::not_found("account of the scan", &target.account_id))?;
        Ok(plan.target.get_or_insert_with(|| target.clone()).clone())
    }

    async fn count_planned(&self, tenant: &TenantId, scan: &ScanId, id: &AccountId, shards: u64) -> Result<bool> {
        let mut state = self.lock();
        let plans = state.plans.get_mut(&(tenant.clone(), scan.clone()));
        let plan = plans.and_then(|plans| plans.get_mut(id)).filter(|plan| plan.shards.is_none());
        Ok(plan.is_some_and(|plan| plan.shards.replace(shards).is_none()))
    }

    async fn unplanned(&self, tenant: &TenantId, scan: &ScanId, page: &PageRequest) -> Result<Page<AccountId>> {
        let state = self.lock();
        let plans = state.plans.get(&(tenant.clone(), scan.clone()));
        Ok(page_of(plans, page, |plan| plan.shards.is_none())?.map(|(id, _)| id))
    }

    async fn planned(&self, tenant: &TenantId, scan: &ScanId) -> Result<Planned> {
        let state = self.lock();
        let plans = state.plans.get(&(tenant.clone(), scan.clone())).into_iter().flatten();
        let counted = plans.filter_map(|(_, plan)| plan.shards);
        Ok(counted.fold(Planned::default(), |sum, shards| Planned {
            accounts: sum.accounts + 1,
            shards: sum.shards + shards,
        }))
    }
}

#[async_trait]
impl Bookmarks for MemoryDiscovery {
    async fn bookmark(&self, tenant: &TenantId, scan: &ScanId) -> Result<Option<Position>> {
        Ok(self.lock().bookmarks.get(&(tenant.clone(), scan.clone())).cloned())
    }

    async fn keep_bookmark(&self, tenant: &TenantId, scan: &ScanId, at: Option<&Position>) -> Result<()> {
        let mut state = self.lock();
        let key = (tenant.clone(), scan.clone());
        match at {
            Some(position) => state.bookmarks.insert(key, position.clone()),
            None => state.bookmarks.remove(&key),
        };
        Ok(())
    }
}

//! The slots of accounts and services.

use super::MemoryDiscovery;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Result,
    collect::Scope,
    id::{LeaseId, TenantId},
    slot::{Lease, Refused, Slots},
};

#[async_trait]
impl Slots for MemoryDiscovery {
    async fn take_slot(
        &self,
        tenant: &TenantId,
        scope: &Scope,
        lease: &Lease,
        now: DateTime<Utc>,
    ) -> Result<Result<(), Refused>> {
        let mut state = self.lock();
        let taken = state.slots.entry((tenant.clone(), scope.account_id.clone(), scope.service.clone())).or_default();
        Ok(taken.take(&scope.region, lease.clone(), now).map(|after| *taken = after))
    }

    async fn give_slot_back(&self, tenant: &TenantId, scope: &Scope, holder: &LeaseId) -> Result<()> {
        let mut state = self.lock();
        let taken = state.slots.entry((tenant.clone(), scope.account_id.clone(), scope.service.clone())).or_default();
        if let Some(after) = taken.give_back(&scope.region, holder) {
            *taken = after;
        }
        Ok(())
    }
}

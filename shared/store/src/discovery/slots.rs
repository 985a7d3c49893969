//! The slots of accounts and services: who reads which scope, and until when.

use super::slots_key;
use crate::{
    Consistency, Item, Row, Store,
    failure::SERVICE,
    item::row,
    retry::Backoff,
    transaction::{absent, at_version},
};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::{
    Error, Result,
    collect::Scope,
    command::Version,
    id::{LeaseId, TenantId},
    slot::{Lease, Refused, Slots, Taken},
};
use serde::{Deserialize, Serialize};

/// How long the item of slots that nobody has any more stays.
const FORGOTTEN: TimeDelta = TimeDelta::days(1);

#[derive(Debug, Default, Serialize, Deserialize)]
struct SlotsRow {
    version: Version,
    taken: Taken,
}

impl Row for SlotsRow {
    const ENTITY: &'static str = "slots";
}

impl Store {
    /// Replaces the row that was read; `None` once that is done, else the row that is there now.
    async fn replace_slots(
        &self,
        (tenant, scope): (&TenantId, &Scope),
        before: &SlotsRow,
        taken: Taken,
        now: DateTime<Utc>,
    ) -> Result<Option<SlotsRow>> {
        let until = taken.until().unwrap_or(now).max(now);
        let after = SlotsRow { version: before.version.next(), taken };
        let item = Item::of(slots_key(tenant, scope), &after)?.expiring(until + FORGOTTEN);
        let unchanged = if before.version == Version::default() { absent() } else { at_version(before.version) };
        match self.put_if(&item, unchanged).await? {
            None => Ok(None),
            // The item was cleaned up meanwhile.
            Some(gone) if gone.is_empty() => Ok(Some(SlotsRow::default())),
            Some(known) => row(known).map(Some),
        }
    }

    async fn slots_row(&self, tenant: &TenantId, scope: &Scope) -> Result<SlotsRow> {
        let found: Option<SlotsRow> = self.get(&slots_key(tenant, scope), Consistency::Strong).await?;
        Ok(found.unwrap_or_default())
    }
}

#[async_trait]
impl Slots for Store {
    async fn take_slot(
        &self,
        tenant: &TenantId,
        scope: &Scope,
        lease: &Lease,
        now: DateTime<Utc>,
    ) -> Result<Result<(), Refused>> {
        let mut backoff = Backoff::default();
        let mut known = self.slots_row(tenant, scope).await?;
        loop {
            let taken = match known.taken.take(&scope.region, lease.clone(), now) {
                Ok(taken) => taken,
                Err(refused) => return Ok(Err(refused)),
            };
            match self.replace_slots((tenant, scope), &known, taken, now).await? {
                None => return Ok(Ok(())),
                Some(changed) if backoff.pause().await => known = changed,
                // So many others are at it that waiting for a turn is right.
                Some(_) => return Ok(Err(Refused::AllTaken)),
            }
        }
    }

    async fn give_slot_back(&self, tenant: &TenantId, scope: &Scope, holder: &LeaseId) -> Result<()> {
        let mut backoff = Backoff::default();
        let mut known = self.slots_row(tenant, scope).await?;
        loop {
            let Some(taken) = known.taken.give_back(&scope.region, holder) else { return Ok(()) };
            let now = known.taken.until().unwrap_or_default();
            match self.replace_slots((tenant, scope), &known, taken, now).await? {
                None => return Ok(()),
                Some(changed) if backoff.pause().await => known = changed,
                Some(_) => return Err(Error::unavailable(SERVICE, "a slot kept changing while it was given back")),
            }
        }
    }
}

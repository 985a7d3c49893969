//! Scans, accounts, shards, slots and queues that are made up.

use super::{Synthetic, page};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    aws::AccountId,
    collect::Scope,
    command::Commit,
    id::{LeaseId, ScanId, TenantId},
    page::{Page, PageRequest, Position},
    queue::{Backlogs, DelayedTasks, Tasks},
    scan::{
        AccountPlan, Bookmarks, Planned, Plans, Scan, Scans, Shard, ShardId, ShardRule, ShardState, Shards, Tally,
        Target,
    },
    slot::{Lease, Refused, Slots},
};
use pantheon_testing::tenant;
use std::time::Duration;

#[async_trait]
impl Scans for Synthetic {
    async fn scan(&self, _: &TenantId, _: &ScanId) -> Result<Option<Scan>> {
        Ok(Some(self.scan_now()))
    }

    async fn scans(&self, _: &TenantId, _: &PageRequest) -> Result<Page<Scan>> {
        Ok(Page { items: vec![self.scan_now()], next: None })
    }

    async fn insert_scan(&self, _: &TenantId, _: &Scan, _: Commit) -> Result<()> {
        Err(Error::internal("the scan is made up"))
    }

    async fn update_scan(&self, _: &TenantId, scan: &Scan, _: Commit) -> Result<()> {
        self.replace(scan);
        Ok(())
    }

    async fn tally(&self, _: &TenantId, _: &ScanId) -> Result<Tally> {
        let shards_ended = (self.organization.accounts * self.shards_each()) as u64;
        Ok(Tally { shards_ended, shards_with_gaps: 1, ..Tally::default() })
    }

    async fn unfinished(&self) -> Result<Vec<(TenantId, ScanId)>> {
        Ok(vec![(tenant(), self.scan_now().id)])
    }
}

#[async_trait]
impl Plans for Synthetic {
    async fn add_accounts(&self, _: &TenantId, scan: &Scan, accounts: &[AccountId]) -> Result<()> {
        self.replace(scan);
        self.count("accounts added", accounts.len() as u64);
        Ok(())
    }

    async fn account_plan(&self, _: &TenantId, _: &ScanId, _: &AccountId) -> Result<Option<AccountPlan>> {
        Ok(Some(AccountPlan::default()))
    }

    async fn decide(&self, _: &TenantId, _: &ScanId, target: &Target) -> Result<Target> {
        Ok(target.clone())
    }

    async fn count_planned(&self, _: &TenantId, _: &ScanId, _: &AccountId, shards: u64) -> Result<bool> {
        self.count("shards planned", shards);
        Ok(true)
    }

    async fn unplanned(&self, _: &TenantId, _: &ScanId, request: &PageRequest) -> Result<Page<AccountId>> {
        page(self.organization.accounts, request, |number| self.organization.account_id(number))
    }

    async fn planned(&self, _: &TenantId, _: &ScanId) -> Result<Planned> {
        Ok(Planned::default())
    }
}

#[async_trait]
impl Bookmarks for Synthetic {
    async fn bookmark(&self, _: &TenantId, _: &ScanId) -> Result<Option<Position>> {
        Ok(None)
    }

    async fn keep_bookmark(&self, _: &TenantId, _: &ScanId, _: Option<&Position>) -> Result<()> {
        Ok(())
    }
}

#[async_trait]
impl Shards for Synthetic {
    async fn insert_shards(&self, _: &TenantId, _: &ScanId, shards: &[Shard]) -> Result<()> {
        self.count("shards inserted", shards.len() as u64);
        Ok(())
    }

    async fn shard(&self, _: &TenantId, _: &ScanId, id: &ShardId) -> Result<Option<Shard>> {
        Ok(Some(Shard::pending(id.clone())))
    }

    async fn shards(&self, tenant: &TenantId, scan: &ScanId, request: &PageRequest) -> Result<Page<Shard>> {
        self.shards_that(tenant, scan, ShardRule::Open, request).await
    }

    async fn shards_that(
        &self,
        _: &TenantId,
        _: &ScanId,
        rule: ShardRule,
        request: &PageRequest,
    ) -> Result<Page<Shard>> {
        let gap = pantheon_core::collect::Gap {
            operation: "ec2:Describe".to_owned(),
            reason: pantheon_core::collect::GapReason::Denied,
            detail: "no".to_owned(),
        };
        page(self.organization.accounts * self.shards_each(), request, |number| {
            let shard = Shard::pending(self.scope(number)?.into());
            Ok(match rule {
                ShardRule::Open => shard,
                ShardRule::WithGaps => Shard { state: ShardState::Denied, gaps: vec![gap.clone()], ..shard },
            })
        })
    }

    async fn lease_shard(
        &self,
        _: &TenantId,
        _: &ScanId,
        id: &ShardId,
        _: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Option<Shard>> {
        let shard = Shard::pending(id.clone());
        Ok(Some(Shard { state: ShardState::Running, attempts: 1, leased_until: Some(until), ..shard }))
    }

    async fn end_shard(&self, _: &TenantId, _: &ScanId, _: &Shard, tally: Tally, _: Commit) -> Result<bool> {
        self.count("shards ended", 1);
        self.count("resources seen", tally.resources_seen);
        Ok(true)
    }
}

#[async_trait]
impl Slots for Synthetic {
    async fn take_slot(&self, _: &TenantId, _: &Scope, _: &Lease, _: DateTime<Utc>) -> Result<Result<(), Refused>> {
        Ok(Ok(()))
    }

    async fn give_slot_back(&self, _: &TenantId, _: &Scope, _: &LeaseId) -> Result<()> {
        Ok(())
    }
}

#[async_trait]
impl Tasks for Synthetic {
    async fn send(&self, _: &str, bodies: Vec<String>) -> Result<()> {
        self.count("messages", bodies.len() as u64);
        Ok(())
    }
}

#[async_trait]
impl DelayedTasks for Synthetic {
    async fn send_later(&self, _: &str, _: String, _: Duration) -> Result<()> {
        self.count("messages", 1);
        Ok(())
    }
}

#[async_trait]
impl Backlogs for Synthetic {
    async fn backlog(&self, _: &str) -> Result<u64> {
        Ok(0)
    }
}

//! The accounts of a scan, and how far each of them is planned.

use super::{
    accounts, expiring, planned, row_of,
    scans::{scan_item, time_to_live},
};
use crate::{
    Consistency, Expression, Item, Key, Query, Row, Store, Transaction,
    item::row,
    transaction::{absent, present},
};
use async_trait::async_trait;
use pantheon_core::{
    Error, Result,
    aws::AccountId,
    id::{ScanId, TenantId},
    page::{Page, PageRequest},
    scan::{AccountPlan, Planned, Plans, Scan, Target},
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize)]
struct PlanRow {
    account_id: AccountId,
    /// What it is planned from, as JSON text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    target: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shards: Option<u64>,
}

impl Row for PlanRow {
    const ENTITY: &'static str = "account_plan";
}

impl TryFrom<PlanRow> for AccountPlan {
    type Error = Error;

    fn try_from(row: PlanRow) -> Result<Self> {
        let PlanRow { account_id: _, target, shards } = row;
        let target = target.map(|text| serde_json::from_str(&text).map_err(Error::internal)).transpose()?;
        Ok(Self { target, shards })
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct PlannedRow {
    accounts: u64,
    shards: u64,
}

impl Row for PlannedRow {
    const ENTITY: &'static str = "planned";
}

fn account_key(tenant: &TenantId, scan: &ScanId, id: &AccountId) -> Key {
    accounts(tenant, scan).key(&[id.as_str()])
}

fn account_item(tenant: &TenantId, scan: &ScanId, row: &PlanRow) -> Result<Item> {
    Ok(expiring(Item::of(account_key(tenant, scan, &row.account_id), row)?, scan))
}

fn undecided() -> Expression {
    present().and(Expression::new("attribute_not_exists(#target)").name("#target", "target"))
}

fn uncounted() -> Expression {
    Expression::new("attribute_exists(pk) AND attribute_not_exists(#shards)").name("#shards", "shards")
}

/// Adds one account and its shards to the account's row of what is planned.
fn add_planned(change: Transaction, tenant: &TenantId, scan: &ScanId, id: &AccountId, shards: u64) -> Transaction {
    let update =
        Expression::new("SET #entity = :entity, #schema = :schema, #ttl = :ttl ADD accounts :account, #shards :shards")
            .name("#entity", "entity")
            .name("#schema", "schema")
            .name("#ttl", "ttl")
            .name("#shards", "shards")
            .text(":entity", PlannedRow::ENTITY)
            .number(":schema", PlannedRow::SCHEMA)
            .value(":ttl", time_to_live(scan))
            .number(":account", 1)
            .number(":shards", shards);
    change.update(planned(tenant, scan).key(&[&row_of(id.as_str())]), update)
}

#[async_trait]
impl Plans for Store {
    async fn add_accounts(&self, tenant: &TenantId, scan: &Scan, accounts: &[AccountId]) -> Result<()> {
        // Only one writer gets past the version of the scan, and no account is added twice by it.
        let mut change = Transaction::new().put_version(scan_item(tenant, scan)?)?;
        for id in accounts {
            let row = PlanRow { account_id: id.clone(), target: None, shards: None };
            let refusal = Error::internal(format!("the account {id} was added to the scan before"));
            change = change.put_if(account_item(tenant, &scan.id, &row)?, absent(), refusal);
        }
        self.transact(change).await
    }

    async fn account_plan(&self, tenant: &TenantId, scan: &ScanId, id: &AccountId) -> Result<Option<AccountPlan>> {
        let found: Option<PlanRow> = self.get(&account_key(tenant, scan, id), Consistency::Strong).await?;
        found.map(AccountPlan::try_from).transpose()
    }

    async fn decide(&self, tenant: &TenantId, scan: &ScanId, target: &Target) -> Result<Target> {
        let text = serde_json::to_string(target).map_err(Error::internal)?;
        let row_now = PlanRow { account_id: target.account_id.clone(), target: Some(text), shards: None };
        let Some(known) = self.put_if(&account_item(tenant, scan, &row_now)?, undecided()).await? else {
            return Ok(target.clone());
        };
        let unknown = || Error::not_found("account of the scan", &target.account_id);
        if known.is_empty() {
            return Err(unknown());
        }
        AccountPlan::try_from(row::<PlanRow>(known)?)?.target.ok_or_else(unknown)
    }

    async fn count_planned(&self, tenant: &TenantId, scan: &ScanId, id: &AccountId, shards: u64) -> Result<bool> {
        let update = Expression::new("SET #shards = :shards").name("#shards", "shards").number(":shards", shards);
        let lost = Error::PreconditionFailed { kind: PlanRow::ENTITY };
        let change = Transaction::new().update_if(account_key(tenant, scan, id), update, uncounted(), lost);
        match self.transact(add_planned(change, tenant, scan, id, shards)).await {
            Ok(()) => Ok(true),
            Err(Error::PreconditionFailed { kind: PlanRow::ENTITY }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn unplanned(&self, tenant: &TenantId, scan: &ScanId, page: &PageRequest) -> Result<Page<AccountId>> {
        let only = Expression::new("attribute_not_exists(#shards)").name("#shards", "shards");
        let query = Query::of(&accounts(tenant, scan)).consistent().only(only);
        let found: Page<PlanRow> = self.query(&query, page).await?;
        Ok(found.map(|row| row.account_id))
    }

    async fn planned(&self, tenant: &TenantId, scan: &ScanId) -> Result<Planned> {
        let rows: Vec<PlannedRow> = self.query_all(&Query::of(&planned(tenant, scan)).consistent()).await?;
        Ok(rows.into_iter().fold(Planned::default(), |sum, row| Planned {
            accounts: sum.accounts + row.accounts,
            shards: sum.shards + row.shards,
        }))
    }
}

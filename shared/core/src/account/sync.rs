//! How the accounts of an organization follow it: what a listing of its members changes.

use super::{Account, AccountKind, AccountName, AccountState};
use crate::{aws::AccountId, command::Version};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// An organization as AWS describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    /// What AWS calls it, such as `o-a1b2c3d4e5`.
    pub id: String,
    /// The account that manages it.
    pub management_account_id: AccountId,
}

/// An account as its organization lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedAccount {
    /// Its 12 digits.
    pub id: AccountId,
    /// What the organization calls it.
    pub name: String,
    /// Whether it is neither suspended nor being closed.
    pub active: bool,
}

/// How an organization stands with its members.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Synchronization {
    /// When a synchronization was last asked for.
    pub requested_at: Option<DateTime<Utc>>,
    /// When the members were last listed, or could not be.
    pub listed_at: Option<DateTime<Utc>>,
    /// What the last one that ended well came to.
    pub members: Option<Members>,
    /// Why the last one failed, if it did, and what would help.
    pub problem: Option<String>,
}

/// What a synchronization came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Members {
    /// Members that are connected.
    pub connected: u64,
    /// Members whose role was refused.
    pub refused: u64,
    /// Members that left since the synchronization before.
    pub left: u64,
    /// Listed accounts that the tenant disconnected or has connected by themselves.
    pub untouched: u64,
}

/// What a listing changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Members whose role is to be tried; version 1 are new.
    pub verify: Vec<Account>,
    /// Members that are gone.
    pub leave: Vec<Account>,
    /// How many listed accounts are left alone.
    pub untouched: u64,
}

/// Compares what an organization lists with what the tenant has.
///
/// Returns `None` if the listing lacks the management account itself: such a listing is not that of
/// this organization, and nobody is taken to have left because of it.
pub fn plan(organization: &Account, listed: &[ListedAccount], known: &[Account], now: DateTime<Utc>) -> Option<Plan> {
    listed.iter().find(|account| account.id == organization.id)?;

    let known_by_id: BTreeMap<&AccountId, &Account> = known.iter().map(|account| (&account.id, account)).collect();
    let mut plan = Plan::default();
    let mut active = BTreeSet::new();
    for member in listed.iter().filter(|account| account.active && account.id != organization.id) {
        if !active.insert(&member.id) {
            continue;
        }
        match known_by_id.get(&member.id) {
            Some(account) if !follows(account, organization) => plan.untouched += 1,
            found => plan.verify.push(candidate(organization, member, found.copied(), now)),
        }
    }
    plan.leave = known
        .iter()
        .filter(|account| belongs(account, organization) && !active.contains(&account.id))
        .cloned()
        .collect();
    Some(plan)
}

/// Tells whether a known account that is listed as active is the organization's to connect.
///
/// What a tenant connected by itself stays so, and what it let go since the organization was
/// connected stays let go.
fn follows(account: &Account, organization: &Account) -> bool {
    let let_go_since = account.ended_at.is_some_and(|at| at >= organization.created_at);
    match (account.kind, account.state) {
        (AccountKind::Member | AccountKind::Account, AccountState::Disconnected) => !let_go_since,
        (AccountKind::Member, _) | (AccountKind::Account, AccountState::Left) => true,
        (AccountKind::Account | AccountKind::Organization, _) => false,
    }
}

/// Tells whether the account is a member under the connection of the organization, and not gone.
pub fn belongs(account: &Account, organization: &Account) -> bool {
    account.kind == AccountKind::Member && account.connection == organization.connection && !account.state.has_ended()
}

fn candidate(organization: &Account, member: &ListedAccount, known: Option<&Account>, now: DateTime<Utc>) -> Account {
    let kept = known.filter(|account| belongs(account, organization));
    Account {
        id: member.id.clone(),
        // The version that the row has; trying the role makes the next one.
        version: known.map_or(Version(0), |account| account.version),
        connection: organization.connection.clone(),
        kind: AccountKind::Member,
        name: AccountName::of_member(&member.name, &member.id),
        role_name: organization.role_name.clone(),
        external_id: organization.external_id.clone(),
        regions: organization.regions.clone(),
        state: kept.map_or(AccountState::Pending, |account| account.state),
        refusal: kept.and_then(|account| account.refusal.clone()),
        synchronization: None,
        created_at: kept.map_or(now, |account| account.created_at),
        updated_at: now,
        verified_at: kept.and_then(|account| account.verified_at),
        connected_at: kept.and_then(|account| account.connected_at),
        ended_at: None,
    }
}

//! Accounts as the API shows them.

use chrono::{DateTime, Utc};
use pantheon_core::{
    Caller,
    account::{Account, AccountKind, AccountName, AccountState, Refusal, sync::Synchronization},
    aws::{AccountId, Region, RoleName},
    id::ConnectionId,
    permission::Permission,
};
use serde::Serialize;
use utoipa::ToSchema;

/// An account that is connected, or is about to be, or was.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AccountView {
    /// Its 12 digits.
    #[schema(example = "111111111111")]
    pub account_id: AccountId,
    /// The connection that it belongs to; the members of an organization share the organization's.
    pub connection_id: ConnectionId,
    /// What it is to the tenant.
    pub kind: AccountKind,
    /// What people call it.
    #[schema(example = "Olympus")]
    pub name: AccountName,
    /// How far the connection has come.
    pub state: AccountState,
    /// Why it was refused and what would help, while it is.
    pub refusal: Option<Refusal>,
    /// The role that Pantheon assumes.
    #[schema(example = "PantheonMember")]
    pub role_name: RoleName,
    /// What the role must ask for; shown only to callers who hold `accounts:write`.
    pub external_id: Option<String>,
    /// The regions that are looked at; `null` for every enabled one.
    pub regions: Option<Vec<Region>>,
    /// How it stands with its members; only of an organization.
    pub synchronization: Option<Synchronization>,
    /// When the connection was asked for.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When its role was last tried.
    pub verified_at: Option<DateTime<Utc>>,
    /// When it came to be connected, if it is or was.
    pub connected_at: Option<DateTime<Utc>>,
    /// When it was disconnected or left, if it did.
    pub ended_at: Option<DateTime<Utc>>,
}

impl AccountView {
    /// Shows an account to a caller, without the external ID unless they may write accounts.
    pub fn of(account: Account, caller: &Caller) -> Self {
        let Account {
            id,
            version: _,
            connection,
            kind,
            name,
            role_name,
            external_id,
            regions,
            state,
            refusal,
            synchronization,
            created_at,
            updated_at,
            verified_at,
            connected_at,
            ended_at,
        } = account;
        let shown = caller.permissions.contains(&Permission::AccountsWrite);
        Self {
            account_id: id,
            connection_id: connection,
            kind,
            name,
            state,
            refusal,
            role_name,
            external_id: shown.then(|| external_id.as_str().to_owned()),
            regions,
            synchronization,
            created_at,
            updated_at,
            verified_at,
            connected_at,
            ended_at,
        }
    }
}

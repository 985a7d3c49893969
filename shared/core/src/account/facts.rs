//! What is told about accounts.

use super::{Account, AccountKind, AccountState, Refusal, RefusalReason, sync::Members};
use crate::{
    aws::AccountId,
    command::Commit,
    event::{Fact, Origin},
    id::ConnectionId,
};
use serde::{Deserialize, Serialize};

macro_rules! account_facts {
    ($($(#[$doc:meta])* $fact:ident = $kind:literal { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
        pub struct $fact {
            /// The account.
            pub account_id: AccountId,
            /// The connection that it belongs to.
            pub connection_id: ConnectionId,
            $($(#[$field_doc])* pub $field: $type,)*
        }

        impl Fact for $fact {
            const KIND: &'static str = $kind;

            fn subject(&self) -> String {
                format!("accounts/{}", self.account_id)
            }
        }
    )*};
}

account_facts! {
    /// A tenant asked for an account to be connected, or its organization brought it.
    AccountRegistered = "account.registered" {
        /// What it is to the tenant.
        kind: AccountKind,
        /// What people call it.
        name: String,
    }
    /// The role of an account was proven; scans look at it from now on.
    AccountConnected = "account.connected" {
        /// What it is to the tenant.
        kind: AccountKind,
        /// What people call it.
        name: String,
    }
    /// The role of an account was found wanting.
    AccountRefused = "account.refused" {
        /// What it is to the tenant.
        kind: AccountKind,
        /// Why, for programs.
        reason: RefusalReason,
        /// Why, and what would help, for people.
        detail: String,
    }
    /// A tenant let an account go.
    AccountDisconnected = "account.disconnected" {
        /// What it was to the tenant.
        kind: AccountKind,
    }
    /// An account is no active member of its organization any more.
    AccountLeft = "account.left" {}
    /// The members of an organization were asked to be synchronized.
    OrganizationSyncRequested = "organization.sync_requested" {
        /// Always an organization; the bus sorts by it.
        kind: AccountKind,
    }
    /// The members of an organization were synchronized.
    OrganizationSynced = "organization.synced" {
        /// What it came to.
        members: Members,
    }
    /// The members of an organization could not be synchronized.
    OrganizationSyncFailed = "organization.sync_failed" {
        /// Why, and what would help.
        problem: String,
    }
}

impl Account {
    /// Tells that the account was asked for.
    pub fn tell_registered(&self, commit: Commit, origin: &Origin) -> Commit {
        let fact = AccountRegistered {
            account_id: self.id.clone(),
            connection_id: self.connection.clone(),
            kind: self.kind,
            name: self.name.to_string(),
        };
        commit.telling(origin, &fact, self.version)
    }

    /// Tells that the members of the organization were asked to be synchronized.
    pub fn tell_synchronization_requested(&self, commit: Commit, origin: &Origin) -> Commit {
        let fact = OrganizationSyncRequested {
            account_id: self.id.clone(),
            connection_id: self.connection.clone(),
            kind: self.kind,
        };
        commit.telling(origin, &fact, self.version)
    }

    /// Tells how the account's state differs from the one `before`; says nothing if it does not.
    pub fn tell_change(&self, before: Option<&Self>, commit: Commit, origin: &Origin) -> Commit {
        let unchanged = before.is_some_and(|before| {
            before.connection == self.connection && before.state == self.state && before.refusal == self.refusal
        });
        if unchanged { commit } else { self.tell_state(commit, origin) }
    }

    fn tell_state(&self, commit: Commit, origin: &Origin) -> Commit {
        let (account_id, connection_id, kind) = (self.id.clone(), self.connection.clone(), self.kind);
        let name = self.name.to_string();
        match (self.state, self.refusal.clone()) {
            (AccountState::Pending, _) => self.tell_registered(commit, origin),
            (AccountState::Connected, _) => {
                commit.telling(origin, &AccountConnected { account_id, connection_id, kind, name }, self.version)
            }
            (AccountState::Refused, Some(Refusal { reason, detail })) => {
                let fact = AccountRefused { account_id, connection_id, kind, reason, detail };
                commit.telling(origin, &fact, self.version)
            }
            // A verdict always brings its refusal; without one there is nothing to tell.
            (AccountState::Refused, None) => commit,
            (AccountState::Disconnected, _) => {
                commit.telling(origin, &AccountDisconnected { account_id, connection_id, kind }, self.version)
            }
            (AccountState::Left, _) => commit.telling(origin, &AccountLeft { account_id, connection_id }, self.version),
        }
    }
}

//! The only keys that do not begin with a tenant.
//!
//! Each answers a question that is asked before, or across, tenants. None of them holds more than
//! what leads back to the tenant's own items.

use crate::keys::{Key, Partition};

/// A list that is kept across tenants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Directory {
    /// From an e-mail address to its user: whoever signs in has not told a tenant yet.
    Emails,
    /// From an e-mail address to its failed sign-ins: they are counted alike whether or not there is
    /// such a user, so no tenant can hold them.
    SignInFailures,
    /// From somebody's identity elsewhere to the user who linked it first: whoever comes back from a
    /// public sign-in has not told a tenant yet.
    Identities,
    /// From an issuer and an audience of tokens to the identity provider: a token of somebody else's
    /// names no tenant of ours.
    Issuers,
    /// From the digest of a secret that is good once to what is behind it: whoever presents it has
    /// not told a tenant yet.
    OneTime,
    /// The public keys, with which the tokens of all tenants are checked.
    VerificationKeys,
    /// From an address of the network to how much it has asked for: whoever asks has not signed in.
    Addresses,
    /// Which external IDs are taken: they must differ between tenants, or one could borrow
    /// another's role.
    ExternalIds,
    /// From a socket connection to its tenant: API Gateway names the connection alone.
    Sockets,
    /// Every tenant by its name, which no other may have: schedules begin with all of them.
    Tenants,
    /// From a connected account to the one tenant that holds it, since two must not; in the index
    /// all of them by kind, with which the nightly schedules begin.
    ConnectedAccounts,
    /// Every scan that has not ended, in the index: the schedule that resumes scans looks at all
    /// of them.
    UnfinishedScans,
}

impl Directory {
    /// Every list that is kept across tenants.
    pub const ALL: &[Self] = &[
        Self::Emails,
        Self::SignInFailures,
        Self::Identities,
        Self::Issuers,
        Self::OneTime,
        Self::VerificationKeys,
        Self::Addresses,
        Self::ExternalIds,
        Self::Sockets,
        Self::Tenants,
        Self::ConnectedAccounts,
        Self::UnfinishedScans,
    ];

    /// Names the partition that holds the whole list.
    pub fn partition(self) -> Partition {
        Partition::outside_tenants(self.name())
    }

    /// Names an entry of the list.
    ///
    /// Entries that are looked up one by one each get a partition of their own, so that no single
    /// partition carries every sign-in; those that are listed share one.
    pub fn key(self, name: &[&str]) -> Key {
        match self {
            Self::Tenants | Self::UnfinishedScans => self.partition().key(name),
            Self::Emails
            | Self::SignInFailures
            | Self::Identities
            | Self::Issuers
            | Self::OneTime
            | Self::VerificationKeys
            | Self::Addresses
            | Self::ExternalIds
            | Self::Sockets
            | Self::ConnectedAccounts => {
                Partition::outside_tenants(&format!("{}#{}", self.name(), crate::keys::join(name))).key(&[])
            }
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Emails => "EMAIL",
            Self::SignInFailures => "SIGN_IN_FAILURES",
            Self::Identities => "IDENTITY",
            Self::Issuers => "ISSUER",
            Self::OneTime => "ONE_TIME",
            Self::VerificationKeys => "VERIFICATION_KEYS",
            Self::Addresses => "ADDRESS",
            Self::ExternalIds => "EXTERNAL_ID",
            Self::Sockets => "SOCKET",
            Self::Tenants => "TENANTS",
            Self::ConnectedAccounts => "CONNECTED",
            Self::UnfinishedScans => "UNFINISHED",
        }
    }
}

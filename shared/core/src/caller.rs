//! Who asks. No handler acts without a [`Caller`].

use crate::{
    Error, Result,
    id::{ApiKeyId, ProviderId, SessionId, TenantId, UserId},
    permission::Permission,
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt, str::FromStr};

/// The authenticated person or program behind a request.
///
/// The tenant comes from the verified token alone: no path, query or body can name another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caller {
    /// The tenant that the caller belongs to.
    pub tenant: TenantId,
    /// The user who signed in, or whose program it is.
    pub user: UserId,
    /// What the caller proved to be the user with.
    pub credential: Credential,
    /// What the caller may do.
    pub permissions: BTreeSet<Permission>,
}

impl Caller {
    /// Fails with `forbidden` unless the caller holds the permission.
    pub fn require(&self, permission: Permission) -> Result<()> {
        if self.permissions.contains(&permission) { Ok(()) } else { Err(Error::Forbidden { permission }) }
    }

    /// Returns the session of a person who signed in here; programs and guests are refused.
    pub fn session(&self) -> Result<&SessionId> {
        match &self.credential {
            Credential::Session(id) => Ok(id),
            Credential::ApiKey(_) | Credential::Provider(_) => {
                Err(Error::Refused { reason: "only a person who signed in may do this; sign in and use that token" })
            }
        }
    }

    /// Fails with `forbidden` unless the caller holds every one of the permissions: nobody gives
    /// what they do not have.
    pub fn may_grant(&self, permissions: &BTreeSet<Permission>) -> Result<()> {
        permissions.iter().try_for_each(|permission| self.require(*permission))
    }
}

/// What a caller proves to be somebody with; its text is the identifier, whose prefix tells the kind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Credential {
    /// An access token of a session.
    Session(SessionId),
    /// An API key.
    ApiKey(ApiKeyId),
    /// A token of somebody else's sign-in that the tenant trusts.
    Provider(ProviderId),
}

impl Credential {
    /// Returns the identifier.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Session(id) => id.as_str(),
            Self::ApiKey(id) => id.as_str(),
            Self::Provider(id) => id.as_str(),
        }
    }
}

impl FromStr for Credential {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text.split('_').next() {
            Some("ses") => text.parse().map(Self::Session),
            Some("key") => text.parse().map(Self::ApiKey),
            Some("idp") => text.parse().map(Self::Provider),
            _ => Err(Error::not_found("credential", text)),
        }
    }
}

impl TryFrom<String> for Credential {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<Credential> for String {
    fn from(credential: Credential) -> Self {
        credential.as_str().to_owned()
    }
}

impl fmt::Display for Credential {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    fn caller(credential: Credential, permissions: &[Permission]) -> Caller {
        let now = DateTime::UNIX_EPOCH;
        let permissions = permissions.iter().copied().collect();
        Caller { tenant: TenantId::generate(now), user: UserId::generate(now), credential, permissions }
    }

    fn credentials() -> [Credential; 3] {
        let now = DateTime::UNIX_EPOCH;
        [
            Credential::Session(SessionId::generate(now)),
            Credential::ApiKey(ApiKeyId::generate(now)),
            Credential::Provider(ProviderId::generate(now)),
        ]
    }

    #[test]
    fn reads_what_it_writes() {
        for credential in credentials() {
            assert_eq!(credential.to_string().parse::<Credential>().unwrap(), credential);
        }
    }

    #[test]
    fn is_no_credential_of_another_kind() {
        for text in ["", "ses", "usr_0195f6a0-7c1e-7d43-9a55-000000000001", "key_", "ses_x"] {
            assert!(text.parse::<Credential>().is_err(), "{text}");
        }
    }

    #[test]
    fn keeps_programs_from_what_only_people_do() {
        let [session, key, provider] = credentials();

        assert!(caller(session, &[]).session().is_ok());
        assert!(matches!(caller(key, Permission::ALL).session(), Err(Error::Refused { .. })));
        assert!(matches!(caller(provider, Permission::ALL).session(), Err(Error::Refused { .. })));
    }

    #[test]
    fn gives_only_what_it_has() {
        let [session, ..] = credentials();
        let caller = caller(session, &[Permission::ScansRead, Permission::UsersWrite]);

        assert!(caller.may_grant(&[Permission::ScansRead].into()).is_ok());
        assert!(caller.may_grant(&BTreeSet::new()).is_ok());
        assert!(matches!(
            caller.may_grant(&[Permission::ScansRead, Permission::ScansStart].into()),
            Err(Error::Forbidden { permission: Permission::ScansStart })
        ));
    }
}

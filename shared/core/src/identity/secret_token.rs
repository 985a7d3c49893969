//! Secrets that are shown once: invitations and API keys.
//!
//! Each begins with its kind and names whom it is for, so that it is looked up by key; only the
//! digest of it is stored.

use super::Digest;
use crate::{
    Error, Result,
    id::{ApiKeyId, TenantId, UserId},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret, SecretString};
use std::str::FromStr;

/// The longest text that is looked at, in bytes.
const LONGEST: usize = 256;

fn is_secret(part: &str) -> bool {
    URL_SAFE_NO_PAD.decode(part).is_ok_and(|bytes| bytes.len() == 32)
}

/// What an invited user chooses a password with: `pin.<tenant>.<user>.<secret>`.
#[derive(Clone, Debug)]
pub struct InvitationToken {
    tenant: TenantId,
    user: UserId,
    text: SecretString,
}

impl InvitationToken {
    const PREFIX: &str = "pin";

    /// Makes a token out of random bytes.
    pub fn make(tenant: TenantId, user: UserId, secret: [u8; 32]) -> Self {
        let text = format!("{}.{tenant}.{user}.{}", Self::PREFIX, URL_SAFE_NO_PAD.encode(secret));
        Self { tenant, user, text: SecretString::from(text) }
    }

    /// Returns the tenant that the token claims.
    pub fn tenant(&self) -> &TenantId {
        &self.tenant
    }

    /// Returns the user that the token claims.
    pub fn user(&self) -> &UserId {
        &self.user
    }

    /// Returns the token as the user is shown it.
    pub fn text(&self) -> &SecretString {
        &self.text
    }

    /// Returns the digest of the whole token.
    pub fn digest(&self) -> Digest {
        Digest::of(self.text.expose_secret())
    }
}

impl FromStr for InvitationToken {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let parse = || {
            let parts: Vec<&str> = text.split('.').collect();
            let [Self::PREFIX, tenant, user, secret] = parts[..] else { return None };
            let (tenant, user) = (tenant.parse().ok()?, user.parse().ok()?);
            is_secret(secret).then(|| Self { tenant, user, text: SecretString::from(text) })
        };
        let parsed = if text.len() <= LONGEST { parse() } else { None };
        parsed.ok_or(Error::Unauthenticated { reason: "the invitation is not valid any more; ask for a new one" })
    }
}

/// What a program signs in with: `pak.<tenant>.<user>.<key>.<secret>`.
#[derive(Clone, Debug)]
pub struct ApiKeyToken {
    tenant: TenantId,
    user: UserId,
    key: ApiKeyId,
    text: SecretString,
}

impl ApiKeyToken {
    /// What every API key begins with.
    pub const PREFIX: &str = "pak";

    /// Makes a token out of random bytes.
    pub fn make(tenant: TenantId, user: UserId, key: ApiKeyId, secret: [u8; 32]) -> Self {
        let text = format!("{}.{tenant}.{user}.{key}.{}", Self::PREFIX, URL_SAFE_NO_PAD.encode(secret));
        Self { tenant, user, key, text: SecretString::from(text) }
    }

    /// Returns the tenant that the token claims.
    pub fn tenant(&self) -> &TenantId {
        &self.tenant
    }

    /// Returns the user that the token claims.
    pub fn user(&self) -> &UserId {
        &self.user
    }

    /// Returns the key that the token claims to be.
    pub fn key(&self) -> &ApiKeyId {
        &self.key
    }

    /// Returns the token as the user is shown it.
    pub fn text(&self) -> &SecretString {
        &self.text
    }

    /// Returns the digest of the whole token.
    pub fn digest(&self) -> Digest {
        Digest::of(self.text.expose_secret())
    }
}

impl FromStr for ApiKeyToken {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let parse = || {
            let parts: Vec<&str> = text.split('.').collect();
            let [Self::PREFIX, tenant, user, key, secret] = parts[..] else { return None };
            let (tenant, user, key) = (tenant.parse().ok()?, user.parse().ok()?, key.parse().ok()?);
            is_secret(secret).then(|| Self { tenant, user, key, text: SecretString::from(text) })
        };
        let parsed = if text.len() <= LONGEST { parse() } else { None };
        parsed.ok_or(Error::Unauthenticated { reason: "the API key is not valid" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use proptest::prelude::*;

    fn invitation() -> InvitationToken {
        let now = DateTime::UNIX_EPOCH;
        InvitationToken::make(TenantId::generate(now), UserId::generate(now), [1; 32])
    }

    fn api_key() -> ApiKeyToken {
        let now = DateTime::UNIX_EPOCH;
        ApiKeyToken::make(TenantId::generate(now), UserId::generate(now), ApiKeyId::generate(now), [1; 32])
    }

    #[test]
    fn read_what_was_shown() {
        let (invitation, key) = (invitation(), api_key());

        let read: InvitationToken = invitation.text().expose_secret().parse().unwrap();
        assert_eq!((read.user(), read.digest()), (invitation.user(), invitation.digest()));
        let read: ApiKeyToken = key.text().expose_secret().parse().unwrap();
        assert_eq!((read.key(), read.tenant(), read.digest()), (key.key(), key.tenant(), key.digest()));
    }

    #[test]
    fn take_no_secret_of_another_kind_or_length() {
        let invitation = invitation().text().expose_secret().to_owned();
        let key = api_key().text().expose_secret().to_owned();

        assert!(key.parse::<InvitationToken>().is_err());
        assert!(invitation.parse::<ApiKeyToken>().is_err());
        assert!(key[..key.len() - 2].parse::<ApiKeyToken>().is_err());
        assert!(format!("{key}AA").parse::<ApiKeyToken>().is_err());
        assert!(format!("{key}{}", ".".repeat(300)).parse::<ApiKeyToken>().is_err());
    }

    #[test]
    fn hide_themselves_from_logs() {
        let key = api_key();
        let secret = key.text().expose_secret().rsplit('.').next().unwrap().to_owned();

        assert!(!format!("{key:?}").contains(&secret));
    }

    proptest! {
        #[test]
        fn never_panic(text in ".{0,300}") {
            let _ = text.parse::<ApiKeyToken>();
            let _ = text.parse::<InvitationToken>();
        }
    }
}

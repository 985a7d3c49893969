//! Refresh tokens: what the client keeps to stay signed in.

use crate::{
    Error, Result,
    id::{SessionId, TenantId, UserId},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest as _, Sha256};
use std::str::FromStr;

const PREFIX: &str = "prt";

/// A refresh token: `prt.<tenant>.<user>.<session>.<family>.<secret>`.
///
/// The two last parts are 32 random bytes each. `family` stays the same for the whole session, so
/// that a token that was spent long ago is still known for what it is; `secret` is new in every
/// token. Only digests of them are stored. Knowing the identifiers alone proves nothing: a token
/// whose family does not fit is a forgery, and does no harm to the session.
#[derive(Clone, Debug)]
pub struct RefreshToken {
    tenant: TenantId,
    user: UserId,
    session: SessionId,
    family: SecretString,
    text: SecretString,
}

impl RefreshToken {
    /// The longest text that is looked at, in bytes.
    pub const LONGEST: usize = 256;

    /// Makes the first token of a session out of random bytes.
    pub fn first(tenant: TenantId, user: UserId, session: SessionId, family: [u8; 32], secret: [u8; 32]) -> Self {
        let family = SecretString::from(URL_SAFE_NO_PAD.encode(family));
        Self::compose(tenant, user, session, family, secret)
    }

    /// Makes the token that takes the place of this one.
    #[must_use]
    pub fn next(&self, secret: [u8; 32]) -> Self {
        Self::compose(self.tenant.clone(), self.user.clone(), self.session.clone(), self.family.clone(), secret)
    }

    fn compose(tenant: TenantId, user: UserId, session: SessionId, family: SecretString, secret: [u8; 32]) -> Self {
        let secret = URL_SAFE_NO_PAD.encode(secret);
        let text = format!("{PREFIX}.{tenant}.{user}.{session}.{}.{secret}", family.expose_secret());
        Self { tenant, user, session, family, text: SecretString::from(text) }
    }

    /// Returns the tenant that the token claims.
    pub fn tenant(&self) -> &TenantId {
        &self.tenant
    }

    /// Returns the user that the token claims.
    pub fn user(&self) -> &UserId {
        &self.user
    }

    /// Returns the session that the token claims.
    pub fn session(&self) -> &SessionId {
        &self.session
    }

    /// Returns the token as the client keeps it.
    pub fn text(&self) -> &SecretString {
        &self.text
    }

    /// Returns the digest of the whole token.
    pub fn digest(&self) -> Digest {
        Digest::of(self.text.expose_secret())
    }

    /// Returns the digest of what all tokens of the session share.
    pub fn family(&self) -> Digest {
        Digest::of(self.family.expose_secret())
    }
}

impl FromStr for RefreshToken {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        parse(text).ok_or(Error::Unauthenticated { reason: "the refresh token is not valid; sign in again" })
    }
}

fn parse(text: &str) -> Option<RefreshToken> {
    if text.len() > RefreshToken::LONGEST {
        return None;
    }
    let parts: Vec<&str> = text.split('.').collect();
    let [PREFIX, tenant, user, session, family, secret] = parts[..] else { return None };
    let whole = [family, secret].iter().all(|part| URL_SAFE_NO_PAD.decode(part).is_ok_and(|bytes| bytes.len() == 32));
    whole.then_some(())?;
    Some(RefreshToken {
        tenant: tenant.parse().ok()?,
        user: user.parse().ok()?,
        session: session.parse().ok()?,
        family: SecretString::from(family),
        text: SecretString::from(text),
    })
}

/// SHA-256 of something secret and random, in hexadecimal digits.
///
/// Comparing two of them need not take constant time: whoever learns how far a comparison went still
/// has to find random bytes whose digest fits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(String);

impl Digest {
    /// Hashes a secret.
    pub fn of(secret: &str) -> Self {
        Self(hex::encode(Sha256::digest(secret)))
    }

    /// Returns the hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Digest {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let digits = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() == 64 && text.bytes().all(digits) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::internal("a stored digest is not 64 hexadecimal digits"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use proptest::prelude::*;

    fn token() -> RefreshToken {
        let now = DateTime::UNIX_EPOCH;
        let ids = (TenantId::generate(now), UserId::generate(now), SessionId::generate(now));
        RefreshToken::first(ids.0, ids.1, ids.2, [1; 32], [2; 32])
    }

    #[test]
    fn reads_what_it_wrote() {
        let token = token();

        let read: RefreshToken = token.text().expose_secret().parse().unwrap();

        assert_eq!(read.digest(), token.digest());
        assert_eq!(read.family(), token.family());
        assert_eq!((read.tenant(), read.user(), read.session()), (token.tenant(), token.user(), token.session()));
    }

    #[test]
    fn keeps_the_family_and_changes_the_rest() {
        let first = token();
        let next = first.next([3; 32]);

        assert_eq!(next.family(), first.family());
        assert_ne!(next.digest(), first.digest());
    }

    #[test]
    fn refuses_what_is_no_refresh_token() {
        let text = token().text().expose_secret().to_owned();
        let broken = [
            String::new(),
            text[1..].to_owned(),
            text[..text.len() - 1].to_owned(),
            format!("{text}A"),
            format!("{text}."),
            text.replace("prt.", "PRT."),
            text.replace("tnt_", "usr_"),
            text.replace("ses_", "ses_../"),
            format!("{text}{}", "A".repeat(1 << 20)),
        ];

        for text in broken {
            assert!(matches!(text.parse::<RefreshToken>(), Err(Error::Unauthenticated { .. })), "{text:.60}");
        }
    }

    #[test]
    fn hides_itself_from_logs() {
        let token = token();
        let family = URL_SAFE_NO_PAD.encode([1; 32]);

        assert!(!format!("{token:?}").contains(&family));
    }

    proptest! {
        #[test]
        fn never_panics_on_strange_text(text in "(prt)?[.a-z_A-Z0-9=é-]{0,260}") {
            let _ = text.parse::<RefreshToken>();
        }
    }
}

//! Somebody else's sign-in: who else vouches for users, and who the users are there.

use crate::{
    Error, Result,
    command::Version,
    event::Fact,
    id::{ProviderId, TenantId},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt, str::FromStr};

/// An issuer of tokens that a tenant trusts, such as a Cognito user pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityProvider {
    /// Which one it is.
    pub id: ProviderId,
    /// The tenant that trusts it.
    pub tenant: TenantId,
    /// What people call it.
    pub name: String,
    /// What its tokens say in `iss`.
    pub issuer: Issuer,
    /// The clients whose tokens are accepted: what they say in `aud`, or Cognito's in `client_id`.
    pub audiences: BTreeSet<String>,
    /// Where its keys are, if not where its discovery document says.
    pub jwks_uri: Option<String>,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// How often it has changed.
    pub version: Version,
}

impl IdentityProvider {
    /// How many a tenant trusts at most.
    pub const MOST: usize = 10;
    /// How many clients of one are accepted at most.
    pub const MOST_AUDIENCES: usize = 10;
}

/// What tokens say in `iss`: an absolute URL without query and fragment, compared letter by letter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Issuer(String);

impl Issuer {
    /// The longest issuer, in bytes.
    pub const LONGEST: usize = 512;

    /// Returns the issuer as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Issuer {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let host = rest.map(|rest| rest.split('/').next().unwrap_or_default());
        let fits = host.is_some_and(|host| !host.is_empty() && !host.contains('@'))
            && text.len() <= Self::LONGEST
            && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"?#\\\"<>".contains(&byte));
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::invalid("/issuer", "must be an absolute URL such as https://accounts.example.com"))
        }
    }
}

impl TryFrom<String> for Issuer {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<Issuer> for String {
    fn from(issuer: Issuer) -> Self {
        issuer.0
    }
}

impl fmt::Display for Issuer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Who a user is elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ExternalIdentity {
    /// Who vouches for the user.
    pub issuer: Issuer,
    /// What the issuer calls the user, and never calls anybody else.
    pub subject: String,
}

impl ExternalIdentity {
    /// Takes an issuer and its subject, 1 to 255 visible characters.
    pub fn new(issuer: &str, subject: &str) -> Result<Self> {
        let fits = (1..=255).contains(&subject.len()) && subject.bytes().all(|byte| byte.is_ascii_graphic());
        if !fits {
            return Err(Error::Unauthenticated { reason: "the token does not say whose it is" });
        }
        Ok(Self { issuer: issuer.parse()?, subject: subject.to_owned() })
    }
}

/// The data of the events of an identity provider.
macro_rules! provider_facts {
    ($($(#[$doc:meta])* $fact:ident = $kind:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
        pub struct $fact {
            /// The identity provider.
            pub provider_id: ProviderId,
            /// What its tokens say in `iss`.
            pub issuer: String,
        }

        impl $fact {
            /// Tells it of an identity provider.
            pub fn of(provider: &IdentityProvider) -> Self {
                Self { provider_id: provider.id.clone(), issuer: provider.issuer.to_string() }
            }
        }

        impl Fact for $fact {
            const KIND: &'static str = $kind;

            fn subject(&self) -> String {
                format!("identity-providers/{}", self.provider_id)
            }
        }
    )*};
}

provider_facts! {
    /// A tenant began to trust somebody else's sign-in.
    IdentityProviderAdded = "identity_provider.added";
    /// A tenant ceased to trust somebody else's sign-in.
    IdentityProviderRemoved = "identity_provider.removed";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_absolute_urls_for_issuers() {
        for text in [
            "https://accounts.google.com",
            "http://127.0.0.1:9000",
            "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x",
        ] {
            assert_eq!(text.parse::<Issuer>().unwrap().as_str(), text);
        }
        for text in [
            "",
            "accounts.google.com",
            "ftp://a",
            "https://",
            "https://a?b",
            "https://a#b",
            "https://me@a",
            "https://a b",
        ] {
            assert!(text.parse::<Issuer>().is_err(), "{text}");
        }
    }

    #[test]
    fn takes_no_subject_that_says_nothing() {
        for subject in ["", "a b", "a\n", &"a".repeat(256)] {
            assert!(ExternalIdentity::new("https://a", subject).is_err(), "{subject}");
        }
    }
}

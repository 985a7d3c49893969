//! Identifiers that Pantheon makes: a prefix that names the kind, then a UUID version 7.
//!
//! The UUID sorts by time of creation, so identifiers are no secrets.

use crate::{Error, Result};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::{NoContext, Timestamp, Uuid};

macro_rules! identifiers {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal, $kind:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Makes a new identifier that sorts by `now`.
            pub fn generate(now: DateTime<Utc>) -> Self {
                Self(format!(concat!($prefix, "_{}"), uuid_at(now)))
            }

            /// Returns the identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Returns when the identifier was made, in whole milliseconds; `None` if it does not say.
            pub fn made_at(&self) -> Option<DateTime<Utc>> {
                made_at(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = Error;

            fn from_str(text: &str) -> Result<Self> {
                let uuid = text.strip_prefix(concat!($prefix, "_"));
                let known = uuid.and_then(|uuid| Uuid::try_parse(uuid).ok().filter(|parsed| parsed.to_string() == uuid));
                match known {
                    Some(_) => Ok(Self(text.to_owned())),
                    None => Err(Error::not_found($kind, text)),
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = Error;

            fn try_from(text: String) -> Result<Self> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .description(Some(concat!("Names one ", $kind, ".")))
                    .pattern(Some(concat!("^", $prefix, "_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")))
                    .into()
            }
        }

        impl utoipa::ToSchema for $name {}
    )*};
}

identifiers! {
    /// A company, or a part of one, whose data nobody else sees.
    TenantId = "tnt", "tenant";
    /// A person who signs in.
    UserId = "usr", "user";
    /// One sign-in of a user, from login to logout.
    SessionId = "ses", "session";
    /// A program's way in: a secret with permissions and an end.
    ApiKeyId = "key", "API key";
    /// Somebody else's sign-in that a tenant trusts.
    ProviderId = "idp", "identity provider";
    /// A connected organization or account.
    ConnectionId = "con", "connection";
    /// One discovery of the connected accounts.
    ScanId = "scn", "scan";
    /// One turn of a collector at reading a scope.
    LeaseId = "lse", "lease";
    /// A wish not to see some findings for a while.
    MuteId = "mut", "mute";
    /// A file that the inventory is written to.
    ExportId = "exp", "export";
    /// A fact that happened.
    EventId = "evt", "event";
    /// Everything that one request set in motion.
    CorrelationId = "cor", "correlation";
}

fn uuid_at(now: DateTime<Utc>) -> Uuid {
    let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
    Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, now.timestamp_subsec_nanos()))
}

fn made_at(text: &str) -> Option<DateTime<Utc>> {
    let (_, uuid) = text.split_once('_')?;
    let (seconds, nanoseconds) = Uuid::try_parse(uuid).ok()?.get_timestamp()?.to_unix();
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanoseconds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn says_when_it_was_made() {
        let at = DateTime::from_timestamp_millis(1_764_000_000_123).unwrap();
        let made_up: ScanId = "scn_00000000-0000-4000-8000-000000000000".parse().unwrap();

        assert_eq!(ScanId::generate(at).made_at(), Some(at));
        assert_eq!(made_up.made_at(), None);
    }

    #[test]
    fn sorts_by_time_of_creation() {
        let earlier = ScanId::generate(DateTime::from_timestamp(1_000, 0).unwrap());
        let later = ScanId::generate(DateTime::from_timestamp(1_001, 0).unwrap());

        assert!(earlier < later);
    }

    #[test]
    fn refuses_the_prefix_of_another_kind() {
        let user = UserId::generate(DateTime::UNIX_EPOCH);

        assert!(matches!(user.as_str().parse::<TenantId>(), Err(Error::NotFound { kind: "tenant", .. })));
    }

    proptest! {
        #[test]
        fn parses_only_what_it_prints(text in ".{0,64}") {
            if let Ok(id) = text.parse::<TenantId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }
    }
}

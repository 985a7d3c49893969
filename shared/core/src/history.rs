//! The history of resources: every version that scans and events saw, and the feed of changes.

mod change;

pub use change::{Change, changes};

use crate::{
    Error, Result,
    id::TenantId,
    page::{Page, PageRequest},
    resource::{Resource, ResourceId},
};
use async_trait::async_trait;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::{borrow::Cow, fmt, str::FromStr};

/// What made a version of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// The resource was seen for the first time, or again after it was gone.
    Created,
    /// Its content differed from the version before.
    Updated,
    /// It was not there any more when its type was seen whole.
    Removed,
}

impl ChangeKind {
    /// Tells what made a resource what it is.
    pub fn of(resource: &Resource) -> Self {
        if resource.gone.is_some() {
            Self::Removed
        } else if resource.updated_at == resource.first_seen {
            Self::Created
        } else {
            Self::Updated
        }
    }
}

/// Names a version of a resource: the moment from which on it was like that, to the nanosecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct VersionId(pub DateTime<Utc>);

impl fmt::Display for VersionId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.to_rfc3339_opts(SecondsFormat::Nanos, true))
    }
}

impl FromStr for VersionId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let moment = DateTime::parse_from_rfc3339(text);
        moment.map(|moment| Self(moment.to_utc())).map_err(|_| {
            Error::invalid(
                "version",
                "must be a version as the history names it, such as 2026-11-21T09:04:03.000000000Z",
            )
        })
    }
}

impl TryFrom<String> for VersionId {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<VersionId> for String {
    fn from(id: VersionId) -> Self {
        id.to_string()
    }
}

impl utoipa::PartialSchema for VersionId {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .format(Some(utoipa::openapi::SchemaFormat::KnownFormat(utoipa::openapi::KnownFormat::DateTime)))
            .description(Some("Names a version of a resource: the moment from which on it was like that."))
            .into()
    }
}

impl utoipa::ToSchema for VersionId {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("VersionId")
    }
}

/// A resource as it was from one moment on; that moment is its `updated_at`.
#[derive(Clone, Debug, PartialEq)]
pub struct ResourceVersion {
    /// What made the version.
    pub kind: ChangeKind,
    /// The resource; of one that was removed, its last content.
    pub resource: Resource,
}

impl ResourceVersion {
    /// Makes the version that a resource is in now.
    ///
    /// A version follows from the resource alone, so that writing it twice writes the same.
    pub fn of(resource: Resource) -> Self {
        Self { kind: ChangeKind::of(&resource), resource }
    }

    /// Returns what names the version among those of its resource.
    pub fn id(&self) -> VersionId {
        VersionId(self.resource.updated_at)
    }

    /// Returns what versions are compared by: everything that is in AWS, and nothing of our own.
    pub fn document(&self) -> Value {
        let Resource {
            id: _,
            arn,
            name,
            state,
            native_state,
            owner_agent: _,
            dependencies,
            tags,
            created_at,
            updated_at: _,
            first_seen: _,
            properties,
            content_hash: _,
            gone: _,
        } = &self.resource;
        json!({
            "arn": arn,
            "name": name,
            "state": state,
            "native_state": native_state,
            "dependencies": dependencies,
            "tags": tags,
            "created_at": created_at,
            "properties": properties,
        })
    }
}

/// What the inventory remembers.
#[async_trait]
pub trait History: Send + Sync {
    /// Lists the versions of a resource, the newest first.
    async fn versions(&self, tenant: &TenantId, id: &ResourceId, page: &PageRequest) -> Result<Page<ResourceVersion>>;
    /// Returns a version of a resource, or `None` if there is none of that name, or none any more.
    async fn version(&self, tenant: &TenantId, id: &ResourceId, version: VersionId) -> Result<Option<ResourceVersion>>;
    /// Lists what changed after a moment, in any resource of the tenant, the oldest first.
    ///
    /// A change appears when it was written, under the time at which it was seen: a reader who comes
    /// again asks from a little before the last change, as long as a collector may take, and meets
    /// some changes a second time.
    async fn changes_since(
        &self,
        tenant: &TenantId,
        since: DateTime<Utc>,
        page: &PageRequest,
    ) -> Result<Page<ResourceVersion>>;
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn names_read_back_and_sort_by_time(left in 0_i64..4_000_000_000_000_000_000, right in 0_i64..4_000_000_000_000_000_000) {
            let (one, other) = (VersionId(DateTime::from_timestamp_nanos(left)), VersionId(DateTime::from_timestamp_nanos(right)));

            prop_assert_eq!(one.to_string().parse::<VersionId>().unwrap(), one);
            prop_assert_eq!(one.to_string().cmp(&other.to_string()), left.cmp(&right));
        }
    }

    #[test]
    fn takes_any_spelling_of_the_moment() {
        let spellings = ["2026-11-21T09:04:03Z", "2026-11-21T10:04:03+01:00", "2026-11-21T09:04:03.000000000Z"];
        for spelling in spellings {
            assert_eq!(spelling.parse::<VersionId>().unwrap().to_string(), spellings[2]);
        }
        assert!("yesterday".parse::<VersionId>().is_err());
    }
}

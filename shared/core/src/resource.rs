//! Resources of the watched accounts, as the inventory keeps them.

mod size;

pub use size::{LARGEST_DEPENDENCIES, LARGEST_PROPERTIES};

use crate::{
    Error, Result,
    agent::HistoricalAgent,
    aws::{AccountId, Region, ResourceType},
    collect::Found,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, fmt, fmt::Write as _, str::FromStr};

/// Where a resource is and what it is called: `account:region:AWS.Service.Type:native`.
///
/// The identifier is made from facts that never change, so an edge can name a resource that has not
/// been seen yet. It contains only characters that may stand in a URL path: in the native part,
/// every other byte is written as `~` and two hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ResourceId {
    /// The account that holds the resource.
    pub account_id: AccountId,
    /// The region that holds the resource.
    pub region: Region,
    /// The CloudFormation type of the resource.
    pub resource_type: ResourceType,
    /// What AWS calls the resource within its account, region and type.
    pub native_id: String,
}

impl fmt::Display for ResourceId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let resource_type = self.resource_type.as_str().replace("::", ".");
        write!(formatter, "{}:{}:{resource_type}:", self.account_id, self.region)?;
        for byte in self.native_id.bytes() {
            if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
                formatter.write_char(char::from(byte))?;
            } else {
                write!(formatter, "~{byte:02X}")?;
            }
        }
        Ok(())
    }
}

impl FromStr for ResourceId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let unknown = || Error::not_found("resource", text);
        let parts: Vec<&str> = text.split(':').collect();
        let [account_id, region, resource_type, native_id] = parts[..] else { return Err(unknown()) };
        let id = Self {
            account_id: account_id.parse().map_err(|_| unknown())?,
            region: region.parse().map_err(|_| unknown())?,
            resource_type: resource_type.replace('.', "::").parse().map_err(|_| unknown())?,
            native_id: unescape(native_id).ok_or_else(unknown)?,
        };
        // Only one spelling names a resource, so that a key can be built from any of them.
        if id.to_string() == text { Ok(id) } else { Err(unknown()) }
    }
}

fn unescape(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'~' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok().filter(|native_id| !native_id.is_empty())
}

impl TryFrom<String> for ResourceId {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<ResourceId> for String {
    fn from(id: ResourceId) -> Self {
        id.to_string()
    }
}

/// An account and a region of at most 32 characters.
const PLACE: &str = "[0-9]{12}:(?=[^:]{1,32}:)(global|[a-z0-9]+(-[a-z0-9]+){2,})";
/// A type of at most 128 characters, counting each dot as the `::` that it stands for.
const TYPE: &str = r"(?=[^:]{1,126}:)[A-Za-z0-9]+(\.[A-Za-z0-9]+){2}";
/// What stands for itself in a native identifier.
const PLAIN: &str = "[A-Za-z0-9_.-]";
/// Every other character, by its bytes: ASCII, then the well-formed sequences of two to four bytes
/// (table 3-7 of the Unicode Standard).
const ESCAPED: &str = "~([01][0-9A-F]|2[0-9A-CF]|3[A-F]|40|5[B-E]|60|7[B-F])\
    |~(C[2-9A-F]|D[0-9A-F])~[89AB][0-9A-F]\
    |~(E0~[AB]|ED~[89]|E[1-9A-CEF]~[89AB])[0-9A-F]~[89AB][0-9A-F]\
    |~(F0~[9AB]|F[1-3]~[89AB]|F4~8)[0-9A-F](~[89AB][0-9A-F]){2}";

impl utoipa::PartialSchema for ResourceId {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some("Where a resource is and what it is called: `account:region:AWS.Service.Type:native`."))
            .pattern(Some(format!("^{PLACE}:{TYPE}:({PLAIN}|{ESCAPED})+$")))
            .into()
    }
}

impl utoipa::ToSchema for ResourceId {}

/// The life of a resource, in five states; what AWS calls it is kept beside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ResourceState {
    /// It is being made.
    Creating,
    /// It exists, whether it runs or is stopped.
    Active,
    /// It is being changed.
    Updating,
    /// It is being deleted, or was not there any more when a complete scan looked.
    Deleting,
    /// AWS says that it is broken.
    Failed,
}

/// A resource of a watched account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Resource {
    /// Where it is and what it is called.
    pub id: ResourceId,
    /// Its Amazon Resource Name, where AWS gives one.
    pub arn: Option<String>,
    /// What people call it, where they do.
    pub name: Option<String>,
    /// Its life, in five states.
    pub state: ResourceState,
    /// Its state as the service spells it.
    pub native_state: Option<String>,
    /// The historical agent that answers for it.
    pub owner_agent: HistoricalAgent,
    /// The resources that it needs.
    pub dependencies: Vec<ResourceId>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// When AWS says that it was made.
    pub created_at: Option<DateTime<Utc>>,
    /// When its document last changed, as far as scans saw.
    pub updated_at: DateTime<Utc>,
    /// When a scan first saw it.
    pub first_seen: DateTime<Utc>,
    /// Its properties, by their CloudFormation names; what is too large to be kept is cut with a mark.
    pub properties: Value,
    /// SHA-256 of everything above but the times of our own and before any cut, in hexadecimal digits.
    pub content_hash: String,
    /// What is known of its end, if it is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gone: Option<Gone>,
}

/// The end of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    /// When its type was seen whole and the resource was not among what was seen.
    pub removed_at: DateTime<Utc>,
    /// When it was last seen.
    pub last_seen: DateTime<Utc>,
}

impl Resource {
    /// Builds the inventory's view of what a collector found.
    pub fn of(account_id: &AccountId, found: Found, now: DateTime<Utc>) -> Self {
        let content_hash = content_hash(account_id, &found);
        Self::hashed(account_id, found, content_hash, now)
    }

    /// Builds the same where the hash of the content is known already.
    pub fn hashed(account_id: &AccountId, found: Found, content_hash: String, now: DateTime<Utc>) -> Self {
        let (dependencies, properties) = size::fitting(found.dependencies, found.properties);
        let id = ResourceId {
            account_id: account_id.clone(),
            region: found.region,
            resource_type: found.resource_type,
            native_id: found.native_id,
        };
        Self {
            owner_agent: HistoricalAgent::owner_of(&id.resource_type),
            id,
            arn: found.arn,
            name: found.name,
            state: found.state,
            native_state: found.native_state,
            dependencies,
            tags: found.tags,
            created_at: found.created_at,
            updated_at: now,
            first_seen: now,
            properties,
            content_hash,
            gone: None,
        }
    }
}

/// Hashes what a collector found, so that an unchanged resource is known without reading it.
///
/// `serde_json` keeps object keys sorted and every list in `Found` is sorted by its collector, so
/// equal resources have equal bytes.
pub fn content_hash(account_id: &AccountId, found: &Found) -> String {
    let mut hasher = Sha256::new();
    hasher.update(account_id.as_str());
    // A `Found` is a plain struct, which always serializes.
    hasher.update(serde_json::to_vec(found).unwrap_or_default());
    hex::encode(hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn id(native_id: &str) -> ResourceId {
        ResourceId {
            account_id: "111111111111".parse().unwrap(),
            region: "eu-west-1".parse().unwrap(),
            resource_type: "AWS::Logs::LogGroup".parse().unwrap(),
            native_id: native_id.to_owned(),
        }
    }

    #[test]
    fn fits_into_a_path() {
        assert_eq!(id("/aws/x").to_string(), "111111111111:eu-west-1:AWS.Logs.LogGroup:~2Faws~2Fx");
    }

    proptest! {
        #[test]
        fn reads_what_it_wrote(native_id in ".{1,40}") {
            let text = id(&native_id).to_string();

            prop_assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.~:".contains(&byte)));
            prop_assert_eq!(text.parse::<ResourceId>().unwrap(), id(&native_id));
        }

        #[test]
        fn has_one_spelling(text in "[0-9]{12}:eu-west-1:AWS.EC2.Instance:[a-z~0-9A-F:]{0,12}") {
            if let Ok(id) = text.parse::<ResourceId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }
    }
}

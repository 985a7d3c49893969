//! Versions: what resources were like, one item for each change, written with the resource itself.
//!
//! The item of a version follows from the row of the resource alone, and each transaction of
//! [`Store::replace`] holds a resource, the version that begins and the version that ends: no
//! resource changes without a version, and no version is written for a change that did not happen.

use super::{
    changes,
    inventory::{ResourceRow, resource_item},
    version_key, versions,
};
use crate::{Consistency, Expression, Item, Query, Row, Store, Transaction, transaction::absent};
use async_trait::async_trait;
use chrono::{DateTime, Duration, Utc};
use pantheon_core::{
    Error, Result,
    history::{History, ResourceVersion, VersionId},
    id::TenantId,
    page::{Page, PageRequest},
    resource::{Resource, ResourceId},
};
use serde::{Deserialize, Serialize};

/// How long a version is kept after the next one has taken its place, or after its resource is gone.
const KEPT_DAYS: i64 = 400;
/// How many bytes one transaction holds at most; DynamoDB takes 4 MB.
const TRANSACTION_BYTES: usize = 3_000_000;

#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent)]
struct VersionRow {
    resource: ResourceRow,
}

impl Row for VersionRow {
    const ENTITY: &'static str = "version";
}

impl TryFrom<VersionRow> for ResourceVersion {
    type Error = Error;

    fn try_from(row: VersionRow) -> Result<Self> {
        Resource::try_from(row.resource).map(Self::of)
    }
}

/// A resource that takes the place of what was known of it.
pub(super) struct Replacement {
    pub(super) before: Option<ResourceRow>,
    pub(super) after: ResourceRow,
}

impl Replacement {
    /// How much of a transaction the replacement takes at most.
    fn bytes(&self) -> usize {
        2 * self.after.most_bytes() + self.before.as_ref().map_or(0, ResourceRow::most_bytes)
    }

    pub(super) fn join(self, transaction: Transaction, tenant: &TenantId) -> Result<Transaction> {
        let Self { before, after } = self;
        let (since, gone) = (after.updated_at, after.removed_at);
        let condition = before.as_ref().map_or_else(|| Ok(absent()), unchanged)?;
        let changed = Error::PreconditionFailed { kind: ResourceRow::ENTITY };
        let transaction = transaction.put_if(resource_item(tenant, &after)?, condition, changed);
        let transaction = transaction.put(version_item(tenant, after, gone)?);
        match before {
            // Two changes at one moment are one version, the second.
            Some(before) if before.updated_at != since => {
                Ok(transaction.put(version_item(tenant, before, Some(since))?))
            }
            _ => Ok(transaction),
        }
    }
}

/// Holds while the resource is as it was read.
fn unchanged(row: &ResourceRow) -> Result<Expression> {
    let moment = serde_dynamo::to_attribute_value(row.updated_at).map_err(Error::internal)?;
    Ok(Expression::new("#updated_at = :updated_at_before AND #content_hash = :content_hash_before")
        .name("#updated_at", "updated_at")
        .name("#content_hash", "content_hash")
        .value(":updated_at_before", moment)
        .text(":content_hash_before", &row.content_hash))
}

/// Makes the item of a version, which expires some time after it `ended`, if it has.
fn version_item(tenant: &TenantId, resource: ResourceRow, ended: Option<DateTime<Utc>>) -> Result<Item> {
    let id = VersionId(resource.updated_at);
    let key = version_key(tenant, &resource.id, id);
    let item = Item::of(key, &VersionRow { resource })?.indexed(&changes(tenant).key(&[&id.to_string()]));
    Ok(match ended {
        Some(ended) => item.expiring(ended + Duration::days(KEPT_DAYS)),
        None => item,
    })
}

impl Store {
    /// Replaces resources, each together with its versions; fails with `precondition_failed` if one
    /// of them is not as it was read any more.
    pub(super) async fn replace(&self, tenant: &TenantId, replacements: Vec<Replacement>) -> Result<()> {
        let (mut transaction, mut bytes) = (Transaction::new(), 0);
        for replacement in replacements {
            let more = replacement.bytes();
            if bytes > 0 && bytes + more > TRANSACTION_BYTES {
                self.transact(std::mem::take(&mut transaction)).await?;
                bytes = 0;
            }
            bytes += more;
            transaction = replacement.join(transaction, tenant)?;
        }
        self.transact(transaction).await
    }
}

#[async_trait]
impl History for Store {
    async fn versions(&self, tenant: &TenantId, id: &ResourceId, page: &PageRequest) -> Result<Page<ResourceVersion>> {
        read(self.query(&Query::of(&versions(tenant, id)).descending(true).consistent(), page).await?)
    }

    async fn version(&self, tenant: &TenantId, id: &ResourceId, version: VersionId) -> Result<Option<ResourceVersion>> {
        let found: Option<VersionRow> = self.get(&version_key(tenant, id, version), Consistency::Strong).await?;
        found.map(ResourceVersion::try_from).transpose()
    }

    async fn changes_since(
        &self,
        tenant: &TenantId,
        since: DateTime<Utc>,
        page: &PageRequest,
    ) -> Result<Page<ResourceVersion>> {
        let next = since.checked_add_signed(Duration::nanoseconds(1)).unwrap_or(since);
        let first = VersionId(next).to_string();
        read(self.query(&Query::index(&changes(tenant)).from(&[&first]), page).await?)
    }
}

fn read(found: Page<VersionRow>) -> Result<Page<ResourceVersion>> {
    let items = found.items.into_iter().map(ResourceVersion::try_from).collect::<Result<_>>()?;
    Ok(Page { items, next: found.next })
}

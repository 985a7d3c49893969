//! Where items are: the tenant first, then the kind, then the names, divided by `#`.
//!
//! Every part is escaped, so no name can reach into another tenant's or another kind's keys.

use pantheon_core::id::TenantId;

/// The items that share a partition key.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Partition(String);

impl Partition {
    /// Names a partition of a tenant, such as `&["SCANS"]` or `&["SCAN", id, "SHARDS"]`.
    ///
    /// The first part, in capitals, belongs to one kind of item alone.
    pub fn of_tenant(tenant: &TenantId, parts: &[&str]) -> Self {
        Self(format!("TENANT#{tenant}#{}", join(parts)))
    }

    /// Names a partition outside all tenants; only [`crate::directory`] may.
    pub(crate) fn outside_tenants(kind: &str) -> Self {
        Self(kind.to_owned())
    }

    /// Names one item of the partition.
    pub fn key(&self, sort: &[&str]) -> Key {
        Key { partition: self.0.clone(), sort: join(sort) }
    }

    /// Returns the partition key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where one item is, in the table or in the index.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    partition: String,
    sort: String,
}

impl Key {
    /// Names an item of a tenant by the parts of its partition key and of its sort key.
    pub fn of_tenant(tenant: &TenantId, partition: &[&str], sort: &[&str]) -> Self {
        Partition::of_tenant(tenant, partition).key(sort)
    }

    /// Returns the partition key as text.
    pub fn partition(&self) -> &str {
        &self.partition
    }

    /// Returns the sort key as text.
    pub fn sort(&self) -> &str {
        &self.sort
    }
}

/// Joins parts so that different parts never give the same text.
///
/// An item that is alone in its partition has no parts in its sort key; `#` then keeps its place,
/// since DynamoDB takes no empty key.
pub(crate) fn join(parts: &[&str]) -> String {
    if parts.is_empty() {
        return "#".to_owned();
    }
    parts.iter().map(|part| escape(part)).collect::<Vec<_>>().join("#")
}

/// Hides the divider, and keeps the order: `"2` and `"3` sort where `"` and `#` did.
fn escape(part: &str) -> String {
    if part.is_empty() { "\"1".to_owned() } else { part.replace('"', "\"2").replace('#', "\"3") }
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Directory;
    use chrono::DateTime;
    use proptest::{collection::vec, prelude::*};

    fn tenant() -> TenantId {
        TenantId::generate(DateTime::UNIX_EPOCH)
    }

    /// Parts with many dividers and escapes in them.
    fn parts() -> impl Strategy<Value = Vec<String>> {
        vec("[a#\"123%]{0,4}|.{0,8}", 0..4)
    }

    fn borrowed(parts: &[String]) -> Vec<&str> {
        parts.iter().map(String::as_str).collect()
    }

    /// Takes a key apart again.
    fn split(text: &str) -> Vec<String> {
        if text == "#" {
            return Vec::new();
        }
        let unescape = |part: &str| match part {
            "\"1" => String::new(),
            part => part.replace("\"3", "#").replace("\"2", "\""),
        };
        text.split('#').map(unescape).collect()
    }

    proptest! {
        #[test]
        fn gives_back_the_parts(parts in parts()) {
            prop_assert_eq!(split(&join(&borrowed(&parts))), parts);
        }

        #[test]
        fn begins_with_the_tenant(partition in parts(), sort in parts()) {
            let tenant = tenant();
            let key = Key::of_tenant(&tenant, &borrowed(&partition), &borrowed(&sort));

            let rest = key.partition().strip_prefix(&format!("TENANT#{tenant}#"));
            prop_assert_eq!(rest.map(split), Some(partition));
            prop_assert!(!key.sort().is_empty());
        }

        #[test]
        fn keeps_the_order_of_the_last_part(left in ".{1,8}|[!\"#$%]{1,4}", right in ".{1,8}|[!\"#$%]{1,4}") {
            let key = |last: &str| join(&["a", last]);

            prop_assert_eq!(key(&left).cmp(&key(&right)), left.cmp(&right));
        }

        #[test]
        fn leaves_tenants_out_of_the_directory(name in parts(), partition in parts()) {
            let ours = Partition::of_tenant(&tenant(), &borrowed(&partition));
            for list in Directory::ALL {
                let entry = list.key(&borrowed(&name));
                prop_assert_ne!(entry.partition(), ours.as_str());
                prop_assert!(!entry.partition().starts_with("TENANT#"));
            }
        }

        #[test]
        fn keeps_the_lists_of_the_directory_apart(name in parts(), other in parts()) {
            for list in Directory::ALL {
                for another in Directory::ALL {
                    let same = list.key(&borrowed(&name)) == another.key(&borrowed(&other));
                    prop_assert_eq!(same, list == another && name == other);
                }
            }
        }
    }
}

//! What a shard changes in the inventory: what it found, held against what it held before.

use chrono::{DateTime, Utc};
use pantheon_core::{
    aws::{AccountId, Region, ResourceType},
    collect::{Found, Listing},
    resource::{Resource, ResourceId, content_hash},
    scan::{InventoryChange, Manifest},
};
use std::collections::BTreeMap;

/// Compares what is found with the manifest, document by document.
///
/// What is as it was is not written; what is missing is removed only if its type was seen whole.
/// A manifest that was not brought up to date is repaired by the next comparison, so applying a
/// change twice, or losing one, does no harm.
#[derive(Debug)]
pub struct Comparison {
    account_id: AccountId,
    before: Manifest,
    after: Manifest,
}

/// A document that is new or has changed, with the hash of its content.
#[derive(Debug, PartialEq)]
pub struct Changed {
    /// The document.
    pub found: Found,
    /// The hash.
    pub hash: String,
}

impl Comparison {
    /// Begins with what the scope held when it was last read.
    pub fn of(account_id: &AccountId, before: Manifest) -> Self {
        Self { account_id: account_id.clone(), before, after: Manifest::default() }
    }

    /// Takes a document, and gives it back if it has to be written.
    pub fn take(&mut self, found: Found) -> Option<Changed> {
        let id = id_of(&self.account_id, &found.region, &found.resource_type, &found.native_id);
        if self.after.hashes.contains_key(&id) {
            // AWS may list twice what moved from one page to the next.
            return None;
        }
        let hash = content_hash(&self.account_id, &found);
        let changed = self.before.hashes.get(&id) != Some(&hash);
        self.after.hashes.insert(id, hash.clone());
        changed.then_some(Changed { found, hash })
    }

    /// Returns how many resources were found.
    pub fn seen(&self) -> u64 {
        self.after.hashes.len() as u64
    }

    /// Returns what is gone, and the manifest if it changes; `listings` say what was hidden.
    pub fn end(self, listings: &[Listing]) -> InventoryChange {
        let Self { account_id: _, before, mut after } = self;
        let looked_at = looked_at(listings);
        let seen_whole = |name: &ResourceType| looked_at.get(name).copied().unwrap_or_default();
        let mut remove = Vec::new();
        for (id, hash) in &before.hashes {
            if after.hashes.contains_key(id) {
                continue;
            }
            if seen_whole(&id.resource_type) {
                remove.push(id.clone());
            } else {
                after.hashes.insert(id.clone(), hash.clone());
            }
        }
        let manifest = (after != before).then_some(after);
        InventoryChange { write: Vec::new(), remove, manifest }
    }
}

/// Compares all that was found with the manifest.
pub fn difference(
    account_id: &AccountId,
    before: &Manifest,
    mut listings: Vec<Listing>,
    now: DateTime<Utc>,
) -> InventoryChange {
    let mut comparison = Comparison::of(account_id, before.clone());
    let found = listings.iter_mut().flat_map(|listing| std::mem::take(&mut listing.found));
    let changed = found.filter_map(|found| comparison.take(found));
    let write = changed.map(|Changed { found, hash }| Resource::hashed(account_id, found, hash, now)).collect();
    InventoryChange { write, ..comparison.end(&listings) }
}

/// Tells whether nothing changes.
pub fn is_empty(change: &InventoryChange) -> bool {
    change.write.is_empty() && change.remove.is_empty() && change.manifest.is_none()
}

/// Tells of each type that was listed whether it was seen whole: nothing of it was hidden, in any of
/// its listings.
pub fn looked_at(listings: &[Listing]) -> BTreeMap<ResourceType, bool> {
    let mut whole = BTreeMap::new();
    for listing in listings {
        *whole.entry(listing.resource_type.clone()).or_insert(true) &= listing.gaps.is_empty();
    }
    whole
}

/// Names a resource of an account.
pub(crate) fn id_of(
    account_id: &AccountId,
    region: &Region,
    resource_type: &ResourceType,
    native_id: &str,
) -> ResourceId {
    ResourceId {
        account_id: account_id.clone(),
        region: region.clone(),
        resource_type: resource_type.clone(),
        native_id: native_id.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{document::Document, wire::scope};
    use pantheon_core::{
        aws::TypeName,
        collect::{Gap, GapReason},
    };
    use proptest::{collection::btree_map, prelude::*};
    use serde_json::json;

    const TYPES: [TypeName; 2] = [TypeName::new("AWS::EC2::VPC"), TypeName::new("AWS::EC2::Subnet")];

    /// An estate: of each type, the content of each resource.
    type Estate = [BTreeMap<String, u8>; 2];

    fn estate() -> impl Strategy<Value = Estate> {
        [btree_map("[a-d]", 0_u8..3, 0..4), btree_map("[a-d]", 0_u8..3, 0..4)]
    }

    fn account() -> AccountId {
        scope("ec2").account_id
    }

    /// What a collector says of an estate when some of its types have gaps.
    fn listings(estate: &Estate, hidden: [bool; 2]) -> Vec<Listing> {
        let gap = Gap { operation: "ec2:List".into(), reason: GapReason::Denied, detail: String::new() };
        let listing = |index: usize| Listing {
            resource_type: TYPES[index].into(),
            found: estate[index]
                .iter()
                .map(|(id, content)| {
                    Document::new(TYPES[index], &scope("ec2"), id).properties(json!({"Size": content})).finish().0
                })
                .collect(),
            gaps: if hidden[index] { vec![gap.clone()] } else { Vec::new() },
        };
        vec![listing(0), listing(1)]
    }

    fn compare(before: &Manifest, listings: Vec<Listing>) -> InventoryChange {
        difference(&account(), before, listings, DateTime::UNIX_EPOCH)
    }

    /// An inventory that does what it is told.
    #[derive(Clone, Debug, Default, PartialEq)]
    struct Inventory {
        resources: BTreeMap<ResourceId, String>,
        manifest: Manifest,
    }

    impl Inventory {
        fn apply(&mut self, change: &InventoryChange) {
            for resource in &change.write {
                self.resources.insert(resource.id.clone(), resource.content_hash.clone());
            }
            for id in &change.remove {
                self.resources.remove(id);
            }
            if let Some(manifest) = &change.manifest {
                self.manifest = manifest.clone();
            }
        }
    }

    proptest! {
        #[test]
        fn an_unchanged_estate_costs_nothing(estate in estate(), hidden in any::<[bool; 2]>()) {
            let mut inventory = Inventory::default();
            inventory.apply(&compare(&inventory.manifest, listings(&estate, hidden)));

            prop_assert!(is_empty(&compare(&inventory.manifest, listings(&estate, hidden))));
        }

        #[test]
        fn applying_a_change_twice_is_applying_it_once(before in estate(), after in estate(), hidden in any::<[bool; 2]>()) {
            let mut once = Inventory::default();
            once.apply(&compare(&once.manifest, listings(&before, [false; 2])));
            let change = compare(&once.manifest, listings(&after, hidden));
            once.apply(&change);
            let mut twice = once.clone();
            twice.apply(&change);

            prop_assert_eq!(once, twice);
        }

        #[test]
        fn nothing_is_removed_while_something_is_hidden(before in estate(), after in estate(), hidden in any::<[bool; 2]>()) {
            let mut inventory = Inventory::default();
            inventory.apply(&compare(&inventory.manifest, listings(&before, [false; 2])));
            let change = compare(&inventory.manifest, listings(&after, hidden));

            for (index, resource_type) in TYPES.into_iter().enumerate() {
                let removed = change.remove.iter().filter(|id| id.resource_type == resource_type.into()).count();
                let gone = before[index].keys().filter(|id| !after[index].contains_key(*id)).count();
                prop_assert_eq!(removed, if hidden[index] { 0 } else { gone });
            }
        }

        #[test]
        fn the_inventory_holds_what_the_manifest_says(steps in prop::collection::vec((estate(), any::<[bool; 2]>()), 1..5)) {
            let mut inventory = Inventory::default();
            for (estate, hidden) in &steps {
                inventory.apply(&compare(&inventory.manifest, listings(estate, *hidden)));
                prop_assert_eq!(&inventory.resources, &inventory.manifest.hashes);
            }
            if let Some((last, [false, false])) = steps.last() {
                prop_assert_eq!(inventory.resources.len(), last.iter().map(BTreeMap::len).sum::<usize>());
            }
        }

        #[test]
        fn a_type_that_was_not_listed_is_left_alone(before in estate(), after in estate()) {
            let mut inventory = Inventory::default();
            inventory.apply(&compare(&inventory.manifest, listings(&before, [false; 2])));
            let mut only_one = listings(&after, [false; 2]);
            only_one.truncate(1);
            let change = compare(&inventory.manifest, only_one);

            prop_assert!(change.remove.iter().all(|id| id.resource_type == TYPES[0].into()));
        }
    }

    #[test]
    fn takes_what_is_listed_twice_once() {
        let estate: Estate = [BTreeMap::from([("a".to_owned(), 1)]), BTreeMap::new()];
        let mut twice = listings(&estate, [false; 2]);
        let again = twice[0].found.clone();
        twice[0].found.extend(again);

        assert_eq!(compare(&Manifest::default(), twice).write.len(), 1);
    }
}

//! What of an account may be hidden, type by type.

use pantheon_core::{
    aws::{Region, ResourceType},
    catalog::{COLLECTED_SERVICES, Reach},
    coverage::ScopeCoverage,
};
use std::collections::{BTreeMap, BTreeSet};

/// Where resources of a type may be hidden.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hidden {
    /// In these regions.
    pub(crate) regions: BTreeSet<Region>,
    /// In any region.
    pub(crate) everywhere: bool,
}

/// The types of which something may be hidden.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Holes(BTreeMap<ResourceType, Hidden>);

impl Holes {
    /// Reads the ledger of an account.
    ///
    /// What no scan has ever looked at is hidden everywhere, but for what only the management account
    /// of an organization can see.
    pub(crate) fn of<'a>(ledger: impl IntoIterator<Item = &'a ScopeCoverage>) -> Self {
        let (mut holes, mut looked_at) = (Self::default(), BTreeSet::new());
        for row in ledger {
            looked_at.insert(row.scope.service.as_str());
            let Some(hole) = row.hole() else { continue };
            let all = COLLECTED_SERVICES.iter().filter(|service| service.name == hole.scope.service.as_str());
            let all: BTreeSet<ResourceType> =
                all.flat_map(|service| service.types).map(|name| (*name).into()).collect();
            for resource_type in if hole.hidden.is_empty() { all } else { hole.hidden } {
                let hidden = holes.0.entry(resource_type).or_default();
                hidden.everywhere |= hole.everywhere;
                hidden.regions.insert(hole.scope.region.clone());
            }
        }
        let never = |service: &&pantheon_core::catalog::CollectedService| {
            service.reach != Reach::Organization && !looked_at.contains(service.name)
        };
        for resource_type in COLLECTED_SERVICES.iter().filter(never).flat_map(|service| service.types) {
            holes.0.entry((*resource_type).into()).or_default().everywhere = true;
        }
        holes
    }

    /// Returns where a type may be hidden, if it may.
    pub(crate) fn of_type(&self, resource_type: &ResourceType) -> Option<&Hidden> {
        self.0.get(resource_type)
    }
}

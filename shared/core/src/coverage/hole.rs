//! What cannot be seen, small enough to be counted for every list.

use crate::{
    aws::{AccountId, Region, ResourceType},
    catalog::CollectedService,
    collect::{GapReason, Scope},
    scan::ResourceFilter,
};
use std::collections::BTreeSet;

/// A scope of which something could not be seen when it was last looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hole {
    /// Where was looked.
    pub scope: Scope,
    /// Why it could not be seen.
    pub reasons: BTreeSet<GapReason>,
    /// The types of which something is hidden; empty if that may be any type of the service.
    pub hidden: BTreeSet<ResourceType>,
    /// Whether resources of every region may be hidden, although the scope names none.
    pub everywhere: bool,
}

/// Which holes matter to somebody who looks at some resources.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HoleFilter {
    /// Only what may hide resources of this account.
    pub account_id: Option<AccountId>,
    /// Only what may hide resources of this region.
    pub region: Option<Region>,
    /// Only what may hide resources of this type.
    pub resource_type: Option<ResourceType>,
}

impl From<&ResourceFilter> for HoleFilter {
    /// Takes what a hole can be told by: a hidden resource may be in any state and have any tag.
    fn from(filter: &ResourceFilter) -> Self {
        let ResourceFilter { account_id, region, resource_type, .. } = filter.clone();
        Self { account_id, region, resource_type }
    }
}

impl HoleFilter {
    /// Returns the name of the service that the wanted type is read by.
    pub fn service(&self) -> Option<&'static str> {
        self.resource_type.as_ref().map(|resource_type| CollectedService::of_type(resource_type).name)
    }

    /// Tells whether a hole may hide what is looked for.
    pub fn takes(&self, hole: &Hole) -> bool {
        let Self { account_id, region, resource_type } = self;
        account_id.as_ref().is_none_or(|account_id| *account_id == hole.scope.account_id)
            && region.as_ref().is_none_or(|region| *region == hole.scope.region || hole.everywhere)
            && self.service().is_none_or(|service| service == hole.scope.service.as_str())
            && resource_type.as_ref().is_none_or(|name| hole.hidden.is_empty() || hole.hidden.contains(name))
    }
}

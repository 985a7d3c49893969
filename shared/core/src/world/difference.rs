//! What differs between two worlds: a merge of their sorted indexes, which holds one line of each.

use super::index::{Entries, Entry, Holes};
use crate::{
    Result,
    aws::{AccountId, ResourceType},
    resource::ResourceId,
};
use serde::{Deserialize, Serialize};
use std::{cmp::Ordering, collections::BTreeMap};

/// How a resource differs between two worlds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// Only the later world has it.
    Created,
    /// Both have it, and its content differs.
    Changed,
    /// Only the earlier world has it.
    Removed,
    /// The worlds differ in it, but one of them could not see its type there.
    Unknown,
}

/// Tells how a resource differs that one or both of the worlds have; `hidden` says whether either
/// could not see its type there.
pub fn differ(from: Option<&Entry>, to: Option<&Entry>, hidden: bool) -> Option<Difference> {
    let difference = match (from, to) {
        (None, None) => return None,
        (Some(from), Some(to)) if from.hash == to.hash => return None,
        (Some(_), Some(_)) => Difference::Changed,
        (None, Some(_)) => Difference::Created,
        (Some(_), None) => Difference::Removed,
    };
    Some(if hidden { Difference::Unknown } else { difference })
}

/// How many resources differ, and how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Differences {
    /// Created ones.
    pub created: u64,
    /// Changed ones.
    pub changed: u64,
    /// Removed ones.
    pub removed: u64,
    /// Those of which nobody knows.
    pub unknown: u64,
}

impl Differences {
    fn count(&mut self, difference: Difference) {
        match difference {
            Difference::Created => self.created += 1,
            Difference::Changed => self.changed += 1,
            Difference::Removed => self.removed += 1,
            Difference::Unknown => self.unknown += 1,
        }
    }
}

/// The differences of two worlds, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Counts {
    /// All of them.
    #[serde(flatten)]
    pub all: Differences,
    /// By type.
    pub by_type: BTreeMap<ResourceType, Differences>,
    /// By account.
    pub by_account: BTreeMap<AccountId, Differences>,
}

impl Counts {
    /// Counts one difference.
    pub fn count(&mut self, id: &ResourceId, difference: Difference) {
        self.all.count(difference);
        self.by_type.entry(id.resource_type.clone()).or_default().count(difference);
        self.by_account.entry(id.account_id.clone()).or_default().count(difference);
    }
}

/// One world on its way through a comparison.
pub struct Side<'a> {
    entries: Entries<'a>,
    holes: Holes<'a>,
    ahead: Option<Entry>,
}

impl<'a> Side<'a> {
    /// Takes the index and the holes of a world.
    pub fn of(entries: Entries<'a>, holes: Holes<'a>) -> Self {
        Self { entries, holes, ahead: None }
    }

    async fn fill(&mut self, after: Option<&ResourceId>) -> Result<()> {
        while self.ahead.is_none() {
            let Some(entry) = self.entries.next().await? else { return Ok(()) };
            if after.is_none_or(|after| entry.id > *after) {
                self.ahead = Some(entry);
            }
        }
        Ok(())
    }
}

/// One step through two worlds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The resource.
    pub id: ResourceId,
    /// How it differs, if it does.
    pub difference: Option<Difference>,
}

/// A walk through two worlds at once.
pub struct Comparison<'a> {
    from: Side<'a>,
    to: Side<'a>,
    after: Option<ResourceId>,
}

impl<'a> Comparison<'a> {
    /// Begins behind a resource, or at the beginning.
    pub fn of(from: Side<'a>, to: Side<'a>, after: Option<ResourceId>) -> Self {
        Self { from, to, after }
    }

    /// Goes on to the next resource that either world has; `None` after the last.
    pub async fn next(&mut self) -> Result<Option<Step>> {
        self.from.fill(self.after.as_ref()).await?;
        self.to.fill(self.after.as_ref()).await?;
        let order = match (&self.from.ahead, &self.to.ahead) {
            (None, None) => return Ok(None),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(from), Some(to)) => from.id.cmp(&to.id),
        };
        let from = if order == Ordering::Greater { None } else { self.from.ahead.take() };
        let to = if order == Ordering::Less { None } else { self.to.ahead.take() };
        let Some(id) = from.as_ref().or(to.as_ref()).map(|entry| entry.id.clone()) else { return Ok(None) };

        // Holes matter only where the worlds differ, and reading them would cost as much again.
        let mut difference = differ(from.as_ref(), to.as_ref(), false);
        if difference.is_some() && (self.from.holes.hide(&id).await? || self.to.holes.hide(&id).await?) {
            difference = differ(from.as_ref(), to.as_ref(), true);
        }
        Ok(Some(Step { id, difference }))
    }
}

#[cfg(test)]
mod tests;

//! Drift: whether a resource is still what the `CloudFormation` stack that made it wants it to be.
//!
//! `CloudFormation` compares when it is asked to, and remembers what it found. The collector of stacks
//! keeps of that the state, the paths of properties and the kind of difference: values may be
//! secrets.

mod view;

pub use view::{Difference, Drift, DriftState, DriftedResource, DriftingStack, made, of_resource, stack_of};

use crate::{
    aws::TypeName,
    id::TenantId,
    resource::{Resource, ResourceState},
    scan::ShardId,
};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// The type of stacks.
pub const STACK: TypeName = TypeName::new("AWS::CloudFormation::Stack");

/// How long a stack goes unchecked at most, whether or not something in it was seen to change.
pub const CHECK_EVERY: TimeDelta = TimeDelta::days(7);

/// How many stacks of one account and region are checked in one day at most.
pub const MOST_STACKS: usize = 100;

/// How many stacks one task names at most.
pub const STACKS_PER_TASK: usize = 10;

/// The body of a message in the queue of the collector of stacks: stacks that are to be compared with
/// what they made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DriftTask {
    /// The tenant whose inventory it is.
    pub tenant_id: TenantId,
    /// Where the stacks are.
    pub shard_id: ShardId,
    /// What AWS calls the stacks.
    pub stacks: Vec<String>,
}

/// What speaks for a check of a stack, in the order of urgency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// It was never checked.
    NeverChecked,
    /// Something that it made has changed since.
    Changed,
    /// It was not checked for long.
    Stale,
}

/// Says whether a stack should be checked; `changed_at` is when something that it made last changed.
///
/// Only stacks at rest can be checked, and nested ones are checked with their root.
pub fn urgency(stack: &Resource, changed_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Option<Urgency> {
    let is_nested = stack.properties["ParentId"].is_string();
    if stack.state != ResourceState::Active || is_nested {
        return None;
    }
    match checked_at(stack) {
        None => Some(Urgency::NeverChecked),
        Some(checked) if changed_at.is_some_and(|changed| changed > checked) => Some(Urgency::Changed),
        Some(checked) if now - checked > CHECK_EVERY => Some(Urgency::Stale),
        Some(_) => None,
    }
}

/// Returns when a stack was last compared with what it made.
pub fn checked_at(stack: &Resource) -> Option<DateTime<Utc>> {
    stack.properties["DriftCheckedAt"].as_str()?.parse().ok()
}

#[cfg(test)]
mod tests;

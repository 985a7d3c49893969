//! What is known about the drift of one resource.

use super::{STACK, checked_at};
use crate::{
    aws::{Region, ResourceType},
    resource::{Resource, ResourceId},
};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

/// What `CloudFormation` writes on whatever it makes, where the type has tags.
const STACK_TAG: &str = "aws:cloudformation:stack-id";

/// How a resource stands to the stack that made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DriftState {
    /// It is what the stack wants it to be.
    InSync,
    /// It differs from what the stack wants it to be.
    Modified,
    /// It is not there any more, though the stack wants it.
    Deleted,
    /// Nobody has compared, or `CloudFormation` cannot compare this type.
    NotChecked,
    /// No stack that we know has made it.
    NotManaged,
}

/// What is known about the drift of a resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Drift {
    /// How it stands.
    pub state: DriftState,
    /// The stack that made it.
    pub stack: Option<DriftingStack>,
    /// What differs from the stack's template.
    pub differences: Vec<Difference>,
    /// Of a stack: what of it has drifted.
    pub drifted_resources: Vec<DriftedResource>,
    /// When the stack was last compared with what it made.
    pub checked_at: Option<DateTime<Utc>>,
}

/// The stack that made a resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DriftingStack {
    /// The stack, as a resource.
    pub id: ResourceId,
    /// What people call it, if it is known.
    pub name: Option<String>,
    /// What its template calls the resource, if it says so.
    pub logical_id: Option<String>,
}

/// One property that differs; its values are not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = PropertyDifference)]
pub struct Difference {
    /// The path of the property.
    pub path: String,
    /// `add`, `remove` or `not_equal`.
    pub kind: String,
}

/// A resource of a stack that has drifted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DriftedResource {
    /// What the template calls it.
    pub logical_id: String,
    /// What AWS calls it.
    pub physical_id: Option<String>,
    /// Its type.
    pub resource_type: String,
    /// How it stands.
    pub state: DriftState,
    /// What differs from the template.
    pub differences: Vec<Difference>,
}

impl Drift {
    fn unmanaged() -> Self {
        Self {
            state: DriftState::NotManaged,
            stack: None,
            differences: Vec::new(),
            drifted_resources: Vec::new(),
            checked_at: None,
        }
    }
}

/// Returns the stack that a resource says has made it.
pub fn stack_of(resource: &Resource) -> Option<ResourceId> {
    let arn = resource.tags.get(STACK_TAG)?;
    let mut parts = arn.split(':').skip(3);
    let (region, account_id): (Region, _) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some(ResourceId { account_id, region, resource_type: STACK.into(), native_id: arn.clone() })
}

/// Says what is known about the drift of a resource, given the stack that made it, if one did.
pub fn of_resource(resource: &Resource, stack: Option<&Resource>) -> Drift {
    if resource.id.resource_type == STACK.into() {
        return of_stack(resource);
    }
    let Some(stack) = stack else {
        let Some(id) = stack_of(resource) else { return Drift::unmanaged() };
        // The stack is known by name alone: its collector has not seen it, or not yet.
        let named = DriftingStack { id, name: None, logical_id: logical_id_tag(resource) };
        return Drift { state: DriftState::NotChecked, stack: Some(named), ..Drift::unmanaged() };
    };

    let made = made(stack, resource);
    let logical_id = made.and_then(|made| text(made, "LogicalResourceId")).or_else(|| logical_id_tag(resource));
    let checked = entries(stack, "StackResourceDrifts")
        .find(|entry| entry["LogicalResourceId"].as_str().is_some_and(|id| Some(id) == logical_id.as_deref()));
    Drift {
        state: checked.map_or(DriftState::NotChecked, state),
        stack: Some(DriftingStack { id: stack.id.clone(), name: stack.name.clone(), logical_id }),
        differences: checked.map(differences).unwrap_or_default(),
        drifted_resources: Vec::new(),
        checked_at: checked_at(stack),
    }
}

fn of_stack(stack: &Resource) -> Drift {
    let state = match stack.properties["DriftStatus"].as_str() {
        Some("IN_SYNC") => DriftState::InSync,
        Some("DRIFTED") => DriftState::Modified,
        _ => DriftState::NotChecked,
    };
    let drifted = entries(stack, "StackResourceDrifts").map(|entry| DriftedResource {
        logical_id: text(entry, "LogicalResourceId").unwrap_or_default(),
        physical_id: text(entry, "PhysicalResourceId"),
        resource_type: text(entry, "ResourceType").unwrap_or_default(),
        state: self::state(entry),
        differences: differences(entry),
    });
    let has_drifted = |entry: &DriftedResource| matches!(entry.state, DriftState::Modified | DriftState::Deleted);
    Drift {
        state,
        stack: None,
        differences: Vec::new(),
        drifted_resources: drifted.filter(has_drifted).collect(),
        checked_at: checked_at(stack),
    }
}

/// Finds what a stack says about a resource, which has the same identifier or at least its last part.
pub fn made<'a>(stack: &'a Resource, resource: &Resource) -> Option<&'a Value> {
    let ResourceId { resource_type, native_id, .. } = &resource.id;
    let is_it = |entry: &&Value| {
        let same_type = entry["ResourceType"].as_str().and_then(|name| name.parse::<ResourceType>().ok());
        let physical = entry["PhysicalResourceId"].as_str().unwrap_or_default();
        let same = physical == native_id || resource.arn.as_deref() == Some(physical);
        same_type.as_ref() == Some(resource_type) && same
    };
    entries(stack, "Resources").find(is_it)
}

fn entries<'a>(stack: &'a Resource, property: &str) -> impl Iterator<Item = &'a Value> {
    stack.properties[property].as_array().into_iter().flatten()
}

fn state(entry: &Value) -> DriftState {
    match entry["StackResourceDriftStatus"].as_str() {
        Some("IN_SYNC") => DriftState::InSync,
        Some("MODIFIED") => DriftState::Modified,
        Some("DELETED") => DriftState::Deleted,
        _ => DriftState::NotChecked,
    }
}

fn differences(entry: &Value) -> Vec<Difference> {
    let differences = entry["PropertyDifferences"].as_array().into_iter().flatten();
    let difference = |entry: &Value| {
        Some(Difference { path: text(entry, "PropertyPath")?, kind: text(entry, "DifferenceType")?.to_lowercase() })
    };
    differences.filter_map(difference).collect()
}

fn logical_id_tag(resource: &Resource) -> Option<String> {
    resource.tags.get("aws:cloudformation:logical-id").cloned()
}

fn text(entry: &Value, name: &str) -> Option<String> {
    entry[name].as_str().map(ToOwned::to_owned)
}

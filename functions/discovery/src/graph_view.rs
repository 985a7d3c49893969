//! The graph as the API shows it.

use chrono::{DateTime, Utc};
use pantheon_core::{
    agent::HistoricalAgent,
    aws::{AccountId, Region, ResourceType},
    graph::{EdgeKind, Graph, Node, NodeIndex, Reached, Snapshot, layout::Circle},
    id::ScanId,
    resource::{ResourceId, ResourceState},
};
use serde::Serialize;
use utoipa::ToSchema;

/// Of when a graph is, and how much of the estate it knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct GraphDate {
    /// The scan after which it was drawn.
    pub scan_id: ScanId,
    /// Whether that scan could see everything; where it could not, its coverage says why, and
    /// edges may be missing.
    pub complete: bool,
    /// The moment up to which it holds every change.
    pub as_of: DateTime<Utc>,
}

impl GraphDate {
    /// Returns the date of a graph.
    pub fn of(snapshot: &Snapshot) -> Self {
        Self { scan_id: snapshot.scan_id.clone(), complete: snapshot.complete, as_of: snapshot.as_of }
    }
}

/// A resource, as far as the graph knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct NodeView {
    /// Identifies the resource.
    pub id: ResourceId,
    /// Its type, by its CloudFormation name.
    pub resource_type: ResourceType,
    /// The account that holds it.
    pub account_id: AccountId,
    /// The region that holds it, or `global`.
    pub region: Region,
    /// What people call it, where they do.
    pub name: Option<String>,
    /// Its life, in five states; `null` if it was never seen.
    pub state: Option<ResourceState>,
    /// Whether it was seen. What was not belongs to an account that is not connected, has a type
    /// that is not collected, or hides behind a gap; it is here because others need it.
    pub seen: bool,
    /// The historical agent that answers for it.
    pub owner_agent: HistoricalAgent,
    /// Whether strangers on the Internet can reach it, as far as its document says.
    pub faces_internet: bool,
}

impl From<&Node> for NodeView {
    fn from(node: &Node) -> Self {
        let Node { id, owner_agent, seen } = node;
        Self {
            resource_type: id.resource_type.clone(),
            account_id: id.account_id.clone(),
            region: id.region.clone(),
            id: id.clone(),
            name: seen.as_ref().and_then(|seen| seen.name.clone()),
            state: seen.as_ref().map(|seen| seen.state),
            seen: seen.is_some(),
            owner_agent: *owner_agent,
            faces_internet: node.faces_internet(),
        }
    }
}

/// A resource that was reached, and the last edge of a shortest path to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReachedView {
    /// The resource.
    #[serde(flatten)]
    pub resource: NodeView,
    /// How many edges away it is.
    pub distance: u32,
    /// The resource before it on the path; followed back, the path leads to the start.
    pub via: ResourceId,
    /// What the edge between the two means.
    pub kind: EdgeKind,
}

impl ReachedView {
    /// Shows what was reached in a graph.
    pub fn of(graph: &Graph, reached: Reached) -> Self {
        let Reached { at, distance, via, kind } = reached;
        Self { resource: graph.node(at).into(), distance, via: id(graph, via), kind }
    }
}

/// Returns the identifier of a node.
pub(crate) fn id(graph: &Graph, at: NodeIndex) -> ResourceId {
    graph.node(at).id.clone()
}

/// Returns the middle and the radius of a circle, as the API shows them.
pub(crate) fn coordinates(circle: Circle) -> [f64; 3] {
    [circle.x, circle.y, circle.r]
}

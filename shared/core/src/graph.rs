//! The dependency graph: resources, what each needs, and what that means for a change.
//!
//! An edge points from what needs to what is needed. A needed resource that nobody has seen stays
//! in the graph as a node of its own: it belongs to an account that is not connected, has a type
//! that nobody collects, or hides behind a gap. Everything here is linear in nodes and edges.

mod architecture;
mod blast;
mod draft;
mod entrance;
mod filter;
mod home;
mod kind;
pub mod layout;
mod order;
mod ports;
mod reach;
#[cfg(test)]
pub(crate) mod samples;
mod snapshot;

pub use architecture::{Link, links};
pub use blast::BlastRadius;
pub use draft::Draft;
pub use entrance::faces_internet;
pub use filter::{Around, GraphFilter, Subset};
pub use home::Home;
pub use kind::EdgeKind;
pub use layout::Layout;
pub use order::{Order, Step};
pub use petgraph::graph::NodeIndex;
pub use ports::{Graphs, StoredGraph};
pub use reach::{Direction, Reached};
pub use snapshot::{SETTLING, Snapshot};

use crate::{
    agent::HistoricalAgent,
    resource::{Resource, ResourceId, ResourceState},
};
use petgraph::{graph::DiGraph, visit::EdgeRef};

/// A resource, as far as the graph needs to know it.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it is and what it is called.
    pub id: ResourceId,
    /// The historical agent that answers for it.
    pub owner_agent: HistoricalAgent,
    /// What is known of it, unless it is only known that others need it.
    pub seen: Option<Seen>,
}

/// What is known of a resource that was seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// What people call it, where they do.
    pub name: Option<String>,
    /// Its life, in five states.
    pub state: ResourceState,
    /// Whether strangers on the Internet can reach it, as far as its document says.
    pub faces_internet: bool,
}

impl Seen {
    fn of(resource: &Resource) -> Self {
        Self { name: resource.name.clone(), state: resource.state, faces_internet: faces_internet(resource) }
    }
}

impl Node {
    /// Tells whether strangers on the Internet can reach it, as far as its document says.
    pub fn faces_internet(&self) -> bool {
        self.seen.as_ref().is_some_and(|seen| seen.faces_internet)
    }
}

/// One resource needs another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// The resource that needs.
    pub from: NodeIndex,
    /// The resource that is needed.
    pub to: NodeIndex,
    /// What for.
    pub kind: EdgeKind,
}

/// The resources of a tenant, in the order of their identifiers, and what each needs.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    inner: DiGraph<Node, EdgeKind>,
    homes: Vec<Home>,
}

impl Graph {
    /// Puts a graph together; the nodes are in the order of their identifiers.
    fn new(inner: DiGraph<Node, EdgeKind>) -> Self {
        let homes = home::homes(&inner);
        Self { inner, homes }
    }

    /// Returns how many nodes there are.
    pub fn len(&self) -> usize {
        self.inner.node_count()
    }

    /// Tells whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns how many edges there are.
    pub fn edge_count(&self) -> usize {
        self.inner.edge_count()
    }

    /// Finds a resource by its identifier.
    pub fn find(&self, id: &ResourceId) -> Option<NodeIndex> {
        let nodes = self.inner.raw_nodes();
        nodes.binary_search_by(|node| node.weight.id.cmp(id)).ok().map(NodeIndex::new)
    }

    /// Returns a node.
    pub fn node(&self, at: NodeIndex) -> &Node {
        &self.inner[at]
    }

    /// Returns the network that a node lies in.
    pub fn home(&self, at: NodeIndex) -> Home {
        self.homes[at.index()]
    }

    /// Lists the nodes in the order of their identifiers.
    pub fn nodes(&self) -> impl Iterator<Item = (NodeIndex, &Node)> {
        self.inner.node_indices().zip(self.inner.node_weights())
    }

    /// Lists the edges, by the resource that needs and then by the one that is needed.
    pub fn edges(&self) -> impl Iterator<Item = Edge> {
        self.inner.edge_references().map(|edge| Edge { from: edge.source(), to: edge.target(), kind: *edge.weight() })
    }
}

#[cfg(test)]
mod tests;

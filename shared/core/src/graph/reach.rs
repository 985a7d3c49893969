//! What a resource needs, and what needs it, to a depth.

use super::{EdgeKind, Graph, NodeIndex};
use petgraph::{Direction as Way, visit::EdgeRef};
use serde::{Deserialize, Serialize};

/// Which way edges are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// To what a resource needs.
    Needs,
    /// To what needs a resource.
    NeededBy,
}

/// A node that was reached, and the last edge of a shortest path to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The node.
    pub at: NodeIndex,
    /// How many edges away it is.
    pub distance: u32,
    /// The node before it on the path.
    pub via: NodeIndex,
    /// What the edge between the two means.
    pub kind: EdgeKind,
}

impl Graph {
    /// Lists the nodes that can be reached over at most `depth` edges, the nearest first and then
    /// in the order of their identifiers. The start is not among them.
    pub fn reach(&self, from: NodeIndex, direction: Direction, depth: u32) -> Vec<Reached> {
        let way = match direction {
            Direction::Needs => Way::Outgoing,
            Direction::NeededBy => Way::Incoming,
        };
        let mut known = vec![false; self.len()];
        known[from.index()] = true;
        let mut found: Vec<Reached> = Vec::new();
        let mut frontier = vec![from];
        for distance in 1..=depth {
            let first = found.len();
            for via in frontier {
                for (at, kind) in self.beyond(via, way) {
                    if !std::mem::replace(&mut known[at.index()], true) {
                        found.push(Reached { at, distance, via, kind });
                    }
                }
            }
            found[first..].sort_unstable_by_key(|reached| reached.at);
            frontier = found[first..].iter().map(|reached| reached.at).collect();
            if frontier.is_empty() {
                break;
            }
        }
        found
    }

    /// Lists the far ends of the edges of a node that point one way.
    pub(super) fn beyond(&self, at: NodeIndex, way: Way) -> impl Iterator<Item = (NodeIndex, EdgeKind)> {
        self.inner.edges_directed(at, way).map(move |edge| {
            let far = if way == Way::Outgoing { edge.target() } else { edge.source() };
            (far, *edge.weight())
        })
    }
}

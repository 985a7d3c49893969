//! The diagram's view: edges added up between the containers that hold their ends.

use super::{EdgeKind, Graph, Layout, Subset};
use std::collections::BTreeMap;

/// All edges of one kind from what one container holds to what another holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// The position of the container whose resources need.
    pub from: usize,
    /// The position of the container whose resources are needed.
    pub to: usize,
    /// What for.
    pub kind: EdgeKind,
    /// How many edges it stands for.
    pub edges: u64,
}

/// Adds the edges between containers up; those within one container are left out.
pub fn links(graph: &Graph, layout: &Layout, subset: &Subset) -> Vec<Link> {
    let mut sums: BTreeMap<(usize, usize, EdgeKind), u64> = BTreeMap::new();
    for edge in graph.edges().filter(|edge| subset.contains(edge.from) && subset.contains(edge.to)) {
        let (from, to) = (layout.container_of(edge.from), layout.container_of(edge.to));
        if from != to {
            *sums.entry((from, to, edge.kind)).or_default() += 1;
        }
    }
    sums.into_iter().map(|((from, to, kind), edges)| Link { from, to, kind, edges }).collect()
}

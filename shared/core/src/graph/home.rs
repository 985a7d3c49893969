//! Which network a resource lies in.

use super::{EdgeKind, Node};
use petgraph::{
    graph::{DiGraph, NodeIndex},
    visit::EdgeRef,
};

/// How far a network is looked for: a database → its cluster → its subnet group → the VPC.
const HOPS: usize = 3;

/// The network that a resource lies in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Home {
    /// Its VPC.
    pub vpc: Option<NodeIndex>,
    /// Its subnet, if it lies in exactly one.
    pub subnet: Option<NodeIndex>,
}

/// Finds the home of every node.
///
/// A resource lies in a network if it runs there, is guarded by a group of it, or is fastened to
/// something in it. What only made a network, or watches it, lies elsewhere.
pub(super) fn homes(graph: &DiGraph<Node, EdgeKind>) -> Vec<Home> {
    let mut homes: Vec<Home> = graph.node_indices().map(|at| direct(graph, at)).collect();
    for _ in 1..HOPS {
        let before = homes.clone();
        for at in graph.node_indices().filter(|at| before[at.index()].vpc.is_none()) {
            let near = anchors(graph, at).filter_map(|to| before[to.index()].vpc);
            homes[at.index()].vpc = near.min();
        }
    }
    homes
}

fn direct(graph: &DiGraph<Node, EdgeKind>, at: NodeIndex) -> Home {
    let own = is(graph, at, "AWS::EC2::VPC").then_some(at);
    let vpc = own.or_else(|| anchors(graph, at).filter(|to| is(graph, *to, "AWS::EC2::VPC")).min());
    let mut subnets = anchors(graph, at).filter(|to| is(graph, *to, "AWS::EC2::Subnet"));
    let subnet = subnets.next().filter(|_| subnets.next().is_none());
    let is_subnet = is(graph, at, "AWS::EC2::Subnet");
    Home { vpc, subnet: if is_subnet { Some(at) } else { subnet } }
}

/// Lists what ties a resource to a place.
fn anchors(graph: &DiGraph<Node, EdgeKind>, at: NodeIndex) -> impl Iterator<Item = NodeIndex> {
    let ties = |kind: EdgeKind| matches!(kind, EdgeKind::RunsIn | EdgeKind::GuardedBy | EdgeKind::AttachedTo);
    graph.edges(at).filter(move |edge| ties(*edge.weight())).map(|edge| edge.target())
}

fn is(graph: &DiGraph<Node, EdgeKind>, at: NodeIndex, resource_type: &str) -> bool {
    graph[at].id.resource_type.as_str() == resource_type
}

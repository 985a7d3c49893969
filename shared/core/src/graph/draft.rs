//! A graph in the making, which takes resources one by one and keeps little of each.

use super::{EdgeKind, Graph, Node, Seen};
use crate::{
    agent::HistoricalAgent,
    history::{ChangeKind, ResourceVersion},
    resource::{Resource, ResourceId},
};
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::BTreeMap;

/// Collects nodes and edges in any order; the last word on a resource counts.
#[derive(Debug, Default)]
pub struct Draft {
    entries: BTreeMap<ResourceId, Entry>,
}

/// What is known of one identifier. Needed resources are named by their serial numbers, so that
/// each identifier is held once however many need it.
#[derive(Debug)]
struct Entry {
    serial: usize,
    owner_agent: HistoricalAgent,
    seen: Option<Seen>,
    needs: Vec<usize>,
}

impl Draft {
    /// Begins with what a graph holds.
    pub fn of(graph: &Graph) -> Self {
        let mut draft = Self::default();
        for (at, node) in graph.nodes() {
            let Node { id, owner_agent, seen } = node.clone();
            let needs = graph.inner.neighbors(at).map(NodeIndex::index).collect();
            draft.entries.insert(id, Entry { serial: at.index(), owner_agent, seen, needs });
        }
        draft
    }

    /// Adds a resource, or replaces what was known of it.
    pub fn put(&mut self, resource: &Resource) {
        let needs = resource.dependencies.iter().map(|needed| self.serial(needed)).collect();
        self.serial(&resource.id);
        if let Some(entry) = self.entries.get_mut(&resource.id) {
            entry.owner_agent = resource.owner_agent;
            entry.seen = Some(Seen::of(resource));
            entry.needs = needs;
        }
    }

    /// Forgets what was known of a resource; while others need it, it stays as one never seen.
    pub fn remove(&mut self, id: &ResourceId) {
        if let Some(entry) = self.entries.get_mut(id) {
            entry.seen = None;
            entry.needs.clear();
        }
    }

    /// Does what a version of a resource tells.
    pub fn apply(&mut self, version: &ResourceVersion) {
        match version.kind {
            ChangeKind::Created | ChangeKind::Updated => self.put(&version.resource),
            ChangeKind::Removed => self.remove(&version.resource.id),
        }
    }

    /// Puts the graph together; what nobody has seen and nobody needs is left out.
    pub fn finish(self) -> Graph {
        let mut needed = vec![false; self.entries.len()];
        for serial in self.entries.values().flat_map(|entry| &entry.needs) {
            needed[*serial] = true;
        }
        let mut inner = DiGraph::new();
        let mut indexes = vec![NodeIndex::end(); needed.len()];
        let mut all_needs = Vec::with_capacity(needed.len());
        for (id, Entry { serial, owner_agent, seen, needs }) in self.entries {
            if seen.is_some() || needed[serial] {
                indexes[serial] = inner.add_node(Node { id, owner_agent, seen });
                all_needs.push(needs);
            }
        }
        for (from, needs) in inner.node_indices().zip(all_needs).collect::<Vec<_>>() {
            let mut needs: Vec<NodeIndex> = needs.into_iter().map(|serial| indexes[serial]).collect();
            needs.sort();
            needs.dedup();
            for to in needs.into_iter().filter(|to| *to != from) {
                inner.add_edge(from, to, kind(&inner, from, to));
            }
        }
        Graph::new(inner)
    }

    /// Returns the number of an identifier, which is new if nobody has named it yet.
    fn serial(&mut self, id: &ResourceId) -> usize {
        if let Some(entry) = self.entries.get(id) {
            return entry.serial;
        }
        let serial = self.entries.len();
        let owner_agent = HistoricalAgent::owner_of(&id.resource_type);
        self.entries.insert(id.clone(), Entry { serial, owner_agent, seen: None, needs: Vec::new() });
        serial
    }
}

fn kind(nodes: &DiGraph<Node, EdgeKind>, from: NodeIndex, to: NodeIndex) -> EdgeKind {
    EdgeKind::between(&nodes[from].id.resource_type, &nodes[to].id.resource_type)
}

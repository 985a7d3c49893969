//! Blast radius: what a change of a resource may break.

use super::{EdgeKind, Graph, NodeIndex, Reached};
use crate::{
    agent::HistoricalAgent,
    aws::{AccountId, ResourceType},
};
use petgraph::Direction as Way;
use std::collections::BTreeMap;

/// What changing or deleting a resource may break.
///
/// Two rules say what is affected. What a changed stack made changes with it, and so on for the
/// stacks among that. What needs something affected is affected, which includes the stack that
/// made it, as its template no longer tells the truth; the other resources of that stack are not.
///
/// The distance of what a stack made is the number of stacks above it; that of everything else is
/// one more than the smallest distance among what it needs. A cycle ends where it began.
#[derive(Clone, Debug, PartialEq)]
pub struct BlastRadius {
    /// The resource that is changed.
    pub start: NodeIndex,
    /// What is affected, the nearest first; `via` leads back to the start.
    pub affected: Vec<Reached>,
    /// How many are affected, by distance.
    pub by_distance: BTreeMap<u32, u64>,
    /// How many are affected, by type.
    pub by_type: BTreeMap<ResourceType, u64>,
    /// How many are affected, by account.
    pub by_account: BTreeMap<AccountId, u64>,
    /// How many are affected, by the agent that answers for them.
    pub by_owner_agent: BTreeMap<HistoricalAgent, u64>,
    /// Where the Internet comes in and would notice, the nearest first; the start as well, if it does.
    pub entrances: Vec<NodeIndex>,
}

impl BlastRadius {
    /// Returns, for each of some affected resources, those between the start and it, both included.
    pub fn paths(&self, ends: &[NodeIndex]) -> Vec<Vec<NodeIndex>> {
        let before: BTreeMap<NodeIndex, NodeIndex> =
            self.affected.iter().map(|reached| (reached.at, reached.via)).collect();
        let path = |end: &NodeIndex| {
            let mut path: Vec<NodeIndex> = std::iter::successors(Some(*end), |at| before.get(at).copied()).collect();
            path.reverse();
            path
        };
        ends.iter().map(path).collect()
    }
}

impl Graph {
    /// Finds what changing or deleting a resource may break.
    pub fn blast_radius(&self, start: NodeIndex) -> BlastRadius {
        let affected = self.affected(start);
        let mut radius = BlastRadius {
            start,
            affected,
            by_distance: BTreeMap::new(),
            by_type: BTreeMap::new(),
            by_account: BTreeMap::new(),
            by_owner_agent: BTreeMap::new(),
            entrances: Vec::new(),
        };
        for reached in &radius.affected {
            let node = self.node(reached.at);
            *radius.by_distance.entry(reached.distance).or_default() += 1;
            *radius.by_type.entry(node.id.resource_type.clone()).or_default() += 1;
            *radius.by_account.entry(node.id.account_id.clone()).or_default() += 1;
            *radius.by_owner_agent.entry(node.owner_agent).or_default() += 1;
        }
        let all = std::iter::once(start).chain(radius.affected.iter().map(|reached| reached.at));
        radius.entrances = all.filter(|at| self.node(*at).faces_internet()).collect();
        radius
    }

    fn affected(&self, start: NodeIndex) -> Vec<Reached> {
        let made = self.made_by(start);
        let mut known = vec![false; self.len()];
        known[start.index()] = true;
        for reached in &made {
            known[reached.at.index()] = true;
        }
        let mut made = made.into_iter().peekable();
        let mut found: Vec<Reached> = Vec::new();
        let mut frontier = vec![start];
        for distance in 1.. {
            let first = found.len();
            for via in frontier {
                for (at, kind) in self.beyond(via, Way::Incoming) {
                    if !std::mem::replace(&mut known[at.index()], true) {
                        found.push(Reached { at, distance, via, kind });
                    }
                }
            }
            while let Some(reached) = made.next_if(|reached| reached.distance == distance) {
                found.push(reached);
            }
            found[first..].sort_unstable_by_key(|reached| reached.at);
            frontier = found[first..].iter().map(|reached| reached.at).collect();
            if frontier.is_empty() && made.peek().is_none() {
                break;
            }
        }
        found
    }

    /// Lists what a stack made, and what the stacks among that made, the nearest first.
    fn made_by(&self, start: NodeIndex) -> Vec<Reached> {
        let mut known = vec![false; self.len()];
        known[start.index()] = true;
        let mut found: Vec<Reached> = Vec::new();
        let mut next = 0;
        let (mut via, mut distance) = (start, 1);
        loop {
            for (at, kind) in self.beyond(via, Way::Outgoing).filter(|(_, kind)| *kind == EdgeKind::Made) {
                if !std::mem::replace(&mut known[at.index()], true) {
                    found.push(Reached { at, distance, via, kind });
                }
            }
            let Some(reached) = found.get(next) else { return found };
            (via, distance, next) = (reached.at, reached.distance + 1, next + 1);
        }
    }
}

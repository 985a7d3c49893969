//! Which containers there are, and which of them holds what.

use super::{super::Graph, Circle, NodeIndex};
use crate::aws::{AccountId, Region};
use std::collections::BTreeMap;

/// What a container stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// An account.
    Account(AccountId),
    /// A region of an account.
    Region(AccountId, Region),
    /// A VPC, by its node.
    Vpc(NodeIndex),
    /// A subnet, by its node.
    Subnet(NodeIndex),
}

/// A circle that holds others.
#[derive(Clone, Debug, PartialEq)]
pub struct Container {
    /// What it stands for.
    pub place: Place,
    /// The position of the container that holds it; accounts are held by none.
    pub parent: Option<usize>,
    /// Where it is.
    pub circle: Circle,
}

impl Container {
    /// Returns the node that it stands for, if it stands for one.
    pub fn node(&self) -> Option<NodeIndex> {
        match self.place {
            Place::Vpc(at) | Place::Subnet(at) => Some(at),
            Place::Account(_) | Place::Region(..) => None,
        }
    }
}

/// Every container, each after the one that holds it, and the innermost one of each node.
pub(super) struct Containers {
    pub(super) containers: Vec<Container>,
    pub(super) inside: Vec<usize>,
}

impl Containers {
    pub(super) fn of(graph: &Graph) -> Self {
        let mut opened = Opened::default();
        let inside = graph.nodes().map(|(at, _)| opened.innermost(graph, at)).collect();
        Self { containers: opened.containers, inside }
    }
}

#[derive(Default)]
struct Opened {
    containers: Vec<Container>,
    positions: BTreeMap<Place, usize>,
}

impl Opened {
    /// Returns the innermost container of a node, and opens those that are not open yet.
    fn innermost(&mut self, graph: &Graph, at: NodeIndex) -> usize {
        let id = &graph.node(at).id;
        // A network that another account shares is drawn where it belongs, its guests where they do.
        let here = |network: &NodeIndex| {
            let theirs = &graph.node(*network).id;
            theirs.account_id == id.account_id && theirs.region == id.region
        };
        let home = graph.home(at);
        let subnet = home.subnet.filter(here);
        let vpc = subnet.map_or(home.vpc, |subnet| graph.home(subnet).vpc).filter(here);
        let account = self.open(Place::Account(id.account_id.clone()), None);
        let region = self.open(Place::Region(id.account_id.clone(), id.region.clone()), Some(account));
        let network = vpc.map_or(region, |vpc| self.open(Place::Vpc(vpc), Some(region)));
        subnet.map_or(network, |subnet| self.open(Place::Subnet(subnet), Some(network)))
    }

    fn open(&mut self, place: Place, parent: Option<usize>) -> usize {
        if let Some(position) = self.positions.get(&place) {
            return *position;
        }
        let position = self.containers.len();
        self.containers.push(Container { place: place.clone(), parent, circle: Circle::default() });
        self.positions.insert(place, position);
        position
    }
}

//! Parts of a graph.

use super::{Direction, Graph, NodeIndex};
use crate::{
    Error, Result,
    aws::{AccountId, Region, ResourceType},
    resource::ResourceId,
};

/// Which part of the graph is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GraphFilter {
    /// Only of this account.
    pub account_id: Option<AccountId>,
    /// Only of this region.
    pub region: Option<Region>,
    /// Only what lies in this VPC, and the VPC itself.
    pub vpc_id: Option<String>,
    /// Only of this type.
    pub resource_type: Option<ResourceType>,
    /// Only what is near a resource.
    pub around: Option<Around>,
}

/// The neighborhood of a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Around {
    /// The resource.
    pub focus: ResourceId,
    /// How many edges away at most, in either direction.
    pub depth: u32,
}

/// Some nodes of a graph, and every edge between two of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subset {
    chosen: Vec<bool>,
    size: usize,
}

impl Subset {
    fn of(chosen: Vec<bool>) -> Self {
        let size = chosen.iter().filter(|chosen| **chosen).count();
        Self { chosen, size }
    }

    /// Returns every node of a graph.
    pub fn whole(graph: &Graph) -> Self {
        Self::of(vec![true; graph.len()])
    }

    /// Tells whether a node belongs to it.
    pub fn contains(&self, at: NodeIndex) -> bool {
        self.chosen[at.index()]
    }

    /// Returns how many nodes belong to it.
    pub fn len(&self) -> usize {
        self.size
    }

    /// Tells whether nothing belongs to it.
    pub fn is_empty(&self) -> bool {
        self.size == 0
    }
}

impl Graph {
    /// Chooses the nodes that a filter lets through; `not_found` if it names a focus that the graph
    /// does not hold.
    pub fn select(&self, filter: &GraphFilter) -> Result<Subset> {
        let mut chosen = match &filter.around {
            None => vec![true; self.len()],
            Some(around) => self.neighborhood(around)?,
        };
        for (at, _) in self.nodes() {
            chosen[at.index()] = chosen[at.index()] && self.matches(filter, at);
        }
        Ok(Subset::of(chosen))
    }

    fn neighborhood(&self, around: &Around) -> Result<Vec<bool>> {
        let focus = self.find(&around.focus).ok_or_else(|| Error::not_found("resource", &around.focus))?;
        let mut near = vec![false; self.len()];
        near[focus.index()] = true;
        for direction in [Direction::Needs, Direction::NeededBy] {
            for reached in self.reach(focus, direction, around.depth) {
                near[reached.at.index()] = true;
            }
        }
        Ok(near)
    }

    fn matches(&self, filter: &GraphFilter, at: NodeIndex) -> bool {
        let GraphFilter { account_id, region, vpc_id, resource_type, around: _ } = filter;
        let id = &self.node(at).id;
        let lies_in = |wanted: &String| self.home(at).vpc.is_some_and(|vpc| self.node(vpc).id.native_id == *wanted);
        account_id.as_ref().is_none_or(|account_id| *account_id == id.account_id)
            && region.as_ref().is_none_or(|region| *region == id.region)
            && resource_type.as_ref().is_none_or(|resource_type| *resource_type == id.resource_type)
            && vpc_id.as_ref().is_none_or(lies_in)
    }
}

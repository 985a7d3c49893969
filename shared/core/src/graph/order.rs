//! In which order resources can be made, and which need each other in a circle.

use super::{Graph, NodeIndex, Subset};
use petgraph::{Direction as Way, algo::kosaraju_scc, visit::NodeFiltered};

/// An order in which everything comes after what it needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// The resources, what is needed first.
    pub steps: Vec<Step>,
    /// Groups of resources that need each other in a circle, for which no such order exists.
    pub cycles: Vec<Vec<NodeIndex>>,
    /// How many levels there are.
    pub levels: u32,
}

/// One resource of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The resource.
    pub at: NodeIndex,
    /// How many resources have to come before it, one after the other. What has the same level can
    /// come at the same time.
    pub level: u32,
    /// The position of its cycle, if it is part of one.
    pub cycle: Option<usize>,
}

impl Graph {
    /// Orders a part of the graph by level, then by identifier. The resources of a cycle share a
    /// level.
    pub fn order(&self, subset: &Subset) -> Order {
        // The components come in the order that is wanted: what is needed first.
        let part = NodeFiltered::from_fn(&self.inner, |at| subset.contains(at));
        let mut levels = vec![0; self.len()];
        let mut order = Order::default();
        for mut component in kosaraju_scc(&part) {
            component.sort_unstable();
            let outside = |to: &NodeIndex| component.binary_search(to).is_err();
            let needed = component.iter().flat_map(|at| self.inner.neighbors_directed(*at, Way::Outgoing));
            let needed = needed.filter(|to| subset.contains(*to) && outside(to));
            let level = needed.map(|to| levels[to.index()] + 1).max().unwrap_or(0);
            let cycle = (component.len() > 1).then_some(order.cycles.len());
            for at in &component {
                levels[at.index()] = level;
                order.steps.push(Step { at: *at, level, cycle });
            }
            order.levels = order.levels.max(level + 1);
            if cycle.is_some() {
                order.cycles.push(component);
            }
        }
        order.steps.sort_unstable_by_key(|step| (step.level, step.at));
        order
    }
}

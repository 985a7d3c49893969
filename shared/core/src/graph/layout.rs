//! Positions for the overview: resources as circles within subnets, VPCs, regions and accounts.
//!
//! The same graph always has the same layout. Circles of one container do not overlap and lie
//! inside it, as the property tests show.

mod circles;
mod containers;

pub use circles::Circle;
pub use containers::{Container, Place};

use super::{Graph, NodeIndex};
use containers::Containers;

/// The radius of a resource.
const RESOURCE: f64 = 1.0;
/// Half of what stays free between two circles of a container.
const GAP: f64 = 0.3;
/// What stays free between a container and what it holds.
const RIM: f64 = 1.0;
/// Coordinates are whole multiples of its inverse, so that writing them down loses nothing.
const STEPS: f64 = 100.0;

/// Where everything stands. Lengths are in units of a resource's radius, around the origin.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// The containers, each after the one that holds it.
    pub containers: Vec<Container>,
    /// The circle of each node; that of a VPC or a subnet is its container's.
    circles: Vec<Circle>,
    /// The innermost container of each node; a VPC or a subnet is in its own.
    inside: Vec<usize>,
}

impl Layout {
    /// Places everything anew.
    pub fn of(graph: &Graph) -> Self {
        let Containers { mut containers, inside } = Containers::of(graph);
        let mut circles = vec![Circle { x: 0.0, y: 0.0, r: RESOURCE }; graph.len()];
        pack_upwards(&mut containers, &mut circles, &inside);
        place_downwards(&mut containers, &mut circles, &inside);
        Self { containers, circles, inside }
    }

    /// Puts circles that were written down back to the graph that they were made for; `None` if
    /// they do not fit it.
    pub(super) fn restored(graph: &Graph, nodes: Vec<Circle>, of_containers: Vec<Circle>) -> Option<Self> {
        let Containers { mut containers, inside } = Containers::of(graph);
        if containers.len() != of_containers.len() || nodes.len() != graph.len() {
            return None;
        }
        for (container, circle) in containers.iter_mut().zip(of_containers) {
            container.circle = circle;
        }
        Some(Self { containers, circles: nodes, inside })
    }

    /// Keeps the positions for a graph that has the same nodes in the same containers, else places
    /// everything anew.
    pub(super) fn kept_or_new(&self, graph: &Graph) -> Self {
        let of_containers = self.containers.iter().map(|container| container.circle).collect();
        let same = Containers::of(graph);
        let fits = same.inside == self.inside
            && same
                .containers
                .iter()
                .map(|new| (&new.place, new.parent))
                .eq(self.containers.iter().map(|old| (&old.place, old.parent)));
        let kept = fits.then(|| Self::restored(graph, self.circles.clone(), of_containers)).flatten();
        kept.unwrap_or_else(|| Self::of(graph))
    }

    /// Returns the circle of a node.
    pub fn circle(&self, at: NodeIndex) -> Circle {
        self.circles[at.index()]
    }

    /// Returns the position of the innermost container of a node.
    pub fn container_of(&self, at: NodeIndex) -> usize {
        self.inside[at.index()]
    }
}

/// Packs what each container holds around its own middle, from the innermost container outwards.
fn pack_upwards(containers: &mut [Container], circles: &mut [Circle], inside: &[usize]) {
    let mut held: Vec<Vec<Held>> = vec![Vec::new(); containers.len() + 1];
    for (node, container) in inside.iter().enumerate() {
        if containers[*container].node() != Some(NodeIndex::new(node)) {
            held[*container].push(Held::Node(node));
        }
    }
    // The one more stands for the plane that the accounts lie on.
    let plane = containers.len();
    for position in (0..containers.len()).rev() {
        let radius = pack_one(&held[position], containers, circles);
        containers[position].circle.r = radius + RIM;
        held[containers[position].parent.unwrap_or(plane)].push(Held::Container(position));
    }
    pack_one(&held[plane], containers, circles);
}

/// Something that a container holds.
#[derive(Clone, Copy)]
enum Held {
    Node(usize),
    Container(usize),
}

/// Packs circles, the largest first; returns the radius of the circle around them.
fn pack_one(held: &[Held], containers: &mut [Container], circles: &mut [Circle]) -> f64 {
    let radius = |held: &Held| match held {
        Held::Node(node) => circles[*node].r,
        Held::Container(container) => containers[*container].circle.r,
    };
    let mut sorted = held.to_vec();
    sorted.sort_by(|one, other| radius(other).total_cmp(&radius(one)).then_with(|| one.rank().cmp(&other.rank())));
    let radii: Vec<f64> = sorted.iter().map(|held| radius(held) + GAP).collect();
    let packed = circles::pack(&radii);
    for (held, (x, y)) in sorted.iter().zip(packed.centers) {
        let circle = match held {
            Held::Node(node) => &mut circles[*node],
            Held::Container(container) => &mut containers[*container].circle,
        };
        (circle.x, circle.y) = (x, y);
    }
    packed.radius.max(RESOURCE)
}

impl Held {
    fn rank(self) -> (bool, usize) {
        match self {
            Self::Container(position) => (false, position),
            Self::Node(position) => (true, position),
        }
    }
}

/// Turns positions within containers into positions on the plane.
fn place_downwards(containers: &mut [Container], circles: &mut [Circle], inside: &[usize]) {
    for position in 0..containers.len() {
        if let Some(parent) = containers[position].parent {
            let Circle { x, y, .. } = containers[parent].circle;
            containers[position].circle.x += x;
            containers[position].circle.y += y;
        }
    }
    for (node, circle) in circles.iter_mut().enumerate() {
        let container = &containers[inside[node]];
        if container.node() == Some(NodeIndex::new(node)) {
            *circle = container.circle;
        } else {
            circle.x += container.circle.x;
            circle.y += container.circle.y;
        }
        *circle = circle.rounded(STEPS);
    }
    for container in containers {
        container.circle = container.circle.rounded(STEPS);
    }
}

#[cfg(test)]
mod tests;

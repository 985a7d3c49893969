//! A graph as it is kept: drawn, dated, and written down in few bytes.

use super::{Draft, EdgeKind, Graph, Layout, Node, NodeIndex, Seen, layout::Circle};
use crate::{
    Error, Result,
    agent::HistoricalAgent,
    aws::{AccountId, Region, ResourceType},
    history::ResourceVersion,
    id::ScanId,
    resource::{ResourceId, ResourceState},
};
use chrono::{DateTime, TimeDelta, Utc};
use petgraph::graph::DiGraph;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The version of the format. A reader takes a graph of another version for none.
const VERSION: u32 = 1;

/// How long a change may take from the moment that it bears until others can read it.
pub const SETTLING: TimeDelta = TimeDelta::minutes(1);

/// A graph with its layout, as of a moment.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The scan after which it was drawn.
    pub scan_id: ScanId,
    /// Whether that scan could see everything.
    pub complete: bool,
    /// The moment up to which it holds every change.
    pub as_of: DateTime<Utc>,
    /// The graph.
    pub graph: Graph,
    /// Where its nodes stand.
    pub layout: Layout,
}

impl Snapshot {
    /// Draws a graph that was begun at a moment, after a scan.
    pub fn draw(scan_id: ScanId, complete: bool, as_of: DateTime<Utc>, draft: Draft) -> Self {
        let graph = draft.finish();
        let layout = Layout::of(&graph);
        Self { scan_id, complete, as_of, graph, layout }
    }

    /// Adds what has changed since, the oldest change first; adding a change twice does no harm.
    /// Positions stay as they are while no resource comes, goes or moves to another network.
    #[must_use]
    pub fn with(&self, changes: &[ResourceVersion]) -> Self {
        let mut draft = Draft::of(&self.graph);
        for change in changes {
            draft.apply(change);
        }
        let graph = draft.finish();
        let same = graph.nodes().map(|(_, node)| &node.id).eq(self.graph.nodes().map(|(_, node)| &node.id));
        let layout = if same { self.layout.kept_or_new(&graph) } else { Layout::of(&graph) };
        let newest = changes.iter().map(|change| change.resource.updated_at).max();
        let as_of = newest.map_or(self.as_of, |newest| newest.max(self.as_of));
        Self { scan_id: self.scan_id.clone(), complete: self.complete, as_of, graph, layout }
    }

    /// Writes it down as JSON.
    pub fn to_json(&self) -> Result<Vec<u8>> {
        serde_json::to_vec(&Written::of(self)).map_err(Error::internal)
    }

    /// Reads what [`Self::to_json`] wrote; `None` if another version of the platform wrote it.
    pub fn from_json(json: &[u8]) -> Result<Option<Self>> {
        let Version { version } = serde_json::from_slice(json).map_err(Error::internal)?;
        if version != VERSION {
            return Ok(None);
        }
        let written: Written = serde_json::from_slice(json).map_err(Error::internal)?;
        written.read().map(Some)
    }
}

#[derive(Deserialize)]
struct Version {
    version: u32,
}

/// The format: tables of what many nodes share, a row for each node and each edge.
#[derive(Serialize, Deserialize)]
struct Written {
    version: u32,
    scan_id: ScanId,
    complete: bool,
    as_of: DateTime<Utc>,
    accounts: Vec<AccountId>,
    regions: Vec<Region>,
    resource_types: Vec<ResourceType>,
    owner_agents: Vec<HistoricalAgent>,
    edge_kinds: Vec<EdgeKind>,
    nodes: Vec<Row>,
    /// From, to, kind: positions in `nodes` and `edge_kinds`.
    edges: Vec<(u32, u32, u32)>,
    /// Of the accounts, regions, VPCs and subnets, in the order in which nodes first need them.
    containers: Vec<(f64, f64, f64)>,
}

/// Account, region, type and agent as positions in the tables; the native identifier; what was
/// seen: name, state and whether it faces the Internet; and the circle.
#[derive(Serialize, Deserialize)]
struct Row(u32, u32, u32, u32, String, Option<(Option<String>, ResourceState, bool)>, (f64, f64, f64));

impl Written {
    fn of(snapshot: &Snapshot) -> Self {
        let Snapshot { scan_id, complete, as_of, graph, layout } = snapshot;
        let accounts = Table::of(graph.nodes().map(|(_, node)| &node.id.account_id));
        let regions = Table::of(graph.nodes().map(|(_, node)| &node.id.region));
        let resource_types = Table::of(graph.nodes().map(|(_, node)| &node.id.resource_type));
        let owner_agents = Table::of(graph.nodes().map(|(_, node)| &node.owner_agent));
        let row = |(at, node): (NodeIndex, &Node)| {
            let seen = node.seen.clone().map(|Seen { name, state, faces_internet }| (name, state, faces_internet));
            Row(
                accounts.position(&node.id.account_id),
                regions.position(&node.id.region),
                resource_types.position(&node.id.resource_type),
                owner_agents.position(&node.owner_agent),
                node.id.native_id.clone(),
                seen,
                written(layout.circle(at)),
            )
        };
        let nodes = graph.nodes().map(row).collect();
        Self {
            version: VERSION,
            scan_id: scan_id.clone(),
            complete: *complete,
            as_of: *as_of,
            accounts: accounts.0,
            regions: regions.0,
            resource_types: resource_types.0,
            owner_agents: owner_agents.0,
            edge_kinds: EdgeKind::ALL.to_vec(),
            nodes,
            edges: graph
                .edges()
                .map(|edge| (number(edge.from.index()), number(edge.to.index()), number(edge.kind.number())))
                .collect(),
            containers: layout.containers.iter().map(|container| written(container.circle)).collect(),
        }
    }

    fn read(self) -> Result<Snapshot> {
        let broken = || Error::internal("the graph that was kept is broken");
        let mut inner = DiGraph::with_capacity(self.nodes.len(), self.edges.len());
        let mut circles = Vec::with_capacity(self.nodes.len());
        for Row(account, region, resource_type, agent, native_id, seen, circle) in self.nodes {
            let id = ResourceId {
                account_id: at(&self.accounts, account).ok_or_else(broken)?,
                region: at(&self.regions, region).ok_or_else(broken)?,
                resource_type: at(&self.resource_types, resource_type).ok_or_else(broken)?,
                native_id,
            };
            let owner_agent = at(&self.owner_agents, agent).ok_or_else(broken)?;
            let seen = seen.map(|(name, state, faces_internet)| Seen { name, state, faces_internet });
            inner.add_node(Node { id, owner_agent, seen });
            circles.push(read(circle));
        }
        let sorted = inner.raw_nodes().is_sorted_by(|one, other| one.weight.id < other.weight.id);
        for (from, to, kind) in self.edges {
            let kind = at(&self.edge_kinds, kind).ok_or_else(broken)?;
            let (from, to) = (NodeIndex::from(from), NodeIndex::from(to));
            let known = from.index() < circles.len() && to.index() < circles.len();
            known.then(|| inner.add_edge(from, to, kind)).ok_or_else(broken)?;
        }
        sorted.then_some(()).ok_or_else(broken)?;
        let graph = Graph::new(inner);
        let of_containers = self.containers.into_iter().map(read).collect();
        let layout = Layout::restored(&graph, circles, of_containers).unwrap_or_else(|| Layout::of(&graph));
        let Self { scan_id, complete, as_of, .. } = self;
        Ok(Snapshot { scan_id, complete, as_of, graph, layout })
    }
}

/// Different values, sorted.
struct Table<T>(Vec<T>);

impl<T: Ord + Clone> Table<T> {
    fn of<'a>(values: impl Iterator<Item = &'a T>) -> Self
    where
        T: 'a,
    {
        let distinct: BTreeSet<&T> = values.collect();
        Self(distinct.into_iter().cloned().collect())
    }

    fn position(&self, value: &T) -> u32 {
        number(self.0.binary_search(value).unwrap_or_default())
    }
}

fn number(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

fn at<T: Clone>(table: &[T], position: u32) -> Option<T> {
    table.get(usize::try_from(position).ok()?).cloned()
}

fn written(circle: Circle) -> (f64, f64, f64) {
    (circle.x, circle.y, circle.r)
}

fn read((x, y, r): (f64, f64, f64)) -> Circle {
    Circle { x, y, r }
}

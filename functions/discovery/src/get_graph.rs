//! `GET /v1/aws/graph`: show the dependency graph, or a part of it.

use crate::{
    graph_query::{FILTERS, filter_of},
    graph_view::{GraphDate, coordinates},
    newest_graph::NewestGraph,
};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Result,
    agent::HistoricalAgent,
    aws::{AccountId, Region, ResourceType},
    graph::{EdgeKind, NodeIndex, Snapshot, Subset},
    permission::Permission,
    resource::{ResourceId, ResourceState},
};
use pantheon_lambda::http::{Bulk, Problem, Request};
use serde::Serialize;
use utoipa::ToSchema;

/// The dependency graph, or a part of it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct GraphView {
    /// Of when it is.
    #[serde(flatten)]
    pub date: GraphDate,
    /// How large the part is, also when `whole` stands for it.
    pub counts: GraphCounts,
    /// The resources, in the order of their identifiers.
    pub nodes: Vec<GraphNodeView>,
    /// Who needs whom and what for: two positions in `nodes` and one in `edge_kinds`.
    pub edges: Vec<[usize; 3]>,
    /// What the edges mean.
    pub edge_kinds: Vec<EdgeKind>,
    /// Where the whole graph can be read, if the part is too large for an answer; `nodes` and
    /// `edges` are empty then. Asking with `Accept-Encoding: gzip` makes that rare.
    pub whole: Option<WholeGraph>,
}

/// How large a part of the graph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct GraphCounts {
    /// How many resources.
    pub nodes: usize,
    /// How many edges between them.
    pub edges: usize,
    /// How many edges lead out of the part or into it.
    pub edges_left_out: usize,
    /// How many of the resources were never seen.
    pub unseen: usize,
    /// How many groups of resources need each other in a circle.
    pub cycles: usize,
}

/// A resource of the graph, in few bytes; account, region and type are parts of its identifier.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct GraphNodeView {
    /// Identifies the resource: `account:region:AWS.Service.Type:native`.
    pub id: ResourceId,
    /// What people call it, where they do.
    pub name: Option<String>,
    /// Its life, in five states; `null` if it was never seen.
    pub state: Option<ResourceState>,
    /// The historical agent that answers for it.
    pub owner_agent: HistoricalAgent,
    /// Whether strangers on the Internet can reach it, as far as its document says.
    pub faces_internet: bool,
    /// The VPC that it lies in.
    pub vpc_id: Option<String>,
    /// The middle (right, up) and the radius of its circle, if positions were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub circle: Option<[f64; 3]>,
}

/// Where the whole graph can be read, as it was drawn after the last scan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct WholeGraph {
    /// The address, which needs no sign-in; docs/decisions/0017-graph.md describes the format.
    pub url: String,
    /// Until when the address can be used.
    pub url_expires_at: DateTime<Utc>,
}

/// Shows the graph of all that the filters let through.
#[utoipa::path(
    get, path = "/v1/aws/graph", operation_id = "get-graph", tag = "discovery",
    params(
        ("account_id" = Option<AccountId>, Query, description = "Only of this account.", example = "111111111111"),
        ("region" = Option<Region>, Query, description = "Only of this region; `global` is where IAM lives.", example = "eu-west-1"),
        ("vpc_id" = Option<String>, Query, pattern = "^vpc-[a-z0-9]{1,60}$", description = "Only what lies in this VPC, and the VPC.", example = "vpc-0a1b2c3d4e5f60718"),
        ("resource_type" = Option<ResourceType>, Query, description = "Only of this CloudFormation type.", example = "AWS::EC2::Instance"),
        ("focus" = Option<ResourceId>, Query, description = "Only what is near this resource.", example = "111111111111:eu-west-1:AWS.EC2.Instance:i-0abcdef1234567890"),
        ("depth" = Option<u32>, Query, minimum = 1, maximum = 100, description = "How many edges around the focus, 1 if not said.", example = 2),
        ("positions" = Option<bool>, Query, description = "Whether each resource has its circle of the overview.", example = true),
    ),
    responses(
        (status = 200, description = "The graph.", body = GraphView),
        (status = 400, description = "A filter is not valid.", body = Problem),
        (status = 403, description = "The caller may not see resources.", body = Problem),
        (status = 404, description = "No scan has ended yet, or there is no such focus.", body = Problem),
    ),
    security(("bearer" = ["resources:read"])),
)]
pub async fn handle(newest: &NewestGraph<'_>, request: Request) -> Result<Bulk<GraphView>> {
    let caller = request.permit(Permission::ResourcesRead)?;
    request.known_queries(&[&FILTERS[..], &["positions"]].concat())?;
    let (filter, positions) = (filter_of(&request)?, request.query_flag("positions")?);

    let snapshot = newest.of(&caller.tenant, request.now()).await?;
    let subset = snapshot.graph.select(&filter)?;

    let answer = Bulk::of(&request, shown(&snapshot, &subset, positions))?;
    if answer.fits() {
        return Ok(answer);
    }
    let (url, url_expires_at) = newest.link(&caller.tenant, request.now()).await?;
    let whole = Some(WholeGraph { url, url_expires_at });
    Bulk::of(&request, GraphView { nodes: Vec::new(), edges: Vec::new(), whole, ..answer.body })
}

fn shown(snapshot: &Snapshot, subset: &Subset, positions: bool) -> GraphView {
    let graph = &snapshot.graph;
    let chosen: Vec<NodeIndex> = graph.nodes().map(|(at, _)| at).filter(|at| subset.contains(*at)).collect();
    let mut places = vec![0; graph.len()];
    for (place, at) in chosen.iter().enumerate() {
        places[at.index()] = place;
    }
    let mut edges = Vec::with_capacity(graph.edge_count());
    let mut edges_left_out = 0;
    for edge in graph.edges() {
        match (subset.contains(edge.from), subset.contains(edge.to)) {
            (true, true) => edges.push([places[edge.from.index()], places[edge.to.index()], edge.kind.number()]),
            (false, false) => {}
            _ => edges_left_out += 1,
        }
    }
    let counts = GraphCounts {
        nodes: chosen.len(),
        edges: edges.len(),
        edges_left_out,
        unseen: chosen.iter().filter(|at| graph.node(**at).seen.is_none()).count(),
        cycles: graph.order(subset).cycles.len(),
    };
    let nodes = chosen.into_iter().map(|at| node(snapshot, at, positions)).collect();
    let edge_kinds = EdgeKind::ALL.to_vec();
    GraphView { date: GraphDate::of(snapshot), counts, nodes, edges, edge_kinds, whole: None }
}

fn node(snapshot: &Snapshot, at: NodeIndex, positions: bool) -> GraphNodeView {
    let graph = &snapshot.graph;
    let node = graph.node(at);
    GraphNodeView {
        id: node.id.clone(),
        name: node.seen.as_ref().and_then(|seen| seen.name.clone()),
        state: node.seen.as_ref().map(|seen| seen.state),
        owner_agent: node.owner_agent,
        faces_internet: node.faces_internet(),
        vpc_id: graph.home(at).vpc.map(|vpc| graph.node(vpc).id.native_id.clone()),
        circle: positions.then(|| coordinates(snapshot.layout.circle(at))),
    }
}

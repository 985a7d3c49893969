//! `GET /v1/architecture`: show the estate as a diagram: what lies where, and what leads where.

use crate::{
    graph_query::{FILTERS, filter_of},
    graph_view::{GraphDate, coordinates, id},
    newest_graph::NewestGraph,
};
use pantheon_core::{
    Result,
    agent::HistoricalAgent,
    aws::{AccountId, Region, ResourceType},
    graph::{EdgeKind, NodeIndex, Snapshot, Subset, layout::Place, links},
    permission::Permission,
    resource::{ResourceId, ResourceState},
};
use pantheon_lambda::http::{Bulk, Problem, Request};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The estate as a diagram. Lengths are in units of a resource's radius.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ArchitectureView {
    /// Of when it is.
    #[serde(flatten)]
    pub date: GraphDate,
    /// Accounts, regions, VPCs and subnets, each after the one that holds it.
    pub containers: Vec<ContainerView>,
    /// The resources, in the order of their identifiers.
    pub nodes: Vec<DiagramNodeView>,
    /// Whether `nodes` is empty because there are too many for an answer; containers and links
    /// count them all the same. Choose an account or a region, or send `Accept-Encoding: gzip`.
    pub nodes_left_out: bool,
    /// The edges between containers, added up; those within a container are not shown.
    pub links: Vec<LinkView>,
}

/// What a container stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContainerKind {
    /// An account.
    Account,
    /// A region of an account.
    Region,
    /// A VPC.
    Vpc,
    /// A subnet.
    Subnet,
}

/// A circle that holds others.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ContainerView {
    /// What it stands for.
    pub kind: ContainerKind,
    /// The number of the account, the name of the region, or what AWS calls the network.
    pub name: String,
    /// The resource, of a VPC or a subnet.
    pub id: Option<ResourceId>,
    /// The position of the container that holds it; accounts are held by none.
    pub parent: Option<usize>,
    /// The middle (right, up) and the radius of its circle.
    pub circle: [f64; 3],
    /// How many resources it holds, directly or not.
    pub resources: u64,
    /// How many of them were never seen.
    pub unseen: u64,
    /// Those that were seen, by their state.
    pub by_state: BTreeMap<ResourceState, u64>,
    /// All of them, by the agent that answers for them.
    pub by_owner_agent: BTreeMap<HistoricalAgent, u64>,
}

/// A resource of the diagram, in few bytes; account, region and type are parts of its identifier.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct DiagramNodeView {
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
    /// The position of its innermost container; a VPC or a subnet is in its own.
    pub container: usize,
    /// The middle (right, up) and the radius of its circle.
    pub circle: [f64; 3],
}

/// All edges of one kind from what one container holds to what another holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LinkView {
    /// The position of the container whose resources need.
    pub from: usize,
    /// The position of the container whose resources are needed.
    pub to: usize,
    /// What for.
    pub kind: EdgeKind,
    /// How many edges it stands for.
    pub edges: u64,
}

/// Shows the diagram of all that the filters let through. Filters move nothing.
#[utoipa::path(
    get, path = "/v1/architecture", operation_id = "get-architecture", tag = "discovery",
    params(
        ("account_id" = Option<AccountId>, Query, description = "Only of this account.", example = "111111111111"),
        ("region" = Option<Region>, Query, description = "Only of this region; `global` is where IAM lives.", example = "eu-west-1"),
        ("vpc_id" = Option<String>, Query, pattern = "^vpc-[a-z0-9]{1,60}$", description = "Only what lies in this VPC, and the VPC.", example = "vpc-0a1b2c3d4e5f60718"),
        ("resource_type" = Option<ResourceType>, Query, description = "Only of this CloudFormation type.", example = "AWS::EC2::Instance"),
        ("focus" = Option<ResourceId>, Query, description = "Only what is near this resource.", example = "111111111111:eu-west-1:AWS.EC2.Instance:i-0abcdef1234567890"),
        ("depth" = Option<u32>, Query, minimum = 1, maximum = 100, description = "How many edges around the focus, 1 if not said.", example = 2),
    ),
    responses(
        (status = 200, description = "The diagram.", body = ArchitectureView),
        (status = 400, description = "A filter is not valid.", body = Problem),
        (status = 403, description = "The caller may not see resources.", body = Problem),
        (status = 404, description = "No scan has ended yet, or there is no such focus.", body = Problem),
    ),
    security(("bearer" = ["resources:read"])),
)]
pub async fn handle(newest: &NewestGraph<'_>, request: Request) -> Result<Bulk<ArchitectureView>> {
    let caller = request.permit(Permission::ResourcesRead)?;
    request.known_queries(&FILTERS)?;
    let filter = filter_of(&request)?;

    let snapshot = newest.of(&caller.tenant, request.now()).await?;
    let subset = snapshot.graph.select(&filter)?;

    let answer = Bulk::of(&request, shown(&snapshot, &subset))?;
    if answer.fits() {
        return Ok(answer);
    }
    let overview = ArchitectureView { nodes: Vec::new(), nodes_left_out: true, ..answer.body };
    Bulk::of(&request, overview)?.if_it_fits()
}

fn shown(snapshot: &Snapshot, subset: &Subset) -> ArchitectureView {
    let Snapshot { graph, layout, .. } = snapshot;
    let chosen: Vec<NodeIndex> = graph.nodes().map(|(at, _)| at).filter(|at| subset.contains(*at)).collect();
    let all = counted(snapshot, &chosen);
    let mut places = vec![0; all.len()];
    let mut containers: Vec<ContainerView> = Vec::new();
    for (position, mut container) in all.into_iter().enumerate().filter(|(_, container)| container.resources > 0) {
        places[position] = containers.len();
        container.parent = container.parent.map(|parent| places[parent]);
        containers.push(container);
    }
    let nodes = chosen.iter().map(|at| node(snapshot, *at, places[layout.container_of(*at)])).collect();
    let links = links(graph, layout, subset).into_iter().map(|link| LinkView {
        from: places[link.from],
        to: places[link.to],
        kind: link.kind,
        edges: link.edges,
    });
    ArchitectureView { date: GraphDate::of(snapshot), containers, nodes, nodes_left_out: false, links: links.collect() }
}

/// Shows every container and counts what of the chosen it holds; what it holds is counted in the
/// containers around it as well.
fn counted(snapshot: &Snapshot, chosen: &[NodeIndex]) -> Vec<ContainerView> {
    let layout = &snapshot.layout;
    let mut containers: Vec<ContainerView> = (0..layout.containers.len()).map(|at| container(snapshot, at)).collect();
    for at in chosen {
        let node = snapshot.graph.node(*at);
        let mut around = Some(layout.container_of(*at));
        while let Some(position) = around {
            let container = &mut containers[position];
            container.resources += 1;
            *container.by_owner_agent.entry(node.owner_agent).or_default() += 1;
            match &node.seen {
                Some(seen) => *container.by_state.entry(seen.state).or_default() += 1,
                None => container.unseen += 1,
            }
            around = container.parent;
        }
    }
    containers
}

fn container(snapshot: &Snapshot, position: usize) -> ContainerView {
    let container = &snapshot.layout.containers[position];
    let (kind, name) = match &container.place {
        Place::Account(account) => (ContainerKind::Account, account.to_string()),
        Place::Region(_, region) => (ContainerKind::Region, region.to_string()),
        Place::Vpc(at) => (ContainerKind::Vpc, id(&snapshot.graph, *at).native_id),
        Place::Subnet(at) => (ContainerKind::Subnet, id(&snapshot.graph, *at).native_id),
    };
    ContainerView {
        kind,
        name,
        id: container.node().map(|at| id(&snapshot.graph, at)),
        parent: container.parent,
        circle: coordinates(container.circle),
        resources: 0,
        unseen: 0,
        by_state: BTreeMap::new(),
        by_owner_agent: BTreeMap::new(),
    }
}

fn node(snapshot: &Snapshot, at: NodeIndex, container: usize) -> DiagramNodeView {
    let node = snapshot.graph.node(at);
    DiagramNodeView {
        id: node.id.clone(),
        name: node.seen.as_ref().and_then(|seen| seen.name.clone()),
        state: node.seen.as_ref().map(|seen| seen.state),
        owner_agent: node.owner_agent,
        faces_internet: node.faces_internet(),
        container,
        circle: coordinates(snapshot.layout.circle(at)),
    }
}

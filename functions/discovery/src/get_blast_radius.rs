//! `GET /v1/aws/resources/{resource_id}/blast-radius`: show what a change of a resource may break.

use crate::{
    graph_view::{GraphDate, NodeView, ReachedView, id},
    newest_graph::NewestGraph,
};
use pantheon_core::{
    Error, Result,
    agent::HistoricalAgent,
    aws::{AccountId, ResourceType},
    graph::{BlastRadius, Graph},
    permission::Permission,
    resource::ResourceId,
};
use pantheon_lambda::http::{Bulk, Problem, Request};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What changing or deleting a resource may break.
///
/// What needs something affected is affected. What a changed stack made changes with it, and so on
/// for the stacks among that; the stack of a changed resource is affected, its other resources are not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct BlastRadiusView {
    /// Of when the graph is.
    #[serde(flatten)]
    pub date: GraphDate,
    /// The resource that is changed.
    pub resource: NodeView,
    /// How much is affected.
    pub size: BlastSize,
    /// Where the Internet comes in and would notice, the nearest first.
    pub entrances: Vec<EntranceView>,
    /// Everything that is affected, the nearest first.
    pub affected: Vec<ReachedView>,
}

/// How much a change affects, without the resource that is changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct BlastSize {
    /// How many resources.
    pub resources: usize,
    /// How many accounts.
    pub accounts: usize,
    /// Whether something that faces the Internet is affected, or is changed itself.
    pub reaches_internet: bool,
    /// Resources by distance.
    #[schema(value_type = BTreeMap<String, u64>)]
    pub by_distance: BTreeMap<u32, u64>,
    /// Resources by type.
    pub by_type: BTreeMap<ResourceType, u64>,
    /// Resources by account.
    pub by_account: BTreeMap<AccountId, u64>,
    /// Resources by the agent that answers for them.
    pub by_owner_agent: BTreeMap<HistoricalAgent, u64>,
}

/// A resource that faces the Internet, and how the change reaches it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EntranceView {
    /// The resource.
    pub id: ResourceId,
    /// The resources from the changed one to this one, both included.
    pub path: Vec<ResourceId>,
}

impl BlastRadiusView {
    fn of(date: GraphDate, graph: &Graph, radius: BlastRadius) -> Self {
        let paths = radius.paths(&radius.entrances);
        let entrances = radius.entrances.iter().zip(paths).map(|(at, path)| EntranceView {
            id: id(graph, *at),
            path: path.into_iter().map(|at| id(graph, at)).collect(),
        });
        let entrances: Vec<EntranceView> = entrances.collect();
        let BlastRadius { start, affected, by_distance, by_type, by_account, by_owner_agent, entrances: _ } = radius;
        let size = BlastSize {
            resources: affected.len(),
            accounts: by_account.len(),
            reaches_internet: !entrances.is_empty(),
            by_distance,
            by_type,
            by_account,
            by_owner_agent,
        };
        let affected = affected.into_iter().map(|reached| ReachedView::of(graph, reached)).collect();
        Self { date, resource: graph.node(start).into(), size, entrances, affected }
    }
}

/// Shows everything that a change of a resource may break, how far away it is and on which path.
#[utoipa::path(
    get, path = "/v1/aws/resources/{resource_id}/blast-radius", operation_id = "get-blast-radius", tag = "discovery",
    params(("resource_id" = ResourceId, Path, description = "The resource, seen or only needed.", example = "111111111111:eu-west-1:AWS.EC2.SecurityGroup:sg-0a1b2c3d4e5f60718")),
    responses(
        (status = 200, description = "What may break.", body = BlastRadiusView),
        (status = 403, description = "The caller may not see resources.", body = Problem),
        (status = 404, description = "The graph has no such resource, or no scan has ended yet.", body = Problem),
    ),
    security(("bearer" = ["resources:read"])),
)]
pub async fn handle(newest: &NewestGraph<'_>, request: Request) -> Result<Bulk<BlastRadiusView>> {
    let caller = request.permit(Permission::ResourcesRead)?;
    request.known_queries(&[])?;
    let id: ResourceId = request.path("resource_id")?;

    let snapshot = newest.of(&caller.tenant, request.now()).await?;
    let start = snapshot.graph.find(&id).ok_or_else(|| Error::not_found("resource", &id))?;
    let radius = snapshot.graph.blast_radius(start);

    Bulk::of(&request, BlastRadiusView::of(GraphDate::of(&snapshot), &snapshot.graph, radius))?.if_it_fits()
}

//! `GET /v1/aws/resources/{resource_id}/dependencies`: show what a resource needs and what needs it.

use crate::{
    graph_query::depth_of,
    graph_view::{GraphDate, NodeView, ReachedView},
    newest_graph::NewestGraph,
};
use pantheon_core::{
    Error, Result,
    graph::{Direction, Graph, NodeIndex},
    permission::Permission,
    resource::ResourceId,
};
use pantheon_lambda::http::{Bulk, Problem, Request};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which way to look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DependencyDirection {
    /// To what the resource needs.
    Needs,
    /// To what needs the resource.
    NeededBy,
    /// Both ways.
    #[default]
    Both,
}

/// What a resource needs and what needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DependenciesView {
    /// Of when the graph is.
    #[serde(flatten)]
    pub date: GraphDate,
    /// The resource.
    pub resource: NodeView,
    /// Which way was looked.
    pub direction: DependencyDirection,
    /// How many edges away was looked.
    pub depth: u32,
    /// What it needs, the nearest first.
    pub needs: Vec<ReachedView>,
    /// What needs it, the nearest first.
    pub needed_by: Vec<ReachedView>,
}

/// Shows the dependencies of a resource to a depth, each with a shortest path.
#[utoipa::path(
    get, path = "/v1/aws/resources/{resource_id}/dependencies", operation_id = "get-resource-dependencies", tag = "discovery",
    params(
        ("resource_id" = ResourceId, Path, description = "The resource, seen or only needed.", example = "111111111111:eu-west-1:AWS.EC2.Instance:i-0abcdef1234567890"),
        ("direction" = Option<DependencyDirection>, Query, description = "Which way to look, `both` if not said.", example = "needed_by"),
        ("depth" = Option<u32>, Query, minimum = 1, maximum = 100, description = "How many edges away to look, 1 if not said.", example = 2),
    ),
    responses(
        (status = 200, description = "The dependencies.", body = DependenciesView),
        (status = 400, description = "A parameter is not valid.", body = Problem),
        (status = 403, description = "The caller may not see resources.", body = Problem),
        (status = 404, description = "The graph has no such resource, or no scan has ended yet.", body = Problem),
    ),
    security(("bearer" = ["resources:read"])),
)]
pub async fn handle(newest: &NewestGraph<'_>, request: Request) -> Result<Bulk<DependenciesView>> {
    let caller = request.permit(Permission::ResourcesRead)?;
    request.known_queries(&["direction", "depth"])?;
    let id: ResourceId = request.path("resource_id")?;
    let (direction, depth) = (direction_of(&request)?, depth_of(&request)?);

    let snapshot = newest.of(&caller.tenant, request.now()).await?;
    let at = snapshot.graph.find(&id).ok_or_else(|| Error::not_found("resource", &id))?;
    let graph = &snapshot.graph;
    let wanted = |way| direction == DependencyDirection::Both || direction == way;

    let answer = DependenciesView {
        date: GraphDate::of(&snapshot),
        resource: graph.node(at).into(),
        direction,
        depth,
        needs: reached(graph, at, Direction::Needs, if wanted(DependencyDirection::Needs) { depth } else { 0 }),
        needed_by: reached(
            graph,
            at,
            Direction::NeededBy,
            if wanted(DependencyDirection::NeededBy) { depth } else { 0 },
        ),
    };
    Bulk::of(&request, answer)?.if_it_fits()
}

fn reached(graph: &Graph, at: NodeIndex, direction: Direction, depth: u32) -> Vec<ReachedView> {
    graph.reach(at, direction, depth).into_iter().map(|reached| ReachedView::of(graph, reached)).collect()
}

fn direction_of(request: &Request) -> Result<DependencyDirection> {
    let Some(text) = request.query_text("direction")? else { return Ok(DependencyDirection::default()) };
    serde_json::from_value(text.into()).map_err(|error| Error::invalid("direction", error.to_string()))
}

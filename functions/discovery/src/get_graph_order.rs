//! `GET /v1/aws/graph/order`: list resources so that each comes after what it needs.

use crate::{
    graph_query::{FILTERS, filter_of},
    graph_view::{GraphDate, id},
    newest_graph::NewestGraph,
};
use pantheon_core::{
    Result,
    aws::{AccountId, Region, ResourceType},
    graph::{Graph, Order},
    permission::Permission,
    resource::ResourceId,
};
use pantheon_lambda::http::{Bulk, Problem, Request};
use serde::Serialize;
use utoipa::ToSchema;

/// An order in which everything comes after what it needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OrderView {
    /// Of when the graph is.
    #[serde(flatten)]
    pub date: GraphDate,
    /// How many levels there are; what is on the same level can be dealt with at the same time.
    pub levels: u32,
    /// The resources, what is needed first. Backwards, it is an order for deleting.
    pub steps: Vec<StepView>,
    /// Groups of resources that need each other in a circle, so that no order is right for them.
    pub cycles: Vec<Vec<ResourceId>>,
}

/// One resource of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct StepView {
    /// The resource.
    pub id: ResourceId,
    /// How many others have to come before it, one after the other.
    pub level: u32,
    /// The position of its cycle in `cycles`, if it is part of one.
    pub cycle: Option<usize>,
}

impl OrderView {
    fn of(date: GraphDate, graph: &Graph, order: Order) -> Self {
        let Order { steps, cycles, levels } = order;
        let steps =
            steps.into_iter().map(|step| StepView { id: id(graph, step.at), level: step.level, cycle: step.cycle });
        let cycles = cycles.into_iter().map(|cycle| cycle.into_iter().map(|at| id(graph, at)).collect());
        Self { date, levels, steps: steps.collect(), cycles: cycles.collect() }
    }
}

/// Orders all that the filters let through, by the edges between them.
#[utoipa::path(
    get, path = "/v1/aws/graph/order", operation_id = "get-graph-order", tag = "discovery",
    params(
        ("account_id" = Option<AccountId>, Query, description = "Only of this account.", example = "111111111111"),
        ("region" = Option<Region>, Query, description = "Only of this region; `global` is where IAM lives.", example = "eu-west-1"),
        ("vpc_id" = Option<String>, Query, pattern = "^vpc-[a-z0-9]{1,60}$", description = "Only what lies in this VPC, and the VPC.", example = "vpc-0a1b2c3d4e5f60718"),
        ("resource_type" = Option<ResourceType>, Query, description = "Only of this CloudFormation type.", example = "AWS::EC2::Instance"),
        ("focus" = Option<ResourceId>, Query, description = "Only what is near this resource.", example = "111111111111:eu-west-1:AWS.EC2.Instance:i-0abcdef1234567890"),
        ("depth" = Option<u32>, Query, minimum = 1, maximum = 100, description = "How many edges around the focus, 1 if not said.", example = 2),
    ),
    responses(
        (status = 200, description = "The order, and what has none.", body = OrderView),
        (status = 400, description = "A filter is not valid.", body = Problem),
        (status = 403, description = "The caller may not see resources.", body = Problem),
        (status = 404, description = "No scan has ended yet, or there is no such focus.", body = Problem),
    ),
    security(("bearer" = ["resources:read"])),
)]
pub async fn handle(newest: &NewestGraph<'_>, request: Request) -> Result<Bulk<OrderView>> {
    let caller = request.permit(Permission::ResourcesRead)?;
    request.known_queries(&FILTERS)?;
    let filter = filter_of(&request)?;

    let snapshot = newest.of(&caller.tenant, request.now()).await?;
    let order = snapshot.graph.order(&snapshot.graph.select(&filter)?);

    Bulk::of(&request, OrderView::of(GraphDate::of(&snapshot), &snapshot.graph, order))?.if_it_fits()
}

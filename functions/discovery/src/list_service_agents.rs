//! `GET /v1/aws/service-agents`: list the agents of services.

use crate::{agent_view::ServiceAgentView, list_resources::choice};
use pantheon_core::{
    Result,
    aws::{AccountId, Service},
    permission::Permission,
    service_agent::{AgentFilter, AgentState, Autonomy, ServiceAgents},
};
use pantheon_lambda::http::{Cursors, Json, Listing, Problem, Request};

/// Lists the service agents that match every given filter.
#[utoipa::path(
    get, path = "/v1/aws/service-agents", operation_id = "list-service-agents", tag = "service agents",
    params(
        ("account_id" = Option<AccountId>, Query, description = "Only of this account.", example = "111111111111"),
        ("service" = Option<Service>, Query, description = "Only of this service.", example = "ec2"),
        ("state" = Option<AgentState>, Query, description = "Only in this state.", example = "observing"),
        ("autonomy_level" = Option<Autonomy>, Query, description = "Only with this autonomy.", example = 1),
        ("page_size" = Option<i64>, Query, description = "How many at most, 50 if not said, 1000 at most.", example = 50),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of agents, by account and service.", body = Listing<ServiceAgentView>),
        (status = 400, description = "A filter or the cursor is not valid.", body = Problem),
        (status = 403, description = "The caller may not see resources.", body = Problem),
    ),
    security(("bearer" = ["resources:read"])),
)]
pub async fn handle(
    agents: &dyn ServiceAgents,
    cursors: &Cursors,
    request: Request,
) -> Result<Json<Listing<ServiceAgentView>>> {
    let caller = request.permit(Permission::ResourcesRead)?;
    request.known_queries(&["account_id", "service", "state", "autonomy_level"])?;
    let filter = AgentFilter {
        account_id: request.query("account_id")?,
        service: request.query("service")?,
        state: choice("state", request.query_text("state")?)?,
        autonomy_level: request.query("autonomy_level")?,
    };

    let page = agents.agents(&caller.tenant, &filter, &request.page(cursors)?).await?;

    Json::page(&request, cursors, page.map(ServiceAgentView::from))
}

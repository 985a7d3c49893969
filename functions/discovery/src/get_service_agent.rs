//! `GET /v1/aws/service-agents/{agent_name}`: show one service agent.

use crate::agent_view::ServiceAgentView;
use pantheon_core::{
    Error, Result,
    permission::Permission,
    service_agent::{AgentName, ServiceAgents},
};
use pantheon_lambda::http::{Json, Problem, Request};

/// Shows one service agent.
#[utoipa::path(
    get, path = "/v1/aws/service-agents/{agent_name}", operation_id = "get-service-agent", tag = "service agents",
    params(("agent_name" = AgentName, Path, description = "What the agent is called.", example = "111111111111-ec2")),
    responses(
        (status = 200, description = "The agent; send the `ETag` back to change it.", body = ServiceAgentView),
        (status = 403, description = "The caller may not see resources.", body = Problem),
        (status = 404, description = "The tenant has no such agent.", body = Problem),
    ),
    security(("bearer" = ["resources:read"])),
)]
pub async fn handle(agents: &dyn ServiceAgents, request: Request) -> Result<Json<ServiceAgentView>> {
    let caller = request.permit(Permission::ResourcesRead)?;
    let name: AgentName = request.path("agent_name")?;
    request.known_queries(&[])?;

    let found = agents.agent(&caller.tenant, &name).await?;
    let agent = found.ok_or_else(|| Error::not_found("service agent", &name))?;

    let version = agent.version;
    Ok(Json::ok(ServiceAgentView::from(agent)).etag(version))
}

//! `PUT /v1/aws/service-agents/{agent_name}`: decide how much an agent may do, and who decides for it.

use crate::agent_view::ServiceAgentView;
use pantheon_core::{
    Error, Result,
    agent::HistoricalAgent,
    command::Commit,
    permission::Permission,
    service_agent::{AgentName, Autonomy, Reason, ServiceAgentChanged, ServiceAgents, Wish},
};
use pantheon_lambda::http::{Json, Problem, Request};
use serde::Deserialize;
use utoipa::ToSchema;

/// What an agent is to be.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceAgentChange {
    /// How much it may do by itself: 0 observe, 1 recommend, 2 act with approval, 3 act within policy.
    #[schema(example = 2)]
    pub autonomy_level: Autonomy,
    /// Who decides for it.
    #[schema(example = "BillGates")]
    pub decision_maker: HistoricalAgent,
    /// Why; needed where the autonomy rises, and kept with the agent and in its event.
    #[schema(example = "The team asked for it after two quiet months.")]
    pub reason: Option<Reason>,
}

impl From<ServiceAgentChange> for Wish {
    fn from(ServiceAgentChange { autonomy_level, decision_maker, reason }: ServiceAgentChange) -> Self {
        Self { autonomy_level, decision_maker, reason }
    }
}

/// Decides about an agent; only a person who signed in may, never an API key or a program.
#[utoipa::path(
    put, path = "/v1/aws/service-agents/{agent_name}", operation_id = "update-service-agent", tag = "service agents",
    params(
        ("agent_name" = AgentName, Path, description = "What the agent is called.", example = "111111111111-ec2"),
        ("If-Match" = String, Header, description = "The `ETag` of the version that the caller has read."),
    ),
    request_body = ServiceAgentChange,
    responses(
        (status = 200, description = "The agent, as it is now.", body = ServiceAgentView),
        (status = 400, description = "The autonomy is none, or would rise without a reason.", body = Problem),
        (status = 403, description = "The caller may not govern agents, or is no person who signed in.", body = Problem),
        (status = 404, description = "The tenant has no such agent.", body = Problem),
        (status = 409, description = "The autonomy would rise although the account of the agent is gone.", body = Problem),
        (status = 412, description = "The agent has changed since it was read.", body = Problem),
        (status = 428, description = "The `If-Match` header is missing.", body = Problem),
    ),
    security(("bearer" = ["service_agents:govern"])),
)]
pub async fn handle(agents: &dyn ServiceAgents, request: Request) -> Result<Json<ServiceAgentView>> {
    let caller = request.permit(Permission::ServiceAgentsGovern)?;
    caller.session()?;
    let name: AgentName = request.path("agent_name")?;
    let read = request.if_match()?;
    let wish: ServiceAgentChange = request.body()?;
    let origin = request.command()?.origin;

    let found = agents.agent(&caller.tenant, &name).await?;
    let before = found.ok_or_else(|| Error::not_found("service agent", &name))?;
    if before.version != read {
        return Err(Error::PreconditionFailed { kind: "service agent" });
    }
    let Some(after) = before.governed(wish.into(), caller.user.clone(), origin.at)? else {
        return Ok(Json::ok(ServiceAgentView::from(before)).etag(read));
    };

    let fact = ServiceAgentChanged::of(Some(&before), &after);
    let commit = Commit::unasked().telling(&origin, &fact, after.version);
    agents.save_agents(&caller.tenant, std::slice::from_ref(&after), commit).await?;
    Ok(Json::ok(ServiceAgentView::from(after.clone())).etag(after.version))
}

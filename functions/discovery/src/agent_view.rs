//! Service agents as the API shows them.

use chrono::{DateTime, Utc};
use pantheon_core::{
    agent::HistoricalAgent,
    aws::{AccountId, Region, Service},
    id::UserId,
    service_agent::{AgentName, AgentState, Autonomy, Decision, Reason, ServiceAgent, Sighting},
};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The agent of one service in one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ServiceAgentView {
    /// What it is called; the name can stand in a URL path as it is.
    pub name: AgentName,
    /// The account.
    pub account_id: AccountId,
    /// The service.
    pub service_type: Service,
    /// The agents of the services that its resources need, at most 200; an agent in another account
    /// is named whether or not that account is connected.
    pub dependencies: Vec<AgentName>,
    /// How it stands, by what scans could see for it.
    pub state: AgentState,
    /// How each region was last seen.
    pub coverage: BTreeMap<Region, Sighting>,
    /// How much it may do by itself: 0 observe, 1 recommend, 2 act with approval, 3 act within policy.
    pub autonomy_level: Autonomy,
    /// Who decides for it.
    pub decision_maker: HistoricalAgent,
    /// The last decision of a person about it, if there was one.
    pub decision: Option<DecisionView>,
    /// When it was first there.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// A decision of a person about an agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DecisionView {
    /// Who decided.
    pub by: UserId,
    /// When.
    pub at: DateTime<Utc>,
    /// Why, if they said so.
    pub reason: Option<Reason>,
}

impl From<ServiceAgent> for ServiceAgentView {
    fn from(agent: ServiceAgent) -> Self {
        let ServiceAgent {
            name,
            version: _,
            dependencies,
            state,
            sight,
            autonomy_level,
            decision_maker,
            decision,
            created_at,
            updated_at,
        } = agent;
        Self {
            account_id: name.account_id.clone(),
            service_type: name.service.clone(),
            name,
            dependencies: dependencies.into_iter().collect(),
            state,
            coverage: sight,
            autonomy_level,
            decision_maker,
            decision: decision.map(|Decision { by, at, reason }| DecisionView { by, at, reason }),
            created_at,
            updated_at,
        }
    }
}

//! What is told about service agents.

use super::{AgentName, AgentState, Autonomy, Reason, ServiceAgent};
use crate::{agent::HistoricalAgent, event::Fact};
use serde::{Deserialize, Serialize};

/// A service agent is there, or has changed: with the estate, or because a person wanted it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ServiceAgentChanged {
    /// The agent.
    pub name: AgentName,
    /// How it stands.
    pub state: AgentState,
    /// How much it may do by itself.
    pub autonomy_level: Autonomy,
    /// How much it could do before; the same where that did not change, nothing where it is new.
    #[schema(required = true)]
    pub autonomy_before: Option<Autonomy>,
    /// Who decides for it.
    pub decision_maker: HistoricalAgent,
    /// Why a person wanted it so, if it was a person and they said so.
    #[schema(required = true)]
    pub reason: Option<Reason>,
}

impl ServiceAgentChanged {
    /// Tells what became of an agent; `before` is nothing where it is new.
    pub fn of(before: Option<&ServiceAgent>, after: &ServiceAgent) -> Self {
        let decided = before.is_some_and(|before| before.decision != after.decision);
        let reason = after.decision.as_ref().filter(|_| decided).and_then(|decision| decision.reason.clone());
        Self {
            name: after.name.clone(),
            state: after.state,
            autonomy_level: after.autonomy_level,
            autonomy_before: before.map(|before| before.autonomy_level),
            decision_maker: after.decision_maker,
            reason,
        }
    }
}

impl Fact for ServiceAgentChanged {
    const KIND: &'static str = "service_agent.changed";

    fn subject(&self) -> String {
        format!("service-agents/{}", self.name)
    }
}

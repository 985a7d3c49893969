//! Service agents: one row each, in the order of accounts and services.

use crate::{Consistency, Expression, Item, Key, Partition, Query, Row, Store, Transaction, transaction::absent};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    agent::HistoricalAgent,
    aws::{AccountId, Service},
    command::{Commit, Version},
    id::TenantId,
    page::{Page, PageRequest},
    service_agent::{
        AgentFilter, AgentName, AgentState, Autonomy, Decision, MOST_SAVED, ServiceAgent, ServiceAgents, Sight,
    },
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

#[derive(Debug, Serialize, Deserialize)]
struct AgentRow {
    name: AgentName,
    account_id: AccountId,
    service: Service,
    version: Version,
    dependencies: BTreeSet<AgentName>,
    state: AgentState,
    sight: Sight,
    autonomy_level: Autonomy,
    decision_maker: HistoricalAgent,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    decision: Option<Decision>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl Row for AgentRow {
    const ENTITY: &'static str = "service agent";
}

impl From<&ServiceAgent> for AgentRow {
    fn from(agent: &ServiceAgent) -> Self {
        let ServiceAgent {
            name,
            version,
            dependencies,
            state,
            sight,
            autonomy_level,
            decision_maker,
            decision,
            created_at,
            updated_at,
        } = agent.clone();
        Self {
            account_id: name.account_id.clone(),
            service: name.service.clone(),
            name,
            version,
            dependencies,
            state,
            sight,
            autonomy_level,
            decision_maker,
            decision,
            created_at,
            updated_at,
        }
    }
}

impl From<AgentRow> for ServiceAgent {
    fn from(row: AgentRow) -> Self {
        let AgentRow {
            name,
            account_id: _,
            service: _,
            version,
            dependencies,
            state,
            sight,
            autonomy_level,
            decision_maker,
            decision,
            created_at,
            updated_at,
        } = row;
        Self {
            name,
            version,
            dependencies,
            state,
            sight,
            autonomy_level,
            decision_maker,
            decision,
            created_at,
            updated_at,
        }
    }
}

pub(super) fn agents(tenant: &TenantId) -> Partition {
    Partition::of_tenant(tenant, &["SERVICE_AGENTS"])
}

pub(super) fn agent_key(tenant: &TenantId, name: &AgentName) -> Key {
    agents(tenant).key(&[name.account_id.as_str(), name.service.as_str()])
}

fn list(tenant: &TenantId, filter: &AgentFilter) -> Result<Query> {
    let AgentFilter { account_id, service, state, autonomy_level } = filter;
    let all = Query::of(&agents(tenant));
    let query = match account_id {
        Some(account_id) => all.beginning(&[account_id.as_str()]),
        None => all,
    };
    let mut condition = Expression::default();
    if let Some(service) = service {
        condition = condition.and(equal("service", service)?);
    }
    if let Some(state) = state {
        condition = condition.and(equal("state", state)?);
    }
    if let Some(autonomy_level) = autonomy_level {
        condition = condition.and(equal("autonomy_level", autonomy_level)?);
    }
    Ok(if condition == Expression::default() { query } else { query.only(condition) })
}

fn equal(attribute: &str, value: &impl Serialize) -> Result<Expression> {
    let (name, placeholder) = (format!("#{attribute}"), format!(":{attribute}"));
    let value = serde_dynamo::to_attribute_value(value).map_err(Error::internal)?;
    Ok(Expression::new(format!("{name} = {placeholder}")).name(&name, attribute).value(&placeholder, value))
}

#[async_trait]
impl ServiceAgents for Store {
    async fn agent(&self, tenant: &TenantId, name: &AgentName) -> Result<Option<ServiceAgent>> {
        let found: Option<AgentRow> = self.get(&agent_key(tenant, name), Consistency::Strong).await?;
        Ok(found.map(ServiceAgent::from))
    }

    async fn agents(&self, tenant: &TenantId, filter: &AgentFilter, page: &PageRequest) -> Result<Page<ServiceAgent>> {
        let found: Page<AgentRow> = self.query(&list(tenant, filter)?, page).await?;
        Ok(found.map(ServiceAgent::from))
    }

    async fn agents_of(&self, tenant: &TenantId, account_id: &AccountId) -> Result<Vec<ServiceAgent>> {
        let query = Query::of(&agents(tenant)).beginning(&[account_id.as_str()]).consistent();
        let rows: Vec<AgentRow> = self.query_all(&query).await?;
        Ok(rows.into_iter().map(ServiceAgent::from).collect())
    }

    async fn save_agents(&self, tenant: &TenantId, agents: &[ServiceAgent], commit: Commit) -> Result<()> {
        if agents.len() > MOST_SAVED {
            return Err(Error::internal(format!("{} agents do not fit into one transaction", agents.len())));
        }
        let mut transaction = Transaction::new();
        for agent in agents {
            let item = Item::of(agent_key(tenant, &agent.name), &AgentRow::from(agent))?;
            transaction = if agent.version == Version::FIRST {
                transaction.put_if(item, absent(), Error::PreconditionFailed { kind: AgentRow::ENTITY })
            } else {
                transaction.put_version(item)?
            };
        }
        self.transact(transaction.commit(commit)).await
    }
}

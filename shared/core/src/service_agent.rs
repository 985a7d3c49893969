//! Service agents: every AWS service of every watched account, as an agent with limits to what it
//! may do by itself.
//!
//! What an agent sees and needs follows the estate ([`survey`]); what it may do, and who decides for
//! it, is set by people alone.

mod facts;
pub mod survey;

pub use facts::ServiceAgentChanged;
pub use survey::{Findings, Sight, Sighting, state_of};

use crate::{
    Error, Result,
    agent::HistoricalAgent,
    aws::{AccountId, ResourceType, Service},
    catalog::{CLOUD_CONTROL, COLLECTED_SERVICES, CollectedService},
    command::{Commit, Version},
    id::{ScanId, TenantId, UserId},
    page::{Page, PageRequest},
    resource::ResourceId,
    scan::Shard,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt, str::FromStr};

/// Names the agent of one service in one account: `111111111111-ec2`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AgentName {
    /// The account.
    pub account_id: AccountId,
    /// The service, as the catalog calls it.
    pub service: Service,
}

impl AgentName {
    /// Names the agent that answers for a resource.
    pub fn of(resource: &ResourceId) -> Self {
        Self { account_id: resource.account_id.clone(), service: service_of(&resource.resource_type) }
    }
}

impl fmt::Display for AgentName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{}", self.account_id, self.service)
    }
}

impl FromStr for AgentName {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let unknown = || Error::not_found("service agent", text);
        // Neither the digits of an account nor the name of a service contain the divider.
        let (account_id, service) = text.split_once('-').ok_or_else(unknown)?;
        let account_id = account_id.parse().map_err(|_| unknown())?;
        Ok(Self { account_id, service: service.parse().map_err(|_| unknown())? })
    }
}

impl TryFrom<String> for AgentName {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<AgentName> for String {
    fn from(name: AgentName) -> Self {
        name.to_string()
    }
}

impl utoipa::PartialSchema for AgentName {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some("Names the agent of one service in one account."))
            .pattern(Some("^[0-9]{12}-[a-z0-9]{1,32}$"))
            .examples([serde_json::json!("111111111111-ec2")])
            .into()
    }
}

impl utoipa::ToSchema for AgentName {}

/// Returns the service that a type belongs to, as the catalog calls it.
///
/// A type without a collector belongs to the service of its neighbours, so that an edge to a network
/// ACL is one to EC2; what has no neighbours either is Cloud Control's.
pub fn service_of(resource_type: &ResourceType) -> Service {
    let collected = CollectedService::of_type(resource_type);
    let namespace = |name: &str| name.rsplit_once("::").map(|(namespace, _)| namespace.to_owned());
    let ours = namespace(resource_type.as_str());
    let neighbour =
        || COLLECTED_SERVICES.iter().find(|service| service.types.iter().any(|name| namespace(name.as_str()) == ours));
    let service = if collected.name == CLOUD_CONTROL { neighbour().unwrap_or(collected) } else { collected };
    Service::of_catalog(service)
}

/// How much an agent may do by itself: 0 observe, 1 recommend, 2 act with approval, 3 act within policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "u8")]
pub struct Autonomy(u8);

impl Autonomy {
    /// Watches, and says nothing by itself.
    pub const OBSERVE: Self = Self(0);
    /// Watches and recommends: what every agent may do before anybody has decided about it.
    pub const RECOMMEND: Self = Self(1);
    /// Carries out what a person has approved.
    pub const ACT_WITH_APPROVAL: Self = Self(2);
    /// Carries out what a policy permits without asking.
    pub const ACT_WITHIN_POLICY: Self = Self(3);

    /// Returns the level as a number.
    pub fn level(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Autonomy {
    type Error = Error;

    fn try_from(level: u8) -> Result<Self> {
        if level <= Self::ACT_WITHIN_POLICY.0 {
            return Ok(Self(level));
        }
        let rule = "must be 0 (observe), 1 (recommend), 2 (act with approval) or 3 (act within policy)";
        Err(Error::invalid("/autonomy_level", rule))
    }
}

/// In JSON, 2.0 is a whole number too.
impl TryFrom<f64> for Autonomy {
    type Error = Error;

    fn try_from(level: f64) -> Result<Self> {
        let whole = (0..=Self::ACT_WITHIN_POLICY.0).find(|known| (f64::from(*known) - level).abs() < f64::EPSILON);
        Self::try_from(whole.unwrap_or(u8::MAX))
    }
}

impl From<Autonomy> for u8 {
    fn from(autonomy: Autonomy) -> Self {
        autonomy.0
    }
}

impl FromStr for Autonomy {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        // What is no number of this size is no level either.
        Self::try_from(text.parse().unwrap_or(u8::MAX))
    }
}

impl utoipa::PartialSchema for Autonomy {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::Integer)
            .description(Some(
                "How much an agent may do by itself: 0 observe, 1 recommend, 2 act with approval, 3 act within policy.",
            ))
            .minimum(Some(0))
            .maximum(Some(3))
            .into()
    }
}

impl utoipa::ToSchema for Autonomy {}

/// How an agent stands, by what scans could see for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AgentState {
    /// Its account has resources of the service, and all of them are seen.
    Observing,
    /// All of its service is seen, and there is nothing.
    Idle,
    /// A part of its service could not be seen.
    Degraded,
    /// Nothing of its service could be seen.
    Blind,
    /// Its account was disconnected or left the organization.
    Retired,
}

impl AgentState {
    /// Every state.
    pub const ALL: &[Self] = &[Self::Observing, Self::Idle, Self::Degraded, Self::Blind, Self::Retired];
}

/// The last decision of a person about an agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Who decided.
    pub by: UserId,
    /// When.
    pub at: DateTime<Utc>,
    /// Why, if they said so; whoever raises the autonomy does.
    pub reason: Option<Reason>,
}

/// Why a person decided something: 1 to 500 characters, none of them a control character.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reason(String);

impl FromStr for Reason {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let says_something = text.chars().any(|character| !character.is_whitespace());
        if says_something && text.chars().count() <= 500 && !text.chars().any(char::is_control) {
            return Ok(Self(text.to_owned()));
        }
        Err(Error::invalid("/reason", "must be 1 to 500 characters without control characters, and say something"))
    }
}

impl TryFrom<String> for Reason {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<Reason> for String {
    fn from(reason: Reason) -> Self {
        reason.0
    }
}

impl utoipa::PartialSchema for Reason {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some("Why a person decided something: 1 to 500 characters without control characters."))
            .pattern(Some(
                r"^[^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$",
            ))
            .min_length(Some(1))
            .max_length(Some(500))
            .into()
    }
}

impl utoipa::ToSchema for Reason {}

/// The agent of one service in one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceAgent {
    /// What it is called; its service type is a part of that.
    pub name: AgentName,
    /// How often it has changed.
    pub version: Version,
    /// The agents of the services that its resources need, at most [`ServiceAgent::MOST_DEPENDENCIES`].
    pub dependencies: BTreeSet<AgentName>,
    /// How it stands.
    pub state: AgentState,
    /// What scans could see for it, region by region.
    pub sight: Sight,
    /// How much it may do by itself.
    pub autonomy_level: Autonomy,
    /// Who decides for it.
    pub decision_maker: HistoricalAgent,
    /// The last decision of a person about it, if there was one.
    pub decision: Option<Decision>,
    /// When it was first there.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// What a person wants of an agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// How much it may do by itself.
    pub autonomy_level: Autonomy,
    /// Who decides for it.
    pub decision_maker: HistoricalAgent,
    /// Why; needed to raise the autonomy.
    pub reason: Option<Reason>,
}

impl ServiceAgent {
    /// How many agents one agent names as those that it needs.
    pub const MOST_DEPENDENCIES: usize = 200;

    /// Returns the agent as a person wants it; `None` where it is so already.
    ///
    /// Fails with `invalid` where the autonomy would rise without a reason, and with `conflict`
    /// where it would rise although the account is gone.
    pub fn governed(&self, wish: Wish, by: UserId, at: DateTime<Utc>) -> Result<Option<Self>> {
        let Wish { autonomy_level, decision_maker, reason } = wish;
        if (autonomy_level, decision_maker) == (self.autonomy_level, self.decision_maker) {
            return Ok(None);
        }
        let rises = autonomy_level > self.autonomy_level;
        if rises && reason.is_none() {
            return Err(Error::invalid("/reason", "must say why the agent may do more than before"));
        }
        if rises && self.state == AgentState::Retired {
            return Err(Error::conflict(format!(
                "the agent {} is retired, as its account is gone; connect the account again first",
                self.name
            )));
        }
        Ok(Some(Self {
            version: self.version.next(),
            autonomy_level,
            decision_maker,
            decision: Some(Decision { by, at, reason }),
            updated_at: at,
            ..self.clone()
        }))
    }
}

/// Returns who decides for a service before anybody has said otherwise: who owns its resources.
///
/// In EC2, whose networks belong to another, it is the owner of the instances.
pub fn decision_maker_of(service: &Service) -> HistoricalAgent {
    let types = CollectedService::named(service.as_str()).map(|service| service.types).unwrap_or_default();
    let telling = types.iter().find(|name| name.as_str().ends_with("::Instance")).or(types.first());
    // Cloud Control reads whatever a tenant asks for, and management owns what nobody else does.
    telling.map_or(HistoricalAgent::Drucker, |name| HistoricalAgent::owner_of(&(*name).into()))
}

/// Which agents are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AgentFilter {
    /// Only of this account.
    pub account_id: Option<AccountId>,
    /// Only of this service.
    pub service: Option<Service>,
    /// Only in this state.
    pub state: Option<AgentState>,
    /// Only with this autonomy.
    pub autonomy_level: Option<Autonomy>,
}

impl AgentFilter {
    /// Tells whether an agent is wanted.
    pub fn takes(&self, agent: &ServiceAgent) -> bool {
        self.account_id.as_ref().is_none_or(|account_id| *account_id == agent.name.account_id)
            && self.service.as_ref().is_none_or(|service| *service == agent.name.service)
            && self.state.is_none_or(|state| state == agent.state)
            && self.autonomy_level.is_none_or(|level| level == agent.autonomy_level)
    }
}

/// The service agents of a tenant.
#[async_trait]
pub trait ServiceAgents: Send + Sync {
    /// Returns an agent, or `None` if the tenant has no such agent.
    async fn agent(&self, tenant: &TenantId, name: &AgentName) -> Result<Option<ServiceAgent>>;
    /// Lists the agents that match, by account and service.
    async fn agents(&self, tenant: &TenantId, filter: &AgentFilter, page: &PageRequest) -> Result<Page<ServiceAgent>>;
    /// Lists all agents of an account, by service.
    async fn agents_of(&self, tenant: &TenantId, account_id: &AccountId) -> Result<Vec<ServiceAgent>>;
    /// Adds agents in their first version and replaces those whose version is one less than the
    /// given one, all in one transaction; else `precondition_failed`, and nothing changes.
    ///
    /// Takes at most [`MOST_SAVED`] agents, each with one event.
    async fn save_agents(&self, tenant: &TenantId, agents: &[ServiceAgent], commit: Commit) -> Result<()>;
}

/// The coverage ledger, for those who look at one account.
#[async_trait]
pub trait Ledger: Send + Sync {
    /// Lists the shards of a scan that looked at an account.
    async fn rows_of(&self, tenant: &TenantId, scan: &ScanId, account_id: &AccountId) -> Result<Vec<Shard>>;
}

/// How many agents are saved together at most: each takes a row and an event, and a transaction 100 of both.
pub const MOST_SAVED: usize = 48;

#[cfg(test)]
mod tests;

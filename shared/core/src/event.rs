//! Domain events: what happened, told in the past tense.

use crate::{
    Error, Result,
    id::{CorrelationId, EventId, TenantId, UserId},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

/// The envelope of every domain event, the same in the outbox, on the bus and on the socket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Event {
    /// Identifies the event; consumers do nothing the second time they see it.
    pub id: EventId,
    /// What happened, as `<aggregate>.<verb in the past tense>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The version of the schema of `data`.
    pub schema_version: u32,
    /// The tenant that it happened to.
    pub tenant_id: TenantId,
    /// Who made it happen.
    pub actor: Actor,
    /// What set everything in motion.
    pub correlation_id: CorrelationId,
    /// The event that led to this one.
    pub causation_id: Option<EventId>,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// The aggregate that it happened to, as a path such as `scans/scn_…`; also the socket topic.
    pub subject: String,
    /// The version of the aggregate after the event, so that consumers can drop what is late.
    pub sequence: u64,
    /// What is specific to the type.
    pub data: Value,
}

impl Event {
    /// Reads the data as the fact that a consumer waits for.
    pub fn fact<F: Fact + DeserializeOwned>(&self) -> Result<F> {
        if self.kind != F::KIND {
            return Err(Error::internal(format!("waited for {}, got {} in {}", F::KIND, self.kind, self.id)));
        }
        serde_json::from_value(self.data.clone()).map_err(Error::internal)
    }
}

/// Who made something happen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    /// A person, or a program with a person's credentials.
    User {
        /// The user.
        id: UserId,
    },
    /// A part of the platform, such as a schedule.
    System {
        /// The name of the function.
        id: String,
    },
}

/// The data of one type of event.
pub trait Fact: Serialize {
    /// The type, as `<aggregate>.<verb in the past tense>`.
    const KIND: &'static str;
    /// The version of the schema of this data.
    const SCHEMA_VERSION: u32 = 1;

    /// Returns the path of the aggregate, such as `scans/scn_…`.
    fn subject(&self) -> String;
}

/// Why something is done: the tenant, the actor and the chain of causes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The tenant that it is done for.
    pub tenant: TenantId,
    /// Who does it.
    pub actor: Actor,
    /// What set everything in motion.
    pub correlation: CorrelationId,
    /// The event that led to it, if one did.
    pub causation: Option<EventId>,
    /// When it is done.
    pub at: DateTime<Utc>,
}

impl Origin {
    /// Begins a chain of causes that no earlier event led to, such as a schedule's.
    pub fn of_system(tenant: TenantId, name: &str, at: DateTime<Utc>) -> Self {
        let actor = Actor::System { id: name.to_owned() };
        Self { tenant, actor, correlation: CorrelationId::generate(at), causation: None, at }
    }

    /// Continues the chain of causes of `event` in the function `name`.
    pub fn of_event(event: &Event, name: &str, at: DateTime<Utc>) -> Self {
        Self {
            tenant: event.tenant_id.clone(),
            actor: Actor::System { id: name.to_owned() },
            correlation: event.correlation_id.clone(),
            causation: Some(event.id.clone()),
            at,
        }
    }

    /// Wraps a fact in its envelope; `sequence` is the version of the aggregate after it.
    pub fn event<F: Fact>(&self, fact: &F, sequence: u64) -> Event {
        Event {
            id: EventId::generate(self.at),
            kind: F::KIND.to_owned(),
            schema_version: F::SCHEMA_VERSION,
            tenant_id: self.tenant.clone(),
            actor: self.actor.clone(),
            correlation_id: self.correlation.clone(),
            causation_id: self.causation.clone(),
            occurred_at: self.at,
            subject: fact.subject(),
            sequence,
            data: serde_json::to_value(fact).unwrap_or_default(),
        }
    }
}

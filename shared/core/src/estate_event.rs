//! What AWS says of itself: events of `EventBridge` about watched accounts, and what they make us look at.
//!
//! Reading order: the event (here), where it names resources ([`path`]), which call changes what
//! ([`table`]), and how both become looks ([`routing`]).
//!
//! An event is a rumour: it says where to look, and nothing of it is ever written into the
//! inventory. Whoever sends a false one costs us a call to AWS, in an account that is theirs.

pub mod path;
pub mod routing;
pub mod table;

pub use routing::looks;

use crate::{
    aws::{AccountId, Region},
    freshness::Cause,
};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

/// What AWS calls the events of calls that `CloudTrail` recorded.
const CALL: &str = "AWS API Call via CloudTrail";

/// An event about a watched account, as `EventBridge` delivers it.
///
/// The account is the one in which `EventBridge` saw the event; nobody but AWS can write that field,
/// while everything in [`EstateEvent::said`] may come from whoever made the call.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "Envelope")]
pub struct EstateEvent {
    /// What AWS calls the event; a repeated one has the same.
    pub id: String,
    /// The account that it happened in.
    pub account_id: AccountId,
    /// The region that it happened in.
    pub region: Region,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// The service, as AWS names it in sources of events, such as `ec2` or `monitoring`.
    pub source: String,
    /// What happened.
    pub happened: Happened,
    /// What was said of it, where [`path`] looks.
    pub said: Value,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happened {
    /// Somebody called the API.
    Call {
        /// The operation, such as `RunInstances`.
        name: String,
        /// Whether AWS refused it.
        failed: bool,
    },
    /// Something changed its state.
    Change {
        /// The kind of change, such as `EC2 Instance State-change Notification`.
        kind: String,
    },
}

impl EstateEvent {
    /// Names the event as the cause of what comes of it.
    pub fn cause(&self) -> Cause {
        let what = match &self.happened {
            Happened::Call { name, .. } => name,
            Happened::Change { kind } => kind,
        };
        Cause { event_id: self.id.clone(), name: format!("{}: {what}", self.source), at: self.at }
    }
}

/// The envelope of `EventBridge`.
#[derive(Deserialize)]
struct Envelope {
    id: String,
    source: String,
    account: AccountId,
    region: Region,
    time: DateTime<Utc>,
    #[serde(rename = "detail-type")]
    detail_type: String,
    #[serde(default)]
    resources: Vec<String>,
    detail: Value,
}

impl TryFrom<Envelope> for EstateEvent {
    type Error = String;

    fn try_from(envelope: Envelope) -> Result<Self, String> {
        let Envelope { id, source, account, region, time, detail_type, resources, detail } = envelope;
        let service = source.strip_prefix("aws.").ok_or_else(|| format!("{source} is no service of AWS"))?.to_owned();
        if !detail.is_object() {
            return Err("the event has no detail".to_owned());
        }
        let (happened, said) = if detail_type == CALL {
            let name = detail["eventName"].as_str().filter(|name| !name.is_empty());
            let name = name.ok_or("the event does not say which operation was called")?.to_owned();
            let said = json!({
                "request": detail["requestParameters"],
                "response": detail["responseElements"],
                "api": detail["apiVersion"],
            });
            (Happened::Call { name, failed: !detail["errorCode"].is_null() }, said)
        } else {
            (Happened::Change { kind: detail_type }, json!({"detail": detail, "resources": resources}))
        };
        Ok(Self { id, account_id: account, region, at: time, source: service, happened, said })
    }
}

#[cfg(test)]
mod tests;

//! How long a look waits, so that many events about one thing cost one look.
//!
//! A look that is due in the future will see whatever has happened until then, so another event
//! about the same thing needs no look of its own. Whoever finds a look due lets it do the work.

use super::{Cause, Look, MOST_NAMES, RefreshTask};
use crate::{Result, aws::ResourceType, id::TenantId, scan::ShardId};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// How long a look at single resources waits: AWS itself needs a moment until reads show a change.
const FOR_NAMES: TimeDelta = TimeDelta::seconds(4);
/// How long a look at a whole type waits.
const FOR_A_TYPE: TimeDelta = TimeDelta::seconds(20);
/// How long a look at a whole service waits.
const FOR_A_SERVICE: TimeDelta = TimeDelta::seconds(60);
/// When it is looked again at what AWS changes slowly and without saying when it is done.
const LATER: [TimeDelta; 2] = [TimeDelta::minutes(2), TimeDelta::minutes(12)];

/// The types that are still being made or changed when the call that asked for it returns, and of
/// which AWS sends no event when they are done.
const SLOW: &[&str] = &[
    "AWS::CloudFront::Distribution",
    "AWS::DynamoDB::Table",
    "AWS::EC2::NatGateway",
    "AWS::EFS::FileSystem",
    "AWS::EKS::Cluster",
    "AWS::EKS::Nodegroup",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "AWS::Kinesis::Stream",
    "AWS::Lambda::Function",
    "AWS::OpenSearchService::Domain",
    "AWS::Redshift::Cluster",
];

/// One thing that is looked at: what [`DueLooks`] remembers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LookKey {
    /// The shard whose collector looks.
    pub shard_id: ShardId,
    /// The type; `None` for all types of the service.
    pub resource_type: Option<ResourceType>,
    /// The resource; `None` for all of the type.
    pub native_id: Option<String>,
    /// 0 for the look that follows an event, then one more for each later look.
    pub turn: u8,
}

impl LookKey {
    /// Returns how long the look waits.
    pub fn delay(&self) -> TimeDelta {
        match (self.turn, &self.resource_type, &self.native_id) {
            (0, _, Some(_)) => FOR_NAMES,
            (0, Some(_), None) => FOR_A_TYPE,
            (0, None, None) => FOR_A_SERVICE,
            (turn, _, _) => LATER[usize::from(turn - 1).min(LATER.len() - 1)],
        }
    }
}

/// A look that somebody wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The tenant whose inventory it is.
    pub tenant: TenantId,
    /// What is to be looked at.
    pub look: Look,
    /// Why.
    pub cause: Cause,
    /// The message that asks for it, which may ask again if it is handed out twice.
    pub message_id: String,
}

/// Who asked first for each look of a batch: every thing is looked at once for all who want it.
pub type Asked = BTreeMap<(TenantId, LookKey), (Cause, String)>;

/// Sums up what a batch of events wants; a look at a type or a service covers those within it.
pub fn sum_up(wanted: Vec<Wanted>) -> Asked {
    let mut asked = Asked::new();
    for Wanted { tenant, look, cause, message_id } in wanted {
        for key in keys(&look) {
            asked.entry((tenant.clone(), key)).or_insert_with(|| (cause.clone(), message_id.clone()));
        }
    }
    let all: BTreeSet<(TenantId, LookKey)> = asked.keys().cloned().collect();
    asked.retain(|(tenant, key), _| !wider(key).into_iter().any(|wider| all.contains(&(tenant.clone(), wider))));
    asked
}

fn keys(look: &Look) -> Vec<LookKey> {
    let slow = look.resource_type.as_ref().is_some_and(|kind| SLOW.contains(&kind.as_str()));
    let turns = if slow { LATER.len() } else { 0 };
    let names: Vec<Option<&String>> =
        if look.native_ids.is_empty() { vec![None] } else { look.native_ids.iter().map(Some).collect() };
    let key = |native_id: Option<&String>, turn: usize| LookKey {
        shard_id: look.scope.clone().into(),
        resource_type: look.resource_type.clone(),
        native_id: native_id.cloned(),
        turn: u8::try_from(turn).unwrap_or(u8::MAX),
    };
    names.iter().flat_map(|native_id| (0..=turns).map(move |turn| key(*native_id, turn))).collect()
}

/// The looks that would see all that this one sees.
fn wider(key: &LookKey) -> Vec<LookKey> {
    let whole_type = key.native_id.is_some().then(|| LookKey { native_id: None, ..key.clone() });
    let service = LookKey { resource_type: None, native_id: None, ..key.clone() };
    let service = key.resource_type.is_some().then_some(service);
    whole_type.into_iter().chain(service).collect()
}

/// A task that is ready to be sent, and how long its message waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sending {
    /// The queue of the collector.
    pub queue: String,
    /// How long the message waits.
    pub delay: TimeDelta,
    /// The task.
    pub task: RefreshTask,
}

/// Puts looks into as few tasks as there can be; every name of a type goes with others of it.
pub fn tasks(granted: &Asked) -> Vec<Sending> {
    let mut groups: BTreeMap<(&TenantId, LookKey), (&Cause, Vec<String>)> = BTreeMap::new();
    for ((tenant, key), (cause, _)) in granted {
        let nameless = LookKey { native_id: key.native_id.as_ref().map(|_| String::new()), ..key.clone() };
        let (first, names) = groups.entry((tenant, nameless)).or_insert_with(|| (cause, Vec::new()));
        if cause.at < first.at {
            *first = cause;
        }
        names.extend(key.native_id.clone());
    }
    let mut sendings = Vec::new();
    for ((tenant, key), (cause, names)) in groups {
        let chunks: Vec<Vec<String>> =
            if names.is_empty() { vec![Vec::new()] } else { names.chunks(MOST_NAMES).map(<[_]>::to_vec).collect() };
        sendings.extend(chunks.into_iter().map(|native_ids| Sending {
            queue: format!("collect-{}", key.shard_id.scope().service),
            delay: key.delay(),
            task: RefreshTask {
                tenant_id: tenant.clone(),
                shard_id: key.shard_id.clone(),
                resource_type: key.resource_type.clone(),
                native_ids,
                cause: Some(cause.clone()),
            },
        }));
    }
    sendings
}

/// Remembers which looks are due.
#[async_trait]
pub trait DueLooks: Send + Sync {
    /// Notes that a look is due; `false` if one is due already, unless the same message noted it.
    ///
    /// A message that died between noting a look and sending its task so sends it the next time.
    async fn note(
        &self,
        tenant: &TenantId,
        key: &LookKey,
        message_id: &str,
        now: DateTime<Utc>,
        due: DateTime<Utc>,
    ) -> Result<bool>;
}

#[cfg(test)]
mod tests;

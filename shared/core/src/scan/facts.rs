//! What is told about scans.

use super::{Reasons, ScanRequest, ScanState, ShardState, Tally};
use crate::{collect::Scope, event::Fact, id::ScanId};
use serde::{Deserialize, Serialize};

/// A scan was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ScanRequested {
    /// The scan.
    pub scan_id: ScanId,
    /// What it was asked to look at.
    pub request: ScanRequest,
}

/// The shards of a scan are known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ScanPlanned {
    /// The scan.
    pub scan_id: ScanId,
    /// How many shards it has.
    pub shards_total: u64,
}

/// A shard has ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ShardFinished {
    /// The scan.
    pub scan_id: ScanId,
    /// Where the shard looked.
    #[serde(flatten)]
    pub scope: Scope,
    /// How it ended.
    pub state: ShardState,
    /// What it adds to the scan.
    pub tally: Tally,
}

/// Every shard of a scan has ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ScanCollected {
    /// The scan.
    pub scan_id: ScanId,
    /// What the shards add up to.
    pub tally: Tally,
}

/// A scan has ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ScanCompleted {
    /// The scan.
    pub scan_id: ScanId,
    /// How it ended.
    pub state: ScanState,
    /// What the shards add up to.
    pub tally: Tally,
}

/// A world was put together from a scan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct WorldAssembled {
    /// The scan.
    pub scan_id: ScanId,
    /// How many resources the world holds.
    pub resources: u64,
    /// How many accounts they are in.
    pub accounts: u64,
    /// Whether every shard was seen whole.
    pub complete: bool,
    /// How many shards of the scan could not see everything.
    #[serde(default)]
    #[schema(required = true)]
    pub shards_with_gaps: u64,
    /// Why they could not: a shard counts once for each reason that it met.
    #[serde(default)]
    #[schema(required = true)]
    pub reasons: Reasons,
}

macro_rules! scan_facts {
    ($($fact:ident = $kind:literal;)*) => {$(
        impl Fact for $fact {
            const KIND: &'static str = $kind;

            fn subject(&self) -> String {
                format!("scans/{}", self.scan_id)
            }
        }
    )*};
}

scan_facts! {
    ScanRequested = "scan.requested";
    ScanPlanned = "scan.planned";
    ShardFinished = "scan.shard_finished";
    ScanCollected = "scan.collected";
    ScanCompleted = "scan.completed";
    WorldAssembled = "world.assembled";
}

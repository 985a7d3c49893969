//! How far a world has been put together: what one invocation leaves for the next.

use super::WorldSummary;
use crate::{
    Result,
    command::Version,
    id::{ScanId, TenantId},
    page::Position,
    upload::Progress,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What is being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// The list of what the scan could not see.
    Holes,
    /// The resources, and their index.
    Resources,
}

/// A world that is being put together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assembly {
    /// What is being written.
    pub phase: Phase,
    /// Where it goes on, in the words of the list that is read.
    pub after: Option<String>,
    /// What has been counted so far; its pieces are those that are complete.
    pub summary: WorldSummary,
    /// How far the document has come, once it is begun.
    pub document: Option<Progress>,
}

impl Assembly {
    /// Begins a world.
    pub fn of(summary: WorldSummary) -> Self {
        // Where everything was seen, there is nothing to list.
        let phase = if summary.complete { Phase::Resources } else { Phase::Holes };
        Self { phase, after: None, summary, document: None }
    }

    /// Returns where it goes on.
    pub fn position(&self) -> Option<Position> {
        self.after.clone().map(Position)
    }
}

/// An assembly that was claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedAssembly {
    /// The claim, which is needed to keep what follows.
    pub version: Version,
    /// What was kept last, if anything.
    pub kept: Option<Assembly>,
}

/// The assemblies of worlds.
#[async_trait]
pub trait Assemblies: Send + Sync {
    /// Claims the assembly of a scan's world until then; `None` while somebody else has it.
    async fn claim_assembly(
        &self,
        tenant: &TenantId,
        scan: &ScanId,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Option<ClaimedAssembly>>;
    /// Keeps how far the assembly has come and gives the claim up; `precondition_failed` if the claim
    /// was lost.
    async fn keep_assembly(
        &self,
        tenant: &TenantId,
        scan: &ScanId,
        claim: Version,
        assembly: Option<&Assembly>,
    ) -> Result<()>;
}

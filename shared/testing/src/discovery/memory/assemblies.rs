//! How far worlds have been put together.

use super::MemoryDiscovery;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    command::Version,
    id::{ScanId, TenantId},
    world::assembly::{Assemblies, Assembly, ClaimedAssembly},
};

/// An assembly, and who has it.
#[derive(Clone, Debug, Default)]
pub(super) struct Assembling {
    version: Version,
    claimed_until: Option<DateTime<Utc>>,
    kept: Option<Assembly>,
}

#[async_trait]
impl Assemblies for MemoryDiscovery {
    async fn claim_assembly(
        &self,
        tenant: &TenantId,
        scan: &ScanId,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Option<ClaimedAssembly>> {
        let mut state = self.lock();
        let known = state.assemblies.entry((tenant.clone(), scan.clone())).or_default();
        if known.claimed_until.is_some_and(|until| until > now) {
            return Ok(None);
        }
        known.version = known.version.next();
        known.claimed_until = Some(until);
        Ok(Some(ClaimedAssembly { version: known.version, kept: known.kept.clone() }))
    }

    async fn keep_assembly(
        &self,
        tenant: &TenantId,
        scan: &ScanId,
        claim: Version,
        assembly: Option<&Assembly>,
    ) -> Result<()> {
        let mut state = self.lock();
        let known = state.assemblies.entry((tenant.clone(), scan.clone())).or_default();
        if known.version != claim {
            return Err(Error::PreconditionFailed { kind: "assembly" });
        }
        *known = Assembling { version: claim.next(), claimed_until: None, kept: assembly.cloned() };
        Ok(())
    }
}

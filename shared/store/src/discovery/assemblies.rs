//! How far worlds have been put together.

use super::{assembly_key, expiring};
use crate::{
    Consistency, Item, Row, Store,
    transaction::{absent, at_version},
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    command::Version,
    id::{ScanId, TenantId},
    world::assembly::{Assemblies, Assembly, ClaimedAssembly},
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize)]
struct AssemblyRow {
    version: Version,
    claimed_until: Option<DateTime<Utc>>,
    /// What was kept, as JSON text.
    assembly: Option<String>,
}

impl Row for AssemblyRow {
    const ENTITY: &'static str = "assembly";
}

impl Store {
    /// Puts the row if the version before it is still there.
    async fn put_assembly(&self, tenant: &TenantId, scan: &ScanId, row: &AssemblyRow) -> Result<bool> {
        let item = expiring(Item::of(assembly_key(tenant, scan), row)?, scan);
        let before = Version(row.version.0 - 1);
        let unchanged = if before == Version::default() { absent() } else { at_version(before) };
        Ok(self.put_if(&item, unchanged).await?.is_none())
    }
}

#[async_trait]
impl Assemblies for Store {
    async fn claim_assembly(
        &self,
        tenant: &TenantId,
        scan: &ScanId,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Option<ClaimedAssembly>> {
        let known: Option<AssemblyRow> = self.get(&assembly_key(tenant, scan), Consistency::Strong).await?;
        let (version, claimed_until, assembly) = match known {
            Some(AssemblyRow { version, claimed_until, assembly }) => (version, claimed_until, assembly),
            None => (Version::default(), None, None),
        };
        if claimed_until.is_some_and(|until| until > now) {
            return Ok(None);
        }
        let row = AssemblyRow { version: version.next(), claimed_until: Some(until), assembly };
        if !self.put_assembly(tenant, scan, &row).await? {
            return Ok(None);
        }
        let kept = row.assembly.map(|text| serde_json::from_str(&text).map_err(Error::internal)).transpose()?;
        Ok(Some(ClaimedAssembly { version: row.version, kept }))
    }

    async fn keep_assembly(
        &self,
        tenant: &TenantId,
        scan: &ScanId,
        claim: Version,
        assembly: Option<&Assembly>,
    ) -> Result<()> {
        let assembly = assembly.map(|kept| serde_json::to_string(kept).map_err(Error::internal)).transpose()?;
        let row = AssemblyRow { version: claim.next(), claimed_until: None, assembly };
        let kept = self.put_assembly(tenant, scan, &row).await?;
        if kept { Ok(()) } else { Err(Error::PreconditionFailed { kind: AssemblyRow::ENTITY }) }
    }
}

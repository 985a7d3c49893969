//! An inventory, worlds and their indexes that are made up.

use super::{Synthetic, etag, next, page};
use crate::estate::found;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    collect::Scope,
    command::{Commit, Version},
    event::Origin,
    freshness::{Fresher, Looks, Sighting},
    history::ChangeKind,
    id::{ScanId, TenantId},
    page::{Page, PageRequest},
    resource::{Resource, ResourceId},
    scan::{Inventory, InventoryChange, Manifest, ResourceFilter, Scan},
    upload::{ObjectKey, Part, UploadId, Uploads},
    world::{
        WorldIndex, WorldSummary,
        assembly::{Assemblies, Assembly, ClaimedAssembly},
        index::{Entry, LineObjects, Lines},
    },
};
use pantheon_testing::now;
use std::time::Duration;

impl Synthetic {
    /// Makes up the resource with a number, in the order of an inventory.
    fn resource_with(&self, number: usize) -> Result<Resource> {
        let each = self.organization.resources;
        let scope = Scope {
            account_id: self.organization.account_id(number / each)?,
            region: "eu-west-1".parse()?,
            service: "ec2".parse()?,
        };
        let found = found(&scope, scope.region.clone(), number % each)?;
        Ok(Resource::of(&scope.account_id, found, now()))
    }

    fn resource_count(&self) -> usize {
        self.organization.accounts * self.organization.resources
    }
}

#[async_trait]
impl Looks for Synthetic {
    async fn keep_sighting(&self, _: &Origin, _: &Scope, _: Sighting) -> Result<Vec<(ResourceId, ChangeKind)>> {
        Ok(Vec::new())
    }

    async fn looked_since(&self, _: &TenantId, _: &Scope, _: DateTime<Utc>) -> Result<Fresher> {
        Ok(Fresher::default())
    }
}

#[async_trait]
impl Inventory for Synthetic {
    async fn manifest(&self, _: &TenantId, _: &Scope) -> Result<Manifest> {
        Ok(Manifest::default())
    }

    async fn apply(&self, _: &TenantId, _: &Scope, change: InventoryChange, _: DateTime<Utc>) -> Result<()> {
        self.count("resources written", change.write.len() as u64);
        Ok(())
    }

    async fn resource(&self, _: &TenantId, _: &ResourceId) -> Result<Option<Resource>> {
        Ok(None)
    }

    async fn resources(&self, _: &TenantId, _: &ResourceFilter, request: &PageRequest) -> Result<Page<Resource>> {
        page(self.resource_count(), request, |number| self.resource_with(number))
    }
}

#[async_trait]
impl Uploads for Synthetic {
    async fn begin_upload(&self, key: &ObjectKey, _: &str) -> Result<UploadId> {
        Ok(UploadId(format!("{key} {}", next(&self.parts))))
    }

    async fn put_part(&self, key: &ObjectKey, _: &UploadId, number: u32, bytes: Vec<u8>) -> Result<Part> {
        self.count("bytes", bytes.len() as u64);
        Ok(Part { number, etag: etag(key, next(&self.parts)), checksum: None })
    }

    async fn complete_upload(&self, _: &ObjectKey, _: &UploadId, _: &[Part]) -> Result<()> {
        self.count("objects", 1);
        Ok(())
    }

    async fn abort_upload(&self, _: &ObjectKey, _: &UploadId) -> Result<()> {
        Ok(())
    }

    async fn download_url(&self, key: &ObjectKey, _: &str, _: Duration) -> Result<String> {
        Ok(format!("https://bucket.example.com/{key}"))
    }
}

#[async_trait]
impl Assemblies for Synthetic {
    async fn claim_assembly(
        &self,
        _: &TenantId,
        _: &ScanId,
        _: DateTime<Utc>,
        _: DateTime<Utc>,
    ) -> Result<Option<ClaimedAssembly>> {
        Ok(Some(ClaimedAssembly { version: Version::FIRST, kept: None }))
    }

    async fn keep_assembly(&self, _: &TenantId, _: &ScanId, _: Version, _: Option<&Assembly>) -> Result<()> {
        Err(Error::internal("one invocation has all the time that it needs"))
    }
}

#[async_trait]
impl WorldIndex for Synthetic {
    async fn complete_scan(&self, _: &TenantId, scan: &Scan, world: &WorldSummary, _: Commit) -> Result<()> {
        self.count("resources in the world", world.resources);
        self.replace(scan);
        Ok(())
    }

    async fn latest_world(&self, _: &TenantId) -> Result<Option<WorldSummary>> {
        Ok(None)
    }

    async fn world(&self, _: &TenantId, scan: &ScanId) -> Result<Option<WorldSummary>> {
        let mut world = WorldSummary::empty(scan.clone(), pantheon_core::scan::Tally::default(), now());
        // More than an answer counts, so that it looks at a part of it.
        world.resources = self.resource_count() as u64;
        world.index_pieces = 1;
        Ok(Some(world))
    }

    async fn worlds(&self, _: &TenantId, _: &PageRequest) -> Result<Page<WorldSummary>> {
        Ok(Page { items: Vec::new(), next: None })
    }
}

/// The lines of an index.
struct MadeUp<'a> {
    synthetic: &'a Synthetic,
    number: usize,
}

impl MadeUp<'_> {
    fn line(&self) -> Result<String> {
        let each = self.synthetic.organization.resources;
        let id = ResourceId {
            account_id: self.synthetic.organization.account_id(self.number / each)?,
            region: "eu-west-1".parse()?,
            resource_type: "AWS::EC2::Volume".parse()?,
            native_id: format!("vol-ec2-{:07}", self.number % each),
        };
        Ok(Entry { id, hash: format!("{:032x}", self.number) }.to_string())
    }
}

#[async_trait]
impl Lines for MadeUp<'static> {
    async fn next_line(&mut self) -> Result<Option<String>> {
        if self.number >= self.synthetic.resource_count() {
            return Ok(None);
        }
        let line = self.line()?;
        self.synthetic.count("lines", 1);
        self.number += 1;
        Ok(Some(line))
    }
}

#[async_trait]
impl LineObjects for &'static Synthetic {
    async fn open_lines(&self, key: &ObjectKey, _: u64) -> Result<Option<Box<dyn Lines>>> {
        let is_index = key.as_str().contains(".index.");
        Ok(is_index.then(|| Box::new(MadeUp { synthetic: self, number: 0 }) as Box<dyn Lines>))
    }
}

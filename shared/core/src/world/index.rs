//! The index of a world: one line per resource, by which worlds are compared without reading them.
//!
//! Lines are in the order of the world, and compressed in blocks that can be read by themselves; a
//! table of the blocks says where each begins, so that a reader can go on anywhere. Beside it stands
//! the list of the world's holes.

use crate::{
    Error, Result,
    aws::{AccountId, Region, ResourceType, Service},
    catalog::CollectedService,
    id::{ScanId, TenantId},
    resource::{Resource, ResourceId},
    scan::Shard,
    upload::ObjectKey,
};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt, str::FromStr};

/// How many digits of a content hash the index keeps: 128 bits, so that no two contents of a world
/// will ever have the same.
const DIGITS: usize = 32;

/// One resource of a world: `<id> <hash>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The resource.
    pub id: ResourceId,
    /// The beginning of the hash of its content.
    pub hash: String,
}

impl From<&Resource> for Entry {
    fn from(resource: &Resource) -> Self {
        let hash = resource.content_hash.get(..DIGITS).unwrap_or(&resource.content_hash);
        Self { id: resource.id.clone(), hash: hash.to_owned() }
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.id, self.hash)
    }
}

impl FromStr for Entry {
    type Err = Error;

    fn from_str(line: &str) -> Result<Self> {
        let (id, hash) = line.split_once(' ').ok_or_else(|| not_understood(line))?;
        Ok(Self { id: id.parse().map_err(|_| not_understood(line))?, hash: hash.to_owned() })
    }
}

/// Where a block of the index begins: `<piece> <offset> <id>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The piece of the index that holds it.
    pub piece: u32,
    /// How many bytes of the piece come before it.
    pub offset: u64,
    /// Its first resource.
    pub first: ResourceId,
}

impl fmt::Display for Block {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {} {}", self.piece, self.offset, self.first)
    }
}

impl FromStr for Block {
    type Err = Error;

    fn from_str(line: &str) -> Result<Self> {
        let parts: Vec<&str> = line.split(' ').collect();
        let [piece, offset, first] = parts[..] else { return Err(not_understood(line)) };
        let piece = piece.parse().map_err(|_| not_understood(line))?;
        let offset = offset.parse().map_err(|_| not_understood(line))?;
        Ok(Self { piece, offset, first: first.parse().map_err(|_| not_understood(line))? })
    }
}

/// What a scan could not see of one account, region and service; as a line, JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Hole {
    /// The account.
    pub account_id: AccountId,
    /// The region, or `global`: for a service that answers in every region, all of them.
    pub region: Region,
    /// The service.
    pub service: Service,
    /// The types that were not seen whole; an empty list stands for all of the service.
    pub types: Vec<ResourceType>,
}

impl Hole {
    /// Returns what a shard could not see, or `None` if it saw everything.
    pub fn of(shard: &Shard) -> Option<Self> {
        if shard.gaps.is_empty() {
            return None;
        }
        let scope = shard.id.scope().clone();
        Some(Self { account_id: scope.account_id, region: scope.region, service: scope.service, types: Vec::new() })
    }

    /// Tells whether it hides a resource.
    pub fn hides(&self, id: &ResourceId) -> bool {
        let service = CollectedService::of_type(&id.resource_type);
        let here = self.region == service.shard_region(&id.region) || self.region.is_global();
        let type_is_hidden = self.types.is_empty() || self.types.contains(&id.resource_type);
        self.account_id == id.account_id && self.service.as_str() == service.name && here && type_is_hidden
    }
}

fn not_understood(line: &str) -> Error {
    Error::internal(format!("{line:?} is no line of an index"))
}

/// Compressed lines, one after the other.
#[async_trait]
pub trait Lines: Send {
    /// Returns the next line, or `None` after the last.
    async fn next_line(&mut self) -> Result<Option<String>>;
}

/// Objects that hold compressed lines.
#[async_trait]
pub trait LineObjects: Send + Sync {
    /// Opens an object from a block that begins at `offset`; `None` if there is no such object.
    async fn open_lines(&self, key: &ObjectKey, offset: u64) -> Result<Option<Box<dyn Lines>>>;
}

/// A world whose index is read.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// Where the objects are.
    pub objects: &'a dyn LineObjects,
    /// The tenant.
    pub tenant: &'a TenantId,
    /// The scan that saw the world.
    pub scan: &'a ScanId,
}

/// Pieces of lines, read as one.
struct Pieces<'a> {
    source: Source<'a>,
    key: fn(&TenantId, &ScanId, u32) -> ObjectKey,
    /// The piece that is opened next, and how many there are.
    next: u32,
    count: u32,
    offset: u64,
    lines: Option<Box<dyn Lines>>,
}

impl<'a> Pieces<'a> {
    fn of(source: Source<'a>, key: fn(&TenantId, &ScanId, u32) -> ObjectKey, count: u32) -> Self {
        Self { source, key, next: 0, count, offset: 0, lines: None }
    }

    async fn next<T: FromStr<Err = Error>>(&mut self) -> Result<Option<T>> {
        loop {
            if let Some(lines) = &mut self.lines
                && let Some(line) = lines.next_line().await?
            {
                return line.parse().map(Some);
            }
            if self.next >= self.count {
                return Ok(None);
            }
            let Source { objects, tenant, scan } = self.source;
            let key = (self.key)(tenant, scan, self.next);
            let opened = objects.open_lines(&key, std::mem::take(&mut self.offset)).await?;
            self.lines = Some(opened.ok_or_else(|| Error::internal(format!("{key} is missing")))?);
            self.next += 1;
        }
    }
}

/// The entries of an index, in their order.
pub struct Entries<'a>(Pieces<'a>);

impl<'a> Entries<'a> {
    /// Begins to read an index of so many pieces, at the block that holds whatever comes after
    /// `after`, if that is given; entries before may come as well.
    pub async fn open(source: Source<'a>, pieces: u32, after: Option<&ResourceId>) -> Result<Self> {
        let mut entries = Pieces::of(source, ObjectKey::world_index, pieces);
        let Some(after) = after else { return Ok(Self(entries)) };
        let mut blocks = Pieces::of(source, ObjectKey::world_blocks, pieces);
        while let Some(block) = blocks.next::<Block>().await? {
            if block.first > *after {
                break;
            }
            (entries.next, entries.offset) = (block.piece, block.offset);
        }
        Ok(Self(entries))
    }

    /// Returns the next entry, or `None` after the last.
    pub async fn next(&mut self) -> Result<Option<Entry>> {
        self.0.next().await
    }
}

impl FromStr for Hole {
    type Err = Error;

    fn from_str(line: &str) -> Result<Self> {
        serde_json::from_str(line).map_err(Error::internal)
    }
}

/// The holes of a world, account by account; no more than those of one account are held.
pub struct Holes<'a> {
    pieces: Pieces<'a>,
    /// The first hole of a later account.
    ahead: Option<Hole>,
    of_account: BTreeMap<(Region, Service), Hole>,
    account: Option<AccountId>,
}

impl<'a> Holes<'a> {
    /// Begins to read a list of so many pieces.
    pub fn open(source: Source<'a>, pieces: u32) -> Self {
        let pieces = Pieces::of(source, ObjectKey::world_holes, pieces);
        Self { pieces, ahead: None, of_account: BTreeMap::new(), account: None }
    }

    /// Returns the next hole; not to be mixed with [`Holes::hide`].
    pub async fn next(&mut self) -> Result<Option<Hole>> {
        self.pieces.next().await
    }

    /// Tells whether a resource was hidden; resources must be asked for in their order.
    pub async fn hide(&mut self, id: &ResourceId) -> Result<bool> {
        if self.account.as_ref() != Some(&id.account_id) {
            self.go_to(&id.account_id).await?;
        }
        let service: Service = CollectedService::of_type(&id.resource_type).name.parse()?;
        let shard_region = CollectedService::of_type(&id.resource_type).shard_region(&id.region);
        let at = |region: Region| self.of_account.get(&(region, service.clone()));
        Ok([at(shard_region), at(Region::global())].into_iter().flatten().any(|hole| hole.hides(id)))
    }

    async fn go_to(&mut self, account: &AccountId) -> Result<()> {
        self.account = Some(account.clone());
        self.of_account.clear();
        loop {
            let hole = match self.ahead.take() {
                Some(hole) => hole,
                None => match self.pieces.next::<Hole>().await? {
                    Some(hole) => hole,
                    None => return Ok(()),
                },
            };
            if hole.account_id > *account {
                self.ahead = Some(hole);
                return Ok(());
            }
            if hole.account_id == *account {
                self.of_account.insert((hole.region.clone(), hole.service.clone()), hole);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::{Gap, GapReason};
    use proptest::prelude::*;

    fn id(native_id: &str) -> ResourceId {
        ResourceId {
            account_id: "111111111111".parse().unwrap(),
            region: "eu-west-1".parse().unwrap(),
            resource_type: "AWS::EC2::Instance".parse().unwrap(),
            native_id: native_id.to_owned(),
        }
    }

    proptest! {
        #[test]
        fn reads_the_lines_that_it_writes(native_id in ".{1,20}", hash in "[0-9a-f]{32}", piece in any::<u32>(), offset in any::<u64>()) {
            let entry = Entry { id: id(&native_id), hash };
            let block = Block { piece, offset, first: id(&native_id) };

            prop_assert!(!entry.to_string().contains('\n') && !block.to_string().contains('\n'));
            prop_assert_eq!(entry.to_string().parse::<Entry>().unwrap(), entry);
            prop_assert_eq!(block.to_string().parse::<Block>().unwrap(), block);
        }
    }

    #[test]
    fn hides_what_its_shard_would_have_seen() {
        let gap = Gap { operation: "x".into(), reason: GapReason::Denied, detail: String::new() };
        let hole = |shard: &str| Hole::of(&Shard { gaps: vec![gap.clone()], ..Shard::pending(shard.parse().unwrap()) });
        let bucket = ResourceId { resource_type: "AWS::S3::Bucket".parse().unwrap(), ..id("logs") };

        assert!(hole("111111111111:eu-west-1:ec2").unwrap().hides(&id("i-1")));
        assert!(hole("111111111111:global:ec2").unwrap().hides(&id("i-1")), "a row for all regions");
        assert!(!hole("111111111111:us-east-1:ec2").unwrap().hides(&id("i-1")));
        assert!(!hole("111111111111:eu-west-1:rds").unwrap().hides(&id("i-1")));
        assert!(!hole("222222222222:eu-west-1:ec2").unwrap().hides(&id("i-1")));
        assert!(
            hole("111111111111:global:s3").unwrap().hides(&bucket),
            "buckets of all regions are listed in one place"
        );
        let only_vpcs =
            Hole { types: vec!["AWS::EC2::VPC".parse().unwrap()], ..hole("111111111111:eu-west-1:ec2").unwrap() };
        assert!(!only_vpcs.hides(&id("i-1")));
        assert_eq!(Hole::of(&Shard::pending("111111111111:eu-west-1:ec2".parse().unwrap())), None);
    }
}

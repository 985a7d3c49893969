//! An organization that is made up: its accounts, regions and resources follow from their numbers.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    account::{Account, AccountFilter, AccountKind, AccountName, AccountState, Accounts, ExternalId, Regions, Wish},
    aws::{AccountId, Region},
    budget::{CallMeter, Calls},
    collect::{Collector, Found, Gap, GapReason, Listing, Scope},
    command::Commit,
    id::TenantId,
    page::{Page, PageRequest, Position},
    resource::ResourceState,
};
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// The regions that every account has enabled: the 17 that AWS enables by default.
pub const REGIONS: [&str; 17] = [
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-north-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
];

/// The organization.
#[derive(Clone, Copy, Debug)]
pub struct Organization {
    /// How many accounts it has.
    pub accounts: usize,
    /// How many of the regions are enabled in each.
    pub regions: usize,
    /// How many resources a scope has at most.
    pub resources: usize,
}

impl Organization {
    /// Returns the number of an account: they are spread over all twelve digits, as AWS's are.
    pub fn account_id(self, number: usize) -> Result<AccountId> {
        let spread = 999_999_999_999 / self.accounts.max(1) as u64;
        format!("{:012}", spread * number as u64).parse()
    }

    fn account(self, number: usize) -> Result<Account> {
        let id = self.account_id(number)?;
        let kind = if number == 0 { AccountKind::Organization } else { AccountKind::Member };
        let wish = Wish { name: AccountName::from(&id), id, kind, role_name: "PantheonMember".parse()?, regions: None };
        let requested = Account::requested(wish, ExternalId::of_bytes([7; 32]), DateTime::<Utc>::UNIX_EPOCH);
        // One account in ten was refused, and so is known to stay unseen.
        let state = if number % 10 == 9 { AccountState::Refused } else { AccountState::Connected };
        Ok(Account { state, ..requested })
    }

    /// Returns how many resources a scope has.
    pub fn resources_of(self, scope: &Scope) -> usize {
        let sum: usize = scope.to_text().bytes().map(usize::from).sum();
        sum % (self.resources + 1)
    }

    /// Tells whether AWS refuses to show a scope; one in sixteen it does.
    pub fn is_denied(scope: &Scope) -> bool {
        scope.to_text().bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31) ^ u32::from(byte)).is_multiple_of(16)
    }

    /// Returns what a scope holds.
    pub fn listings(self, scope: &Scope) -> Result<Vec<Listing>> {
        let resource_type = "AWS::EC2::Volume".parse()?;
        if Self::is_denied(scope) {
            let gap = Gap { operation: "ec2:Describe".into(), reason: GapReason::Denied, detail: "no".into() };
            return Ok(vec![Listing { resource_type, found: Vec::new(), gaps: vec![gap] }]);
        }
        let region = if scope.region.is_global() { REGIONS[0].parse()? } else { scope.region.clone() };
        let found = (0..self.resources_of(scope)).map(|number| found(scope, region.clone(), number));
        Ok(vec![Listing { resource_type, found: found.collect::<Result<_>>()?, gaps: Vec::new() }])
    }
}

/// Names a scope in text.
pub trait ToText {
    /// Returns `account:region:service`.
    fn to_text(&self) -> String;
}

impl ToText for Scope {
    fn to_text(&self) -> String {
        format!("{}:{}:{}", self.account_id, self.region, self.service)
    }
}

/// Makes a resource with about a kilobyte of properties, as a volume or an instance has.
pub fn found(scope: &Scope, region: Region, number: usize) -> Result<Found> {
    let native_id = format!("vol-{}-{number:07}", scope.service);
    let tags = [("Name", native_id.clone()), ("team", format!("team-{}", number % 40))];
    Ok(Found {
        resource_type: "AWS::EC2::Volume".parse()?,
        region,
        arn: Some(format!("arn:aws:ec2:{}:{}:volume/{native_id}", scope.region, scope.account_id)),
        name: Some(native_id.clone()),
        state: ResourceState::Active,
        native_state: Some("in-use".to_owned()),
        dependencies: Vec::new(),
        tags: tags.map(|(key, value)| (key.to_owned(), value)).into(),
        created_at: None,
        properties: json!({
            "AvailabilityZone": format!("{}a", scope.region),
            "Encrypted": true,
            "Iops": 3_000 + number % 100,
            "KmsKeyId": format!("arn:aws:kms:{}:{}:key/0a1b2c3d-0000-4000-8000-{number:012}", scope.region, scope.account_id),
            "MultiAttachEnabled": false,
            "Size": 8 + number % 500,
            "SnapshotId": format!("snap-{number:017}"),
            "Throughput": 125,
            "VolumeType": "gp3",
            "Attachments": (0..3).map(|disk| json!({
                "Device": format!("/dev/sd{disk}"), "InstanceId": format!("i-{number:017}"), "DeleteOnTermination": true,
            })).collect::<Vec<_>>(),
        }),
        native_id,
    })
}

#[async_trait]
impl Accounts for Organization {
    async fn account(&self, _: &TenantId, id: &AccountId) -> Result<Option<Account>> {
        let spread = 999_999_999_999 / self.accounts.max(1) as u64;
        let digits: u64 = id.as_str().parse().map_err(Error::internal)?;
        let number = usize::try_from(digits / spread).map_err(Error::internal)?;
        Ok(Some(Organization::account(*self, number)?).filter(|account| account.id == *id))
    }

    async fn accounts(&self, _: &TenantId, _: &AccountFilter, page: &PageRequest) -> Result<Page<Account>> {
        let first = match &page.after {
            Some(Position(after)) => after.parse::<usize>().map_err(Error::internal)?,
            None => 0,
        };
        let last = self.accounts.min(first + page.size.get());
        let items = (first..last).map(|number| Organization::account(*self, number)).collect::<Result<_>>()?;
        Ok(Page { items, next: (last < self.accounts).then(|| Position(last.to_string())) })
    }

    async fn insert_account(&self, _: &TenantId, _: &Account, _: Commit) -> Result<()> {
        Err(Error::internal("the organization is made up"))
    }

    async fn update_account(&self, _: &TenantId, _: &Account, _: Commit) -> Result<()> {
        Err(Error::internal("the organization is made up"))
    }

    async fn is_held_elsewhere(&self, _: &TenantId, _: &AccountId) -> Result<bool> {
        Ok(false)
    }

    async fn organizations(&self) -> Result<Vec<(TenantId, AccountId)>> {
        Ok(Vec::new())
    }
}

#[async_trait]
impl Regions for Organization {
    async fn enabled_regions(&self, _: &TenantId, _: &Account) -> Result<Vec<Region>, Gap> {
        let parsed: Result<Vec<Region>> = REGIONS[..self.regions].iter().map(|region| region.parse()).collect();
        parsed.map_err(|error| Gap {
            operation: "account:ListRegions".into(),
            reason: GapReason::Failed,
            detail: error.to_string(),
        })
    }
}

/// Reads the organization, and makes sure that nobody else reads the same or too much.
#[derive(Debug)]
pub struct WatchfulCollector {
    organization: Organization,
    reading: Mutex<BTreeSet<String>>,
    /// What was seen that must never be.
    faults: Mutex<Vec<String>>,
}

/// One look at a scope, over when it is dropped, even by a kill.
struct Look<'a>(&'a WatchfulCollector, String);

impl Drop for Look<'_> {
    fn drop(&mut self) {
        self.0.reading.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.1);
    }
}

impl WatchfulCollector {
    /// Watches the readers of an organization.
    pub fn of(organization: Organization) -> Self {
        Self { organization, reading: Mutex::default(), faults: Mutex::default() }
    }

    /// Returns what was seen that must never be.
    pub fn faults(&self) -> Vec<String> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn begin(&self, scope: &Scope) -> Look<'_> {
        let name = scope.to_text();
        let mut reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        let mut faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
        if !reading.insert(name.clone()) {
            faults.push(format!("{name} is read twice at once"));
        }
        let same =
            |other: &&String| other.starts_with(scope.account_id.as_str()) && other.ends_with(scope.service.as_str());
        let readers = reading.iter().filter(same).count();
        if readers > pantheon_core::slot::SLOTS {
            faults.push(format!("{readers} readers of {} in {}", scope.service, scope.account_id));
        }
        Look(self, name)
    }
}

#[async_trait]
impl Collector for WatchfulCollector {
    async fn collect(&self, _: &TenantId, scope: &Scope, _: Duration) -> Vec<Listing> {
        let _look = self.begin(scope);
        for _ in 0..scope.to_text().len() % 4 {
            tokio::task::yield_now().await;
        }
        self.organization.listings(scope).unwrap_or_default()
    }
}

impl CallMeter for WatchfulCollector {
    fn take_calls(&self, _: &Scope) -> Calls {
        Calls::default()
    }
}

/// Counts how often each thing was told.
pub fn tally_of<'a>(names: impl IntoIterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    counts
}

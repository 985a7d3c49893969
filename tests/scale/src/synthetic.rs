//! Ports that keep nothing and make up what they answer, so that the memory of the process is that
//! of the function that runs on them.

mod inventory;
mod scans;
mod work;

pub use work::{Function, Work, run};

use crate::estate::{Organization, REGIONS};
use pantheon_core::{
    Result,
    aws::{AccountId, Region, Service},
    catalog::COLLECTED_SERVICES,
    collect::Scope,
    page::{Page, PageRequest, Position},
    scan::{Scan, ScanRequest},
    upload::ObjectKey,
};
use pantheon_testing::now;
use std::{
    collections::BTreeMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

/// What the handlers of a scan talk to.
#[derive(Debug)]
pub struct Synthetic {
    /// The organization that is made up.
    pub organization: Organization,
    scan: Mutex<Scan>,
    /// What was counted, by what it is.
    counts: Mutex<BTreeMap<&'static str, u64>>,
    parts: AtomicU64,
}

impl Synthetic {
    /// Makes up an organization with a scan of everything that was just asked for.
    pub fn of(organization: Organization) -> Self {
        let scan = Scan::requested(ScanRequest::default(), now());
        Self { organization, scan: Mutex::new(scan), counts: Mutex::default(), parts: AtomicU64::new(0) }
    }

    /// Returns the scan as it is now.
    pub fn scan_now(&self) -> Scan {
        self.scan.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn replace(&self, scan: &Scan) {
        *self.scan.lock().unwrap_or_else(PoisonError::into_inner) = scan.clone();
    }

    fn count(&self, what: &'static str, more: u64) {
        *self.counts.lock().unwrap_or_else(PoisonError::into_inner).entry(what).or_default() += more;
    }

    /// Returns how often something happened.
    pub fn counted(&self, what: &'static str) -> u64 {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).get(what).copied().unwrap_or_default()
    }

    /// Returns how many shards an account has: every service, in every region or once.
    fn shards_each(&self) -> usize {
        COLLECTED_SERVICES.len() * self.organization.regions
    }

    /// Makes up the scope with a number.
    fn scope(&self, number: usize) -> Result<Scope> {
        let (account, rest) = (number / self.shards_each(), number % self.shards_each());
        let (region, service) = (rest / COLLECTED_SERVICES.len(), rest % COLLECTED_SERVICES.len());
        let account_id: AccountId = self.organization.account_id(account)?;
        let region: Region = REGIONS[region].parse()?;
        let service: Service = COLLECTED_SERVICES[service].name.parse()?;
        Ok(Scope { account_id, region, service })
    }
}

/// Makes up a page of a list of `total` things.
fn page<T>(total: usize, request: &PageRequest, mut make: impl FnMut(usize) -> Result<T>) -> Result<Page<T>> {
    let first: usize = match &request.after {
        Some(Position(after)) => after.parse().map_err(pantheon_core::Error::internal)?,
        None => 0,
    };
    let last = total.min(first + request.size.get());
    let items = (first..last).map(&mut make).collect::<Result<_>>()?;
    Ok(Page { items, next: (last < total).then(|| Position(last.to_string())) })
}

fn etag(key: &ObjectKey, number: u64) -> String {
    format!("\"{number:032x}-{}\"", key.as_str().len())
}

fn next(counter: &AtomicU64) -> u64 {
    counter.fetch_add(1, Ordering::SeqCst)
}

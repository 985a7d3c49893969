//! What every implementation of the discovery ports must do.

#![expect(clippy::expect_used, clippy::missing_panics_doc, reason = "a suite fails by panicking")]

mod agents;
mod assemblies;
mod coverage;
mod exports;
mod history;
mod inventory;
mod listing;
mod looks;
mod planning;
mod scans;
mod settings;
mod shards;
mod slots;
mod tagging;
mod worlds;

pub use agents::{ledgers, service_agents};
pub use assemblies::assemblies;
pub use coverage::coverage;
pub use exports::exports;
pub use history::history;
pub use inventory::inventory;
pub use listing::resources;
pub use looks::{due_looks, looks, reconciliations};
pub use planning::{bookmarks, plans};
pub use scans::scans;
pub use settings::settings;
pub use shards::shards;
pub use slots::slots;
pub use tagging::tagging;
pub use worlds::worlds;

use crate::clock::now;
use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::{
    Result,
    id::TenantId,
    page::{Page, PageRequest, PageSize},
};

fn new_tenant() -> TenantId {
    TenantId::generate(now())
}

fn later(minutes: i64) -> DateTime<Utc> {
    now() + TimeDelta::minutes(minutes)
}

fn size(items: i64) -> PageSize {
    PageSize::of(items).expect("a size")
}

/// Walks a list page by page; a page that promises more must keep the promise.
async fn walk<T, F>(items: i64, mut read: impl FnMut(PageRequest) -> F) -> Vec<T>
where
    F: Future<Output = Result<Page<T>>>,
{
    let mut all = Vec::new();
    let mut request = PageRequest::first(size(items));
    loop {
        let page = read(request.clone()).await.expect("a page");
        assert!(page.items.len() <= request.size.get(), "a page holds more than was asked for");
        all.extend(page.items);
        let Some(next) = page.next else { return all };
        assert_ne!(Some(&next), request.after.as_ref(), "a list does not move on");
        request.after = Some(next);
    }
}

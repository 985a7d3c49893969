//! The newest graph of a tenant: what was drawn after the last scan, and what has changed since.

use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::{
    Error, Result,
    graph::{Graphs, SETTLING, Snapshot, StoredGraph},
    history::{ChangeKind, History, ResourceVersion},
    id::TenantId,
    page::{PageRequest, PageSize},
};
use std::{
    collections::VecDeque,
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// How many tenants' graphs a process remembers; ten thousand resources take some ten megabytes.
const REMEMBERED: usize = 4;

/// How many pages of changes are added to a graph at once. What lies beyond follows with the next
/// request, and `as_of` says so.
const MOST_PAGES: usize = 10;

/// How long the address of a whole graph can be used.
const LINK_LIFE: Duration = Duration::from_mins(15);

/// Reads graphs, and remembers those that it has read.
pub struct NewestGraph<'a> {
    graphs: &'a dyn Graphs,
    history: &'a dyn History,
    remembered: Mutex<VecDeque<Remembered>>,
}

/// A graph that was read before.
#[derive(Clone)]
struct Remembered {
    tenant: TenantId,
    tag: String,
    newest: Arc<Snapshot>,
    /// The moment from which on changes are to be read.
    since: DateTime<Utc>,
    /// What the changes were that were read last.
    changes: u64,
}

/// What has changed since a moment.
struct Changes {
    versions: Vec<ResourceVersion>,
    /// The moment from which on more may have changed.
    then_since: DateTime<Utc>,
}

impl<'a> NewestGraph<'a> {
    /// Reads graphs from where they are kept, and changes from the history.
    pub fn new(graphs: &'a dyn Graphs, history: &'a dyn History) -> Self {
        Self { graphs, history, remembered: Mutex::default() }
    }

    /// Returns the newest graph of a tenant; `not_found` before its first scan has ended.
    ///
    /// Only changes that this process has not read before are read, and the latest ones again, as
    /// a change may become readable a little after the moment that it bears.
    pub async fn of(&self, tenant: &TenantId, now: DateTime<Utc>) -> Result<Arc<Snapshot>> {
        let known = self.lock().iter().find(|known| known.tenant == *tenant).cloned();
        let known = self.drawn(tenant, known).await?;
        let Changes { versions, then_since } = self.changes(tenant, known.since, now).await?;
        let changes = digest(&versions);

        let same = versions.is_empty() || changes == known.changes;
        let newest = if same { known.newest } else { Arc::new(known.newest.with(&versions)) };
        self.remember(Remembered { newest: Arc::clone(&newest), since: then_since, changes, ..known });
        Ok(newest)
    }

    /// Returns where the graph can be read as it was drawn after the last scan, and until when.
    pub async fn link(&self, tenant: &TenantId, now: DateTime<Utc>) -> Result<(String, DateTime<Utc>)> {
        let url = self.graphs.graph_url(tenant, LINK_LIFE).await?;
        let life = TimeDelta::from_std(LINK_LIFE).map_err(Error::internal)?;
        Ok((url, now + life))
    }

    /// Returns what is known of a graph, unless another one was drawn since.
    async fn drawn(&self, tenant: &TenantId, known: Option<Remembered>) -> Result<Remembered> {
        let tag = known.as_ref().map(|known| known.tag.as_str());
        match (self.graphs.graph(tenant, tag).await?, known) {
            (StoredGraph::Unchanged, Some(known)) => Ok(known),
            (StoredGraph::New { tag, json }, _) => {
                let drawn = Snapshot::from_json(&json)?.ok_or_else(nothing_yet)?;
                let since = drawn.as_of - SETTLING;
                Ok(Remembered { tenant: tenant.clone(), tag, newest: Arc::new(drawn), since, changes: 0 })
            }
            (StoredGraph::None | StoredGraph::Unchanged, _) => Err(nothing_yet()),
        }
    }

    async fn changes(&self, tenant: &TenantId, since: DateTime<Utc>, now: DateTime<Utc>) -> Result<Changes> {
        let mut versions = Vec::new();
        let mut page = PageRequest::first(PageSize::LARGEST);
        for _ in 0..MOST_PAGES {
            let found = self.history.changes_since(tenant, since, &page).await?;
            versions.extend(found.items);
            page.after = found.next;
            if page.after.is_none() {
                return Ok(Changes { versions, then_since: since.max(now - SETTLING) });
            }
        }
        let then_since = versions.last().map_or(since, |version: &ResourceVersion| version.resource.updated_at);
        Ok(Changes { versions, then_since })
    }

    fn remember(&self, graph: Remembered) {
        let mut remembered = self.lock();
        remembered.retain(|other| other.tenant != graph.tenant);
        remembered.push_front(graph);
        remembered.truncate(REMEMBERED);
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Remembered>> {
        self.remembered.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells changes apart without keeping them.
fn digest(changes: &[ResourceVersion]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for ResourceVersion { kind, resource } in changes {
        (*kind == ChangeKind::Removed, &resource.id, resource.updated_at, &resource.content_hash).hash(&mut hasher);
    }
    hasher.finish()
}

fn nothing_yet() -> Error {
    Error::not_found("graph", "yet; it is drawn when a scan has completed, and POST /v1/aws/scans starts one")
}

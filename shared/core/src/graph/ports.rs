//! Where graphs are kept.

use crate::{Result, id::TenantId};
use async_trait::async_trait;
use std::time::Duration;

/// What a place that keeps graphs says when it is asked for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoredGraph {
    /// No graph was drawn yet.
    None,
    /// It is still the one that the caller knows.
    Unchanged,
    /// It is another one.
    New {
        /// Changes with the content.
        tag: String,
        /// The graph, as [`super::Snapshot::to_json`] wrote it.
        json: Vec<u8>,
    },
}

/// Keeps the newest graph of each tenant.
#[async_trait]
pub trait Graphs: Send + Sync {
    /// Keeps a graph in place of the one before; keeping it twice leaves one.
    async fn put_graph(&self, tenant: &TenantId, json: Vec<u8>) -> Result<()>;
    /// Returns the graph, unless its tag is still `known`.
    async fn graph(&self, tenant: &TenantId, known: Option<&str>) -> Result<StoredGraph>;
    /// Returns an address from which the graph can be read without signing in, for a while.
    async fn graph_url(&self, tenant: &TenantId, valid_for: Duration) -> Result<String>;
}

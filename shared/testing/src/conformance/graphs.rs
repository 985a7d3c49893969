//! What every place that keeps graphs does.

#![expect(clippy::expect_used, reason = "a suite fails by panicking")]

use crate::now;
use pantheon_core::{
    graph::{Graphs, StoredGraph},
    id::TenantId,
};
use std::time::Duration;

/// Demands what [`Graphs`] promises.
///
/// # Panics
///
/// When a case fails.
pub async fn graphs(graphs: &dyn Graphs) {
    let (ours, theirs) = (TenantId::generate(now()), TenantId::generate(now()));
    assert_eq!(graphs.graph(&ours, None).await.expect("an empty place answers"), StoredGraph::None);
    assert_eq!(graphs.graph(&ours, Some("\"x\"")).await.expect("an empty place answers"), StoredGraph::None);

    graphs.put_graph(&ours, b"one".to_vec()).await.expect("it is kept");
    let (first, json) = new(graphs, &ours, None).await;
    assert_eq!(json, b"one");
    let again = graphs.graph(&ours, Some(&first)).await.expect("it is there");
    assert_eq!(again, StoredGraph::Unchanged);

    graphs.put_graph(&ours, b"another".to_vec()).await.expect("it is kept in its place");
    let (second, json) = new(graphs, &ours, Some(&first)).await;
    assert_eq!(json, b"another");
    assert_ne!(first, second, "another content has another tag");

    assert_eq!(graphs.graph(&theirs, None).await.expect("a stranger is answered"), StoredGraph::None);
    assert_eq!(graphs.graph(&theirs, Some(&second)).await.expect("a stranger is answered"), StoredGraph::None);
    let url = graphs.graph_url(&ours, Duration::from_mins(1)).await.expect("it has an address");
    assert!(url.contains(ours.as_str()) && !url.contains(theirs.as_str()), "{url}");
}

async fn new(graphs: &dyn Graphs, tenant: &TenantId, known: Option<&str>) -> (String, Vec<u8>) {
    match graphs.graph(tenant, known).await {
        Ok(StoredGraph::New { tag, json }) => (tag, json),
        other => panic!("a new graph was expected, not {other:?}"),
    }
}

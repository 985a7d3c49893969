//! A DynamoDB of our own, with one table of the platform's shape.

use anyhow::Result;
use dynoxide::{Database, server};
use serde_json::json;
use std::net::Ipv4Addr;
use tokio::net::TcpListener;

/// The name of the table.
pub(crate) const TABLE: &str = "pantheon-bench";

/// Starts it; returns its endpoint.
pub(crate) async fn start() -> Result<String> {
    let database = Database::memory()?;
    let text = |name: &str| json!({ "AttributeName": name, "AttributeType": "S" });
    let key = |name: &str, kind: &str| json!({ "AttributeName": name, "KeyType": kind });
    let attributes = ["pk", "sk", "gsi1pk", "gsi1sk"].map(text);
    database.create_table(serde_json::from_value(json!({
        "TableName": TABLE,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": attributes,
        "KeySchema": [key("pk", "HASH"), key("sk", "RANGE")],
        "GlobalSecondaryIndexes": [{
            "IndexName": "gsi1",
            "KeySchema": [key("gsi1pk", "HASH"), key("gsi1sk", "RANGE")],
            "Projection": { "ProjectionType": "ALL" },
        }],
    }))?)?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let endpoint = format!("http://{}", listener.local_addr()?);
    tokio::spawn(server::serve_on(listener, database));
    Ok(endpoint)
}

//! A table of our shape in this process, for tests: dynoxide behind the real SDK.

use crate::Store;
use aws_sdk_dynamodb::{
    Client,
    config::{BehaviorVersion, Builder, Credentials, Region},
    types::{
        AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection, ProjectionType,
        ScalarAttributeType,
    },
};
use dynoxide::{Database, server};
use std::{net::Ipv4Addr, ops::Deref};
use tokio::net::TcpListener;

/// The name of the table.
const TABLE: &str = "pantheon-test-table";

/// A [`Store`] on an empty table that lives as long as the test's runtime.
pub(crate) struct Local {
    store: Store,
    endpoint: String,
}

impl Local {
    /// Opens the same table through a client of another making, such as one that injects faults.
    pub(crate) fn again(&self, change: impl FnOnce(Builder) -> Builder) -> Store {
        Store::new(Client::from_conf(change(config(&self.endpoint)).build()), TABLE)
    }
}

impl Deref for Local {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.store
    }
}

/// Starts an empty table.
pub(crate) async fn store() -> Local {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(server::serve_on(listener, Database::memory().unwrap()));
    let client = Client::from_conf(config(&endpoint).build());
    create_table(&client).await;
    Local { store: Store::new(client, TABLE), endpoint }
}

fn config(endpoint: &str) -> Builder {
    Builder::default()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static("us-east-1"))
        .credentials_provider(Credentials::new("test", "test", None, None, "test"))
        .endpoint_url(endpoint)
}

async fn create_table(client: &Client) {
    let key = |name: &str, kind| KeySchemaElement::builder().attribute_name(name).key_type(kind).build().unwrap();
    let index = GlobalSecondaryIndex::builder()
        .index_name("gsi1")
        .key_schema(key("gsi1pk", KeyType::Hash))
        .key_schema(key("gsi1sk", KeyType::Range))
        .projection(Projection::builder().projection_type(ProjectionType::All).build())
        .build();
    let attributes = ["pk", "sk", "gsi1pk", "gsi1sk"].map(|name| {
        let text = AttributeDefinition::builder().attribute_name(name).attribute_type(ScalarAttributeType::S);
        text.build().unwrap()
    });
    client
        .create_table()
        .table_name(TABLE)
        .billing_mode(BillingMode::PayPerRequest)
        .key_schema(key("pk", KeyType::Hash))
        .key_schema(key("sk", KeyType::Range))
        .global_secondary_indexes(index.unwrap())
        .set_attribute_definitions(Some(attributes.to_vec()))
        .send()
        .await
        .unwrap();
}

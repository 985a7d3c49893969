//! A table of our shape in this process, for tests: dynoxide behind the real SDK.

use crate::{Store, item::Attributes};
use aws_sdk_dynamodb::{
    Client,
    config::{BehaviorVersion, Builder, Credentials, Region, retry::RetryConfig},
    types::{
        AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection, ProjectionType,
        ScalarAttributeType,
    },
};
use aws_smithy_http_client as http;
use dynoxide::{Database, server};
use std::{collections::BTreeMap, net::Ipv4Addr, ops::Deref, time::Duration};
use tokio::net::TcpListener;

/// The name of the table.
pub(crate) const TABLE: &str = "pantheon-test-table";

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

impl Local {
    /// Returns where the table can be reached.
    pub(crate) fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Returns every item of the table, by entity.
    pub(crate) async fn items(&self) -> BTreeMap<String, Vec<Attributes>> {
        #[expect(clippy::disallowed_methods, reason = "tests look at what is left behind")]
        let scan = self.store.client.scan().table_name(TABLE).into_paginator().items().send();
        let mut items: BTreeMap<String, Vec<Attributes>> = BTreeMap::new();
        for item in scan.collect::<Result<Vec<_>, _>>().await.unwrap() {
            items.entry(item["entity"].as_s().unwrap().clone()).or_default().push(item);
        }
        items
    }
}

impl Deref for Local {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.store
    }
}

/// Names a table that is not there, for tests in which every call fails.
pub(crate) fn nowhere() -> Local {
    let endpoint = "http://127.0.0.1:9".to_owned();
    Local { store: Store::new(Client::from_conf(config(&endpoint).build()), TABLE), endpoint }
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
        .retry_config(RetryConfig::standard().with_max_attempts(4).with_initial_backoff(Duration::from_millis(1)))
        .http_client(http::Builder::new().build_http())
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

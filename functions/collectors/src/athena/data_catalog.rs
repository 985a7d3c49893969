//! Data catalogs, from `ListDataCatalogs`, `GetDataCatalog` and `ListTagsForResource`.
//!
//! The connector of a catalog is named in its parameters, which may hold more: of the others only
//! the names are kept.

use super::{GONE, read_tags};
use crate::{
    arn,
    document::{Document, sorted},
    listing::{list_each, read_or_note, read_pages},
};
use aws_sdk_athena::{
    Client,
    types::{DataCatalog, DataCatalogSummary, DataCatalogType},
};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::json;
use std::collections::BTreeMap;

pub(super) const TYPE: TypeName = TypeName::new("AWS::Athena::DataCatalog");

const OPERATION: &str = "athena:GetDataCatalog";

/// The parameters that name what answers for a catalog.
const CONNECTOR: &[&str] = &["catalog-id", "connection-arn", "function", "metadata-function", "record-function"];

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let pages = client.list_data_catalogs().into_paginator().items().send();
    let catalogs = read_pages("athena:ListDataCatalogs", pages).await;
    list_each(TYPE, OPERATION, catalogs, |catalog| read(client, scope, catalog)).await
}

async fn read(client: &Client, scope: &Scope, listed: DataCatalogSummary) -> Option<Document> {
    let name = listed.catalog_name()?;
    let resource = format!("datacatalog/{name}");
    let mut document = Document::new(TYPE, scope, name)
        .arn_of("athena", &resource)
        .name(Some(name))
        .properties(json!({"Name": name, "Type": listed.r#type().map(DataCatalogType::as_str)}));
    let answer = client.get_data_catalog().name(name).send().await;
    let answer = read_or_note(&mut document, "GetDataCatalog", OPERATION, GONE, answer);
    if let Some(catalog) = answer.as_ref().and_then(|answer| answer.data_catalog()) {
        describe(&mut document, catalog);
    }
    Some(read_tags(client, &resource, document).await)
}

fn describe(document: &mut Document, catalog: &DataCatalog) {
    let parameters = catalog.parameters().into_iter().flatten();
    let connector: BTreeMap<_, _> = parameters.filter(|(name, _)| CONNECTOR.contains(&name.as_str())).collect();
    document.need(connector.values().filter_map(|value| arn::resource(value)));
    document.property("Description", catalog.description());
    document
        .property("ParameterNames", sorted(catalog.parameters().into_iter().flat_map(|parameters| parameters.keys())));
    document.property("Parameters", connector);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `ListDataCatalogs`.
    const CATALOGS: &str = r#"{"DataCatalogsSummary": [{"CatalogName": "mysql", "Type": "LAMBDA"}]}"#;

    /// From the API reference of `GetDataCatalog`.
    const CATALOG: &str = r#"{"DataCatalog": {"Name": "mysql", "Type": "LAMBDA", "Description": "the shop",
        "Parameters": {"function": "arn:aws:lambda:eu-west-1:111111111111:function:mysql", "connection": "hunter2"}}}"#;

    #[tokio::test]
    async fn documents_a_catalog() {
        let gone = r#"{"__type": "ResourceNotFoundException", "Message": "no"}"#;
        let wire = Wire::default()
            .on(&["AmazonAthena.ListDataCatalogs"], 200, CATALOGS)
            .on(&["AmazonAthena.GetDataCatalog"], 200, CATALOG)
            .on(&["AmazonAthena.ListTagsForResource"], 400, gone);

        let listing = list(&Client::new(&wire.session()), &scope("athena")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::Athena::DataCatalog",
                "region": "eu-west-1",
                "native_id": "mysql",
                "arn": "arn:aws:athena:eu-west-1:111111111111:datacatalog/mysql",
                "name": "mysql",
                "state": "active",
                "native_state": null,
                "dependencies": ["111111111111:eu-west-1:AWS.Lambda.Function:mysql"],
                "tags": {},
                "created_at": null,
                "properties": {
                    "Description": "the shop",
                    "Name": "mysql",
                    "ParameterNames": ["connection", "function"],
                    "Parameters": {"function": "arn:aws:lambda:eu-west-1:111111111111:function:mysql"},
                    "Type": "LAMBDA",
                },
            }])
        );
    }
}

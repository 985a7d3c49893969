//! Databases of the catalog, from `GetDatabases` and `GetTags`.
//!
//! Parameters are whatever their owner wants to keep: only their names are kept.

use super::{bucket, read_tags};
use crate::{
    document::{Document, sorted, when},
    listing::{list_each, read_pages},
};
use aws_sdk_glue::{Client, types::Database};
use aws_smithy_async::future::pagination_stream::TryFlatMap;
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::Glue::Database");

const OPERATION: &str = "glue:GetDatabases";

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let pages = client.get_databases().into_paginator().send();
    let pages = TryFlatMap::new(pages).flat_map(|page| page.database_list);
    let databases = read_pages(OPERATION, pages).await;
    list_each(TYPE, OPERATION, databases, |database| read(client, scope, database)).await
}

async fn read(client: &Client, scope: &Scope, database: Database) -> Option<Document> {
    let name = database.name();
    let target = database.target_database();
    let document = Document::new(TYPE, scope, name)
        .arn_of("glue", &format!("database/{name}"))
        .name(Some(name))
        .created_at(when(database.create_time()))
        .needs(database.location_uri().and_then(|path| bucket(scope, path)))
        .properties(json!({
            "CatalogId": database.catalog_id(),
            "DefaultPermissions": sorted(database.create_table_default_permissions().iter().map(|granted| json!({
                "Permissions": sorted(granted.permissions().iter().map(|permission| permission.as_str())),
                "Principal": granted.principal().and_then(|principal| principal.data_lake_principal_identifier()),
            }))),
            "Description": database.description(),
            "LocationUri": database.location_uri(),
            "Name": name,
            "ParameterNames": sorted(database.parameters().into_iter().flat_map(|parameters| parameters.keys())),
            "TargetDatabase": target.map(|target| json!({
                "CatalogId": target.catalog_id(),
                "DatabaseName": target.database_name(),
                "Region": target.region(),
            })),
        }));
    Some(read_tags(client, &format!("database/{name}"), document).await)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `GetDatabases`.
    const DATABASES: &str = r#"{"DatabaseList": [{
        "Name": "lake", "Description": "everything", "LocationUri": "s3://olympus-lake/", "CreateTime": 1700000000,
        "Parameters": {"password": "hunter2"}, "CatalogId": "111111111111", "CreateTableDefaultPermissions": [
            {"Principal": {"DataLakePrincipalIdentifier": "IAM_ALLOWED_PRINCIPALS"}, "Permissions": ["ALL"]}]}]}"#;

    #[tokio::test]
    async fn documents_a_database() {
        let wire = Wire::default().on(&["AWSGlue.GetDatabases"], 200, DATABASES).on(
            &["AWSGlue.GetTags", "arn:aws:glue:eu-west-1:111111111111:database/lake"],
            200,
            r#"{"Tags": {"team": "data"}}"#,
        );

        let listing = list(&Client::new(&wire.session()), &scope("glue")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::Glue::Database",
                "region": "eu-west-1",
                "native_id": "lake",
                "arn": "arn:aws:glue:eu-west-1:111111111111:database/lake",
                "name": "lake",
                "state": "active",
                "native_state": null,
                "dependencies": ["111111111111:eu-west-1:AWS.S3.Bucket:olympus-lake"],
                "tags": {"team": "data"},
                "created_at": "2023-11-14T22:13:20Z",
                "properties": {
                    "CatalogId": "111111111111",
                    "DefaultPermissions": [{"Permissions": ["ALL"], "Principal": "IAM_ALLOWED_PRINCIPALS"}],
                    "Description": "everything",
                    "LocationUri": "s3://olympus-lake/",
                    "Name": "lake",
                    "ParameterNames": ["password"],
                },
            }])
        );
    }
}

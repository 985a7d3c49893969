//! Aliases of keys, from `ListAliases`.
//!
//! AWS reserves aliases for keys that it makes when a service first needs them; until then they stand
//! for nothing, and are left out.

use super::key;
use crate::{
    document::{Document, when},
    listing::Lister,
};
use aws_sdk_kms::{Client, types::AliasListEntry};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::KMS::Alias");

const OPERATION: &str = "kms:ListAliases";

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let mut lister = Lister::new(TYPE);
    let mut pages = client.list_aliases().limit(100).into_paginator().items().send();
    while let Some(alias) = pages.next().await {
        match alias {
            Ok(alias) if alias.target_key_id().is_none() => {}
            Ok(alias) => lister.take(OPERATION, document(scope, &alias)),
            Err(error) => lister.miss(gap_of(OPERATION, &error)),
        }
    }
    lister.done()
}

fn document(scope: &Scope, alias: &AliasListEntry) -> Option<Document> {
    let name = alias.alias_name()?;
    let document = Document::new(TYPE, scope, name)
        .arn(alias.alias_arn())
        .name(Some(name))
        .created_at(when(alias.creation_date()))
        .needs_here(key::TYPE, alias.target_key_id())
        .properties(json!({"AliasName": name, "TargetKeyId": alias.target_key_id()}));
    Some(document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `ListAliases`.
    const ANSWER: &str = r#"{"Truncated": false, "Aliases": [
        {"AliasArn": "arn:aws:kms:eu-west-1:111111111111:alias/aws/ebs", "AliasName": "alias/aws/ebs"},
        {"AliasArn": "arn:aws:kms:eu-west-1:111111111111:alias/orders", "AliasName": "alias/orders",
            "CreationDate": 1767225600, "LastUpdatedDate": 1767225600, "TargetKeyId": "1234abcd"}]}"#;

    #[tokio::test]
    async fn documents_an_alias_and_leaves_out_those_of_no_key() {
        let wire = Wire::default().on(&["TrentService.ListAliases"], 200, ANSWER);

        let listing = list(&Client::new(&wire.session()), &scope("kms")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::KMS::Alias",
                "region": "eu-west-1",
                "native_id": "alias/orders",
                "arn": "arn:aws:kms:eu-west-1:111111111111:alias/orders",
                "name": "alias/orders",
                "state": "active",
                "native_state": null,
                "dependencies": ["111111111111:eu-west-1:AWS.KMS.Key:1234abcd"],
                "tags": {},
                "created_at": "2026-01-01T00:00:00Z",
                "properties": {"AliasName": "alias/orders", "TargetKeyId": "1234abcd"},
            }])
        );
    }
}

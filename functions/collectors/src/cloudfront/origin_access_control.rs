//! Origin access controls, from `ListOriginAccessControls`.

use crate::{document::Document, listing::Lister};
use aws_sdk_cloudfront::{Client, types::OriginAccessControlSummary};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::CloudFront::OriginAccessControl");

const OPERATION: &str = "cloudfront:ListOriginAccessControls";

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let mut lister = Lister::new(TYPE);
    let mut pages = client.list_origin_access_controls().into_paginator().send();
    while let Some(page) = pages.next().await {
        match page {
            Ok(page) => {
                let controls = page.origin_access_control_list.and_then(|list| list.items).unwrap_or_default();
                lister.take_all(OPERATION, controls.iter().map(|control| Some(document(scope, control))));
            }
            Err(error) => lister.miss(gap_of(OPERATION, &error)),
        }
    }
    lister.done()
}

fn document(scope: &Scope, control: &OriginAccessControlSummary) -> Document {
    Document::new(TYPE, scope, control.id()).name(Some(control.name())).properties(json!({
        "OriginAccessControlConfig": {
            "Description": control.description(),
            "Name": control.name(),
            "OriginAccessControlOriginType": control.origin_access_control_origin_type().as_str(),
            "SigningBehavior": control.signing_behavior().as_str(),
            "SigningProtocol": control.signing_protocol().as_str(),
        },
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `ListOriginAccessControls`.
    const ANSWER: &str = r#"<OriginAccessControlList xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">
        <IsTruncated>false</IsTruncated><Marker/><MaxItems>100</MaxItems><Quantity>1</Quantity>
        <Items><OriginAccessControlSummary>
            <Id>E327</Id><Name>site</Name><Description/><OriginAccessControlOriginType>s3</OriginAccessControlOriginType>
            <SigningBehavior>never</SigningBehavior><SigningProtocol>sigv4</SigningProtocol>
        </OriginAccessControlSummary></Items>
    </OriginAccessControlList>"#;

    #[tokio::test]
    async fn documents_an_origin_access_control() {
        let wire = Wire::default().on(&["/2020-05-31/origin-access-control"], 200, ANSWER);

        let listing = list(&Client::new(&wire.session()), &scope("cloudfront")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::CloudFront::OriginAccessControl",
                "region": "global",
                "native_id": "E327",
                "arn": null,
                "name": "site",
                "state": "active",
                "native_state": null,
                "dependencies": [],
                "tags": {},
                "created_at": null,
                "properties": {
                    "OriginAccessControlConfig": {
                        "Name": "site",
                        "OriginAccessControlOriginType": "s3",
                        "SigningBehavior": "never",
                        "SigningProtocol": "sigv4",
                    },
                },
            }])
        );
    }
}

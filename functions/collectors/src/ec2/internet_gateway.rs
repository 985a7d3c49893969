//! Internet gateways, from `DescribeInternetGateways`.

use super::{only, tags, vpc};
use crate::{
    document::{Document, sorted},
    listing::list_pages,
};
use aws_sdk_ec2::{
    Client,
    types::{Filter, InternetGateway},
};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::ResourceState,
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::EC2::InternetGateway");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    listed(client, scope, None).await
}

pub(super) async fn named(client: &Client, scope: &Scope, ids: &[String]) -> Listing {
    listed(client, scope, Some(vec![only("internet-gateway-id", ids)])).await
}

async fn listed(client: &Client, scope: &Scope, filters: Option<Vec<Filter>>) -> Listing {
    let pages =
        client.describe_internet_gateways().set_filters(filters).max_results(1_000).into_paginator().items().send();
    list_pages(TYPE, "ec2:DescribeInternetGateways", pages, |gateway| document(scope, &gateway)).await
}

fn document(scope: &Scope, gateway: &InternetGateway) -> Option<Document> {
    let id = gateway.internet_gateway_id()?;
    let vpcs = || gateway.attachments().iter().filter_map(|attachment| attachment.vpc_id());
    let native_state = if gateway.attachments().is_empty() { "detached" } else { "attached" };
    let document = Document::new(TYPE, scope, id)
        .arn_of("ec2", &format!("internet-gateway/{id}"))
        .state(ResourceState::Active, Some(native_state))
        .tags(tags(gateway.tags()))
        .needs_here(vpc::TYPE, vpcs())
        .properties(json!({"Attachments": sorted(vpcs().map(|vpc| json!({"VpcId": vpc})))}));
    Some(document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `DescribeInternetGateways`.
    const ANSWER: &str = r#"<DescribeInternetGatewaysResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
        <internetGatewaySet><item>
            <internetGatewayId>igw-eaad4883</internetGatewayId><ownerId>111111111111</ownerId>
            <attachmentSet><item><vpcId>vpc-11ad4878</vpcId><state>available</state></item></attachmentSet>
            <tagSet><item><key>env</key><value>prod</value></item></tagSet>
        </item></internetGatewaySet>
    </DescribeInternetGatewaysResponse>"#;

    #[tokio::test]
    async fn documents_an_internet_gateway() {
        let wire = Wire::default().on(&["Action=DescribeInternetGateways"], 200, ANSWER);

        let listing = list(&Client::new(&wire.session()), &scope("ec2")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::EC2::InternetGateway",
                "region": "eu-west-1",
                "native_id": "igw-eaad4883",
                "arn": "arn:aws:ec2:eu-west-1:111111111111:internet-gateway/igw-eaad4883",
                "name": null,
                "state": "active",
                "native_state": "attached",
                "dependencies": ["111111111111:eu-west-1:AWS.EC2.VPC:vpc-11ad4878"],
                "tags": {"env": "prod"},
                "created_at": null,
                "properties": {"Attachments": [{"VpcId": "vpc-11ad4878"}]},
            }])
        );
    }
}

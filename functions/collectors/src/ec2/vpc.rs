//! VPCs, from `DescribeVpcs`.

use super::{only, tags};
use crate::{
    document::{Document, sorted},
    listing::list_pages,
};
use aws_sdk_ec2::{
    Client,
    types::{Filter, Vpc, VpcState},
};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::ResourceState,
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::EC2::VPC");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    listed(client, scope, None).await
}

pub(super) async fn named(client: &Client, scope: &Scope, ids: &[String]) -> Listing {
    listed(client, scope, Some(vec![only("vpc-id", ids)])).await
}

async fn listed(client: &Client, scope: &Scope, filters: Option<Vec<Filter>>) -> Listing {
    let pages = client.describe_vpcs().set_filters(filters).max_results(1_000).into_paginator().items().send();
    list_pages(TYPE, "ec2:DescribeVpcs", pages, |vpc| document(scope, &vpc)).await
}

fn document(scope: &Scope, vpc: &Vpc) -> Option<Document> {
    let id = vpc.vpc_id()?;
    let state = if vpc.state() == Some(&VpcState::Pending) { ResourceState::Creating } else { ResourceState::Active };
    let document = Document::new(TYPE, scope, id)
        .arn_of("ec2", &format!("vpc/{id}"))
        .state(state, vpc.state().map(VpcState::as_str))
        .tags(tags(vpc.tags()))
        .properties(json!({
            "CidrBlock": vpc.cidr_block(),
            "CidrBlockAssociations":
                sorted(vpc.cidr_block_association_set().iter().filter_map(|block| block.cidr_block())),
            "DhcpOptionsId": vpc.dhcp_options_id(),
            "InstanceTenancy": vpc.instance_tenancy().map(|tenancy| tenancy.as_str()),
            "Ipv6CidrBlocks":
                sorted(vpc.ipv6_cidr_block_association_set().iter().filter_map(|block| block.ipv6_cidr_block())),
            "IsDefault": vpc.is_default(),
        }));
    Some(document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `DescribeVpcs`.
    const ANSWER: &str = r#"<DescribeVpcsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
        <vpcSet><item>
            <vpcId>vpc-081ec835f303f720e</vpcId><ownerId>111111111111</ownerId><state>available</state>
            <cidrBlock>10.0.0.0/16</cidrBlock>
            <cidrBlockAssociationSet>
                <item><cidrBlock>10.1.0.0/16</cidrBlock><associationId>vpc-cidr-assoc-2</associationId></item>
                <item><cidrBlock>10.0.0.0/16</cidrBlock><associationId>vpc-cidr-assoc-1</associationId></item>
            </cidrBlockAssociationSet>
            <dhcpOptionsId>dopt-19edf471</dhcpOptionsId><instanceTenancy>default</instanceTenancy>
            <isDefault>false</isDefault>
            <tagSet><item><key>Name</key><value>main</value></item></tagSet>
        </item></vpcSet>
    </DescribeVpcsResponse>"#;

    #[tokio::test]
    async fn documents_a_vpc() {
        let wire = Wire::default().on(&["Action=DescribeVpcs"], 200, ANSWER);

        let listing = list(&Client::new(&wire.session()), &scope("ec2")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::EC2::VPC",
                "region": "eu-west-1",
                "native_id": "vpc-081ec835f303f720e",
                "arn": "arn:aws:ec2:eu-west-1:111111111111:vpc/vpc-081ec835f303f720e",
                "name": "main",
                "state": "active",
                "native_state": "available",
                "dependencies": [],
                "tags": {"Name": "main"},
                "created_at": null,
                "properties": {
                    "CidrBlock": "10.0.0.0/16",
                    "CidrBlockAssociations": ["10.0.0.0/16", "10.1.0.0/16"],
                    "DhcpOptionsId": "dopt-19edf471",
                    "InstanceTenancy": "default",
                    "IsDefault": false,
                },
            }])
        );
    }
}

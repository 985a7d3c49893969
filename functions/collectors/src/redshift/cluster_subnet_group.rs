//! Subnet groups of clusters, from `DescribeClusterSubnetGroups`.

use super::tags;
use crate::{
    document::{Document, sorted},
    listing::list_pages,
};
use aws_sdk_redshift::{Client, types::ClusterSubnetGroup};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::Redshift::ClusterSubnetGroup");

const SUBNET: TypeName = TypeName::new("AWS::EC2::Subnet");
const VPC: TypeName = TypeName::new("AWS::EC2::VPC");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let pages = client.describe_cluster_subnet_groups().max_records(100).into_paginator().items().send();
    list_pages(TYPE, "redshift:DescribeClusterSubnetGroups", pages, |group| document(scope, &group)).await
}

fn document(scope: &Scope, group: &ClusterSubnetGroup) -> Option<Document> {
    let name = group.cluster_subnet_group_name()?;
    let subnets = || group.subnets().iter().filter_map(|subnet| subnet.subnet_identifier());
    let document = Document::new(TYPE, scope, name)
        .arn_of("redshift", &format!("subnetgroup:{name}"))
        .name(Some(name))
        .tags(tags(group.tags()))
        .needs_here(SUBNET, subnets())
        .needs_here(VPC, group.vpc_id())
        .properties(json!({
            "ClusterSubnetGroupName": name,
            "Description": group.description(),
            "SubnetIds": sorted(subnets()),
            "VpcId": group.vpc_id(),
        }));
    Some(document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `DescribeClusterSubnetGroups`.
    const GROUPS: &str = r#"<DescribeClusterSubnetGroupsResponse xmlns="http://redshift.amazonaws.com/doc/2012-12-01/">
        <DescribeClusterSubnetGroupsResult><ClusterSubnetGroups><ClusterSubnetGroup>
            <ClusterSubnetGroupName>data</ClusterSubnetGroupName><Description>two zones</Description><VpcId>vpc-1</VpcId>
            <SubnetGroupStatus>Complete</SubnetGroupStatus>
            <Subnets>
                <Subnet><SubnetIdentifier>subnet-b</SubnetIdentifier><SubnetStatus>Active</SubnetStatus></Subnet>
                <Subnet><SubnetIdentifier>subnet-a</SubnetIdentifier><SubnetStatus>Active</SubnetStatus></Subnet>
            </Subnets>
            <Tags><Tag><Key>team</Key><Value>data</Value></Tag></Tags>
        </ClusterSubnetGroup></ClusterSubnetGroups></DescribeClusterSubnetGroupsResult></DescribeClusterSubnetGroupsResponse>"#;

    #[tokio::test]
    async fn documents_a_subnet_group() {
        let wire = Wire::default().on(&["Action=DescribeClusterSubnetGroups"], 200, GROUPS);

        let listing = list(&Client::new(&wire.session()), &scope("redshift")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::Redshift::ClusterSubnetGroup",
                "region": "eu-west-1",
                "native_id": "data",
                "arn": "arn:aws:redshift:eu-west-1:111111111111:subnetgroup:data",
                "name": "data",
                "state": "active",
                "native_state": null,
                "dependencies": [
                    "111111111111:eu-west-1:AWS.EC2.Subnet:subnet-a",
                    "111111111111:eu-west-1:AWS.EC2.Subnet:subnet-b",
                    "111111111111:eu-west-1:AWS.EC2.VPC:vpc-1",
                ],
                "tags": {"team": "data"},
                "created_at": null,
                "properties": {
                    "ClusterSubnetGroupName": "data",
                    "Description": "two zones",
                    "SubnetIds": ["subnet-a", "subnet-b"],
                    "VpcId": "vpc-1",
                },
            }])
        );
    }
}

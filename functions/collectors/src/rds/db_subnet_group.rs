//! Subnet groups of databases, from `DescribeDBSubnetGroups` and `ListTagsForResource`.

use super::tags;
use crate::{
    document::{Document, sorted},
    listing::{list_each, read_or_note, read_pages},
};
use aws_sdk_rds::{Client, types::DbSubnetGroup};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::ResourceState,
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::RDS::DBSubnetGroup");

const OPERATION: &str = "rds:DescribeDBSubnetGroups";
const SUBNET: TypeName = TypeName::new("AWS::EC2::Subnet");
const VPC: TypeName = TypeName::new("AWS::EC2::VPC");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let pages = client.describe_db_subnet_groups().max_records(100).into_paginator().items().send();
    let groups = read_pages(OPERATION, pages).await;
    list_each(TYPE, OPERATION, groups, |group| read(client, scope, group)).await
}

async fn read(client: &Client, scope: &Scope, group: DbSubnetGroup) -> Option<Document> {
    let mut document = document(scope, group.db_subnet_group_name()?, &group);
    let Some(arn) = group.db_subnet_group_arn() else { return Some(document) };

    let answer = client.list_tags_for_resource().resource_name(arn).send().await;
    let gone = ["DBSubnetGroupNotFoundFault"];
    match read_or_note(&mut document, "Tags", "rds:ListTagsForResource", &gone, answer) {
        Some(answer) => Some(document.tags(tags(answer.tag_list()))),
        None => Some(document),
    }
}

fn document(scope: &Scope, name: &str, group: &DbSubnetGroup) -> Document {
    let subnets = || group.subnets().iter().filter_map(|subnet| subnet.subnet_identifier());
    Document::new(TYPE, scope, name)
        .arn(group.db_subnet_group_arn())
        .name(Some(name))
        .state(ResourceState::Active, group.subnet_group_status())
        .needs_here(SUBNET, subnets())
        .needs_here(VPC, group.vpc_id())
        .properties(json!({
            "DBSubnetGroupDescription": group.db_subnet_group_description(),
            "DBSubnetGroupName": name,
            "SubnetIds": sorted(subnets()),
            "VpcId": group.vpc_id(),
        }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `DescribeDBSubnetGroups`.
    const GROUPS: &str = r#"<DescribeDBSubnetGroupsResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/">
        <DescribeDBSubnetGroupsResult><DBSubnetGroups><DBSubnetGroup>
            <DBSubnetGroupName>main</DBSubnetGroupName><DBSubnetGroupDescription>two zones</DBSubnetGroupDescription>
            <VpcId>vpc-1</VpcId><SubnetGroupStatus>Complete</SubnetGroupStatus>
            <Subnets>
                <Subnet><SubnetIdentifier>subnet-b</SubnetIdentifier><SubnetStatus>Active</SubnetStatus></Subnet>
                <Subnet><SubnetIdentifier>subnet-a</SubnetIdentifier><SubnetStatus>Active</SubnetStatus></Subnet>
            </Subnets>
            <DBSubnetGroupArn>arn:aws:rds:eu-west-1:111111111111:subgrp:main</DBSubnetGroupArn>
        </DBSubnetGroup></DBSubnetGroups></DescribeDBSubnetGroupsResult>
    </DescribeDBSubnetGroupsResponse>"#;

    /// From the API reference of `ListTagsForResource`.
    const TAGS: &str = r#"<ListTagsForResourceResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/">
        <ListTagsForResourceResult><TagList><Tag><Key>team</Key><Value>data</Value></Tag></TagList></ListTagsForResourceResult>
    </ListTagsForResourceResponse>"#;

    #[tokio::test]
    async fn documents_a_subnet_group_with_its_tags() {
        let wire = Wire::default().on(&["Action=DescribeDBSubnetGroups"], 200, GROUPS).on(
            &["Action=ListTagsForResource", "subgrp%3Amain"],
            200,
            TAGS,
        );

        let listing = list(&Client::new(&wire.session()), &scope("rds")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::RDS::DBSubnetGroup",
                "region": "eu-west-1",
                "native_id": "main",
                "arn": "arn:aws:rds:eu-west-1:111111111111:subgrp:main",
                "name": "main",
                "state": "active",
                "native_state": "Complete",
                "dependencies": [
                    "111111111111:eu-west-1:AWS.EC2.Subnet:subnet-a",
                    "111111111111:eu-west-1:AWS.EC2.Subnet:subnet-b",
                    "111111111111:eu-west-1:AWS.EC2.VPC:vpc-1",
                ],
                "tags": {"team": "data"},
                "created_at": null,
                "properties": {
                    "DBSubnetGroupDescription": "two zones",
                    "DBSubnetGroupName": "main",
                    "SubnetIds": ["subnet-a", "subnet-b"],
                    "VpcId": "vpc-1",
                },
            }])
        );
    }
}

//! Subnet groups of caches, from `DescribeCacheSubnetGroups` and `ListTagsForResource`.

use super::read_tags;
use crate::{
    document::{Document, sorted},
    listing::{list_each, read_pages},
};
use aws_sdk_elasticache::{Client, types::CacheSubnetGroup};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::ElastiCache::SubnetGroup");

const OPERATION: &str = "elasticache:DescribeCacheSubnetGroups";
const SUBNET: TypeName = TypeName::new("AWS::EC2::Subnet");
const VPC: TypeName = TypeName::new("AWS::EC2::VPC");

/// The group that every region is born with; it has no tags, nor an ARN to ask for them by.
const BORN_WITH: &str = "default";

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let pages = client.describe_cache_subnet_groups().max_records(100).into_paginator().items().send();
    let groups = read_pages(OPERATION, pages).await;
    list_each(TYPE, OPERATION, groups, |group| read(client, scope, group)).await
}

async fn read(client: &Client, scope: &Scope, group: CacheSubnetGroup) -> Option<Document> {
    let name = group.cache_subnet_group_name()?;
    let subnets = || group.subnets().iter().filter_map(|subnet| subnet.subnet_identifier());
    let document = Document::new(TYPE, scope, name)
        .arn(group.arn())
        .name(Some(name))
        .needs_here(SUBNET, subnets())
        .needs_here(VPC, group.vpc_id())
        .properties(json!({
            "CacheSubnetGroupName": name,
            "Description": group.cache_subnet_group_description(),
            "SubnetIds": sorted(subnets()),
            "VpcId": group.vpc_id(),
        }));
    if name == BORN_WITH {
        return Some(document);
    }
    Some(read_tags(client, group.arn(), document).await)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `DescribeCacheSubnetGroups`.
    const GROUPS: &str = r#"<DescribeCacheSubnetGroupsResponse xmlns="http://elasticache.amazonaws.com/doc/2015-02-02/">
        <DescribeCacheSubnetGroupsResult><CacheSubnetGroups><CacheSubnetGroup>
            <CacheSubnetGroupName>caches</CacheSubnetGroupName><VpcId>vpc-1</VpcId>
            <CacheSubnetGroupDescription>two zones</CacheSubnetGroupDescription>
            <ARN>arn:aws:elasticache:eu-west-1:111111111111:subnetgroup:caches</ARN>
            <Subnets>
                <Subnet><SubnetIdentifier>subnet-b</SubnetIdentifier><SubnetAvailabilityZone><Name>eu-west-1b</Name></SubnetAvailabilityZone></Subnet>
                <Subnet><SubnetIdentifier>subnet-a</SubnetIdentifier><SubnetAvailabilityZone><Name>eu-west-1a</Name></SubnetAvailabilityZone></Subnet>
            </Subnets>
        </CacheSubnetGroup></CacheSubnetGroups></DescribeCacheSubnetGroupsResult></DescribeCacheSubnetGroupsResponse>"#;

    const TAGS: &str = r"<ListTagsForResourceResponse><ListTagsForResourceResult><TagList>
        <Tag><Key>team</Key><Value>shop</Value></Tag></TagList></ListTagsForResourceResult></ListTagsForResourceResponse>";

    #[tokio::test]
    async fn documents_a_subnet_group() {
        let wire = Wire::default().on(&["Action=DescribeCacheSubnetGroups"], 200, GROUPS).on(
            &["Action=ListTagsForResource", "subnetgroup%3Acaches"],
            200,
            TAGS,
        );

        let listing = list(&Client::new(&wire.session()), &scope("elasticache")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::ElastiCache::SubnetGroup",
                "region": "eu-west-1",
                "native_id": "caches",
                "arn": "arn:aws:elasticache:eu-west-1:111111111111:subnetgroup:caches",
                "name": "caches",
                "state": "active",
                "native_state": null,
                "dependencies": [
                    "111111111111:eu-west-1:AWS.EC2.Subnet:subnet-a",
                    "111111111111:eu-west-1:AWS.EC2.Subnet:subnet-b",
                    "111111111111:eu-west-1:AWS.EC2.VPC:vpc-1",
                ],
                "tags": {"team": "shop"},
                "created_at": null,
                "properties": {
                    "CacheSubnetGroupName": "caches",
                    "Description": "two zones",
                    "SubnetIds": ["subnet-a", "subnet-b"],
                    "VpcId": "vpc-1",
                },
            }])
        );
    }
}

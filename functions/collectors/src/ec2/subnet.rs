//! Subnets, from `DescribeSubnets`.
//!
//! How many addresses are free changes with every pod and function, so it is left out.

use super::{only, tags, vpc};
use crate::{
    document::{Document, sorted},
    listing::list_pages,
};
use aws_sdk_ec2::{
    Client,
    types::{Filter, Subnet, SubnetState},
};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::ResourceState,
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::EC2::Subnet");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    listed(client, scope, None).await
}

pub(super) async fn named(client: &Client, scope: &Scope, ids: &[String]) -> Listing {
    listed(client, scope, Some(vec![only("subnet-id", ids)])).await
}

async fn listed(client: &Client, scope: &Scope, filters: Option<Vec<Filter>>) -> Listing {
    let pages = client.describe_subnets().set_filters(filters).max_results(1_000).into_paginator().items().send();
    list_pages(TYPE, "ec2:DescribeSubnets", pages, |subnet| document(scope, &subnet)).await
}

fn document(scope: &Scope, subnet: &Subnet) -> Option<Document> {
    let id = subnet.subnet_id()?;
    let document = Document::new(TYPE, scope, id)
        .arn_of("ec2", &format!("subnet/{id}"))
        .state(state(subnet.state()), subnet.state().map(SubnetState::as_str))
        .tags(tags(subnet.tags()))
        .needs_here(vpc::TYPE, subnet.vpc_id())
        .properties(json!({
            "AssignIpv6AddressOnCreation": subnet.assign_ipv6_address_on_creation(),
            "AvailabilityZone": subnet.availability_zone(),
            "AvailabilityZoneId": subnet.availability_zone_id(),
            "CidrBlock": subnet.cidr_block(),
            "DefaultForAz": subnet.default_for_az(),
            "Ipv6CidrBlocks":
                sorted(subnet.ipv6_cidr_block_association_set().iter().filter_map(|block| block.ipv6_cidr_block())),
            "Ipv6Native": subnet.ipv6_native(),
            "MapPublicIpOnLaunch": subnet.map_public_ip_on_launch(),
            "OutpostArn": subnet.outpost_arn(),
            "VpcId": subnet.vpc_id(),
        }));
    Some(document)
}

fn state(state: Option<&SubnetState>) -> ResourceState {
    match state {
        Some(SubnetState::Pending) => ResourceState::Creating,
        Some(SubnetState::Failed | SubnetState::FailedInsufficientCapacity) => ResourceState::Failed,
        _ => ResourceState::Active,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `DescribeSubnets`.
    const ANSWER: &str = r#"<DescribeSubnetsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
        <subnetSet><item>
            <subnetId>subnet-9d4a7b6c</subnetId><subnetArn>arn:aws:ec2:eu-west-1:111111111111:subnet/subnet-9d4a7b6c</subnetArn>
            <state>available</state><vpcId>vpc-1a2b3c4d</vpcId><cidrBlock>10.0.1.0/24</cidrBlock>
            <availableIpAddressCount>251</availableIpAddressCount><availabilityZone>eu-west-1a</availabilityZone>
            <availabilityZoneId>euw1-az1</availabilityZoneId><defaultForAz>false</defaultForAz>
            <mapPublicIpOnLaunch>true</mapPublicIpOnLaunch><assignIpv6AddressOnCreation>false</assignIpv6AddressOnCreation>
            <tagSet/>
        </item></subnetSet>
    </DescribeSubnetsResponse>"#;

    #[tokio::test]
    async fn documents_a_subnet_without_what_changes_by_itself() {
        let wire = Wire::default().on(&["Action=DescribeSubnets"], 200, ANSWER);

        let listing = list(&Client::new(&wire.session()), &scope("ec2")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::EC2::Subnet",
                "region": "eu-west-1",
                "native_id": "subnet-9d4a7b6c",
                "arn": "arn:aws:ec2:eu-west-1:111111111111:subnet/subnet-9d4a7b6c",
                "name": null,
                "state": "active",
                "native_state": "available",
                "dependencies": ["111111111111:eu-west-1:AWS.EC2.VPC:vpc-1a2b3c4d"],
                "tags": {},
                "created_at": null,
                "properties": {
                    "AssignIpv6AddressOnCreation": false,
                    "AvailabilityZone": "eu-west-1a",
                    "AvailabilityZoneId": "euw1-az1",
                    "CidrBlock": "10.0.1.0/24",
                    "DefaultForAz": false,
                    "MapPublicIpOnLaunch": true,
                    "VpcId": "vpc-1a2b3c4d",
                },
            }])
        );
    }
}

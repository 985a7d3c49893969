//! NAT gateways, from `DescribeNatGateways`.

use super::{address, network_interface, only, subnet, tags, vpc};
use crate::{
    document::{Document, sorted, when},
    listing::list_pages,
};
use aws_sdk_ec2::{
    Client,
    types::{Filter, NatGateway, NatGatewayState},
};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::ResourceState,
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::EC2::NatGateway");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    listed(client, scope, None).await
}

pub(super) async fn named(client: &Client, scope: &Scope, ids: &[String]) -> Listing {
    listed(client, scope, Some(vec![only("nat-gateway-id", ids)])).await
}

async fn listed(client: &Client, scope: &Scope, filters: Option<Vec<Filter>>) -> Listing {
    let pages = client.describe_nat_gateways().set_filter(filters).max_results(1_000).into_paginator().items().send();
    list_pages(TYPE, "ec2:DescribeNatGateways", pages, |gateway| document(scope, &gateway)).await
}

fn document(scope: &Scope, gateway: &NatGateway) -> Option<Document> {
    let id = gateway.nat_gateway_id()?;
    let addresses = gateway.nat_gateway_addresses();
    let document = Document::new(TYPE, scope, id)
        .arn_of("ec2", &format!("natgateway/{id}"))
        .state(state(gateway.state()), gateway.state().map(NatGatewayState::as_str))
        .tags(tags(gateway.tags()))
        .created_at(when(gateway.create_time()))
        .needs_here(vpc::TYPE, gateway.vpc_id())
        .needs_here(subnet::TYPE, gateway.subnet_id())
        .needs_here(address::TYPE, addresses.iter().filter_map(|address| address.allocation_id()))
        .needs_here(network_interface::TYPE, addresses.iter().filter_map(|address| address.network_interface_id()))
        .properties(json!({
            "ConnectivityType": gateway.connectivity_type().map(|kind| kind.as_str()),
            "FailureCode": gateway.failure_code(),
            "NatGatewayAddresses": sorted(addresses.iter().map(|address| json!({
                "AllocationId": address.allocation_id(),
                "NetworkInterfaceId": address.network_interface_id(),
                "PrivateIpAddress": address.private_ip(),
                "PublicIp": address.public_ip(),
            }))),
            "SubnetId": gateway.subnet_id(),
            "VpcId": gateway.vpc_id(),
        }));
    Some(document)
}

fn state(state: Option<&NatGatewayState>) -> ResourceState {
    match state {
        Some(NatGatewayState::Pending) => ResourceState::Creating,
        Some(NatGatewayState::Deleting | NatGatewayState::Deleted) => ResourceState::Deleting,
        Some(NatGatewayState::Failed) => ResourceState::Failed,
        _ => ResourceState::Active,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `DescribeNatGateways`.
    const ANSWER: &str = r#"<DescribeNatGatewaysResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
        <natGatewaySet><item>
            <natGatewayId>nat-04e77a5e9c34432f9</natGatewayId><vpcId>vpc-4e20d42b</vpcId><subnetId>subnet-1a2a3a4a</subnetId>
            <state>available</state><createTime>2026-01-25T08:03:19.000Z</createTime>
            <connectivityType>public</connectivityType>
            <natGatewayAddressSet><item>
                <allocationId>eipalloc-37fc1a52</allocationId><networkInterfaceId>eni-b8a7d5ed</networkInterfaceId>
                <privateIp>10.0.0.77</privateIp><publicIp>203.0.113.17</publicIp>
            </item></natGatewayAddressSet>
        </item></natGatewaySet>
    </DescribeNatGatewaysResponse>"#;

    #[tokio::test]
    async fn documents_a_nat_gateway() {
        let wire = Wire::default().on(&["Action=DescribeNatGateways"], 200, ANSWER);

        let listing = list(&Client::new(&wire.session()), &scope("ec2")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::EC2::NatGateway",
                "region": "eu-west-1",
                "native_id": "nat-04e77a5e9c34432f9",
                "arn": "arn:aws:ec2:eu-west-1:111111111111:natgateway/nat-04e77a5e9c34432f9",
                "name": null,
                "state": "active",
                "native_state": "available",
                "dependencies": [
                    "111111111111:eu-west-1:AWS.EC2.EIP:eipalloc-37fc1a52",
                    "111111111111:eu-west-1:AWS.EC2.NetworkInterface:eni-b8a7d5ed",
                    "111111111111:eu-west-1:AWS.EC2.Subnet:subnet-1a2a3a4a",
                    "111111111111:eu-west-1:AWS.EC2.VPC:vpc-4e20d42b",
                ],
                "tags": {},
                "created_at": "2026-01-25T08:03:19Z",
                "properties": {
                    "ConnectivityType": "public",
                    "NatGatewayAddresses": [{
                        "AllocationId": "eipalloc-37fc1a52",
                        "NetworkInterfaceId": "eni-b8a7d5ed",
                        "PrivateIpAddress": "10.0.0.77",
                        "PublicIp": "203.0.113.17",
                    }],
                    "SubnetId": "subnet-1a2a3a4a",
                    "VpcId": "vpc-4e20d42b",
                },
            }])
        );
    }
}

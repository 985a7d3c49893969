//! Route tables with their routes and associations, from `DescribeRouteTables`.

use super::{instance, internet_gateway, nat_gateway, network_interface, only, tags, vpc};
use crate::{
    document::{Document, sorted},
    listing::list_pages,
};
use aws_sdk_ec2::{
    Client,
    types::{Filter, Route, RouteTable},
};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::EC2::RouteTable");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    listed(client, scope, None).await
}

pub(super) async fn named(client: &Client, scope: &Scope, ids: &[String]) -> Listing {
    listed(client, scope, Some(vec![only("route-table-id", ids)])).await
}

async fn listed(client: &Client, scope: &Scope, filters: Option<Vec<Filter>>) -> Listing {
    let pages = client.describe_route_tables().set_filters(filters).max_results(100).into_paginator().items().send();
    list_pages(TYPE, "ec2:DescribeRouteTables", pages, |table| document(scope, &table)).await
}

fn document(scope: &Scope, table: &RouteTable) -> Option<Document> {
    let id = table.route_table_id()?;
    let routes = table.routes();
    // Gateways of other kinds, `local` among them, have types of their own.
    let internet = routes.iter().filter_map(Route::gateway_id).filter(|gateway| gateway.starts_with("igw-"));
    let associations = table.associations().iter().map(|association| {
        json!({
            "GatewayId": association.gateway_id(),
            "Main": association.main(),
            "SubnetId": association.subnet_id(),
        })
    });
    let document = Document::new(TYPE, scope, id)
        .arn_of("ec2", &format!("route-table/{id}"))
        .tags(tags(table.tags()))
        .needs_here(vpc::TYPE, table.vpc_id())
        .needs_here(internet_gateway::TYPE, internet)
        .needs_here(nat_gateway::TYPE, routes.iter().filter_map(Route::nat_gateway_id))
        .needs_here(instance::TYPE, routes.iter().filter_map(Route::instance_id))
        .needs_here(network_interface::TYPE, routes.iter().filter_map(Route::network_interface_id))
        .properties(json!({
            "Associations": sorted(associations),
            "Routes": sorted(routes.iter().map(route)),
            "VpcId": table.vpc_id(),
        }));
    Some(document)
}

fn route(route: &Route) -> Value {
    json!({
        "CarrierGatewayId": route.carrier_gateway_id(),
        "DestinationCidrBlock": route.destination_cidr_block(),
        "DestinationIpv6CidrBlock": route.destination_ipv6_cidr_block(),
        "DestinationPrefixListId": route.destination_prefix_list_id(),
        "EgressOnlyInternetGatewayId": route.egress_only_internet_gateway_id(),
        "GatewayId": route.gateway_id(),
        "InstanceId": route.instance_id(),
        "LocalGatewayId": route.local_gateway_id(),
        "NatGatewayId": route.nat_gateway_id(),
        "NetworkInterfaceId": route.network_interface_id(),
        "State": route.state().map(|state| state.as_str()),
        "TransitGatewayId": route.transit_gateway_id(),
        "VpcPeeringConnectionId": route.vpc_peering_connection_id(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `DescribeRouteTables`.
    const ANSWER: &str = r#"<DescribeRouteTablesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
        <routeTableSet><item>
            <routeTableId>rtb-f9ad4890</routeTableId><vpcId>vpc-11ad4878</vpcId><ownerId>111111111111</ownerId>
            <routeSet>
                <item><destinationCidrBlock>10.0.0.0/22</destinationCidrBlock><gatewayId>local</gatewayId>
                    <state>active</state><origin>CreateRouteTable</origin></item>
                <item><destinationCidrBlock>0.0.0.0/0</destinationCidrBlock><gatewayId>igw-eaad4883</gatewayId>
                    <state>active</state><origin>CreateRoute</origin></item>
                <item><destinationCidrBlock>10.9.0.0/16</destinationCidrBlock><natGatewayId>nat-1</natGatewayId>
                    <state>blackhole</state><origin>CreateRoute</origin></item>
            </routeSet>
            <associationSet><item>
                <routeTableAssociationId>rtbassoc-faad4893</routeTableAssociationId><routeTableId>rtb-f9ad4890</routeTableId>
                <subnetId>subnet-15ad487c</subnetId><main>false</main>
            </item></associationSet>
            <tagSet/>
        </item></routeTableSet>
    </DescribeRouteTablesResponse>"#;

    #[tokio::test]
    async fn documents_a_route_table() {
        let wire = Wire::default().on(&["Action=DescribeRouteTables"], 200, ANSWER);

        let listing = list(&Client::new(&wire.session()), &scope("ec2")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::EC2::RouteTable",
                "region": "eu-west-1",
                "native_id": "rtb-f9ad4890",
                "arn": "arn:aws:ec2:eu-west-1:111111111111:route-table/rtb-f9ad4890",
                "name": null,
                "state": "active",
                "native_state": null,
                "dependencies": [
                    "111111111111:eu-west-1:AWS.EC2.InternetGateway:igw-eaad4883",
                    "111111111111:eu-west-1:AWS.EC2.NatGateway:nat-1",
                    "111111111111:eu-west-1:AWS.EC2.VPC:vpc-11ad4878",
                ],
                "tags": {},
                "created_at": null,
                "properties": {
                    "Associations": [{"Main": false, "SubnetId": "subnet-15ad487c"}],
                    "Routes": [
                        {"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-eaad4883", "State": "active"},
                        {"DestinationCidrBlock": "10.0.0.0/22", "GatewayId": "local", "State": "active"},
                        {"DestinationCidrBlock": "10.9.0.0/16", "NatGatewayId": "nat-1", "State": "blackhole"},
                    ],
                    "VpcId": "vpc-11ad4878",
                },
            }])
        );
    }
}

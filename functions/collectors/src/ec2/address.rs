//! Elastic IP addresses, from `DescribeAddresses`, which has no pages.

use super::{instance, network_interface, only, tags};
use crate::{document::Document, listing::Lister};
use aws_sdk_ec2::{
    Client,
    types::{Address, Filter},
};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::ResourceState,
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::EC2::EIP");

const OPERATION: &str = "ec2:DescribeAddresses";

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    listed(client, scope, None).await
}

pub(super) async fn named(client: &Client, scope: &Scope, ids: &[String]) -> Listing {
    listed(client, scope, Some(vec![only("allocation-id", ids)])).await
}

async fn listed(client: &Client, scope: &Scope, filters: Option<Vec<Filter>>) -> Listing {
    let mut lister = Lister::new(TYPE);
    match client.describe_addresses().set_filters(filters).send().await {
        Ok(answer) => lister.take_all(OPERATION, answer.addresses().iter().map(|address| document(scope, address))),
        Err(error) => lister.miss(gap_of(OPERATION, &error)),
    }
    lister.done()
}

fn document(scope: &Scope, address: &Address) -> Option<Document> {
    let id = address.allocation_id()?;
    let native_state = if address.association_id().is_some() { "associated" } else { "unassociated" };
    let document = Document::new(TYPE, scope, id)
        .arn_of("ec2", &format!("elastic-ip/{id}"))
        .state(ResourceState::Active, Some(native_state))
        .tags(tags(address.tags()))
        .needs_here(instance::TYPE, address.instance_id())
        .needs_here(network_interface::TYPE, address.network_interface_id())
        .properties(json!({
            "AssociationId": address.association_id(),
            "Domain": address.domain().map(|domain| domain.as_str()),
            "InstanceId": address.instance_id(),
            "NetworkBorderGroup": address.network_border_group(),
            "NetworkInterfaceId": address.network_interface_id(),
            "PrivateIpAddress": address.private_ip_address(),
            "PublicIp": address.public_ip(),
            "PublicIpv4Pool": address.public_ipv4_pool(),
        }));
    Some(document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `DescribeAddresses`.
    const ANSWER: &str = r#"<DescribeAddressesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
        <addressesSet>
            <item><publicIp>203.0.113.41</publicIp><allocationId>eipalloc-08229861</allocationId><domain>vpc</domain>
                <instanceId>i-0598c7d356eba48d7</instanceId><associationId>eipassoc-f0229899</associationId>
                <networkInterfaceId>eni-ef229886</networkInterfaceId><privateIpAddress>10.0.0.228</privateIpAddress></item>
            <item><publicIp>203.0.113.42</publicIp><allocationId>eipalloc-1</allocationId><domain>vpc</domain></item>
        </addressesSet>
    </DescribeAddressesResponse>"#;

    #[tokio::test]
    async fn documents_an_address_and_whether_it_is_used() {
        let wire = Wire::default().on(&["Action=DescribeAddresses"], 200, ANSWER);

        let listing = list(&Client::new(&wire.session()), &scope("ec2")).await;

        assert_eq!(
            found(&listing)[0],
            json!({
                "resource_type": "AWS::EC2::EIP",
                "region": "eu-west-1",
                "native_id": "eipalloc-08229861",
                "arn": "arn:aws:ec2:eu-west-1:111111111111:elastic-ip/eipalloc-08229861",
                "name": null,
                "state": "active",
                "native_state": "associated",
                "dependencies": [
                    "111111111111:eu-west-1:AWS.EC2.Instance:i-0598c7d356eba48d7",
                    "111111111111:eu-west-1:AWS.EC2.NetworkInterface:eni-ef229886",
                ],
                "tags": {},
                "created_at": null,
                "properties": {
                    "AssociationId": "eipassoc-f0229899",
                    "Domain": "vpc",
                    "InstanceId": "i-0598c7d356eba48d7",
                    "NetworkInterfaceId": "eni-ef229886",
                    "PrivateIpAddress": "10.0.0.228",
                    "PublicIp": "203.0.113.41",
                },
            })
        );
        assert_eq!(listing.found[1].native_state.as_deref(), Some("unassociated"));
    }
}

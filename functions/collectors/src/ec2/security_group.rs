//! Security groups, from `DescribeSecurityGroups`.
//!
//! EC2 groups the sources of a rule; CloudFormation, and so the document, has a rule for each.

use super::{only, tags, vpc};
use crate::{
    document::{Document, neighbor, sorted},
    listing::list_pages,
};
use aws_sdk_ec2::{
    Client,
    types::{Filter, IpPermission, SecurityGroup, UserIdGroupPair},
};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::ResourceId,
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::EC2::SecurityGroup");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    listed(client, scope, None).await
}

pub(super) async fn named(client: &Client, scope: &Scope, ids: &[String]) -> Listing {
    listed(client, scope, Some(vec![only("group-id", ids)])).await
}

async fn listed(client: &Client, scope: &Scope, filters: Option<Vec<Filter>>) -> Listing {
    let pages =
        client.describe_security_groups().set_filters(filters).max_results(1_000).into_paginator().items().send();
    list_pages(TYPE, "ec2:DescribeSecurityGroups", pages, |group| document(scope, &group)).await
}

fn document(scope: &Scope, group: &SecurityGroup) -> Option<Document> {
    let id = group.group_id()?;
    let all_rules = group.ip_permissions().iter().chain(group.ip_permissions_egress());
    let peers = all_rules.flat_map(IpPermission::user_id_group_pairs);
    let document = Document::new(TYPE, scope, id)
        .arn_of("ec2", &format!("security-group/{id}"))
        .name(group.group_name())
        .tags(tags(group.tags()))
        .needs_here(vpc::TYPE, group.vpc_id())
        .needs(peers.filter_map(|pair| peer(scope, pair)))
        .properties(json!({
            "GroupDescription": group.description(),
            "GroupName": group.group_name(),
            "SecurityGroupEgress": rules(group.ip_permissions_egress(), "Destination"),
            "SecurityGroupIngress": rules(group.ip_permissions(), "Source"),
            "VpcId": group.vpc_id(),
        }));
    Some(document)
}

/// A group that a rule names, which may be another account's.
fn peer(scope: &Scope, pair: &UserIdGroupPair) -> Option<ResourceId> {
    let mut peer = neighbor(scope, TYPE, pair.group_id()?);
    if let Some(account) = pair.user_id() {
        peer.account_id = account.parse().ok()?;
    }
    Some(peer)
}

/// Turns what EC2 allows into the rules of CloudFormation; `side` names the far end.
fn rules(permissions: &[IpPermission], side: &str) -> Value {
    sorted(permissions.iter().flat_map(|permission| {
        let rule = |end: Value| {
            let mut rule = json!({
                "FromPort": permission.from_port(),
                "IpProtocol": permission.ip_protocol(),
                "ToPort": permission.to_port(),
            });
            if let (Value::Object(rule), Value::Object(end)) = (&mut rule, end) {
                rule.extend(end);
            }
            rule
        };
        let ipv4 = permission.ip_ranges().iter();
        let ipv4 = ipv4.map(|range| json!({"CidrIp": range.cidr_ip(), "Description": range.description()}));
        let ipv6 = permission.ipv6_ranges().iter();
        let ipv6 = ipv6.map(|range| json!({"CidrIpv6": range.cidr_ipv6(), "Description": range.description()}));
        let prefixes = permission.prefix_list_ids().iter().map(
            |list| json!({format!("{side}PrefixListId"): list.prefix_list_id(), "Description": list.description()}),
        );
        let groups = permission.user_id_group_pairs().iter().map(|pair| {
            json!({
                format!("{side}SecurityGroupId"): pair.group_id(),
                format!("{side}SecurityGroupOwnerId"): pair.user_id(),
                "Description": pair.description(),
            })
        });
        ipv4.chain(ipv6).chain(prefixes).chain(groups).map(rule).collect::<Vec<_>>()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    /// From the API reference of `DescribeSecurityGroups`.
    const ANSWER: &str = r#"<DescribeSecurityGroupsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
        <securityGroupInfo><item>
            <ownerId>111111111111</ownerId><groupId>sg-1</groupId><groupName>web</groupName>
            <groupDescription>Web servers</groupDescription><vpcId>vpc-1</vpcId>
            <ipPermissions>
                <item><ipProtocol>tcp</ipProtocol><fromPort>22</fromPort><toPort>22</toPort>
                    <groups/><ipRanges>
                        <item><cidrIp>203.0.113.0/24</cidrIp><description>office</description></item>
                        <item><cidrIp>0.0.0.0/0</cidrIp></item>
                    </ipRanges>
                    <ipv6Ranges><item><cidrIpv6>::/0</cidrIpv6></item></ipv6Ranges><prefixListIds/></item>
                <item><ipProtocol>tcp</ipProtocol><fromPort>443</fromPort><toPort>443</toPort>
                    <groups>
                        <item><userId>111111111111</userId><groupId>sg-1</groupId></item>
                        <item><userId>222222222222</userId><groupId>sg-2</groupId></item>
                    </groups><ipRanges/><ipv6Ranges/><prefixListIds/></item>
            </ipPermissions>
            <ipPermissionsEgress>
                <item><ipProtocol>-1</ipProtocol><groups/><ipRanges/><ipv6Ranges/>
                    <prefixListIds><item><prefixListId>pl-1</prefixListId></item></prefixListIds></item>
            </ipPermissionsEgress>
            <tagSet><item><key>Name</key><value>tag</value></item></tagSet>
        </item></securityGroupInfo>
    </DescribeSecurityGroupsResponse>"#;

    #[tokio::test]
    async fn documents_a_security_group_with_one_rule_for_each_source() {
        let wire = Wire::default().on(&["Action=DescribeSecurityGroups"], 200, ANSWER);

        let listing = list(&Client::new(&wire.session()), &scope("ec2")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::EC2::SecurityGroup",
                "region": "eu-west-1",
                "native_id": "sg-1",
                "arn": "arn:aws:ec2:eu-west-1:111111111111:security-group/sg-1",
                "name": "web",
                "state": "active",
                "native_state": null,
                "dependencies": [
                    "111111111111:eu-west-1:AWS.EC2.VPC:vpc-1",
                    "222222222222:eu-west-1:AWS.EC2.SecurityGroup:sg-2",
                ],
                "tags": {"Name": "tag"},
                "created_at": null,
                "properties": {
                    "GroupDescription": "Web servers",
                    "GroupName": "web",
                    "SecurityGroupEgress": [{"DestinationPrefixListId": "pl-1", "IpProtocol": "-1"}],
                    "SecurityGroupIngress": [
                        {"CidrIp": "0.0.0.0/0", "FromPort": 22, "IpProtocol": "tcp", "ToPort": 22},
                        {"CidrIp": "203.0.113.0/24", "Description": "office", "FromPort": 22, "IpProtocol": "tcp", "ToPort": 22},
                        {"CidrIpv6": "::/0", "FromPort": 22, "IpProtocol": "tcp", "ToPort": 22},
                        {
                            "FromPort": 443, "IpProtocol": "tcp", "SourceSecurityGroupId": "sg-1",
                            "SourceSecurityGroupOwnerId": "111111111111", "ToPort": 443,
                        },
                        {
                            "FromPort": 443, "IpProtocol": "tcp", "SourceSecurityGroupId": "sg-2",
                            "SourceSecurityGroupOwnerId": "222222222222", "ToPort": 443,
                        },
                    ],
                    "VpcId": "vpc-1",
                },
            }])
        );
    }
}

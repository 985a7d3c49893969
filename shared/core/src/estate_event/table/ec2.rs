//! The calls of EC2, from the events of `CloudTrail` that its user guide shows.

use super::{Calls, Effect, among, named, whole};

const INSTANCE: &str = "AWS::EC2::Instance";
const VOLUME: &str = "AWS::EC2::Volume";
const SNAPSHOT: &str = "AWS::EC2::Snapshot";
const ADDRESS: &str = "AWS::EC2::EIP";
const VPC: &str = "AWS::EC2::VPC";
const SUBNET: &str = "AWS::EC2::Subnet";
const ROUTE_TABLE: &str = "AWS::EC2::RouteTable";
const INTERNET_GATEWAY: &str = "AWS::EC2::InternetGateway";
const NAT_GATEWAY: &str = "AWS::EC2::NatGateway";
const SECURITY_GROUP: &str = "AWS::EC2::SecurityGroup";
const INTERFACE: &str = "AWS::EC2::NetworkInterface";
const LAUNCH_TEMPLATE: &str = "AWS::EC2::LaunchTemplate";

const TAGGED: &[&str] = &["request.resourcesSet.items[].resourceId"];
const INSTANCES: &[&str] = &["request.instancesSet.items[].instanceId", "response.instancesSet.items[].instanceId"];
const INTERFACES_OF_LAUNCH: &[&str] = &["response.instancesSet.items[].networkInterfaceSet.items[].networkInterfaceId"];
const GROUP: &[&str] = &["request.groupId", "response.groupId"];

const fn calls(names: &'static [&'static str], effects: &'static [Effect]) -> Calls {
    Calls { source: "ec2", names, effects }
}

/// What each call changes.
///
/// The younger operations wrap their parameters into an object with the name of the request.
pub(super) const CALLS: &[Calls] = &[
    // A launch makes disks of which the answer does not tell.
    calls(&["RunInstances"], &[named(INSTANCE, INSTANCES), named(INTERFACE, INTERFACES_OF_LAUNCH), whole(VOLUME)]),
    calls(&["StartInstances", "StopInstances", "RebootInstances"], &[named(INSTANCE, INSTANCES)]),
    calls(&["TerminateInstances"], &[named(INSTANCE, INSTANCES), whole(VOLUME), whole(INTERFACE)]),
    calls(&["MonitorInstances", "UnmonitorInstances"], &[named(INSTANCE, INSTANCES)]),
    calls(
        &["ModifyInstanceAttribute", "ResetInstanceAttribute", "ModifyInstancePlacement"],
        &[named(INSTANCE, &["request.instanceId"])],
    ),
    calls(
        &["ModifyInstanceMetadataOptions"],
        &[named(INSTANCE, &["request.ModifyInstanceMetadataOptionsRequest.InstanceId", "request.instanceId"])],
    ),
    calls(
        &["AssociateIamInstanceProfile"],
        &[named(INSTANCE, &["request.AssociateIamInstanceProfileRequest.InstanceId", "request.instanceId"])],
    ),
    calls(&["DisassociateIamInstanceProfile", "ReplaceIamInstanceProfileAssociation"], &[whole(INSTANCE)]),
    calls(&["CreateVolume"], &[named(VOLUME, &["response.volumeId"])]),
    calls(&["DeleteVolume"], &[named(VOLUME, &["request.volumeId"])]),
    calls(&["ModifyVolume"], &[named(VOLUME, &["request.ModifyVolumeRequest.VolumeId", "request.volumeId"])]),
    calls(
        &["AttachVolume", "DetachVolume"],
        &[named(VOLUME, &["request.volumeId"]), named(INSTANCE, &["request.instanceId", "response.instanceId"])],
    ),
    calls(&["CreateSnapshot", "CopySnapshot"], &[named(SNAPSHOT, &["response.snapshotId"])]),
    calls(&["CreateSnapshots"], &[whole(SNAPSHOT)]),
    calls(&["DeleteSnapshot", "ModifySnapshotAttribute"], &[named(SNAPSHOT, &["request.snapshotId"])]),
    calls(&["CreateSecurityGroup", "DeleteSecurityGroup"], &[named(SECURITY_GROUP, GROUP)]),
    calls(
        &[
            "AuthorizeSecurityGroupIngress",
            "AuthorizeSecurityGroupEgress",
            "RevokeSecurityGroupIngress",
            "RevokeSecurityGroupEgress",
            "UpdateSecurityGroupRuleDescriptions*",
        ],
        &[named(SECURITY_GROUP, GROUP)],
    ),
    calls(
        &["ModifySecurityGroupRules"],
        &[named(SECURITY_GROUP, &["request.ModifySecurityGroupRulesRequest.GroupId", "request.groupId"])],
    ),
    calls(&["CreateNetworkInterface"], &[named(INTERFACE, &["response.networkInterface.networkInterfaceId"])]),
    calls(
        &[
            "DeleteNetworkInterface",
            "ModifyNetworkInterfaceAttribute",
            "AssignPrivateIpAddresses",
            "UnassignPrivateIpAddresses",
        ],
        &[named(INTERFACE, &["request.networkInterfaceId"])],
    ),
    calls(
        &["AttachNetworkInterface"],
        &[named(INTERFACE, &["request.networkInterfaceId"]), named(INSTANCE, &["request.instanceId"])],
    ),
    calls(&["DetachNetworkInterface"], &[whole(INTERFACE), whole(INSTANCE)]),
    calls(&["CreateSubnet"], &[named(SUBNET, &["response.subnet.subnetId"])]),
    calls(&["DeleteSubnet", "ModifySubnetAttribute"], &[named(SUBNET, &["request.subnetId"])]),
    calls(&["CreateDefaultSubnet"], &[whole(SUBNET)]),
    // A network comes with a route table and a security group, and takes them along.
    calls(&["CreateVpc"], &[named(VPC, &["response.vpc.vpcId"]), whole(ROUTE_TABLE), whole(SECURITY_GROUP)]),
    calls(&["DeleteVpc"], &[named(VPC, &["request.vpcId"]), whole(ROUTE_TABLE), whole(SECURITY_GROUP)]),
    calls(
        &["CreateDefaultVpc"],
        &[whole(VPC), whole(SUBNET), whole(ROUTE_TABLE), whole(SECURITY_GROUP), whole(INTERNET_GATEWAY)],
    ),
    calls(&["ModifyVpcAttribute", "ModifyVpcTenancy", "AssociateDhcpOptions"], &[named(VPC, &["request.vpcId"])]),
    calls(&["AssociateVpcCidrBlock"], &[named(VPC, &["request.AssociateVpcCidrBlockRequest.VpcId", "request.vpcId"])]),
    calls(&["DisassociateVpcCidrBlock"], &[whole(VPC)]),
    calls(&["AllocateAddress"], &[named(ADDRESS, &["response.allocationId"])]),
    calls(&["ReleaseAddress"], &[named(ADDRESS, &["request.allocationId"])]),
    calls(&["AssociateAddress"], &[named(ADDRESS, &["request.allocationId"]), whole(INSTANCE), whole(INTERFACE)]),
    calls(&["DisassociateAddress"], &[whole(ADDRESS), whole(INSTANCE), whole(INTERFACE)]),
    calls(
        &["CreateNatGateway"],
        &[
            named(NAT_GATEWAY, &["response.CreateNatGatewayResponse.natGateway.natGatewayId"]),
            whole(INTERFACE),
            whole(ADDRESS),
        ],
    ),
    calls(
        &["DeleteNatGateway"],
        &[named(NAT_GATEWAY, &["request.DeleteNatGatewayRequest.NatGatewayId"]), whole(INTERFACE), whole(ADDRESS)],
    ),
    calls(&["CreateInternetGateway"], &[named(INTERNET_GATEWAY, &["response.internetGateway.internetGatewayId"])]),
    calls(
        &["DeleteInternetGateway", "AttachInternetGateway", "DetachInternetGateway"],
        &[named(INTERNET_GATEWAY, &["request.internetGatewayId"])],
    ),
    calls(&["CreateRouteTable"], &[named(ROUTE_TABLE, &["response.routeTable.routeTableId"])]),
    calls(
        &["DeleteRouteTable", "CreateRoute", "DeleteRoute", "ReplaceRoute", "AssociateRouteTable"],
        &[named(ROUTE_TABLE, &["request.routeTableId"])],
    ),
    calls(&["DisassociateRouteTable", "ReplaceRouteTableAssociation"], &[whole(ROUTE_TABLE)]),
    calls(
        &[
            "CreateLaunchTemplate",
            "CreateLaunchTemplateVersion",
            "DeleteLaunchTemplate",
            "DeleteLaunchTemplateVersions",
            "ModifyLaunchTemplate",
        ],
        &[whole(LAUNCH_TEMPLATE)],
    ),
    calls(
        &["CreateTags", "DeleteTags"],
        &[
            among(INSTANCE, "i-", TAGGED),
            among(VOLUME, "vol-", TAGGED),
            among(SNAPSHOT, "snap-", TAGGED),
            among(ADDRESS, "eipalloc-", TAGGED),
            among(VPC, "vpc-", TAGGED),
            among(SUBNET, "subnet-", TAGGED),
            among(ROUTE_TABLE, "rtb-", TAGGED),
            among(INTERNET_GATEWAY, "igw-", TAGGED),
            among(NAT_GATEWAY, "nat-", TAGGED),
            among(SECURITY_GROUP, "sg-", TAGGED),
            among(INTERFACE, "eni-", TAGGED),
            among(LAUNCH_TEMPLATE, "lt-", TAGGED),
        ],
    ),
];

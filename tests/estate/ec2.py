"""Makes what CloudFormation of the local AWS lacks in EC2: machines, disks, addresses and gateways."""

from __future__ import annotations

from typing import Any, Iterable

from .making import Making
from .model import Declared


def _find(making: Making, resource: Declared, existing: Iterable[dict[str, Any]], key: str, wanted: dict[str, Any]) -> str | None:
    """Finds what an earlier run made: by its name, or an unnamed one by what it is like."""
    taken = set(making.names.values())
    for candidate in existing:
        tags = {tag["Key"]: tag["Value"] for tag in candidate.get("Tags") or candidate.get("TagSet") or []}
        if candidate[key] in taken:
            continue
        if resource.untagged:
            if not tags and all(candidate.get(name) == value for name, value in wanted.items()):
                return candidate[key]
        elif tags.get("Name") == resource.name:
            return candidate[key]
    return None


def _tagging(making: Making, resource: Declared, kind: str) -> dict[str, Any]:
    tags = making.tags(resource)
    return {"TagSpecifications": [{"ResourceType": kind, "Tags": tags}]} if tags else {}


def address(making: Making, resource: Declared, properties: dict[str, Any]) -> tuple[str, bool]:
    ec2 = making.client("ec2")
    found = _find(making, resource, ec2.describe_addresses()["Addresses"], "AllocationId", {})
    if found:
        return found, False
    made = ec2.allocate_address(**properties, **_tagging(making, resource, "elastic-ip"))
    return made["AllocationId"], True


def nat_gateway(making: Making, resource: Declared, properties: dict[str, Any]) -> tuple[str, bool]:
    ec2 = making.client("ec2")
    alive = [gateway for gateway in ec2.describe_nat_gateways()["NatGateways"] if gateway["State"] == "available"]
    found = _find(making, resource, alive, "NatGatewayId", {})
    if found:
        return found, False
    made = ec2.create_nat_gateway(**properties, **_tagging(making, resource, "natgateway"))["NatGateway"]["NatGatewayId"]
    if resource.options.get("interface"):
        _gateway_interface(making, resource, properties, made)
    return made, True


def _gateway_interface(making: Making, resource: Declared, properties: dict[str, Any], gateway: str) -> None:
    """Makes the interface at which a NAT gateway answers, which AWS makes by itself."""
    described = {"SubnetId": properties["SubnetId"], "Description": f"Interface for NAT Gateway {gateway}"}
    made = _make_interface(making, resource, described)
    making.client("ec2").associate_address(AllocationId=properties["AllocationId"], NetworkInterfaceId=made)


def instance(making: Making, resource: Declared, properties: dict[str, Any]) -> tuple[str, bool]:
    ec2 = making.client("ec2")
    wanted = {"InstanceType": properties["InstanceType"]}
    found = _find(making, resource, _living_instances(ec2), "InstanceId", wanted)
    if found:
        return found, False
    if "IamInstanceProfile" in properties:
        properties["IamInstanceProfile"] = {"Name": properties["IamInstanceProfile"]}
    made = ec2.run_instances(MinCount=1, MaxCount=1, **properties, **_tagging(making, resource, "instance"))["Instances"][0]
    _finish_instance(making, resource, made)
    return made["InstanceId"], True


def _living_instances(ec2: Any) -> list[dict[str, Any]]:
    reservations = ec2.describe_instances()["Reservations"]
    everything = [instance for reservation in reservations for instance in reservation["Instances"]]
    return [instance for instance in everything if instance["State"]["Name"] not in ("shutting-down", "terminated")]


def _finish_instance(making: Making, resource: Declared, made: dict[str, Any]) -> None:
    ec2 = making.client("ec2")
    root = made["BlockDeviceMappings"][0]["Ebs"]["VolumeId"]
    if "root" in resource.options:
        ec2.modify_volume(VolumeId=root, **resource.options["root"])
    if tags := making.tags(resource):
        ec2.create_tags(Resources=[root], Tags=tags)
    if "address" in resource.options:
        allocation = making.resolve_all(resource.options["address"])
        ec2.associate_address(AllocationId=allocation, InstanceId=made["InstanceId"])
    if resource.options.get("stopped"):
        ec2.stop_instances(InstanceIds=[made["InstanceId"]])


def volume(making: Making, resource: Declared, properties: dict[str, Any]) -> tuple[str, bool]:
    ec2 = making.client("ec2")
    wanted = {key: properties[key] for key in ("Size", "VolumeType", "AvailabilityZone")}
    # The root volume of a named instance carries the name of the instance.
    apart = [volume for volume in ec2.describe_volumes()["Volumes"] if not _is_root(volume)]
    found = _find(making, resource, apart, "VolumeId", wanted)
    if found:
        return found, False
    made = ec2.create_volume(**properties, **_tagging(making, resource, "volume"))["VolumeId"]
    if attach := resource.options.get("attach"):
        ec2.attach_volume(VolumeId=made, InstanceId=making.names[f"AWS::EC2::Instance/{attach['instance']}"], Device=attach["device"])
    return made, True


def _is_root(volume: dict[str, Any]) -> bool:
    return any(attachment.get("DeleteOnTermination") for attachment in volume["Attachments"])


def snapshot(making: Making, resource: Declared, properties: dict[str, Any]) -> tuple[str, bool]:
    ec2 = making.client("ec2")
    found = _find(making, resource, ec2.describe_snapshots(OwnerIds=["self"])["Snapshots"], "SnapshotId", {})
    if found:
        return found, False
    made = ec2.create_snapshot(**properties, **_tagging(making, resource, "snapshot"))["SnapshotId"]
    if resource.options.get("public"):
        ec2.modify_snapshot_attribute(SnapshotId=made, Attribute="createVolumePermission", OperationType="add", GroupNames=["all"])
    return made, True


def network_interface(making: Making, resource: Declared, properties: dict[str, Any]) -> tuple[str, bool]:
    ec2 = making.client("ec2")
    for existing in ec2.describe_network_interfaces()["NetworkInterfaces"]:
        if existing["Description"] == properties["Description"]:
            return existing["NetworkInterfaceId"], False
    properties["Groups"] = properties.pop("GroupSet")
    made = _make_interface(making, resource, properties)
    if attach := resource.options.get("attach"):
        instance_id = making.names[f"AWS::EC2::Instance/{attach['instance']}"]
        ec2.attach_network_interface(NetworkInterfaceId=made, InstanceId=instance_id, DeviceIndex=attach["index"])
    return made, True


def _make_interface(making: Making, resource: Declared, properties: dict[str, Any]) -> str:
    ec2 = making.client("ec2")
    made = ec2.create_network_interface(**properties)["NetworkInterface"]["NetworkInterfaceId"]
    # The local AWS forgets the tags that come with the making of an interface.
    if tags := making.tags(resource):
        ec2.create_tags(Resources=[made], Tags=tags)
    return made


def delete_default_vpcs(ec2: Any) -> int:
    """Deletes the VPC that a region of a new account is born with, as careful organizations do."""
    defaults = [vpc["VpcId"] for vpc in ec2.describe_vpcs()["Vpcs"] if vpc["IsDefault"]]
    for vpc in defaults:
        for gateway in ec2.describe_internet_gateways()["InternetGateways"]:
            if any(attachment["VpcId"] == vpc for attachment in gateway["Attachments"]):
                ec2.detach_internet_gateway(InternetGatewayId=gateway["InternetGatewayId"], VpcId=vpc)
                ec2.delete_internet_gateway(InternetGatewayId=gateway["InternetGatewayId"])
        for subnet in ec2.describe_subnets()["Subnets"]:
            if subnet["VpcId"] == vpc:
                ec2.delete_subnet(SubnetId=subnet["SubnetId"])
        ec2.delete_vpc(VpcId=vpc)
    return len(defaults)

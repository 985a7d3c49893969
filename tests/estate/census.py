"""Counts what there is, asking AWS with each account's own credentials.

The census is a second pair of eyes: it is written apart from the collectors, in another language
and with another SDK, so that the tests can hold what Pantheon found against it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Callable, Iterator

from . import edge_census, guards, workloads
from .clients import Accounts, answers
from .model import GLOBAL


@dataclass(frozen=True, order=True)
class Resource:
    """A resource as the inventory should name it."""

    account_id: str
    region: str
    type: str
    native_id: str

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


# How to list each type: its service, operation, path to the items and key of the identifier.
_REGIONAL: dict[str, tuple[str, str, str, str]] = {
    "AWS::EC2::VPC": ("ec2", "describe_vpcs", "Vpcs", "VpcId"),
    "AWS::EC2::Subnet": ("ec2", "describe_subnets", "Subnets", "SubnetId"),
    "AWS::EC2::RouteTable": ("ec2", "describe_route_tables", "RouteTables", "RouteTableId"),
    "AWS::EC2::InternetGateway": ("ec2", "describe_internet_gateways", "InternetGateways", "InternetGatewayId"),
    "AWS::EC2::NatGateway": ("ec2", "describe_nat_gateways", "NatGateways", "NatGatewayId"),
    "AWS::EC2::SecurityGroup": ("ec2", "describe_security_groups", "SecurityGroups", "GroupId"),
    "AWS::EC2::NetworkInterface": ("ec2", "describe_network_interfaces", "NetworkInterfaces", "NetworkInterfaceId"),
    "AWS::EC2::LaunchTemplate": ("ec2", "describe_launch_templates", "LaunchTemplates", "LaunchTemplateId"),
    "AWS::EC2::Volume": ("ec2", "describe_volumes", "Volumes", "VolumeId"),
    "AWS::RDS::DBInstance": ("rds", "describe_db_instances", "DBInstances", "DBInstanceIdentifier"),
    "AWS::RDS::DBCluster": ("rds", "describe_db_clusters", "DBClusters", "DBClusterIdentifier"),
    "AWS::RDS::DBSubnetGroup": ("rds", "describe_db_subnet_groups", "DBSubnetGroups", "DBSubnetGroupName"),
    "AWS::RDS::DBSnapshot": ("rds", "describe_db_snapshots", "DBSnapshots", "DBSnapshotIdentifier"),
    "AWS::RDS::DBClusterSnapshot": ("rds", "describe_db_cluster_snapshots", "DBClusterSnapshots", "DBClusterSnapshotIdentifier"),
    "AWS::Lambda::Function": ("lambda", "list_functions", "Functions", "FunctionName"),
    "AWS::Lambda::EventSourceMapping": ("lambda", "list_event_source_mappings", "EventSourceMappings", "UUID"),
    "AWS::CloudFormation::Stack": ("cloudformation", "describe_stacks", "Stacks", "StackId"),
    "AWS::ApiGateway::RestApi": ("apigateway", "get_rest_apis", "items", "id"),
    "AWS::ApiGatewayV2::Api": ("apigatewayv2", "get_apis", "Items", "ApiId"),
    **workloads.REGIONAL,
    **edge_census.REGIONAL,
}


def _instances(client: Any) -> Iterator[str]:
    for page in client.get_paginator("describe_instances").paginate():
        for reservation in page["Reservations"]:
            for instance in reservation["Instances"]:
                if instance["State"]["Name"] != "terminated":
                    yield instance["InstanceId"]


def _snapshots(client: Any) -> Iterator[str]:
    for page in client.get_paginator("describe_snapshots").paginate(OwnerIds=["self"]):
        yield from (snapshot["SnapshotId"] for snapshot in page["Snapshots"])


def _addresses(client: Any) -> Iterator[str]:
    yield from (address["AllocationId"] for address in client.describe_addresses()["Addresses"])


def _tables(client: Any) -> Iterator[str]:
    for page in client.get_paginator("list_tables").paginate():
        yield from page["TableNames"]


def _rest_stages(client: Any) -> Iterator[str]:
    for api in _pages(client, "get_rest_apis", "items"):
        for stage in client.get_stages(restApiId=api["id"])["item"]:
            yield f"{api['id']}/{stage['stageName']}"


def _stages(client: Any) -> Iterator[str]:
    for api in _pages(client, "get_apis", "Items"):
        for stage in _pages(client, "get_stages", "Items", ApiId=api["ApiId"]):
            yield f"{api['ApiId']}/{stage['StageName']}"


_IRREGULAR: dict[str, tuple[str, Callable[[Any], Iterator[str]]]] = {
    "AWS::EC2::Instance": ("ec2", _instances),
    "AWS::EC2::Snapshot": ("ec2", _snapshots),
    "AWS::EC2::EIP": ("ec2", _addresses),
    "AWS::DynamoDB::Table": ("dynamodb", _tables),
    "AWS::ApiGateway::Stage": ("apigateway", _rest_stages),
    "AWS::ApiGatewayV2::Stage": ("apigatewayv2", _stages),
    **workloads.IRREGULAR,
    **guards.REGIONAL,
    **edge_census.IRREGULAR,
}

_IAM: dict[str, tuple[str, str, str, dict[str, str]]] = {
    "AWS::IAM::User": ("list_users", "Users", "UserName", {}),
    "AWS::IAM::Group": ("list_groups", "Groups", "GroupName", {}),
    "AWS::IAM::Role": ("list_roles", "Roles", "RoleName", {}),
    "AWS::IAM::InstanceProfile": ("list_instance_profiles", "InstanceProfiles", "InstanceProfileName", {}),
    "AWS::IAM::ManagedPolicy": ("list_policies", "Policies", "Arn", {"Scope": "Local"}),
}

# Pantheon's own type for what can be asked only of an account as a whole; each account has one.
SUMMARY = "Pantheon::IAM::AccountSummary"

TYPES = frozenset(
    [*_REGIONAL, *_IRREGULAR, *_IAM, *edge_census.GLOBAL_TYPES, *guards.TYPES, "AWS::IAM::AccessKey", "AWS::S3::Bucket", SUMMARY]
)


def of_account(accounts: Accounts, account_id: str, home: str, regions: list[str]) -> set[Resource]:
    """Counts one account."""
    found = set(_of_iam(accounts.client("iam", account_id, home), account_id))
    found |= set(_of_s3(accounts.client("s3", account_id, home), account_id, regions))
    for type_name, (service, listed) in edge_census.GLOBAL_TYPES.items():
        found |= {Resource(account_id, GLOBAL, type_name, native_id) for native_id in listed(accounts.client(service, account_id, home))}
    for region in regions:
        found |= set(_of_region(accounts, account_id, region))
    return found


def of_organization(accounts: Accounts, account_id: str, home: str) -> set[Resource]:
    """Counts what belongs to the organization, which its management account holds."""
    client = accounts.client("organizations", account_id, home)
    return {Resource(account_id, GLOBAL, type_name, native_id) for type_name, native_id in guards.of_organization(client)}


def _of_region(accounts: Accounts, account_id: str, region: str) -> Iterator[Resource]:
    for type_name, (service, operation, path, key) in _REGIONAL.items():
        for item in _pages(accounts.client(service, account_id, region), operation, path):
            yield Resource(account_id, region, type_name, item[key])
    for type_name, (service, listed) in _IRREGULAR.items():
        for native_id in listed(accounts.client(service, account_id, region)):
            yield Resource(account_id, region, type_name, native_id)


def _pages(client: Any, operation: str, path: str, **arguments: str) -> Iterator[dict[str, Any]]:
    for answer in answers(client, operation, **arguments):
        yield from answer[path]


def _of_iam(iam: Any, account_id: str) -> Iterator[Resource]:
    yield Resource(account_id, GLOBAL, SUMMARY, account_id)
    for type_name, (operation, path, key, arguments) in _IAM.items():
        for item in _pages(iam, operation, path, **arguments):
            yield Resource(account_id, GLOBAL, type_name, item[key])
            if type_name == "AWS::IAM::User":
                for access_key in _pages(iam, "list_access_keys", "AccessKeyMetadata", UserName=item["UserName"]):
                    yield Resource(account_id, GLOBAL, "AWS::IAM::AccessKey", access_key["AccessKeyId"])


def _of_s3(s3: Any, account_id: str, regions: list[str]) -> Iterator[Resource]:
    for bucket in s3.list_buckets()["Buckets"]:
        region = s3.get_bucket_location(Bucket=bucket["Name"])["LocationConstraint"] or "us-east-1"
        if region in regions:
            yield Resource(account_id, region, "AWS::S3::Bucket", bucket["Name"])

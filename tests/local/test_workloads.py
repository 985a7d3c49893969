"""The same queues, clusters and catalogs, made on two implementations of AWS, give the same documents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.estate import two_clouds, workloads

SERVICES = ("athena", "ecs", "eks", "elasticache", "eventbridge", "glue", "opensearch", "sns", "sqs", "stepfunctions")

# What is not the same, by type and path, and why.
DIFFERENCES = {
    "AWS::Athena::WorkGroup": {
        "properties.Description": "each describes the first workgroup in its own words",
        "properties.WorkGroupConfiguration": "moto gives back what it was told, MiniStack what AWS makes of it",
    },
    "AWS::ECS::Service": {
        "properties.DeploymentConfiguration": "moto has no defaults",
        "properties.HealthCheckGracePeriodSeconds": "moto has no defaults",
    },
    "AWS::EKS::Cluster": {
        "dependencies": "moto makes no security group and does not tell the VPC",
        "properties.Endpoint": "made up",
        "properties.KubernetesNetworkConfig": "made up",
        "properties.OpenIdConnectIssuer": "made up",
        "properties.ResourcesVpcConfig.ClusterSecurityGroupId": "moto makes none",
        "properties.ResourcesVpcConfig.PublicAccessCidrs": "moto has no defaults",
        "properties.ResourcesVpcConfig.VpcId": "MiniStack makes one up, moto tells none",
        "properties.Version": "each has its own latest version",
    },
    "AWS::EKS::Nodegroup": {
        "arn": "it ends with a number of its own",
        "dependencies": "the scaling group and the security group are made up",
        "properties.ReleaseVersion": "MiniStack tells none",
        "properties.RemoteAccess": "moto makes a key up",
        "properties.Version": "each has its own latest version",
    },
    "AWS::ElastiCache::CacheCluster": {
        "properties.AtRestEncryptionEnabled": "moto has no defaults",
        "properties.CacheParameterGroupName": "moto has no defaults",
        "properties.EngineVersion": "moto has no defaults",
        "properties.Port": "moto tells no nodes",
        "properties.PreferredAvailabilityZones": "moto tells no nodes",
        "properties.PreferredMaintenanceWindow": "moto has no defaults",
        "properties.SnapshotWindow": "moto has no defaults",
        "properties.TransitEncryptionEnabled": "moto has no defaults",
    },
    "AWS::ElastiCache::ReplicationGroup": {
        "properties.AutoMinorVersionUpgrade": "moto has no defaults",
        "properties.DataTieringEnabled": "MiniStack tells none",
        "properties.Endpoint": "made up",
        "properties.MemberClusters": "moto makes one member, whatever it is told",
        "properties.ReplicasPerNodeGroup": "moto makes one member, whatever it is told",
        "properties.SnapshotWindow": "moto writes 6:00 for 06:00",
        "properties.TransitEncryptionMode": "moto has no defaults",
    },
    "AWS::Glue::Crawler": {"tags": "MiniStack forgets them"},
    "AWS::Glue::Job": {
        "properties.ExecutionClass": "MiniStack has no defaults",
        "properties.ExecutionProperty": "MiniStack has no defaults",
        "properties.LastModifiedOn": "a time",
        "properties.Timeout": "moto has no defaults",
        "tags": "MiniStack forgets them",
    },
    "AWS::OpenSearchService::Domain": {
        "properties.AdvancedSecurityOptions.AnonymousAuthEnabled": "MiniStack tells none",
        "properties.DomainEndpointOptions": "each has its own defaults",
        "properties.Endpoint": "made up",
        "properties.ServiceSoftwareOptions": "moto tells none",
        "properties.SoftwareUpdateOptions": "moto tells none",
    },
    "AWS::SNS::Subscription": {"arn": "it ends with a number of its own", "native_id": "it ends with a number of its own"},
    "AWS::SNS::Topic": {"properties.Policy.Statement": "each has its own default policy"},
    "AWS::StepFunctions::StateMachine": {"properties.TracingConfiguration": "MiniStack tells only what it was told"},
}

# What only one of them has, and why.
ALONE = {
    ("AWS::Athena::DataCatalog", "AwsDataCatalog"): "moto has only what was made",
    ("AWS::ElastiCache::CacheCluster", "sessions-0001-001"): "moto does not show the members of a group",
    ("AWS::ElastiCache::CacheCluster", "sessions-0001-002"): "moto does not show the members of a group",
}

Seen = dict[str, dict[tuple[str, str], dict[str, str]]]


@pytest.fixture(scope="module")
def warehouses() -> list[dict[str, Any]]:
    """What moto has and MiniStack has not; filled while moto runs."""
    return []


@pytest.fixture(scope="module")
def seen(warehouses: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """What the collectors find on each, as paths and values."""
    found: Seen = {}
    folder = tmp_path_factory.mktemp("clouds")
    for name in two_clouds.NAMES:
        with two_clouds.running(name, folder) as cloud:
            two_clouds.make(cloud, workloads.MAKERS, workloads.MAKERS)
            documents = two_clouds.documents(cloud, SERVICES, folder)
            if name == "moto":
                warehouses.extend(_warehouses(cloud, folder))
        assert set(documents) == set(SERVICES)
        every = [document for service in documents.values() for document in service]
        found[name] = {_called(document): dict(_paths(document)) for document in every}
    return found


def _warehouses(cloud: two_clouds.Cloud, folder: Path) -> list[dict[str, Any]]:
    redshift = cloud.client("redshift")
    subnets = [identifier for identifier, name in cloud.names.items() if name.startswith("network.Data")]
    redshift.create_cluster_subnet_group(ClusterSubnetGroupName="warehouse", Description="private", SubnetIds=subnets)
    redshift.create_cluster(
        ClusterIdentifier="warehouse", NodeType="ra3.xlplus", MasterUsername="keeper", MasterUserPassword="Not-a-secret-1",
        ClusterSubnetGroupName="warehouse", PubliclyAccessible=True, Tags=[{"Key": "Owner", "Value": "athena@olympus.example"}],
    )  # fmt: skip
    return two_clouds.documents(cloud, ["redshift"], folder)["redshift"]


def _called(document: dict[str, Any]) -> tuple[str, str]:
    return document["resource_type"], document["name"] or document["properties"]["Endpoint"]


def _paths(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            # When something was made cannot be the same.
            if (path, key) != ("", "created_at"):
                yield from _paths(inner, f"{path}.{key}".lstrip("."))
    else:
        # Lists were sorted by identifiers that differ.
        yield path, json.dumps(sorted(value, key=json.dumps) if isinstance(value, list) else value, sort_keys=True)


def _differences(seen: Seen, called: tuple[str, str]) -> set[str]:
    one, other = (seen[name][called] for name in two_clouds.NAMES)
    return {path for path in {*one, *other} if one.get(path) != other.get(path)}


def _listed(called: tuple[str, str], path: str) -> set[str]:
    return {listed for listed in DIFFERENCES.get(called[0], {}) if path == listed or path.startswith(f"{listed}.")}


def test_gives_the_same_documents_but_for_what_is_listed(seen: Seen) -> None:
    one, other = (seen[name] for name in two_clouds.NAMES)
    assert set(one) ^ set(other) == set(ALONE)

    surprising = {(*called, path) for called in set(one) & set(other) for path in _differences(seen, called) if not _listed(called, path)}
    assert surprising == set()


def test_lists_no_difference_that_there_is_not(seen: Seen) -> None:
    both = set(seen["MiniStack"]) & set(seen["moto"])
    used = {(called[0], listed) for called in both for path in _differences(seen, called) for listed in _listed(called, path)}

    assert used == {(kind, path) for kind, paths in DIFFERENCES.items() for path in paths}


@pytest.mark.usefixtures("seen")
def test_reads_the_warehouse_that_only_one_of_them_has(warehouses: list[dict[str, Any]]) -> None:
    cluster, group = warehouses

    assert (cluster["resource_type"], cluster["native_id"]) == ("AWS::Redshift::Cluster", "warehouse")
    assert cluster["properties"]["PubliclyAccessible"] and not cluster["properties"]["Encrypted"]
    assert "111111111111:us-east-1:AWS.Redshift.ClusterSubnetGroup:warehouse" in cluster["dependencies"]
    assert group["properties"]["SubnetIds"] and "Not-a-secret-1" not in json.dumps(warehouses)


def test_sees_every_type_that_both_have(seen: Seen) -> None:
    for name in two_clouds.NAMES:
        assert {called[0] for called in seen[name]} == set(workloads.MAKERS)

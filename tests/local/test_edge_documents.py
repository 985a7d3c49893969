"""The same resources made on two AWS implementations become the same documents.

The local AWS that carries the platform and moto know nothing of each other. What the collectors say
of the same resource may differ only in identifiers, and where a list below says why.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.estate import edge, model, twins
from tests.estate.clients import Accounts
from tests.estate.making import Making
from tests.estate.twins import ACCOUNT

SERVICES = ["acm", "autoscaling", "cloudfront", "cloudwatch", "efs", "elbv2", "kinesis", "kms", "logs", "route53", "wafv2"]

# Which collector reads the types of a service.
COLLECTOR = {
    "AutoScaling": "autoscaling", "CertificateManager": "acm", "CloudFront": "cloudfront", "CloudWatch": "cloudwatch", "EFS": "efs",
    "ElasticLoadBalancingV2": "elbv2", "KMS": "kms", "Kinesis": "kinesis", "Logs": "logs", "Route53": "route53", "WAFv2": "wafv2",
}  # fmt: skip

# What moto does not make, and what it does not tell at all: it does not speak the protocol of CloudWatch's new clients.
NOT_IN_MOTO = {"AWS::CloudWatch::CompositeAlarm"}
NOT_TOLD_BY_MOTO = "cloudwatch"

# Operations that one of the two does not have.
GAPS = {"MiniStack": set(), "moto": {"wafv2:ListResourcesForWebACL"}}

# Aliases of the keys of AWS, and the records that each hosted zone is born with.
OF_THE_CLOUD = re.compile(r"^alias/aws/|/(NS|SOA)$")

# What one of the two leaves out, or gets wrong, by type; everything else must be the same.
DIFFERENCES: dict[str, set[str]] = {
    # MiniStack tells no default, and does not know who uses a certificate; moto issues one only after a minute.
    "AWS::CertificateManager::Certificate": {
        "native_state", "state", "properties.DomainValidationOptions.ValidationStatus",
        "properties.CertificateExport", "properties.DomainValidationOptions.ValidationDomain", "properties.InUseBy",
        "properties.Issuer", "properties.RenewalEligibility", "properties.SignatureAlgorithm",
    },
    # MiniStack forgets the target groups, and puts all subnets into the first zone.
    "AWS::AutoScaling::AutoScalingGroup": {
        "dependencies", "properties.AvailabilityZones", "properties.CapacityRebalance", "properties.ServiceLinkedRoleARN",
        "properties.TargetGroupARNs",
    },
    # MiniStack forgets the user data and tells no default.
    "AWS::AutoScaling::LaunchConfiguration": {
        "properties.AssociatePublicIpAddress", "properties.EbsOptimized", "properties.HasUserData", "properties.InstanceMonitoring",
    },
    "AWS::AutoScaling::ScalingPolicy": {"properties.Enabled"},
    # Moto forgets the access control of an origin; MiniStack tells no default.
    "AWS::CloudFront::Distribution": {
        "dependencies",
        *(f"properties.DistributionConfig.{name}" for name in ("HttpVersion", "IPV6Enabled", "PriceClass", "Restrictions", "ViewerCertificate")),
        *(f"properties.DistributionConfig.DefaultCacheBehavior.{name}" for name in ("AllowedMethods", "Compress")),
        *(f"properties.DistributionConfig.Origins.{name}" for name in ("ConnectionAttempts", "ConnectionTimeout", "OriginAccessControlId", "OriginShield")),
    },
    # MiniStack ignores the wish for a backup, moto does not know protection.
    "AWS::EFS::FileSystem": {"properties.BackupPolicy", "properties.FileSystemProtection"},
    # MiniStack forgets the policy of an encrypted listener.
    "AWS::ElasticLoadBalancingV2::Listener": {"properties.SslPolicy"},
    # Both have defaults of their own; MiniStack puts all subnets into the first zone.
    "AWS::ElasticLoadBalancingV2::LoadBalancer": {"properties.LoadBalancerAttributes", "properties.SubnetMappings.AvailabilityZone"},
    "AWS::ElasticLoadBalancingV2::TargetGroup": {"properties.IpAddressType", "properties.ProtocolVersion", "properties.TargetGroupAttributes"},
    "AWS::KMS::Alias": {"created_at"},
    # Moto leaves out what is usual.
    "AWS::KMS::Key": {"properties.KeyUsage", "properties.MultiRegion", "properties.RotationPeriodInDays"},
    "AWS::Kinesis::Stream": {"properties.ConsumerCount"},
    # Moto does not count.
    "AWS::Logs::LogGroup": {"properties.LogGroupClass", "properties.MetricFilterCount"},
    "AWS::Logs::MetricFilter": {"created_at"},
    # MiniStack tells no default.
    "AWS::Route53::HealthCheck": {
        f"properties.HealthCheckConfig.{name}" for name in ("Disabled", "EnableSNI", "Inverted", "MeasureLatency")
    },
    # MiniStack does not count the capacity.
    "AWS::WAFv2::WebACL": {"properties.Capacity", "properties.LoadBalancerArns", "properties.Unread"},
}  # fmt: skip


def make(endpoint: str, types: set[str]) -> None:
    """Makes what Olympus has of some types, in a network of its own."""
    accounts, estate = Accounts(endpoint), model.load()
    production = estate.account("production")
    production.id = ACCOUNT
    for place in production.places:
        if place.region not in (model.GLOBAL, "us-east-1"):
            continue
        making = Making(accounts, place)
        if place.region != model.GLOBAL:
            making.names.update(network(making.client("ec2")))
        for resource in place.resources:
            if resource.type in types:
                physical_id, made = edge.MAKERS[resource.type](making, resource, making.resolve_all(resource.properties))
                assert made, resource
                making.remember(resource, physical_id)


def network(ec2: Any) -> dict[str, str]:
    """Makes the part of the network that the edge stands in."""
    vpc = ec2.create_vpc(CidrBlock="10.20.0.0/16")["Vpc"]["VpcId"]
    names = {"network.Vpc": vpc}
    for number, (name, zone) in enumerate([("PublicA", "a"), ("PublicB", "b"), ("AppA", "a")]):
        made = ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.20.{number}.0/24", AvailabilityZone=f"us-east-1{zone}")
        names[f"network.{name}"] = made["Subnet"]["SubnetId"]
    for name in ("Web", "App"):
        names[f"network.{name}"] = ec2.create_security_group(GroupName=name, Description=name, VpcId=vpc)["GroupId"]
    return names


# What each collector wrote, by service.
Documents = dict[str, dict[str, Any]]

IDENTIFIERS = [
    (r"(?<!\d)\d{12}(?!\d)", "ACCOUNT"),
    (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID"),
    (r"\b(vpc|subnet|sg|eni|fs|fsmt|fsap)-[0-9a-f]+\b", r"\1-ID"),
    (r"\b(loadbalancer|listener|listener-rule)/app/([a-z]+)(?:/[0-9a-z]+)+", r"\1/app/\2/ID"),
    (r"\btargetgroup/([a-z]+)/[0-9a-z]+", r"targetgroup/\1/ID"),
    (r"\b([a-z]+)-[0-9a-z]+\.us-east-1\.elb\b", r"\1-ID.us-east-1.elb"),
    (r"\b(?=[A-Z]*\d)[A-Z0-9]{12,22}\b", "ID"),
    (r"\b[a-z0-9]+\.cloudfront\.net\b", "ID.cloudfront.net"),
    (r"\b\d{4}-\d\d-\d\dT[0-9:.]+Z\b", "TIME"),
    (r"\b10\.20\.\d+\.\d+\b", "ADDRESS"),
]


def bare(found: dict[str, Any]) -> dict[str, Any]:
    """Returns a document without what names only this one copy of the resource."""
    text = re.sub(r"~([0-9A-F]{2})", lambda code: chr(int(code[1], 16)), json.dumps(found, sort_keys=True))
    for pattern, name in IDENTIFIERS:
        text = re.sub(pattern, name, text)
    document = json.loads(text)
    for path in DIFFERENCES.get(found["resource_type"], ()):
        forget(document, path.split("."))
    return document


def forget(document: Any, path: list[str]) -> None:
    first, *rest = path
    if isinstance(document, list):
        for item in document:
            forget(item, path)
    elif isinstance(document, dict) and first in document:
        if rest:
            forget(document[first], rest)
        else:
            del document[first]


def ours(said: Documents, service: str) -> list[dict[str, Any]]:
    """What a collector said of the resources that were made here, not of what a cloud adds by itself."""
    found = [one for one in said[service]["found"] if not OF_THE_CLOUD.search(one["native_id"])]
    return sorted((bare(one) for one in found), key=json.dumps)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Documents]:
    folder = tmp_path_factory.mktemp("edge")
    said = {}
    for name, types in (("MiniStack", set(edge.MAKERS)), ("moto", set(edge.MAKERS) - NOT_IN_MOTO)):
        with twins.one(name, folder) as twin:
            make(twin.endpoint, types)
            said[name] = twins.documents(twin.endpoint, SERVICES, folder).of
    return said


@pytest.mark.parametrize("service", sorted(set(SERVICES) - {NOT_TOLD_BY_MOTO}))
def test_two_implementations_make_the_same_documents(both: dict[str, Documents], service: str) -> None:
    assert ours(both["MiniStack"], service) == ours(both["moto"], service)


@pytest.mark.parametrize("service", SERVICES)
def test_everything_that_was_made_is_found(both: dict[str, Documents], service: str) -> None:
    made = {kind for kind in edge.MAKERS if COLLECTOR[kind.split("::")[1]] == service}
    found = {one["resource_type"] for one in both["MiniStack"][service]["found"]}
    assert made <= found


def test_misses_only_what_an_implementation_does_not_have(both: dict[str, Documents]) -> None:
    for name, said in both.items():
        gaps = {gap["operation"] for service in SERVICES for gap in said[service]["gaps"] if (name, service) != ("moto", NOT_TOLD_BY_MOTO)}
        assert gaps == GAPS[name], name

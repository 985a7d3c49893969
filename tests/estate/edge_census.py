"""Counts what tests/estate/edge.py makes, as the services themselves list it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .clients import pages
from .edge import record_id

# How to list each type: its service, operation, path to the items and key of the identifier.
REGIONAL: dict[str, tuple[str, str, str, str]] = {
    "AWS::AutoScaling::AutoScalingGroup": ("autoscaling", "describe_auto_scaling_groups", "AutoScalingGroups", "AutoScalingGroupName"),
    "AWS::AutoScaling::LaunchConfiguration": ("autoscaling", "describe_launch_configurations", "LaunchConfigurations", "LaunchConfigurationName"),
    "AWS::AutoScaling::ScalingPolicy": ("autoscaling", "describe_policies", "ScalingPolicies", "PolicyARN"),
    "AWS::CertificateManager::Certificate": ("acm", "list_certificates", "CertificateSummaryList", "CertificateArn"),
    "AWS::CloudWatch::Alarm": ("cloudwatch", "describe_alarms", "MetricAlarms", "AlarmName"),
    "AWS::EFS::AccessPoint": ("efs", "describe_access_points", "AccessPoints", "AccessPointId"),
    "AWS::EFS::FileSystem": ("efs", "describe_file_systems", "FileSystems", "FileSystemId"),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": ("elbv2", "describe_load_balancers", "LoadBalancers", "LoadBalancerArn"),
    "AWS::ElasticLoadBalancingV2::TargetGroup": ("elbv2", "describe_target_groups", "TargetGroups", "TargetGroupArn"),
    "AWS::KMS::Key": ("kms", "list_keys", "Keys", "KeyId"),
    "AWS::Logs::LogGroup": ("logs", "describe_log_groups", "logGroups", "logGroupName"),
}


def _streams(client: Any) -> Iterator[str]:
    yield from client.list_streams()["StreamNames"]


def _composite_alarms(client: Any) -> Iterator[str]:
    for alarm in client.describe_alarms(AlarmTypes=["CompositeAlarm"])["CompositeAlarms"]:
        yield alarm["AlarmName"]


def _mount_targets(client: Any) -> Iterator[str]:
    for system in pages(client, "describe_file_systems", "FileSystems"):
        for target in pages(client, "describe_mount_targets", "MountTargets", FileSystemId=system["FileSystemId"]):
            yield target["MountTargetId"]


def _listeners(client: Any) -> Iterator[str]:
    for balancer in pages(client, "describe_load_balancers", "LoadBalancers"):
        for listener in pages(client, "describe_listeners", "Listeners", LoadBalancerArn=balancer["LoadBalancerArn"]):
            yield listener["ListenerArn"]


def _listener_rules(client: Any) -> Iterator[str]:
    for listener in _listeners(client):
        for rule in pages(client, "describe_rules", "Rules", ListenerArn=listener):
            if not rule["IsDefault"]:
                yield rule["RuleArn"]


def _aliases(client: Any) -> Iterator[str]:
    for alias in pages(client, "list_aliases", "Aliases"):
        if "TargetKeyId" in alias:
            yield alias["AliasName"]


def _metric_filters(client: Any) -> Iterator[str]:
    for one in pages(client, "describe_metric_filters", "metricFilters"):
        yield f"{one['logGroupName']}:{one['filterName']}"


def _web_acls(client: Any) -> Iterator[str]:
    for acl in client.list_web_acls(Scope="REGIONAL")["WebACLs"]:
        yield f"{acl['Name']}|{acl['Id']}|REGIONAL"


IRREGULAR: dict[str, tuple[str, Callable[[Any], Iterator[str]]]] = {
    "AWS::CloudWatch::CompositeAlarm": ("cloudwatch", _composite_alarms),
    "AWS::EFS::MountTarget": ("efs", _mount_targets),
    "AWS::ElasticLoadBalancingV2::Listener": ("elbv2", _listeners),
    "AWS::ElasticLoadBalancingV2::ListenerRule": ("elbv2", _listener_rules),
    "AWS::KMS::Alias": ("kms", _aliases),
    "AWS::Kinesis::Stream": ("kinesis", _streams),
    "AWS::Logs::MetricFilter": ("logs", _metric_filters),
    "AWS::WAFv2::WebACL": ("wafv2", _web_acls),
}


def _hosted_zones(client: Any) -> Iterator[str]:
    for zone in pages(client, "list_hosted_zones", "HostedZones"):
        yield zone["Id"].rsplit("/")[-1]


def _health_checks(client: Any) -> Iterator[str]:
    for check in pages(client, "list_health_checks", "HealthChecks"):
        yield check["Id"]


def _record_sets(client: Any) -> Iterator[str]:
    for zone in _hosted_zones(client):
        for record in pages(client, "list_resource_record_sets", "ResourceRecordSets", HostedZoneId=zone):
            yield record_id(zone, record)


def _distributions(client: Any) -> Iterator[str]:
    for distribution in client.list_distributions()["DistributionList"].get("Items", []):
        yield distribution["Id"]


def _origin_access_controls(client: Any) -> Iterator[str]:
    for control in client.list_origin_access_controls()["OriginAccessControlList"].get("Items", []):
        yield control["Id"]


# What belongs to no region.
GLOBAL_TYPES: dict[str, tuple[str, Callable[[Any], Iterator[str]]]] = {
    "AWS::CloudFront::Distribution": ("cloudfront", _distributions),
    "AWS::CloudFront::OriginAccessControl": ("cloudfront", _origin_access_controls),
    "AWS::Route53::HealthCheck": ("route53", _health_checks),
    "AWS::Route53::HostedZone": ("route53", _hosted_zones),
    "AWS::Route53::RecordSet": ("route53", _record_sets),
}

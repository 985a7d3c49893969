"""Makes what stands at the edge: load balancing, names, certificates, keys, streams, logs and alarms."""

from __future__ import annotations

from typing import Any, Callable, Iterable

from .clients import pages
from .making import Making
from .model import Declared

Made = tuple[str, bool]
Properties = dict[str, Any]


def _of(items: Iterable[dict[str, Any]], key: str, value: str, identifier: str) -> str | None:
    """Finds what an earlier run made."""
    return next((item[identifier] for item in items if item.get(key) == value), None)


# ------------------------------------------------------------------ names and the edge


def hosted_zone(making: Making, resource: Declared, properties: Properties) -> Made:
    route53 = making.client("route53")
    found = _of(pages(route53, "list_hosted_zones", "HostedZones"), "Name", f"{resource.name}.", "Id")
    if found:
        return found.rsplit("/")[-1], False
    made = route53.create_hosted_zone(Name=resource.name, CallerReference=resource.name, **properties)["HostedZone"]["Id"].rsplit("/")[-1]
    route53.change_tags_for_resource(ResourceType="hostedzone", ResourceId=made, AddTags=making.tags(resource))
    return made, True


def health_check(making: Making, resource: Declared, properties: Properties) -> Made:
    route53 = making.client("route53")
    found = _of(pages(route53, "list_health_checks", "HealthChecks"), "CallerReference", resource.name, "Id")
    if found:
        return found, False
    made = route53.create_health_check(CallerReference=resource.name, **properties)["HealthCheck"]["Id"]
    route53.change_tags_for_resource(ResourceType="healthcheck", ResourceId=made, AddTags=making.tags(resource))
    return made, True


def record_set(making: Making, resource: Declared, properties: Properties) -> Made:
    route53, zone = making.client("route53"), properties.pop("HostedZoneId")
    native_id = record_id(zone, properties)
    if native_id in {record_id(zone, record) for record in pages(route53, "list_resource_record_sets", "ResourceRecordSets", HostedZoneId=zone)}:
        return native_id, False
    record = {**properties, "TTL": int(properties["TTL"]), "ResourceRecords": [{"Value": value} for value in properties["ResourceRecords"]]}
    route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": [{"Action": "CREATE", "ResourceRecordSet": record}]})
    return native_id, True


def record_id(zone: str, record: dict[str, Any]) -> str:
    return "/".join([zone, record["Name"], record["Type"], *([record["SetIdentifier"]] if "SetIdentifier" in record else [])])


def origin_access_control(making: Making, resource: Declared, properties: Properties) -> Made:
    cloudfront = making.client("cloudfront")
    listed = cloudfront.list_origin_access_controls()["OriginAccessControlList"].get("Items", [])
    found = _of(listed, "Name", resource.name, "Id")
    if found:
        return found, False
    return cloudfront.create_origin_access_control(**properties)["OriginAccessControl"]["Id"], True


def distribution(making: Making, resource: Declared, properties: Properties) -> Made:
    cloudfront = making.client("cloudfront")
    listed = cloudfront.list_distributions()["DistributionList"].get("Items", [])
    found = _of(listed, "Comment", resource.name, "Id")
    if found:
        return found, False
    origin = {"Id": "files", "DomainName": properties["Domain"], "S3OriginConfig": {"OriginAccessIdentity": ""}}
    origin["OriginAccessControlId"] = properties["OriginAccessControlId"]
    behavior = {"TargetOriginId": "files", "ViewerProtocolPolicy": properties["ViewerProtocolPolicy"]}
    behavior["CachePolicyId"] = "658327ea-f89d-4fab-a63d-7e88639e58f6"
    config = {
        "CallerReference": resource.name, "Comment": resource.name, "Enabled": True,
        "Origins": {"Quantity": 1, "Items": [origin]}, "DefaultCacheBehavior": behavior,
    }  # fmt: skip
    tagged = {"DistributionConfig": config, "Tags": {"Items": making.tags(resource)}}
    return cloudfront.create_distribution_with_tags(DistributionConfigWithTags=tagged)["Distribution"]["Id"], True


def certificate(making: Making, resource: Declared, properties: Properties) -> Made:
    acm = making.client("acm")
    found = _of(pages(acm, "list_certificates", "CertificateSummaryList"), "DomainName", resource.name, "CertificateArn")
    if found:
        return found, False
    return acm.request_certificate(DomainName=resource.name, Tags=making.tags(resource), **properties)["CertificateArn"], True


def web_acl(making: Making, resource: Declared, properties: Properties) -> Made:
    wafv2, scope = making.client("wafv2"), properties["Scope"]
    listed = wafv2.list_web_acls(Scope=scope)["WebACLs"]
    found = _of(listed, "Name", resource.name, "Id")
    if found:
        return f"{resource.name}|{found}|{scope}", False
    rules = [_rule(name, {"ManagedRuleGroupStatement": {"VendorName": "AWS", "Name": name}}, OverrideAction={"None": {}}) for name in properties["ManagedRuleGroups"]]
    rules.append(_rule("flood", {"RateBasedStatement": {"Limit": properties["RateLimit"], "AggregateKeyType": "IP"}}, Action={"Block": {}}))
    for priority, rule in enumerate(rules):
        rule["Priority"] = priority
    made = wafv2.create_web_acl(
        Name=resource.name, Scope=scope, DefaultAction={"Allow": {}}, VisibilityConfig=_visible(resource.name), Rules=rules, Tags=making.tags(resource)
    )["Summary"]
    return f"{resource.name}|{made['Id']}|{scope}", True


def _rule(name: str, statement: dict[str, Any], **action: Any) -> dict[str, Any]:
    return {"Name": name, "Statement": statement, "VisibilityConfig": _visible(name), **action}


def _visible(name: str) -> dict[str, Any]:
    return {"SampledRequestsEnabled": True, "CloudWatchMetricsEnabled": True, "MetricName": name}


# ------------------------------------------------------------------ load balancing


def target_group(making: Making, resource: Declared, properties: Properties) -> Made:
    elb = making.client("elbv2")
    found = _of(pages(elb, "describe_target_groups", "TargetGroups"), "TargetGroupName", resource.name, "TargetGroupArn")
    if found:
        return found, False
    return elb.create_target_group(Name=resource.name, Tags=making.tags(resource), **properties)["TargetGroups"][0]["TargetGroupArn"], True


def load_balancer(making: Making, resource: Declared, properties: Properties) -> Made:
    elb = making.client("elbv2")
    found = _of(pages(elb, "describe_load_balancers", "LoadBalancers"), "LoadBalancerName", resource.name, "LoadBalancerArn")
    if found:
        return found, False
    return elb.create_load_balancer(Name=resource.name, Tags=making.tags(resource), **properties)["LoadBalancers"][0]["LoadBalancerArn"], True


def listener(making: Making, resource: Declared, properties: Properties) -> Made:
    elb, balancer = making.client("elbv2"), properties["LoadBalancer"]
    found = _of(pages(elb, "describe_listeners", "Listeners", LoadBalancerArn=balancer), "Port", properties["Port"], "ListenerArn")
    if found:
        return found, False
    encrypted: dict[str, Any] = {}
    if "Certificate" in properties:
        encrypted = {"Certificates": [{"CertificateArn": properties["Certificate"]}], "SslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06"}
    made = elb.create_listener(
        LoadBalancerArn=balancer, Protocol=properties["Protocol"], Port=properties["Port"], Tags=making.tags(resource),
        DefaultActions=[{"Type": "forward", "TargetGroupArn": properties["TargetGroup"]}], **encrypted,
    )  # fmt: skip
    return made["Listeners"][0]["ListenerArn"], True


def listener_rule(making: Making, resource: Declared, properties: Properties) -> Made:
    elb = making.client("elbv2")
    found = _of(pages(elb, "describe_rules", "Rules", ListenerArn=properties["Listener"]), "Priority", str(properties["Priority"]), "RuleArn")
    if found:
        return found, False
    made = elb.create_rule(
        ListenerArn=properties["Listener"], Priority=properties["Priority"], Tags=making.tags(resource),
        Conditions=[{"Field": "path-pattern", "Values": [properties["Path"]]}],
        Actions=[{"Type": "forward", "TargetGroupArn": properties["TargetGroup"]}],
    )  # fmt: skip
    return made["Rules"][0]["RuleArn"], True


def launch_configuration(making: Making, resource: Declared, properties: Properties) -> Made:
    autoscaling = making.client("autoscaling")
    if _of(pages(autoscaling, "describe_launch_configurations", "LaunchConfigurations"), "LaunchConfigurationName", resource.name, "LaunchConfigurationName"):
        return resource.name, False
    autoscaling.create_launch_configuration(LaunchConfigurationName=resource.name, **properties)
    return resource.name, True


def scaling_group(making: Making, resource: Declared, properties: Properties) -> Made:
    autoscaling = making.client("autoscaling")
    if _of(pages(autoscaling, "describe_auto_scaling_groups", "AutoScalingGroups"), "AutoScalingGroupName", resource.name, "AutoScalingGroupName"):
        return resource.name, False
    properties["VPCZoneIdentifier"] = ",".join(properties["VPCZoneIdentifier"])
    tags = [{**tag, "PropagateAtLaunch": True} for tag in making.tags(resource)]
    autoscaling.create_auto_scaling_group(AutoScalingGroupName=resource.name, Tags=tags, **properties)
    return resource.name, True


def scaling_policy(making: Making, resource: Declared, properties: Properties) -> Made:
    autoscaling = making.client("autoscaling")
    found = _of(pages(autoscaling, "describe_policies", "ScalingPolicies"), "PolicyName", resource.name, "PolicyARN")
    if found:
        return found, False
    # Not every implementation says what it made.
    autoscaling.put_scaling_policy(PolicyName=resource.name, **properties)
    listed = pages(autoscaling, "describe_policies", "ScalingPolicies")
    return next(policy["PolicyARN"] for policy in listed if policy["PolicyName"] == resource.name), True


# ------------------------------------------------------------------ keys, files and streams


def key(making: Making, resource: Declared, properties: Properties) -> Made:
    kms = making.client("kms")
    for listed in pages(kms, "list_keys", "Keys"):
        if kms.describe_key(KeyId=listed["KeyId"])["KeyMetadata"].get("Description") == properties["Description"]:
            return listed["KeyId"], False
    tags = [{"TagKey": tag["Key"], "TagValue": tag["Value"]} for tag in making.tags(resource)]
    made = kms.create_key(Description=properties["Description"], Tags=tags)["KeyMetadata"]["KeyId"]
    if properties["EnableKeyRotation"]:
        kms.enable_key_rotation(KeyId=made)
    return made, True


def alias(making: Making, resource: Declared, properties: Properties) -> Made:
    kms = making.client("kms")
    if _of(pages(kms, "list_aliases", "Aliases"), "AliasName", resource.name, "AliasName"):
        return resource.name, False
    kms.create_alias(AliasName=resource.name, **properties)
    return resource.name, True


def file_system(making: Making, resource: Declared, properties: Properties) -> Made:
    efs = making.client("efs")
    found = _of(pages(efs, "describe_file_systems", "FileSystems"), "CreationToken", resource.name, "FileSystemId")
    if found:
        return found, False
    wanted = {"Encrypted": properties["Encrypted"], "Backup": properties.get("Backup", False)}
    made = efs.create_file_system(CreationToken=resource.name, Tags=making.tags(resource), **wanted)["FileSystemId"]
    if policies := properties.get("LifecyclePolicies"):
        efs.put_lifecycle_configuration(FileSystemId=made, LifecyclePolicies=policies)
    return made, True


def mount_target(making: Making, resource: Declared, properties: Properties) -> Made:
    efs = making.client("efs")
    listed = efs.describe_mount_targets(FileSystemId=properties["FileSystemId"])["MountTargets"]
    found = _of(listed, "SubnetId", properties["SubnetId"], "MountTargetId")
    return (found, False) if found else (efs.create_mount_target(**properties)["MountTargetId"], True)


def access_point(making: Making, resource: Declared, properties: Properties) -> Made:
    efs = making.client("efs")
    for point in pages(efs, "describe_access_points", "AccessPoints"):
        if point["ClientToken"] == resource.name:
            return point["AccessPointId"], False
    return efs.create_access_point(ClientToken=resource.name, Tags=making.tags(resource), **properties)["AccessPointId"], True


def stream(making: Making, resource: Declared, properties: Properties) -> Made:
    kinesis = making.client("kinesis")
    if resource.name in kinesis.list_streams()["StreamNames"]:
        return resource.name, False
    kinesis.create_stream(StreamName=resource.name, ShardCount=properties["ShardCount"])
    kinesis.get_waiter("stream_exists").wait(StreamName=resource.name, WaiterConfig={"Delay": 1})
    kinesis.add_tags_to_stream(StreamName=resource.name, Tags=making.tag_map(resource))
    return resource.name, True


# ------------------------------------------------------------------ logs and alarms


def log_group(making: Making, resource: Declared, properties: Properties) -> Made:
    logs = making.client("logs")
    if _of(pages(logs, "describe_log_groups", "logGroups"), "logGroupName", resource.name, "logGroupName"):
        return resource.name, False
    logs.create_log_group(logGroupName=resource.name, tags=making.tag_map(resource))
    if days := properties.get("RetentionInDays"):
        logs.put_retention_policy(logGroupName=resource.name, retentionInDays=days)
    return resource.name, True


def metric_filter(making: Making, resource: Declared, properties: Properties) -> Made:
    logs, group = making.client("logs"), properties["LogGroupName"]
    native_id = f"{group}:{resource.name}"
    if _of(logs.describe_metric_filters(logGroupName=group)["metricFilters"], "filterName", resource.name, "filterName"):
        return native_id, False
    transformations = [{f"{name[0].lower()}{name[1:]}": value for name, value in one.items()} for one in properties["MetricTransformations"]]
    logs.put_metric_filter(logGroupName=group, filterName=resource.name, filterPattern=properties["FilterPattern"], metricTransformations=transformations)
    return native_id, True


def alarm(making: Making, resource: Declared, properties: Properties) -> Made:
    cloudwatch = making.client("cloudwatch")
    if cloudwatch.describe_alarms(AlarmNames=[resource.name], AlarmTypes=["MetricAlarm"])["MetricAlarms"]:
        return resource.name, False
    cloudwatch.put_metric_alarm(AlarmName=resource.name, Tags=making.tags(resource), **properties)
    return resource.name, True


def composite_alarm(making: Making, resource: Declared, properties: Properties) -> Made:
    cloudwatch = making.client("cloudwatch")
    if cloudwatch.describe_alarms(AlarmNames=[resource.name], AlarmTypes=["CompositeAlarm"])["CompositeAlarms"]:
        return resource.name, False
    cloudwatch.put_composite_alarm(AlarmName=resource.name, Tags=making.tags(resource), **properties)
    return resource.name, True


MAKERS: dict[str, Callable[[Making, Declared, Properties], Made]] = {
    "AWS::AutoScaling::AutoScalingGroup": scaling_group,
    "AWS::AutoScaling::LaunchConfiguration": launch_configuration,
    "AWS::AutoScaling::ScalingPolicy": scaling_policy,
    "AWS::CertificateManager::Certificate": certificate,
    "AWS::CloudFront::Distribution": distribution,
    "AWS::CloudFront::OriginAccessControl": origin_access_control,
    "AWS::CloudWatch::Alarm": alarm,
    "AWS::CloudWatch::CompositeAlarm": composite_alarm,
    "AWS::EFS::AccessPoint": access_point,
    "AWS::EFS::FileSystem": file_system,
    "AWS::EFS::MountTarget": mount_target,
    "AWS::ElasticLoadBalancingV2::Listener": listener,
    "AWS::ElasticLoadBalancingV2::ListenerRule": listener_rule,
    "AWS::ElasticLoadBalancingV2::LoadBalancer": load_balancer,
    "AWS::ElasticLoadBalancingV2::TargetGroup": target_group,
    "AWS::KMS::Alias": alias,
    "AWS::KMS::Key": key,
    "AWS::Kinesis::Stream": stream,
    "AWS::Logs::LogGroup": log_group,
    "AWS::Logs::MetricFilter": metric_filter,
    "AWS::Route53::HealthCheck": health_check,
    "AWS::Route53::HostedZone": hosted_zone,
    "AWS::Route53::RecordSet": record_set,
    "AWS::WAFv2::WebACL": web_acl,
}

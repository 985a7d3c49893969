"""Makes what watches, guards, backs up and organizes the demo organization, and counts it."""

from __future__ import annotations

import json
import secrets
from typing import Any, Callable, Iterator

from botocore.exceptions import ClientError

from .making import Making
from .model import Declared
from .services import bucket_name
from .stacks import tags_of

def trail(making: Making, resource: Declared, properties: dict[str, Any]) -> tuple[str, bool]:
    cloudtrail = making.client("cloudtrail")
    if resource.name in {trail["Name"] for trail in cloudtrail.describe_trails()["trailList"]}:
        return resource.name, False
    wanted = {key: properties[key] for key in ("IsMultiRegionTrail", "EnableLogFileValidation")}
    bucket = bucket_name(making, properties["S3BucketName"])
    made = cloudtrail.create_trail(Name=resource.name, S3BucketName=bucket, **wanted)
    if tags := making.tags(resource):
        cloudtrail.add_tags(ResourceId=made["TrailARN"], TagsList=tags)
    if properties["IsLogging"]:
        cloudtrail.start_logging(Name=resource.name)
    return resource.name, True


def recorder(making: Making, resource: Declared, properties: dict[str, Any]) -> tuple[str, bool]:
    config = making.client("config")
    if config.describe_configuration_recorders()["ConfigurationRecorders"]:
        return resource.name, False
    group = {key[0].lower() + key[1:]: value for key, value in properties["RecordingGroup"].items()}
    wanted = {"name": resource.name, "roleARN": properties["RoleARN"], "recordingGroup": group}
    config.put_configuration_recorder(ConfigurationRecorder=wanted)
    return resource.name, True


def delivery_channel(making: Making, resource: Declared, properties: dict[str, Any]) -> tuple[str, bool]:
    """Makes the channel of a recorder, which can begin to record only then."""
    config = making.client("config")
    if config.describe_delivery_channels()["DeliveryChannels"]:
        return resource.name, False
    bucket = bucket_name(making, properties["S3BucketName"])
    config.put_delivery_channel(DeliveryChannel={"name": resource.name, "s3BucketName": bucket})
    config.start_configuration_recorder(ConfigurationRecorderName="default")
    return resource.name, True


def secret(making: Making, resource: Declared, properties: dict[str, Any]) -> tuple[str, bool]:
    manager = making.client("secretsmanager")
    for page in manager.get_paginator("list_secrets").paginate():
        for known in page["SecretList"]:
            if known["Name"] == resource.name:
                return known["ARN"], False
    given = {"Description": properties["Description"]} if "Description" in properties else {}
    # What it hides is thrown away.
    made = manager.create_secret(Name=resource.name, SecretString=secrets.token_urlsafe(24), Tags=making.tags(resource), **given)
    return made["ARN"], True


def parameter(making: Making, resource: Declared, properties: dict[str, Any]) -> tuple[str, bool]:
    ssm = making.client("ssm")
    if resource.name in set(_parameters(ssm)):
        return resource.name, False
    value = properties.pop("Value").replace("{{random}}", secrets.token_urlsafe(24))
    ssm.put_parameter(Name=resource.name, Value=value, Tags=making.tags(resource), **properties)
    return resource.name, True


def vault(making: Making, resource: Declared, properties: dict[str, Any]) -> tuple[str, bool]:
    backup = making.client("backup")
    if resource.name in set(_vaults(backup)):
        return resource.name, False
    backup.create_backup_vault(BackupVaultName=resource.name, BackupVaultTags=tags_of(making.place, resource), **properties)
    return resource.name, True


def plan(making: Making, resource: Declared, properties: dict[str, Any]) -> tuple[str, bool]:
    backup = making.client("backup")
    for known in backup.list_backup_plans()["BackupPlansList"]:
        if known["BackupPlanName"] == resource.name:
            return known["BackupPlanId"], False
    wanted = {"BackupPlanName": resource.name, "Rules": properties["Rules"]}
    made = backup.create_backup_plan(BackupPlan=wanted, BackupPlanTags=tags_of(making.place, resource))["BackupPlanId"]
    if selection := properties.get("Selection"):
        backup.create_backup_selection(BackupPlanId=made, BackupSelection=selection)
    return made, True


def repository(making: Making, resource: Declared, properties: dict[str, Any]) -> tuple[str, bool]:
    ecr = making.client("ecr")
    if resource.name in {known["repositoryName"] for known in ecr.describe_repositories()["repositories"]}:
        return resource.name, False
    ecr.create_repository(
        repositoryName=resource.name,
        imageTagMutability=properties["ImageTagMutability"],
        imageScanningConfiguration={"scanOnPush": properties["ScanOnPush"]},
        tags=making.tags(resource),
    )
    if policy := properties.get("LifecyclePolicyText"):
        ecr.put_lifecycle_policy(repositoryName=resource.name, lifecyclePolicyText=json.dumps(policy))
    return resource.name, True


def user_pool(making: Making, resource: Declared, properties: dict[str, Any]) -> tuple[str, bool]:
    cognito = making.client("cognito-idp")
    for known in cognito.list_user_pools(MaxResults=60)["UserPools"]:
        if known["Name"] == resource.name:
            return known["Id"], False
    made = cognito.create_user_pool(PoolName=resource.name, UserPoolTags=tags_of(making.place, resource), **properties)
    return made["UserPool"]["Id"], True


def user_pool_client(making: Making, resource: Declared, properties: dict[str, Any]) -> tuple[str, bool]:
    """Makes a client; its secret is thrown away."""
    cognito = making.client("cognito-idp")
    pool = properties["UserPoolId"]
    for known in cognito.list_user_pool_clients(UserPoolId=pool, MaxResults=60)["UserPoolClients"]:
        if known["ClientName"] == resource.name:
            return known["ClientId"], False
    made = cognito.create_user_pool_client(ClientName=resource.name, **properties)
    return made["UserPoolClient"]["ClientId"], True


def unit(making: Making, resource: Declared, properties: dict[str, Any]) -> tuple[str, bool]:
    organizations = making.client("organizations")
    parent = properties.get("ParentId") or _root(organizations)["Id"]
    for known in _children(organizations, parent):
        if known["Name"] == resource.name:
            return known["Id"], False
    made = organizations.create_organizational_unit(ParentId=parent, Name=resource.name, Tags=making.tags(resource))
    return made["OrganizationalUnit"]["Id"], True


def policy(making: Making, resource: Declared, properties: dict[str, Any]) -> tuple[str, bool]:
    organizations = making.client("organizations")
    for known in organizations.list_policies(Filter=properties["Type"])["Policies"]:
        if known["Name"] == resource.name:
            return known["Id"], False
    wanted = {key: properties[key] for key in ("Type", "Description")}
    content = json.dumps(properties["Content"])
    made = organizations.create_policy(Name=resource.name, Content=content, Tags=making.tags(resource), **wanted)
    policy_id = made["Policy"]["PolicySummary"]["Id"]
    for target in properties["TargetIds"]:
        organizations.attach_policy(PolicyId=policy_id, TargetId=target)
    return policy_id, True


MAKERS: dict[str, Callable[[Making, Declared, dict[str, Any]], tuple[str, bool]]] = {
    "AWS::CloudTrail::Trail": trail,
    "AWS::Config::ConfigurationRecorder": recorder,
    "AWS::Config::DeliveryChannel": delivery_channel,
    "AWS::SecretsManager::Secret": secret,
    "AWS::SSM::Parameter": parameter,
    "AWS::Backup::BackupVault": vault,
    "AWS::Backup::BackupPlan": plan,
    "AWS::ECR::Repository": repository,
    "AWS::Cognito::UserPool": user_pool,
    "AWS::Cognito::UserPoolClient": user_pool_client,
    "AWS::Organizations::OrganizationalUnit": unit,
    "AWS::Organizations::Policy": policy,
}


def _trails(client: Any) -> Iterator[str]:
    for known in client.describe_trails(includeShadowTrails=False)["trailList"]:
        if known["HomeRegion"] == client.meta.region_name:
            yield known["Name"]


def _parameters(client: Any) -> Iterator[str]:
    for page in client.get_paginator("describe_parameters").paginate():
        yield from (known["Name"] for known in page["Parameters"])


def _secrets(client: Any) -> Iterator[str]:
    for page in client.get_paginator("list_secrets").paginate():
        yield from (known["ARN"] for known in page["SecretList"])


def _vaults(client: Any) -> Iterator[str]:
    for page in client.get_paginator("list_backup_vaults").paginate():
        yield from (known["BackupVaultName"] for known in page["BackupVaultList"])


def _clients(client: Any) -> Iterator[str]:
    for pool in client.list_user_pools(MaxResults=60)["UserPools"]:
        for known in client.list_user_pool_clients(UserPoolId=pool["Id"], MaxResults=60)["UserPoolClients"]:
            yield known["ClientId"]


REGIONAL: dict[str, tuple[str, Callable[[Any], Iterator[str]]]] = {
    "AWS::CloudTrail::Trail": ("cloudtrail", _trails),
    "AWS::Config::ConfigurationRecorder": (
        "config",
        lambda client: (known["name"] for known in client.describe_configuration_recorders()["ConfigurationRecorders"]),
    ),
    "AWS::Config::DeliveryChannel": (
        "config",
        lambda client: (known["name"] for known in client.describe_delivery_channels()["DeliveryChannels"]),
    ),
    "AWS::SecretsManager::Secret": ("secretsmanager", _secrets),
    "AWS::SSM::Parameter": ("ssm", _parameters),
    "AWS::Backup::BackupVault": ("backup", _vaults),
    "AWS::Backup::BackupPlan": (
        "backup",
        lambda client: (known["BackupPlanId"] for known in client.list_backup_plans()["BackupPlansList"]),
    ),
    "AWS::ECR::Repository": (
        "ecr",
        lambda client: (known["repositoryName"] for known in client.describe_repositories()["repositories"]),
    ),
    "AWS::Cognito::UserPool": (
        "cognito-idp",
        lambda client: (known["Id"] for known in client.list_user_pools(MaxResults=60)["UserPools"]),
    ),
    "AWS::Cognito::UserPoolClient": ("cognito-idp", _clients),
}
"""How to list each type of a region: its service, and the identifiers of what is there."""


def of_organization(organizations: Any) -> Iterator[tuple[str, str]]:
    """Lists the organization that an account manages: its types and identifiers; nothing in any other account."""
    try:
        yield "AWS::Organizations::Organization", organizations.describe_organization()["Organization"]["Id"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "AWSOrganizationsNotInUseException":
            raise
        return
    root = _root(organizations)
    parents = [root["Id"]]
    for parent in parents:
        for known in _children(organizations, parent):
            parents.append(known["Id"])
            yield "AWS::Organizations::OrganizationalUnit", known["Id"]
    for kind in root["PolicyTypes"]:
        for known in organizations.list_policies(Filter=kind["Type"])["Policies"]:
            if not known["AwsManaged"]:
                yield "AWS::Organizations::Policy", known["Id"]


TYPES = frozenset([*REGIONAL, "AWS::Organizations::Organization", *(kind for kind in MAKERS if "::Organizations::" in kind)])


def _root(organizations: Any) -> dict[str, Any]:
    return organizations.list_roots()["Roots"][0]


def _children(organizations: Any, parent: str) -> list[dict[str, Any]]:
    return organizations.list_organizational_units_for_parent(ParentId=parent)["OrganizationalUnits"]

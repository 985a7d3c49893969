"""Makes buckets, tables, databases and people through the APIs of their services.

The local AWS takes S3's and DynamoDB's types in CloudFormation, but drops encryption, life cycles,
logging and recovery there; through the services' own APIs they stay.
"""

from __future__ import annotations

import json
import secrets
from typing import Any

from botocore.exceptions import ClientError

from .making import Making
from .model import Declared


def bucket(making: Making, resource: Declared, properties: dict[str, Any]) -> tuple[str, bool]:
    s3 = making.client("s3")
    name = bucket_name(making, resource.name)
    if name in {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]}:
        return name, False
    region = making.place.api_region
    # us-east-1 is the one region that must not be named.
    s3.create_bucket(Bucket=name, **({} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}))
    _configure_bucket(making, s3, name, properties)
    if tags := making.tags(resource):
        s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": tags})
    return name, True


def bucket_name(making: Making, name: str) -> str:
    """Bucket names are shared by all accounts, so they name theirs."""
    return f"olympus-{making.place.account.name}-{name}"


def _configure_bucket(making: Making, s3: Any, name: str, properties: dict[str, Any]) -> None:
    s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=properties["PublicAccessBlockConfiguration"])
    if encryption := properties.get("BucketEncryption"):
        rules = [
            {"ApplyServerSideEncryptionByDefault": rule["ServerSideEncryptionByDefault"], "BucketKeyEnabled": rule["BucketKeyEnabled"]}
            for rule in encryption["ServerSideEncryptionConfiguration"]
        ]
        s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": rules})
    if versioning := properties.get("VersioningConfiguration"):
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration=versioning)
    if lifecycle := properties.get("LifecycleConfiguration"):
        s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": [_rule(rule) for rule in lifecycle["Rules"]]})
    if logging := properties.get("LoggingConfiguration"):
        target = {"TargetBucket": bucket_name(making, logging["DestinationBucketName"]), "TargetPrefix": f"{name}/"}
        s3.put_bucket_logging(Bucket=name, BucketLoggingStatus={"LoggingEnabled": target})
    if properties.get("AccessControl") == "PublicRead":
        s3.put_bucket_ownership_controls(Bucket=name, OwnershipControls={"Rules": [{"ObjectOwnership": "ObjectWriter"}]})
        s3.put_bucket_acl(Bucket=name, ACL="public-read")
    if policy := properties.get("Policy"):
        s3.put_bucket_policy(Bucket=name, Policy=json.dumps(policy))


def _rule(rule: dict[str, Any]) -> dict[str, Any]:
    transitions = [{"StorageClass": step["StorageClass"], "Days": step["TransitionInDays"]} for step in rule["Transitions"]]
    return {"ID": rule["Id"], "Status": rule["Status"], "Filter": {"Prefix": ""}, "Transitions": transitions}


def table(making: Making, resource: Declared, properties: dict[str, Any]) -> tuple[str, bool]:
    dynamodb = making.client("dynamodb")
    if resource.name in dynamodb.list_tables()["TableNames"]:
        return resource.name, False
    later = {key: properties.pop(key, None) for key in ("PointInTimeRecoverySpecification", "TimeToLiveSpecification", "SSESpecification")}
    if tags := making.tags(resource):
        properties["Tags"] = tags
    if encryption := later["SSESpecification"]:
        properties["SSESpecification"] = {"Enabled": encryption["SSEEnabled"], "SSEType": encryption["SSEType"]}
    dynamodb.create_table(TableName=resource.name, **properties)
    dynamodb.get_waiter("table_exists").wait(TableName=resource.name, WaiterConfig={"Delay": 1})
    if recovery := later["PointInTimeRecoverySpecification"]:
        dynamodb.update_continuous_backups(TableName=resource.name, PointInTimeRecoverySpecification=recovery)
    if expiry := later["TimeToLiveSpecification"]:
        dynamodb.update_time_to_live(TableName=resource.name, TimeToLiveSpecification=expiry)
    return resource.name, True


def database(making: Making, resource: Declared, properties: dict[str, Any]) -> tuple[str, bool]:
    """Makes a member of a cluster; databases of their own are made with CloudFormation."""
    rds = making.client("rds")
    if resource.name in {instance["DBInstanceIdentifier"] for instance in rds.describe_db_instances()["DBInstances"]}:
        return resource.name, False
    wanted = {key: properties[key] for key in ("DBClusterIdentifier", "Engine", "DBInstanceClass")}
    rds.create_db_instance(DBInstanceIdentifier=resource.name, Tags=making.tags(resource), **wanted)
    return resource.name, True


def database_snapshot(making: Making, resource: Declared, properties: dict[str, Any]) -> tuple[str, bool]:
    rds = making.client("rds")
    if resource.name in {snapshot["DBSnapshotIdentifier"] for snapshot in rds.describe_db_snapshots()["DBSnapshots"]}:
        return resource.name, False
    rds.create_db_snapshot(DBSnapshotIdentifier=resource.name, Tags=making.tags(resource), **properties)
    return resource.name, True


def cluster_snapshot(making: Making, resource: Declared, properties: dict[str, Any]) -> tuple[str, bool]:
    rds = making.client("rds")
    existing = rds.describe_db_cluster_snapshots()["DBClusterSnapshots"]
    if resource.name in {snapshot["DBClusterSnapshotIdentifier"] for snapshot in existing}:
        return resource.name, False
    rds.create_db_cluster_snapshot(DBClusterSnapshotIdentifier=resource.name, Tags=making.tags(resource), **properties)
    return resource.name, True


def user(making: Making, resource: Declared, properties: dict[str, Any]) -> tuple[str, bool]:
    iam = making.client("iam")
    if resource.name in {user["UserName"] for user in iam.list_users()["Users"]}:
        return resource.name, False
    iam.create_user(UserName=resource.name, Tags=making.tags(resource))
    for policy in properties.get("ManagedPolicyArns", []):
        iam.attach_user_policy(UserName=resource.name, PolicyArn=policy)
    if resource.options.get("console"):
        iam.create_login_profile(UserName=resource.name, Password=f"{secrets.token_urlsafe(24)}aA1!")
    return resource.name, True


def group(making: Making, resource: Declared, properties: dict[str, Any]) -> tuple[str, bool]:
    iam = making.client("iam")
    if resource.name in {group["GroupName"] for group in iam.list_groups()["Groups"]}:
        return resource.name, False
    iam.create_group(GroupName=resource.name)
    for policy in properties["ManagedPolicyArns"]:
        iam.attach_group_policy(GroupName=resource.name, PolicyArn=policy)
    for member in properties["Users"]:
        iam.add_user_to_group(GroupName=resource.name, UserName=member)
    return resource.name, True


def access_key(making: Making, resource: Declared, properties: dict[str, Any]) -> tuple[str, bool]:
    """Makes an access key; its secret is thrown away. The keys of a user are found in the order of their making."""
    iam = making.client("iam")
    owner, status = properties["UserName"], properties.get("Status", "Active")
    taken = set(making.names.values())
    existing = iam.list_access_keys(UserName=owner)["AccessKeyMetadata"]
    for key in sorted(existing, key=lambda key: key["CreateDate"]):
        if key["AccessKeyId"] not in taken and key["Status"] == status:
            return key["AccessKeyId"], False
    made = iam.create_access_key(UserName=owner)["AccessKey"]["AccessKeyId"]
    if status != "Active":
        iam.update_access_key(UserName=owner, AccessKeyId=made, Status=status)
    return made, True


def account_in_organization(organizations: Any, name: str, email: str) -> tuple[str, bool]:
    """Finds or makes a member account."""
    for page in organizations.get_paginator("list_accounts").paginate():
        for account in page["Accounts"]:
            if account["Email"] == email and account["Status"] == "ACTIVE":
                return account["Id"], False
    status = organizations.create_account(Email=email, AccountName=name)["CreateAccountStatus"]
    while status["State"] == "IN_PROGRESS":
        status = organizations.describe_create_account_status(CreateAccountRequestId=status["Id"])["CreateAccountStatus"]
    if status["State"] != "SUCCEEDED":
        raise ClientError({"Error": {"Code": status.get("FailureReason", "Failed"), "Message": f"{name} was not made"}}, "CreateAccount")
    return status["AccountId"], True

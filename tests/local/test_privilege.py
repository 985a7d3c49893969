"""Least privilege, proven against the policies that were really deployed."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.local.platform import Platform

CONTEXTS = ("identity", "accounts", "discovery", "realtime", "security")
# Which stack's functions may touch which tables.
TABLES = {
    "Identity": {"identity"},
    "Administration": {"identity"},
    "Federation": {"identity"},
    "Accounts": {"accounts"},
    "Discovery": {"discovery", "accounts"},
    "Estate": {"discovery", "accounts"},
    "Collectors": {"discovery", "accounts"},
    "Freshness": {"discovery", "accounts"},
    "Graph": {"discovery"},
    "Security": {"security", "discovery", "accounts"},
    "Realtime": {"realtime"},
    "Relay": set(),
}
WRITES = ("dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem")
READS = ("dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan", "dynamodb:BatchGetItem")


@pytest.fixture(scope="module")
def roles(platform: Platform) -> dict[str, list[str]]:
    """The roles of all functions, by the nested stack that made them."""
    cloudformation = platform.client("cloudformation")
    found: dict[str, list[str]] = {}
    for nested in cloudformation.describe_stack_resources(StackName=platform.outputs["stack"])["StackResources"]:
        if nested["ResourceType"] == "AWS::CloudFormation::Stack":
            resources = cloudformation.describe_stack_resources(StackName=nested["PhysicalResourceId"])["StackResources"]
            names = [r["PhysicalResourceId"] for r in resources if r["ResourceType"] == "AWS::IAM::Role" and r["LogicalResourceId"].endswith("FunctionRole")]
            if names:
                found[nested["LogicalResourceId"]] = names
    return found


def test_gives_every_function_a_role_of_its_own(platform: Platform, roles: dict[str, list[str]]) -> None:
    functions = [physical for logical, physical in platform.physical_ids.items() if logical.endswith("Function")]
    configurations = [platform.client("lambda").get_function_configuration(FunctionName=name) for name in functions]

    used = [configuration["Role"].rpartition("/")[2] for configuration in configurations]

    assert len(functions) >= 40
    assert len(set(used)) == len(used)
    assert sorted(used) == sorted(name for names in roles.values() for name in names)


def test_lets_no_function_touch_the_table_of_another_context(platform: Platform, roles: dict[str, list[str]]) -> None:
    may = {name: allowed(platform, name, context) for names in roles.values() for name in names for context in [*CONTEXTS]}

    trespassers = {
        (role, context): actions
        for stack, names in roles.items()
        for role in names
        for context in CONTEXTS
        if context not in own_tables(stack) and (actions := allowed(platform, role, context))
    }

    assert len(may) >= 40
    assert trespassers == {}


def test_lets_only_the_accounts_functions_write_accounts(platform: Platform, roles: dict[str, list[str]]) -> None:
    writers = {
        stack for stack, names in roles.items() for role in names if set(allowed(platform, role, "accounts")) & set(WRITES)
    }

    assert writers == {"Accounts"}


def test_lets_no_function_assume_any_role_but_the_member_role(platform: Platform, roles: dict[str, list[str]]) -> None:
    for role in (name for names in roles.values() for name in names):
        for target in ("Admin", "OrganizationAccountAccessRole", f"{role}"):
            assert simulate(platform, role, ["sts:AssumeRole"], f"arn:aws:iam::111111111111:role/{target}") == []


def test_lets_no_function_read_secrets_or_worlds_that_are_not_its_own(platform: Platform, roles: dict[str, list[str]]) -> None:
    secrets = platform.client("secretsmanager")
    signing_keys = secrets.describe_secret(SecretId=platform.physical_ids["SigningKeysSecret"])["ARN"]
    world = f"arn:aws:s3:::{platform.outputs['world_bucket']}/tenants/any"

    readers = {stack for stack, names in roles.items() for role in names if simulate(platform, role, ["secretsmanager:GetSecretValue"], signing_keys)}
    seers = {stack for stack, names in roles.items() for role in names if simulate(platform, role, ["s3:GetObject", "s3:PutObject"], world)}

    export = f"arn:aws:s3:::{platform.outputs['world_bucket']}/exports/any"
    writers = {stack for stack, names in roles.items() for role in names if simulate(platform, role, ["s3:GetObject", "s3:PutObject"], export)}

    assert readers == {"Identity", "Federation"}
    assert seers == {"Discovery"}
    assert writers == {"Estate"}


@pytest.fixture
def as_get_account(platform: Platform) -> Iterator[Any]:
    """A session with the very policies of get-account, since nobody but Lambda may assume its own role."""
    iam = platform.client("iam")
    function = platform.client("lambda").get_function_configuration(FunctionName=platform.function("get-account"))
    original = function["Role"].rpartition("/")[2]
    name = f"pantheon-test-{uuid.uuid4().hex[:8]}"
    trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000000000000:root"}, "Action": "sts:AssumeRole"}]}
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]
    for policy in iam.list_role_policies(RoleName=original)["PolicyNames"]:
        document = iam.get_role_policy(RoleName=original, PolicyName=policy)["PolicyDocument"]
        iam.put_role_policy(RoleName=name, PolicyName=policy, PolicyDocument=json.dumps(document))
    session = platform.client("sts").assume_role(RoleArn=role["Arn"], RoleSessionName="proof")["Credentials"]
    yield lambda service: boto3.client(
        service,
        endpoint_url=platform.outputs["endpoint"],
        region_name=platform.outputs["region"],
        aws_access_key_id=session["AccessKeyId"],
        aws_secret_access_key=session["SecretAccessKey"],
        aws_session_token=session["SessionToken"],
    )
    for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
        iam.delete_role_policy(RoleName=name, PolicyName=policy)
    iam.delete_role(RoleName=name)


def test_is_really_stopped_at_the_door(platform: Platform, as_get_account: Any) -> None:
    dynamodb = as_get_account("dynamodb")
    key = {"pk": {"S": "TENANT#x"}, "sk": {"S": "y"}}

    assert "Item" not in dynamodb.get_item(TableName=platform.table("accounts"), Key=key)
    for refused in (
        lambda: dynamodb.get_item(TableName=platform.table("identity"), Key=key),
        lambda: dynamodb.get_item(TableName=platform.table("discovery"), Key=key),
        lambda: dynamodb.put_item(TableName=platform.table("accounts"), Item=key),
        lambda: dynamodb.scan(TableName=platform.table("accounts")),
        lambda: as_get_account("sqs").list_queues(),
        lambda: as_get_account("iam").list_users(),
    ):
        with pytest.raises(ClientError) as denied:
            refused()
        assert "AccessDenied" in denied.value.response["Error"]["Code"]


def own_tables(stack: str) -> set[str]:
    return next((tables for name, tables in TABLES.items() if stack.startswith(name)), set())


def allowed(platform: Platform, role: str, context: str) -> list[str]:
    """Which item actions a role may do on a table."""
    arn = f"arn:aws:dynamodb:{platform.outputs['region']}:{platform.outputs['account_id']}:table/{platform.table(context)}"
    return simulate(platform, role, [*WRITES, *READS], arn)


def simulate(platform: Platform, role: str, actions: list[str], resource: str) -> list[str]:
    """Which of the actions IAM would allow."""
    arn = f"arn:aws:iam::{platform.outputs['account_id']}:role/{role}"
    answer = platform.client("iam").simulate_principal_policy(PolicySourceArn=arn, ActionNames=actions, ResourceArns=[resource])
    return [result["EvalActionName"] for result in answer["EvaluationResults"] if result["EvalDecision"] == "allowed"]

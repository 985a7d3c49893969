"""Member roles that are right, and member roles that are wrong in one way each."""

from __future__ import annotations

import json
from typing import Any

from tests.estate.clients import Accounts

NAME = "PantheonMember"


def deploy(accounts: Accounts, account_id: str, platform_account: str, condition: dict[str, Any], permit: list[str] | None = None) -> None:
    """Makes a role that trusts the platform under a condition, and may do what is permitted."""
    iam = accounts.client("iam", account_id, "us-east-1")
    statement: dict[str, Any] = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{platform_account}:root"},
        "Action": "sts:AssumeRole",
    }
    if condition:
        statement["Condition"] = condition
    trust = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    if NAME in {role["RoleName"] for role in iam.list_roles()["Roles"]}:
        iam.update_assume_role_policy(RoleName=NAME, PolicyDocument=trust)
    else:
        iam.create_role(RoleName=NAME, AssumeRolePolicyDocument=trust)
    actions = permit or ["ec2:DescribeRegions", "account:ListRegions"]
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]}
    iam.put_role_policy(RoleName=NAME, PolicyName="permit", PolicyDocument=json.dumps(policy))

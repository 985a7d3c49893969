"""Deploys the member role that lets Pantheon read an account, as an organization's StackSet would."""

from __future__ import annotations

from pathlib import Path

from . import stacks
from .clients import Accounts

TEMPLATE = Path(__file__).resolve().parents[2] / "infra" / "member-role.yaml"
STACK = "pantheon-member"


def template(region: str) -> str:
    """Returns the template; the local AWS knows its region everywhere but in conditions, so it is written there."""
    return TEMPLATE.read_text().replace("!Ref AWS::Region", region)


def deploy(accounts: Accounts, account_id: str, region: str, parameters: dict[str, str]) -> str:
    """Deploys the role with the account's own credentials; says `created`, `updated` or `unchanged`."""
    cloudformation = accounts.client("cloudformation", account_id, region)
    return stacks.deploy(cloudformation, STACK, template(region), parameters)

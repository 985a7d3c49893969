"""What applications consist of: the file that declares it, and the part of the member role that reads it."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tests.estate import member, model, workloads

# Reading these would be reading data, secrets or code.
FORBIDDEN = (
    "athena:GetQueryResults", "ecs:ExecuteCommand", "eks:AccessKubernetesApi", "es:ESHttpGet", "glue:GetConnection", "glue:GetConnections",
    "redshift:GetClusterCredentials", "redshift-data:GetStatementResult", "sqs:ReceiveMessage", "states:GetExecutionHistory",
)  # fmt: skip


def test_adds_to_the_accounts_that_there_are() -> None:
    estate = model.load()
    production = next(place for place in estate.account("production").places if place.region == "us-east-1")

    names = {resource.name for resource in production.resources if resource.type == "AWS::SQS::Queue"}
    assert {"orders-work", "orders-dead-letters", "partner-intake"} <= names
    assert len(estate.accounts) == 4
    # Redshift is not in the local AWS, so the census cannot count it.
    assert set(workloads.MAKERS) == {*workloads.REGIONAL, *workloads.IRREGULAR}


@pytest.fixture(scope="module")
def statements() -> list[dict[str, Any]]:
    class Loader(yaml.SafeLoader):
        """Reads CloudFormation's short forms as plain values."""

    Loader.add_multi_constructor("!", lambda loader, _, node: loader.construct_scalar(node))
    policy = yaml.load(member.TEMPLATE.read_text(), Loader)["Resources"]["ReadApplicationsAndData"]["Properties"]
    assert policy["Roles"] == ["MemberRole"]
    # A managed policy may have 6,144 characters.
    assert len(yaml.safe_dump(policy["PolicyDocument"], default_flow_style=True).replace(" ", "")) < 6_000
    return policy["PolicyDocument"]["Statement"]


class TestPolicy:
    """The managed policy of the member role."""

    def test_has_one_statement_for_each_collector_in_the_order_of_their_names(self, statements: list[dict[str, Any]]) -> None:
        names = [statement["Sid"] for statement in statements]

        assert names == sorted(names) and len(names) == 11
        assert all(statement["Effect"] == "Allow" for statement in statements)

    def test_only_reads_and_spells_out_what(self, statements: list[dict[str, Any]]) -> None:
        for statement in statements:
            actions = statement["Action"]
            assert actions == sorted(actions)
            assert all(action.split(":")[1].startswith(("Describe", "Get", "List")) for action in actions)
            assert not any("*" in action for action in actions)

    def test_reads_no_data_and_no_secret(self, statements: list[dict[str, Any]]) -> None:
        assert {action for statement in statements for action in statement["Action"]} & set(FORBIDDEN) == set()

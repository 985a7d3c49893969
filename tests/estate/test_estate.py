"""The file of the demo organization says what it should, before any of it is made."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.estate import census, member, model, stacks
from tests.estate.clients import Accounts
from tests.estate.making import Making
from tests.estate.seed import MAKERS


@pytest.fixture(scope="module")
def estate() -> model.Estate:
    estate = model.load()
    return estate


def test_has_a_management_account_and_three_members(estate: model.Estate) -> None:
    assert [account.name for account in estate.accounts] == ["management", "production", "development", "security"]
    assert estate.regions == ["us-east-1", "eu-west-1"]


def test_has_every_type_that_is_collected(estate: model.Estate) -> None:
    declared = {resource.type for _, resource in estate.declared()}

    # Stacks are made of resources, an account is its own summary, and the organization was always there.
    assert census.TYPES - declared == {"AWS::CloudFormation::Stack", "AWS::Organizations::Organization", census.SUMMARY}


def test_has_some_hundred_resources_with_many_mistakes(estate: model.Estate) -> None:
    listed = [resource for _, resource in estate.declared() if resource.type in census.TYPES]
    mistakes = Counter(mistake.kind for _, mistake in estate.mistakes())

    assert 180 <= len(listed) <= 450
    assert sum(mistakes.values()) >= 100
    assert set(mistakes) == set(estate.mistake_kinds)


def test_can_make_everything_that_it_declares(estate: model.Estate) -> None:
    for account in estate.accounts:
        for place in account.places:
            assert {resource.type for resource in place.resources} <= set(MAKERS)


def test_names_every_resource_once(estate: model.Estate) -> None:
    for account in estate.accounts:
        for place in account.places:
            for stack, resources in place.stacks.items():
                names = [resource.name for resource in resources]
                assert len(set(names)) == len(names), (account.name, place.region, stack)
            named = [(resource.type, resource.name) for resource in place.resources]
            assert len(set(named)) == len(named), (account.name, place.region)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("M101: risky-trust", "M101: no-such-kind", "no kind of mistake is called no-such-kind"),
        ("M201: wildcard-policy", "M101: wildcard-policy", "M101 is also the mistake of"),
        ("M212: open-rdp, ", "", "no resource has the mistakes"),
    ],
)
def test_refuses_labels_that_lead_nowhere(tmp_path: Path, before: str, after: str, said: str) -> None:
    text = model.FILE.read_text()
    assert before in text
    # The kind open-rdp is planted twice.
    changed = tmp_path / "estate.yaml"
    changed.write_text(text.replace(before, after).replace("M312: open-rdp", "M312: open-ssh") if not after else text.replace(before, after))

    with pytest.raises(model.EstateError, match=said):
        model.load(changed)


def test_tags_what_is_not_untagged(estate: model.Estate) -> None:
    place = next(place for place in estate.account("production").places if place.region == "us-east-1")
    tagged = next(resource for resource in place.resources if resource.name == "orphan-1")
    untagged = next(resource for resource in place.resources if resource.name == "forgotten")

    assert stacks.tags_of(place, tagged)["Name"] == "orphan-1"
    assert stacks.tags_of(place, tagged)["CostCenter"] == "2000"
    assert stacks.tags_of(place, untagged) == {}


def test_writes_templates_that_name_what_is_outside_and_refer_to_what_is_inside(estate: model.Estate) -> None:
    place = next(place for place in estate.account("production").places if place.region == "us-east-1")
    making = Making(Accounts("http://unused.invalid"), place, {"network.DataA": "subnet-1", "network.DataB": "subnet-2", "network.Database": "sg-1", "network.Reporting": "sg-2"})

    template = stacks.template(place, place.stacks["databases"], making.resolve)

    subnets = template["Resources"]["DataSubnets"]["Properties"]
    reporting = template["Resources"]["Reporting"]
    assert subnets["SubnetIds"] == ["subnet-1", "subnet-2"]
    assert reporting["Properties"]["DBSubnetGroupName"] == {"Ref": "DataSubnets"}
    assert reporting["Metadata"]["Mistakes"]["M214"] == "public-database"
    assert {"Key": "Environment", "Value": "production"} in reporting["Properties"]["Tags"]


def test_says_which_name_is_not_known(estate: model.Estate) -> None:
    place = estate.account("security").places[1]
    making = Making(Accounts("http://unused.invalid"), place)

    with pytest.raises(model.EstateError, match="nothing is called nowhere.Vpc"):
        making.resolve({"VpcId": {"Ref": "nowhere.Vpc"}})


def short_form(loader: yaml.SafeLoader, _: str, node: yaml.Node) -> Any:
    """Reads what stands behind `!Ref` and its like."""
    return loader.construct_scalar(node) if isinstance(node, yaml.ScalarNode) else loader.construct_sequence(node, deep=True)


@pytest.fixture(scope="module")
def role() -> dict[str, Any]:
    class Loader(yaml.SafeLoader):
        """Reads CloudFormation's short forms as plain values."""

    Loader.add_multi_constructor("!", short_form)
    resources = yaml.load(member.TEMPLATE.read_text(), Loader)["Resources"]
    role = resources["MemberRole"]["Properties"]
    # What is allowed beside the role is allowed no less.
    beside = [body["Properties"] for body in resources.values() if body["Type"] == "AWS::IAM::ManagedPolicy"]
    assert all(policy["Roles"] == ["MemberRole"] for policy in beside)
    return {**role, "Policies": [*role["Policies"], *beside]}


class TestMemberRole:
    """The role that Pantheon is given; what it may do is held against its policies in tests/contract/member_role.rs."""

    def test_opens_to_the_external_id_and_the_platforms_functions_alone(self, role: dict[str, Any]) -> None:
        (statement,) = role["AssumeRolePolicyDocument"]["Statement"]

        assert statement["Condition"]["StringEquals"] == {"sts:ExternalId": "ExternalId"}
        assert all("${PlatformRolePrefix}*" in arn for arn in statement["Condition"]["ArnLike"]["aws:PrincipalArn"])
        assert statement["Principal"]["AWS"].endswith(":${PlatformAccountId}:root")

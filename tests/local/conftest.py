"""What the tests of the deployed platform share: one deployment, one estate, one connected organization."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.demo import connecting
from tests.demo.client import Api
from tests.estate.seed import Seeder
from tests.local import scans
from tests.local.platform import Platform

STRANGER = "stranger@pantheon.example"


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """The platform that PANTHEON_OUTPUTS names, or one that is deployed for these tests alone."""
    if named := os.environ.get("PANTHEON_OUTPUTS"):
        yield Platform(json.loads(Path(named).read_text()))
        return
    from tests.tools import deployment

    with deployment.running(tmp_path_factory.mktemp("platform")) as outputs:
        yield Platform(outputs)


@pytest.fixture
def api(platform: Platform) -> Api:
    """A fresh sign-in of the administrator."""
    return platform.api()


@pytest.fixture(scope="session")
def seeder(platform: Platform) -> Seeder:
    """The demo organization, seeded."""
    seeder = Seeder(platform.outputs["endpoint"], say=lambda text: None)
    seeder.seed()
    return seeder


@pytest.fixture(scope="session")
def organization(platform: Platform, seeder: Seeder) -> Seeder:
    """The demo organization, connected."""
    connecting.connect(platform.api(), seeder, say=lambda text: None)
    return seeder


@pytest.fixture(scope="session")
def first_scan(platform: Platform, organization: Seeder) -> dict[str, Any]:
    """The first scan of the whole organization, ended."""
    return scans.run(platform.api())


@pytest.fixture(scope="session")
def estate(organization: Seeder, first_scan: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What there is, counted by a second pair of eyes."""
    return organization.record(tmp_path_factory.mktemp("estate") / "estate.json")


@pytest.fixture(scope="session")
def stranger(platform: Platform) -> Api:
    """The administrator of another tenant, which is made as CloudFormation makes the first one."""
    cloudformation = platform.client("cloudformation")
    arn = platform.client("lambda").get_function_configuration(FunctionName=platform.function("initialize-platform"))["FunctionArn"]
    tenant = {
        "Type": "Custom::Initialize",
        "Properties": {"ServiceToken": arn, "TenantName": "Strangers", "AdministratorEmail": STRANGER},
    }
    existing = [stack["StackName"] for stack in cloudformation.describe_stacks()["Stacks"]]
    if "pantheon-strangers" not in existing:
        cloudformation.create_stack(StackName="pantheon-strangers", TemplateBody=json.dumps({"Resources": {"Tenant": tenant}}))
        cloudformation.get_waiter("stack_create_complete").wait(StackName="pantheon-strangers", WaiterConfig={"Delay": 1})
    return platform.api(STRANGER)

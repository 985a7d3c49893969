"""The collectors of what guards an estate say the same of two AWS that hold the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.estate import guards, model, twins
from tests.estate.clients import Accounts

SERVICES = ["backup", "cloudtrail", "cognito", "config", "ecr", "organizations", "secretsmanager", "ssm"]
"""What both have; Access Analyzer has neither."""

ALONE = {"MiniStack": ["cloudcontrol"], "moto": ["guardduty", "securityhub"]}
"""What one of them has."""

PLAN, VAULT, POOL = "AWS::Backup::BackupPlan", "AWS::Backup::BackupVault", "AWS::Cognito::UserPool"
PARAMETER = "AWS::SSM::Parameter"

DIFFERENCES = {
    (PLAN, "dependencies"): "moto has no selections, so it has no role that they need",
    (PLAN, "properties.BackupSelections"): "moto has no selections",
    (PLAN, "properties.Unread"): "moto has no selections",
    (PLAN, "properties.BackupPlan.BackupPlanRule[0].ScheduleExpressionTimezone"): "MiniStack does not fill it in",
    (PLAN, "tags.Environment"): "moto forgets the tags of plans",
    (PLAN, "tags.Name"): "moto forgets the tags of plans",
    (VAULT, "properties.Unread"): "moto has neither policies nor notifications of vaults",
    (VAULT, "tags.Environment"): "moto forgets the tags of vaults",
    (VAULT, "tags.Name"): "moto forgets the tags of vaults",
    ("AWS::CloudTrail::Trail", "properties.EventSelectors"): "moto does not fill in what is recorded by default",
    (POOL, "properties.DeletionProtection"): "moto does not fill it in",
    (POOL, "properties.UserPoolTier"): "moto does not fill it in",
    ("AWS::Config::ConfigurationRecorder", "properties.RecordingGroup.RecordingStrategy"): "MiniStack does not fill it in",
    (PARAMETER, "properties.LastModifiedDate"): "they were made one after the other",
    (PARAMETER, "properties.LastModifiedUser"): "moto does not know who it was",
}
"""Where the documents differ, and which of the two is to blame."""

UNSEEN = {
    "MiniStack": set(),
    "moto": {
        "backup:GetBackupVaultAccessPolicy",
        "backup:GetBackupVaultNotifications",
        "backup:ListBackupSelections",
        "securityhub:GetEnabledStandards",
        "securityhub:ListTagsForResource",
    },
}
"""What one of them has not learned yet."""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("twins")
    with twins.running(folder) as both:
        return {twin.name: look(twin, folder) for twin in both}


def look(twin: twins.Twin, folder: Path) -> dict[str, Any]:
    """Makes one of everything, and returns what the collectors say of it."""
    names = make(twin)
    make_alone(twin)
    said = twins.documents(twin.endpoint, SERVICES + ALONE[twin.name], folder).of
    return {service: twins.alike(documents, names) for service, documents in said.items()}


def make(twin: twins.Twin) -> dict[str, str]:
    """Makes what guards production and the organization, in one account."""
    names = prepare(Accounts(twin.endpoint))
    estate = model.load()
    for region in (twins.REGION, model.GLOBAL):
        mine = [
            resource
            for place, resource in estate.declared()
            if place.region == region and place.account.name in ("management", "production") and resource.type in guards.MAKERS
        ]
        if twin.name == "moto":
            # It has no selections of backup plans.
            for resource in mine:
                resource.properties.pop("Selection", None)
        names |= twins.make(twin, twins.place(region), mine, guards.MAKERS)
    return names


def prepare(accounts: Accounts) -> dict[str, str]:
    """Makes what the others need: a bucket, and an organization with service control policies."""
    accounts.client("s3", twins.ACCOUNT, twins.REGION).create_bucket(Bucket="olympus-twin-trail")
    organizations = accounts.client("organizations", twins.ACCOUNT, twins.REGION)
    try:
        organization = organizations.describe_organization()["Organization"]["Id"]
    except ClientError:
        # The one of MiniStack has always been there.
        organization = organizations.create_organization()["Organization"]["Id"]
    root = organizations.list_roots()["Roots"][0]
    if not root["PolicyTypes"]:
        organizations.enable_policy_type(RootId=root["Id"], PolicyType="SERVICE_CONTROL_POLICY")
    return {organization: "organization", root["Id"]: "root"}


def make_alone(twin: twins.Twin) -> None:
    """Makes what only one of them has."""
    accounts = Accounts(twin.endpoint)
    if twin.name == "moto":
        accounts.client("guardduty", twins.ACCOUNT, twins.REGION).create_detector(Enable=True, Features=[{"Name": "S3_DATA_EVENTS", "Status": "ENABLED"}])
        accounts.client("securityhub", twins.ACCOUNT, twins.REGION).enable_security_hub()
    else:
        state = {"Name": "clicks", "DeliveryStreamName": "clicks", "AccessKey": "hunter2", "Tags": [{"Key": "env", "Value": "twin"}]}
        stream = {"TypeName": "AWS::KinesisFirehose::DeliveryStream", "DesiredState": json.dumps(state)}
        accounts.client("cloudcontrol", twins.ACCOUNT, twins.REGION).create_resource(**stream)


def test_sees_all_that_there_is(seen: dict[str, dict[str, Any]]) -> None:
    for name, services in seen.items():
        assert {gap["operation"] for said in services.values() for gap in said["gaps"]} == UNSEEN[name]


def test_finds_one_of_every_type(seen: dict[str, dict[str, Any]]) -> None:
    for name, services in seen.items():
        found = {document["resource_type"] for service in SERVICES for document in services[service]["found"]}
        assert found == guards.TYPES, name


def test_finds_what_one_of_them_has(seen: dict[str, dict[str, Any]]) -> None:
    (detector,) = seen["moto"]["guardduty"]["found"]
    (hub,) = seen["moto"]["securityhub"]["found"]
    (stream,) = seen["MiniStack"]["cloudcontrol"]["found"]

    assert detector["properties"]["Enable"] is True
    assert detector["properties"]["Features"] == [{"Name": "S3_DATA_EVENTS", "Status": "ENABLED"}]
    assert hub["native_id"] == f"arn:aws:securityhub:{twins.REGION}:{twins.ACCOUNT}:hub/default"
    assert (stream["native_id"], stream["tags"], stream["properties"]["AccessKey"]) == ("clicks", {"env": "twin"}, "(withheld)")


def test_says_the_same_of_both(seen: dict[str, dict[str, Any]]) -> None:
    differ: set[tuple[str, str]] = set()
    for service in SERVICES:
        differ |= twins.compared(*(seen[name][service]["found"] for name in ("MiniStack", "moto")))

    assert differ - set(DIFFERENCES) == set(), "documents differ where they are not known to"
    assert set(DIFFERENCES) - differ == set(), "documents are not different any more"

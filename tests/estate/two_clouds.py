"""Two implementations of AWS side by side: MiniStack and moto, and what the collectors make of each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from tests.estate import model, twins
from tests.estate.making import Making
from tests.estate.twins import ACCOUNT, REGION

NAMES = ("MiniStack", "moto")

_CONFIG = Config(retries={"max_attempts": 2, "mode": "standard"}, s3={"addressing_style": "path"})


@dataclass
class Cloud:
    """A running implementation of AWS, and how to be one account of it."""

    endpoint: str
    credentials: dict[str, str] = field(default_factory=lambda: {"AccessKeyId": ACCOUNT, "SecretAccessKey": "any"})
    # The services that say something else of the same resource whenever they are asked.
    unsteady: frozenset[str] = frozenset()
    # What was made, by the identifier that this implementation gave it.
    names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.session = boto3.Session()
        self.client = lru_cache(maxsize=None)(self._client)

    def _client(self, service: str, account_id: str = ACCOUNT, region: str = REGION) -> Any:
        return self.session.client(
            service,
            endpoint_url=self.endpoint,
            region_name=region,
            aws_access_key_id=self.credentials["AccessKeyId"],
            aws_secret_access_key=self.credentials["SecretAccessKey"],
            aws_session_token=self.credentials.get("SessionToken"),
            config=_CONFIG,
        )

    def environment(self) -> dict[str, str]:
        """What makes the collectors talk to it as the account."""
        names = {"AccessKeyId": "AWS_ACCESS_KEY_ID", "SecretAccessKey": "AWS_SECRET_ACCESS_KEY", "SessionToken": "AWS_SESSION_TOKEN"}
        return {names[key]: value for key, value in self.credentials.items() if key in names}


@contextmanager
def running(name: str, folder: Path) -> Iterator[Cloud]:
    """Runs an implementation for the length of a block."""
    with twins.one(name, folder) as twin:
        cloud = Cloud(twin.endpoint)
        if name == "moto":
            # There only the credentials of a role are those of another account.
            role = f"arn:aws:iam::{ACCOUNT}:role/seeder"
            credentials = cloud.client("sts").assume_role(RoleArn=role, RoleSessionName="seeder")["Credentials"]
            # It says of Athena's first workgroup that it was made just now, whenever it is asked.
            cloud = Cloud(twin.endpoint, credentials, frozenset({"athena"}))
        yield cloud


def make(cloud: Cloud, types: Iterable[str], makers: dict[str, Callable[..., tuple[str, bool]]]) -> None:
    """Makes what production has of these types, in a network and with roles of its own."""
    place = next(place for place in model.load().account("production").places if place.region == REGION)
    place.account.id = ACCOUNT
    making = Making(cloud, place, _network(cloud))  # type: ignore[arg-type]
    _roles(cloud)
    wanted = set(types)
    for resource in (resource for resource in place.resources if resource.type in wanted):
        physical_id, _ = makers[resource.type](making, resource, making.resolve_all(resource.properties))
        making.remember(resource, physical_id)
    cloud.names.update({identifier: name for name, identifier in making.names.items() if name.startswith("network.")})


def _network(cloud: Cloud) -> dict[str, str]:
    ec2 = cloud.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.20.0.0/16")["Vpc"]["VpcId"]
    made = {"network.Vpc": vpc}
    for number, (name, zone) in enumerate([("AppA", "a"), ("AppB", "b"), ("DataA", "a"), ("DataB", "b")]):
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.20.{number}.0/24", AvailabilityZone=f"{REGION}{zone}")
        made[f"network.{name}"] = subnet["Subnet"]["SubnetId"]
    for name in ("App", "Database"):
        made[f"network.{name}"] = ec2.create_security_group(GroupName=name, Description=name, VpcId=vpc)["GroupId"]
    return made


def _roles(cloud: Cloud) -> None:
    iam = cloud.client("iam")
    for name in ("olympus-orders", "olympus-web", "olympus-batch"):
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": []}))


def documents(cloud: Cloud, services: Iterable[str], folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Lets the collectors look twice at each service, and returns what they found."""
    said = twins.documents(cloud.endpoint, services, folder, cloud.environment())
    assert said.unsteady <= cloud.unsteady
    text = json.dumps({service: documents["found"] for service, documents in said.of.items()})
    for identifier, name in cloud.names.items():
        text = text.replace(identifier, name)
    return json.loads(text)

"""Makes the demo organization on the local AWS: `python tests/estate/seed.py --endpoint http://…`.

Running it again changes nothing and says so. What was made is written to `.local/estate.json`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Callable

ROOT = Path(__file__).resolve().parents[2]
if __package__ in (None, ""):
    sys.path.insert(0, str(ROOT))

from tests.estate import census, ec2, edge, guards, member, model, services, stacks, workloads  # noqa: E402
from tests.estate.clients import Accounts  # noqa: E402
from tests.estate.making import Making  # noqa: E402

MANAGEMENT_ID = "111111111111"

Maker = Callable[[Making, model.Declared, dict[str, Any]], tuple[str, bool]]
MAKERS: dict[str, Maker] = {
    "AWS::EC2::EIP": ec2.address,
    "AWS::EC2::NatGateway": ec2.nat_gateway,
    "AWS::EC2::Instance": ec2.instance,
    "AWS::EC2::Volume": ec2.volume,
    "AWS::EC2::Snapshot": ec2.snapshot,
    "AWS::EC2::NetworkInterface": ec2.network_interface,
    "AWS::S3::Bucket": services.bucket,
    "AWS::DynamoDB::Table": services.table,
    "AWS::RDS::DBInstance": services.database,
    "AWS::RDS::DBSnapshot": services.database_snapshot,
    "AWS::RDS::DBClusterSnapshot": services.cluster_snapshot,
    "AWS::IAM::User": services.user,
    "AWS::IAM::Group": services.group,
    "AWS::IAM::AccessKey": services.access_key,
    **workloads.MAKERS,
    **guards.MAKERS,
    **edge.MAKERS,
}


class Seeder:
    """Makes an estate, place by place."""

    def __init__(self, endpoint: str, say: Callable[[str], None] = print) -> None:
        self.accounts = Accounts(endpoint)
        self.estate = model.load()
        self.say = say
        self.created = 0
        self.planted: list[dict[str, str]] = []

    def seed(self) -> None:
        """Makes everything that is not there yet."""
        self.find_accounts()
        for account in self.estate.accounts:
            before = self.created
            for region in self.estate.regions:
                self._clear_default_vpc(account, region)
            for place in account.places:
                self._make_place(place)
            made = self.created - before
            self.say(f"{account.name:<12} {account.id}  {f'{made} made' if made else 'nothing to do'}")

    def find_accounts(self) -> None:
        """Finds or makes the accounts: the management account is a fact, the others are made through it."""
        organizations = self.accounts.client("organizations", MANAGEMENT_ID, self.estate.home)
        for account in self.estate.accounts:
            if account.name == "management":
                account.id = MANAGEMENT_ID
            else:
                account.id, made = services.account_in_organization(organizations, account.name, account.email)
                self.created += made

    def _clear_default_vpc(self, account: model.Account, region: str) -> None:
        client = self.accounts.client("ec2", account.id, region)
        if region not in account.keep_default_vpc:
            self.created += ec2.delete_default_vpcs(client)
            return
        default = next(vpc["VpcId"] for vpc in client.describe_vpcs()["Vpcs"] if vpc["IsDefault"])
        for mistake in account.keep_default_vpc[region]:
            self._plant(account, region, "AWS::EC2::VPC", default, mistake)

    def _make_place(self, place: model.Place) -> None:
        making = Making(self.accounts, place)
        for stack, resources in place.stacks.items():
            self._make_stack(making, stack, resources)
        for resource in place.resources:
            properties = making.resolve_all(resource.properties)
            physical_id, made = MAKERS[resource.type](making, resource, properties)
            making.remember(resource, physical_id)
            self.created += made
            self._plant_all(place, resource, physical_id)

    def _make_stack(self, making: Making, stack: str, resources: list[model.Declared]) -> None:
        cloudformation = making.client("cloudformation")
        body = stacks.dumps(stacks.template(making.place, resources, making.resolve))
        if stacks.deploy(cloudformation, stack, body) != "unchanged":
            self.created += len(resources)
        physical = stacks.physical_ids(cloudformation, stack)
        for resource in resources:
            making.names[f"{stack}.{resource.name}"] = physical[resource.name]
            self._plant_all(making.place, resource, physical[resource.name])

    def _plant_all(self, place: model.Place, resource: model.Declared, physical_id: str) -> None:
        for mistake in resource.mistakes:
            self._plant(place.account, place.region, resource.type, physical_id, mistake)

    def _plant(self, account: model.Account, region: str, type_name: str, physical_id: str, mistake: model.Mistake) -> None:
        self.planted.append(
            {"id": mistake.id, "kind": mistake.kind, "account": account.name, "account_id": account.id,
             "region": region, "type": type_name, "native_id": physical_id}
        )  # fmt: skip

    def deploy_member_role(self, account: model.Account, parameters: dict[str, str]) -> str:
        """Deploys the member role into one account."""
        return member.deploy(self.accounts, account.id, self.estate.home, parameters)

    def count(self) -> set[census.Resource]:
        """Counts what there is in all accounts."""
        found: set[census.Resource] = set()
        for account in self.estate.accounts:
            found |= census.of_account(self.accounts, account.id, self.estate.home, self.estate.regions)
        return found | census.of_organization(self.accounts, MANAGEMENT_ID, self.estate.home)

    def record(self, path: Path) -> dict[str, Any]:
        """Writes down what there is and what is wrong with it."""
        document = {
            "organization": self.estate.name,
            "endpoint": self.accounts.endpoint,
            "management_account_id": MANAGEMENT_ID,
            "regions": self.estate.regions,
            "accounts": {account.name: account.id for account in self.estate.accounts},
            "types": sorted(census.TYPES),
            "resources": [resource.as_dict() for resource in sorted(self.count())],
            "mistakes": sorted(self.planted, key=lambda planted: planted["id"]),
            "mistake_kinds": self.estate.mistake_kinds,
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(document, indent=1) + "\n")
        return document


def summary(document: dict[str, Any]) -> str:
    """Says how many resources of which type are where."""
    names = {account_id: name for name, account_id in document["accounts"].items()}
    columns = [(name, region) for name in document["accounts"] for region in [*document["regions"], model.GLOBAL]]
    counts = Counter((names[r["account_id"]], r["region"], r["type"]) for r in document["resources"])
    width = max(map(len, document["types"])) + 1
    lines = [f"{'':<{width}}" + "".join(f"{name[:10]:>11}" for name, _ in columns) + f"{'all':>6}"]
    lines.append(f"{'':<{width}}" + "".join(f"{region:>11}" for _, region in columns))
    for type_name in document["types"]:
        row = [counts[(name, region, type_name)] for name, region in columns]
        lines.append(f"{type_name:<{width}}" + "".join(f"{number or '·':>11}" for number in row) + f"{sum(row):>6}")
    totals = [sum(counts[(name, region, type_name)] for type_name in document["types"]) for name, region in columns]
    lines.append(f"{'all':<{width}}" + "".join(f"{number:>11}" for number in totals) + f"{sum(totals):>6}")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--endpoint", help="where the local AWS answers; else what .local/outputs.json says")
    parser.add_argument("--record", type=Path, default=ROOT / ".local" / "estate.json", help="where to write what was made")
    arguments = parser.parse_args()
    outputs = ROOT / ".local" / "outputs.json"
    if not arguments.endpoint and not outputs.exists():
        parser.error("no local AWS is running: start it with `make up`, or name one with --endpoint")
    seeder = Seeder(arguments.endpoint or json.loads(outputs.read_text())["endpoint"])
    seeder.seed()
    document = seeder.record(arguments.record)
    print(summary(document))
    print(f"{len(document['resources'])} resources with {len(document['mistakes'])} planted mistakes, in {arguments.record}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

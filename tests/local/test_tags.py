"""Tags: what the policy asks for, what the report counts, and what is listed as untagged agree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests.demo.client import Answer, Api
from tests.estate.seed import MANAGEMENT_ID
from tests.local import scans
from tests.local.platform import eventually
from tests.local.test_input import problem
from tests.tools.places import ROOT

POLICY = "/v1/aws/tag-policy"
REPORT = "/v1/aws/tags/report"
UNTAGGED = "/v1/aws/tags/untagged"
UNTAGGABLE = re.findall(r'TypeName::new\("([\w:]+)"\)', (ROOT / "shared/core/src/tagging/untaggable.rs").read_text())
"""What nobody can tag, as the platform has it."""
WISH: dict[str, Any] = {
    "rules": [{"key": "Owner"}, {"key": "Environment", "values": ["production", "dev*"], "exempt_types": ["AWS::S3::Bucket"]}],
    "meanings": {"owner": "Owner", "environment": "Environment", "cost_center": "CostCenter"},
}


def update(api: Api, wish: dict[str, Any], etag: str = "") -> Answer:
    return api.call("PUT", POLICY, wish, {"If-Match": etag or api.call("GET", POLICY).etag})


def judged(api: Api) -> dict[str, Any]:
    """The report, once every account is judged by the policy as it is now."""
    return eventually(lambda: (report := api.get(REPORT))["coverage"]["accounts_outdated"] == 0 and report, 60)


@pytest.fixture(scope="module")
def policy(platform: Any, first_scan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The policy of the tests, in force; nothing is asked for afterwards."""
    api = platform.api()
    answer = update(api, WISH)
    assert answer.status == 200, answer.body
    yield answer.json()
    update(api, {"rules": []})


def test_asks_for_nothing_until_somebody_says_so(stranger: Api) -> None:
    policy = stranger.call("GET", POLICY)

    assert (policy.json()["rules"], policy.etag) == ([], '"0"')
    assert stranger.get(UNTAGGED) == {"items": [], "next_cursor": None}


def test_finds_exactly_what_breaks_a_rule(api: Api, policy: dict[str, Any]) -> None:
    found = {item["id"]: item for item in api.pages(UNTAGGED)}
    resources = {resource["id"]: resource for resource in scans.inventory(api).values()}

    def broken(resource: dict[str, Any]) -> set[str]:
        tags = resource["tags"]
        keys = set() if "Owner" in tags else {"Owner"}
        environment = tags.get("Environment", "")
        fits = environment == "production" or environment.startswith("dev")
        return keys if fits or resource["resource_type"] == "AWS::S3::Bucket" else keys | {"Environment"}

    assert found
    for id, item in found.items():
        assert {breach["key"] for breach in item["breaches"]} == broken(resources[id]), item
        assert item["owner"] == resources[id]["tags"].get("Owner")
    left_out = {resources[id]["resource_type"] for id in resources.keys() - found.keys() if broken(resources[id])}
    assert left_out <= set(UNTAGGABLE) and not set(UNTAGGABLE) & {resources[id]["resource_type"] for id in found}


def test_says_what_is_wrong(api: Api, policy: dict[str, Any]) -> None:
    wrong = next(b for item in api.pages(UNTAGGED, account_id=MANAGEMENT_ID, key="Environment") for b in item["breaches"] if b["kind"] == "wrong_value")

    assert (wrong["found_value"], wrong["allowed"]) == ("management", ["dev*", "production"])


def test_counts_in_the_report_what_it_lists(api: Api, policy: dict[str, Any]) -> None:
    report = judged(api)
    untagged = list(api.pages(UNTAGGED))

    total = report["total"]
    assert total["judged"] - total["compliant"] == len(untagged)
    assert total["percent"] == pytest.approx(100 * total["compliant"] / total["judged"], abs=0.011)
    for view, member in (("by_account", "account_id"), ("by_type", "resource_type"), ("by_owner_agent", "owner_agent")):
        broken = Counter(item[member] for item in untagged)
        assert {key: score["judged"] - score["compliant"] for key, score in report[view].items()} == {key: broken[key] for key in report[view]}
        assert sum(score["judged"] for score in report[view].values()) == total["judged"]
    keys = Counter(breach["key"] for item in untagged for breach in item["breaches"])
    assert report["breaches_by_key"] == keys
    assert total["judged"] + report["untaggable"] + report["unbound"] == len(scans.inventory(api))
    one = api.get(REPORT, account_id=MANAGEMENT_ID)
    assert one["total"] == report["by_account"][MANAGEMENT_ID]


def test_says_when_something_could_not_be_seen(api: Api, policy: dict[str, Any]) -> None:
    blind = [agent for state in ("blind", "degraded") for agent in api.pages("/v1/aws/service-agents", state=state)]
    coverage = judged(api)["coverage"]

    assert coverage["accounts_with_holes"] == len({agent["account_id"] for agent in blind})
    assert coverage["complete"] is (coverage["accounts_with_holes"] == 0)
    assert (coverage["note"] is None) is coverage["complete"]


def test_filters_and_pages_without_loss(api: Api, policy: dict[str, Any]) -> None:
    everything = [item["id"] for item in api.pages(UNTAGGED, page_size=1000)]
    items = {item["id"]: item for item in api.pages(UNTAGGED)}

    assert [item["id"] for item in api.pages(UNTAGGED, page_size=3)] == everything
    for query, wanted in [
        ({"account_id": MANAGEMENT_ID}, lambda i: i["account_id"] == MANAGEMENT_ID),
        ({"region": "eu-west-1"}, lambda i: i["region"] == "eu-west-1"),
        ({"resource_type": "AWS::EC2::Volume"}, lambda i: i["resource_type"] == "AWS::EC2::Volume"),
        ({"key": "Owner"}, lambda i: any(b["key"] == "Owner" for b in i["breaches"])),
        ({"owner": "zeus@olympus.example"}, lambda i: i["owner"] == "zeus@olympus.example"),
    ]:
        assert {item["id"] for item in api.pages(UNTAGGED, **query)} == {id for id, item in items.items() if wanted(item)}, query


def test_judges_anew_when_the_policy_changes(api: Api, policy: dict[str, Any]) -> None:
    before = judged(api)["total"]
    narrow = {**WISH, "rules": [{"key": "Owner", "accounts": [MANAGEMENT_ID], "resource_types": ["AWS::EC2::Volume"]}]}
    try:
        assert update(api, narrow).status == 200
        after = judged(api)
        volumes = scans.inventory(api, account_id=MANAGEMENT_ID, resource_type="AWS::EC2::Volume")
        assert after["total"]["judged"] == len(volumes) < before["judged"]
        assert set(after["by_type"]) <= {"AWS::EC2::Volume"}
    finally:
        update(api, WISH)
    assert judged(api)["total"] == before


def test_points_at_what_is_wrong_with_a_policy(api: Api, policy: dict[str, Any]) -> None:
    for wish, pointer in [
        ({"rules": [{"key": ""}]}, "/rules/0/key"),
        ({"rules": [{"key": "aws:name"}]}, "/rules/0/key"),
        ({"rules": [{"key": "a"}, {"key": "a"}]}, "/rules/1"),
        ({"rules": [{"key": "a", "accounts": ["1"]}]}, "/rules/0/accounts/0"),
        ({"rules": [{"key": f"k{n}"} for n in range(51)]}, "/rules"),
        ({"rules": [{"key": "a", "values": [f"v{n}" for n in range(101)]}]}, "/rules/0/values"),
        ({"rules": [], "meanings": {"boss": "x"}}, "/meanings/boss"),
        ({"rules": [], "owner": "x"}, "/owner"),
    ]:
        document = problem(update(api, wish), 400, "invalid")
        assert pointer in [error["pointer"] for error in document["errors"]], (wish, document)


def test_changes_only_the_version_that_was_read(api: Api, policy: dict[str, Any]) -> None:
    problem(update(api, WISH, '"0"'), 412, "precondition_failed")
    problem(api.call("PUT", POLICY, WISH), 428, "precondition_required")

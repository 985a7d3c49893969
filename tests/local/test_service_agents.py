"""Service agents follow the estate, and do more only because a person says so."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from tests.demo.client import Answer, Api
from tests.demo.live import Feed
from tests.estate.seed import MANAGEMENT_ID, Seeder
from tests.local import scans, tenancy
from tests.local.platform import Platform, eventually
from tests.local.tenancy import Tenant
from tests.local.test_faults import without_policy
from tests.local.test_input import problem

ROUTE = "/v1/aws/service-agents"


@pytest.fixture(scope="module")
def tenant(platform: Platform) -> Tenant:
    """A tenant with one scanned account, whose agents may be changed at will."""
    tenant = tenancy.make(platform, "Agents")
    tenancy.discover(tenant)
    return tenant


@pytest.fixture
def name(tenant: Tenant) -> Iterator[str]:
    """The agent of DynamoDB, which is back at its first autonomy afterwards."""
    agent = next(agent for agent in tenant.api.pages(ROUTE, service="dynamodb"))
    yield agent["name"]
    change(tenant.api, agent["name"], autonomy_level=1, decision_maker="Noguchi", reason="The test is over.")


def read(api: Api, name: str) -> Answer:
    return api.call("GET", f"{ROUTE}/{name}")


def change(api: Api, name: str, etag: str = "", **wish: Any) -> Answer:
    return api.call("PUT", f"{ROUTE}/{name}", wish, {"If-Match": etag or read(api, name).etag})


def agents(api: Api, **filters: Any) -> dict[str, dict[str, Any]]:
    return {agent["name"]: agent for agent in api.pages(ROUTE, **filters)}


def test_has_one_agent_for_every_service_of_every_account(api: Api, first_scan: dict[str, Any], estate: dict[str, Any]) -> None:
    looked_at = {f"{account}-{service}" for account, _, service in scans.coverage(api, first_scan["id"])}

    found = eventually(lambda: (found := agents(api)).keys() >= looked_at and found)

    for agent in found.values():
        assert agent["name"] == f"{agent['account_id']}-{agent['service_type']}"
        assert agent["autonomy_level"] in (0, 1, 2, 3)
    assert {found[name]["decision_maker"] for name in looked_at if name.endswith("-ec2")} == {"BillGates"}
    assert {found[name]["decision_maker"] for name in looked_at if name.endswith("-s3")} == {"SteveJobs"}


def test_says_whether_there_is_anything_to_do(api: Api, first_scan: dict[str, Any]) -> None:
    held = {(resource["account_id"], resource["resource_type"].split("::")[1].lower()) for resource in scans.inventory(api).values()}
    seen = {name: agent for name, agent in agents(api, state="observing").items() if agent["service_type"] in ("ec2", "s3", "dynamodb")}
    idle = {name: agent for name, agent in agents(api, state="idle").items() if agent["service_type"] in ("ec2", "s3", "dynamodb")}

    assert seen
    assert all((agent["account_id"], agent["service_type"]) in held for agent in seen.values())
    assert not any((agent["account_id"], agent["service_type"]) in held for agent in idle.values())


def test_knows_which_agents_its_resources_need(api: Api, first_scan: dict[str, Any]) -> None:
    functions = [r for r in scans.inventory(api).values() if r["resource_type"] == "AWS::Lambda::Function" and r["dependencies"]]
    account = functions[0]["account_id"]

    agent = api.get(f"{ROUTE}/{account}-lambda")

    assert f"{account}-iam" in agent["dependencies"]
    assert agent["name"] not in agent["dependencies"]


def test_filters_by_everything_that_it_promises(api: Api, first_scan: dict[str, Any]) -> None:
    everything = agents(api)

    for query, wanted in [
        ({"account_id": MANAGEMENT_ID}, lambda a: a["account_id"] == MANAGEMENT_ID),
        ({"service": "ec2"}, lambda a: a["service_type"] == "ec2"),
        ({"state": "idle"}, lambda a: a["state"] == "idle"),
        ({"autonomy_level": 1}, lambda a: a["autonomy_level"] == 1),
        ({"account_id": MANAGEMENT_ID, "service": "s3"}, lambda a: (a["account_id"], a["service_type"]) == (MANAGEMENT_ID, "s3")),
    ]:
        assert set(agents(api, **query)) == {name for name, agent in everything.items() if wanted(agent)}, query
    assert [agent["name"] for agent in api.pages(ROUTE, page_size=7)] == list(everything)


def test_writes_nothing_when_nothing_has_changed(platform: Platform, tenant: Tenant) -> None:
    before = platform.items("discovery", entity="service agent")
    compliance = platform.items("discovery", entity="tag compliance")
    assert before and compliance
    number = next(iter(agents(tenant.api).values()))["account_id"]

    scans.run(tenant.api, accounts=[number], services=["dynamodb", "ec2"])
    platform.send("sync-service-agents", {"tenant_id": tenant.id, "account_id": number, "correlation_id": f"cor_{uuid.uuid4()}"})
    eventually(lambda: waiting(platform, "sync-service-agents") == 0 and waiting(platform, "plan-agent-sync") == 0)

    assert mine(platform, "service agent", tenant) == [item for item in before if tenant.id in item["pk"]]
    assert mine(platform, "tag compliance", tenant) == [item for item in compliance if tenant.id in item["pk"]]


def mine(platform: Platform, entity: str, tenant: Tenant) -> list[dict[str, Any]]:
    return [item for item in platform.items("discovery", entity=entity) if tenant.id in item["pk"]]


def waiting(platform: Platform, queue: str) -> int:
    """How many messages of a queue wait or are being handled."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    attributes = platform.client("sqs").get_queue_attributes(QueueUrl=platform.queue(queue), AttributeNames=names)["Attributes"]
    return sum(int(attributes[name]) for name in names)


def test_a_governor_lets_an_agent_do_more_for_a_reason(platform: Platform, tenant: Tenant, name: str) -> None:
    feed = Feed(platform.outputs["socket_url"], tenant.api, [f"service-agents/{name}"])
    governor = tenancy.join(tenant, ["governor"])
    blind = problem(change(governor, name, autonomy_level=3, decision_maker="Kotler"), 400, "invalid")
    assert "/reason" in str(blind["errors"])

    answer = change(governor, name, autonomy_level=3, decision_maker="Kotler", reason="Nobody is awake at night.")

    agent = answer.json()
    assert (answer.status, agent["autonomy_level"], agent["decision_maker"]) == (200, 3, "Kotler")
    assert agent["decision"]["reason"] == "Nobody is awake at night."
    frame = eventually(lambda: next((f for f in iter(lambda: feed.next(0.2), None) if "event" in f), None))
    told = frame["event"]["data"]
    assert (told["autonomy_before"], told["autonomy_level"], told["reason"]) == (1, 3, "Nobody is awake at night.")
    assert frame["event"]["actor"]["kind"] == "user"
    feed.close()


def test_nobody_else_does(tenant: Tenant, name: str) -> None:
    wish = {"autonomy_level": 3, "decision_maker": "Kotler", "reason": "Please."}
    for role in ("agent", "approver", "auditor", "operator", "viewer"):
        problem(change(tenancy.join(tenant, [role]), name, **wish), 403, "forbidden")
    secret = tenant.api.post("/v1/api-keys", {"name": tenant.canary("key"), "permissions": ["resources:read", "service_agents:govern"]}).json()
    program = tenant.platform.anonymous()
    program.token = tenancy.secret_in(secret, "pak.")
    assert read(program, name).status == 200

    assert change(program, name, **wish).status == 403
    assert read(tenant.api, name).json()["autonomy_level"] == 1


def test_changes_only_the_version_that_was_read(tenant: Tenant, name: str) -> None:
    etag = read(tenant.api, name).etag
    assert change(tenant.api, name, etag, autonomy_level=0, decision_maker="Noguchi").status == 200

    problem(change(tenant.api, name, etag, autonomy_level=0, decision_maker="Kotler"), 412, "precondition_failed")
    blind = tenant.api.call("PUT", f"{ROUTE}/{name}", {"autonomy_level": 0, "decision_maker": "Kotler"})
    problem(blind, 428, "precondition_required")


def test_keeps_what_was_decided_when_a_scan_goes_blind_and_sees_again(api: Api, organization: Seeder, first_scan: dict[str, Any]) -> None:
    production = organization.estate.account("production").id
    name = f"{production}-rds"
    scans.run(api, accounts=[production], services=["rds"])
    before = eventually(lambda: (agent := api.get(f"{ROUTE}/{name}"))["state"] == "observing" and agent)
    change(api, name, autonomy_level=2, decision_maker=before["decision_maker"], reason="It is the test's turn.")

    with without_policy(organization, production, "rds"):
        scans.run(api, accounts=[production], services=["rds"])
        blind = eventually(lambda: (agent := api.get(f"{ROUTE}/{name}"))["state"] == "blind" and agent)
    scans.run(api, accounts=[production], services=["rds"])
    again = eventually(lambda: (agent := api.get(f"{ROUTE}/{name}"))["state"] == "observing" and agent)

    assert set(blind["coverage"].values()) == {"unseen"}
    assert blind["autonomy_level"] == again["autonomy_level"] == 2
    assert again["decision"]["reason"] == "It is the test's turn."
    change(api, name, autonomy_level=1, decision_maker=before["decision_maker"])


def test_retires_with_its_account(platform: Platform) -> None:
    tenant = tenancy.make(platform, "Leaving")
    tenancy.discover(tenant)
    agent = next(agent for agent in tenant.api.pages(ROUTE, service="dynamodb"))
    change(tenant.api, agent["name"], autonomy_level=3, decision_maker="Noguchi", reason="While it lasts.")
    path = f"/v1/aws/accounts/{agent['account_id']}"

    tenant.api.delete(path, tenant.api.call("GET", path).etag)

    retired = eventually(lambda: (now := tenant.api.get(f"{ROUTE}/{agent['name']}"))["state"] == "retired" and now)
    assert retired["autonomy_level"] == 1
    wish = {"autonomy_level": 2, "decision_maker": "Noguchi", "reason": "It may come back."}
    problem(change(tenant.api, agent["name"], **wish), 409, "conflict")


def test_knows_no_agent_of_another_name(api: Api) -> None:
    for name in ("111111111111-ec2x", "ec2", "111111111111", "111111111111-EC2"):
        problem(read(api, name), 404, "not_found")

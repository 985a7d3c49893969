"""The graph is what the inventory says, and its answers are what a second pair of eyes finds in it."""

from __future__ import annotations

import gzip
import json
import math
import urllib.request
import uuid
from typing import Any

import pytest

from tests.demo.client import Api
from tests.estate.seed import MANAGEMENT_ID
from tests.local import graphs, scans
from tests.local.graphs import GRAPH
from tests.local.platform import Platform, eventually
from tests.local.test_input import problem
from tests.tools.places import ROOT

RESOURCES = "/v1/aws/resources"
ARCHITECTURE = "/v1/architecture"


@pytest.fixture
def graph(api: Api, first_scan: dict[str, Any]) -> dict[str, Any]:
    """The newest graph; other tests may have scanned since the first scan."""
    return graphs.wait(api, api.get("/v1/aws/world/latest")["scan_id"])


@pytest.fixture
def inventory(api: Api, graph: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The inventory, by identifier."""
    return {resource["id"]: resource for resource in scans.inventory(api).values()}


def one_of(inventory: dict[str, dict[str, Any]], resource_type: str, wanted: Any = lambda resource: True) -> str:
    """Some resource of a type."""
    return next(id for id, resource in sorted(inventory.items()) if resource["resource_type"] == resource_type and wanted(resource))


def test_holds_every_resource_and_every_need(graph: dict[str, Any], inventory: dict[str, dict[str, Any]]) -> None:
    needs = {(id, target) for id, resource in inventory.items() for target in resource["dependencies"]}
    nodes = {node["id"]: node for node in graph["nodes"]}

    assert set(nodes) == set(inventory) | {target for _, target in needs}
    assert graphs.edges(graph) == needs
    assert {id for id, node in nodes.items() if node["state"] is not None} == set(inventory)
    assert all(nodes[id]["owner_agent"] == resource["owner_agent"] for id, resource in inventory.items())
    assert graph["counts"]["nodes"] == len(nodes) and graph["counts"]["edges"] == len(needs)
    assert graph["counts"]["unseen"] == len(set(nodes) - set(inventory))
    assert graph["whole"] is None


def test_says_what_edges_mean(graph: dict[str, Any]) -> None:
    assert {
        ("AWS.EC2.Instance", "AWS.EC2.Subnet", "runs_in"),
        ("AWS.EC2.Instance", "AWS.EC2.SecurityGroup", "guarded_by"),
        ("AWS.EC2.Instance", "AWS.EC2.Volume", "attached_to"),
        ("AWS.EC2.Subnet", "AWS.EC2.VPC", "runs_in"),
        ("AWS.Lambda.Function", "AWS.IAM.Role", "uses"),
        ("AWS.CloudFormation.Stack", "AWS.EC2.VPC", "made"),
    } <= graphs.kinds(graph)


def test_filters_as_it_promises(api: Api, graph: dict[str, Any]) -> None:
    nodes = {node["id"]: node for node in graph["nodes"]}
    vpc = next(node["vpc_id"] for node in graph["nodes"] if node["vpc_id"] and ".Instance:" in node["id"])

    def agree(query: dict[str, Any], wanted: Any) -> None:
        part = api.get(GRAPH, **query)
        expected = {id for id, node in nodes.items() if wanted(id.split(":"), node)}
        assert {node["id"] for node in part["nodes"]} == expected, query
        assert graphs.edges(part) == {edge for edge in graphs.edges(graph) if expected.issuperset(edge)}, query

    agree({"account_id": MANAGEMENT_ID}, lambda id, node: id[0] == MANAGEMENT_ID)
    agree({"region": "eu-west-1"}, lambda id, node: id[1] == "eu-west-1")
    agree({"resource_type": "AWS::EC2::SecurityGroup"}, lambda id, node: id[2] == "AWS.EC2.SecurityGroup")
    agree({"vpc_id": vpc}, lambda id, node: node["vpc_id"] == vpc)
    agree({"account_id": "229999999999"}, lambda id, node: id[0] == "229999999999")
    assert api.get(GRAPH, vpc_id=vpc)["counts"]["nodes"] > 3


def test_looks_around_a_resource(api: Api, graph: dict[str, Any], inventory: dict[str, dict[str, Any]]) -> None:
    focus = one_of(inventory, "AWS::EC2::Instance")
    pairs = graphs.edges(graph)
    for depth in (1, 2):
        near = {id for backwards in (False, True) for id, far in graphs.reach(pairs, focus, backwards).items() if far <= depth}
        part = api.get(GRAPH, focus=focus, depth=depth)
        assert {node["id"] for node in part["nodes"]} == near | {focus}


def test_tells_the_dependencies_of_an_instance_both_ways(api: Api, graph: dict[str, Any], inventory: dict[str, dict[str, Any]]) -> None:
    instance = one_of(inventory, "AWS::EC2::Instance", lambda resource: resource["dependencies"])
    path = f"{RESOURCES}/{instance}/dependencies"
    pairs = graphs.edges(graph)

    direct = api.get(path)
    assert {each["id"] for each in direct["needs"]} == set(inventory[instance]["dependencies"])
    assert {each["id"] for each in direct["needed_by"]} == {source for source, target in pairs if target == instance}
    assert direct["resource"]["id"] == instance and direct["resource"]["seen"]

    deep = api.get(path, direction="needs", depth=100)
    assert {each["id"]: each["distance"] for each in deep["needs"]} == graphs.reach(pairs, instance)
    assert deep["needed_by"] == []
    for each in deep["needs"]:
        assert (each["via"], each["id"]) in pairs


@pytest.mark.parametrize("resource_type", ["AWS::EC2::SecurityGroup", "AWS::EC2::VPC"])
def test_tells_the_blast_radius(api: Api, graph: dict[str, Any], inventory: dict[str, dict[str, Any]], resource_type: str) -> None:
    pairs = graphs.edges(graph)
    needed = max(
        (id for id, resource in inventory.items() if resource["resource_type"] == resource_type),
        key=lambda id: len(graphs.reach(pairs, id, backwards=True)),
    )
    expected = graphs.reach(pairs, needed, backwards=True)

    radius = api.get(f"{RESOURCES}/{needed}/blast-radius")

    assert {each["id"]: each["distance"] for each in radius["affected"]} == expected
    assert any(each["resource_type"] == "AWS::EC2::Instance" for each in radius["affected"])
    size = radius["size"]
    assert size["resources"] == len(expected) == sum(size["by_type"].values()) == sum(size["by_owner_agent"].values())
    assert sum(size["by_distance"].values()) == sum(size["by_account"].values()) == len(expected)
    assert size["reaches_internet"] == bool(radius["entrances"])
    for entrance in radius["entrances"]:
        assert entrance["path"][0] == needed and entrance["path"][-1] == entrance["id"]
        assert all((later, earlier) in pairs for earlier, later in zip(entrance["path"], entrance["path"][1:]))


def test_a_stack_takes_what_it_made_with_it(api: Api, graph: dict[str, Any], inventory: dict[str, dict[str, Any]]) -> None:
    stack = one_of(inventory, "AWS::CloudFormation::Stack", lambda resource: len(resource["dependencies"]) > 2)

    affected = {each["id"] for each in api.get(f"{RESOURCES}/{stack}/blast-radius")["affected"]}

    assert set(inventory[stack]["dependencies"]) <= affected


def test_orders_what_is_needed_first(api: Api, graph: dict[str, Any]) -> None:
    order = api.get(f"{GRAPH}/order")
    steps = {step["id"]: step for step in order["steps"]}

    assert set(steps) == {node["id"] for node in graph["nodes"]}
    assert len(order["cycles"]) == graph["counts"]["cycles"]
    for source, target in graphs.edges(graph):
        circle = steps[source]["cycle"]
        assert steps[source]["level"] > steps[target]["level"] or (circle is not None and circle == steps[target]["cycle"])
    pairs = graphs.edges(graph)
    for cycle in order["cycles"]:
        assert len(cycle) > 1 and set(cycle) <= set(graphs.reach(pairs, cycle[0])) | {cycle[0]}


def test_reports_a_circle_of_security_groups(api: Api, organization: Any, first_scan: dict[str, Any]) -> None:
    development = organization.estate.account("development").id
    ec2 = organization.accounts.client("ec2", development, "us-east-1")
    scope = {"accounts": [development], "regions": ["us-east-1"], "services": ["ec2"]}
    vpc = ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
    groups = [ec2.create_security_group(GroupName=f"circle-{uuid.uuid4().hex[:8]}", Description="circle", VpcId=vpc)["GroupId"] for _ in range(2)]
    rules = [[{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "UserIdGroupPairs": [{"GroupId": group}]}] for group in reversed(groups)]
    try:
        for group, rule in zip(groups, rules, strict=True):
            ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=rule)
        graphs.wait(api, scans.run(api, **scope)["id"])
        order = api.get(f"{GRAPH}/order", account_id=development)
        assert [sorted(groups)] == [sorted(id.rpartition(":")[2] for id in cycle) for cycle in order["cycles"] if groups[0] in str(cycle)]
        assert api.get(GRAPH, account_id=development)["counts"]["cycles"] == len(order["cycles"])
    finally:
        for group, rule in zip(groups, rules, strict=True):
            ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=rule)
        for group in groups:
            ec2.delete_security_group(GroupId=group)
        after = graphs.wait(api, scans.run(api, **scope)["id"])
    assert not [node for node in after["nodes"] if node["id"].rpartition(":")[2] in groups]


def test_draws_the_estate(api: Api, graph: dict[str, Any]) -> None:
    diagram = api.get(ARCHITECTURE)
    containers = diagram["containers"]

    def holds(outer: list[float], inner: list[float]) -> bool:
        return math.dist(outer[:2], inner[:2]) + inner[2] <= outer[2] + 1e-6

    assert {node["id"] for node in diagram["nodes"]} == {node["id"] for node in graph["nodes"]}
    assert {container["kind"] for container in containers} == {"account", "region", "vpc", "subnet"}
    for container in containers:
        if container["parent"] is not None:
            assert holds(containers[container["parent"]]["circle"], container["circle"])
    for node in diagram["nodes"]:
        home = containers[node["container"]]
        assert home["id"] == node["id"] or holds(home["circle"], node["circle"])
    tops = [container for container in containers if container["parent"] is None]
    assert sum(top["resources"] for top in tops) == len(diagram["nodes"])
    for one, other in ((one, other) for one in tops for other in tops if one["name"] < other["name"]):
        assert math.dist(one["circle"][:2], other["circle"][:2]) > one["circle"][2] + other["circle"][2]
    home = {node["id"]: node["container"] for node in diagram["nodes"]}
    between = sum(home[source] != home[target] for source, target in graphs.edges(graph))
    assert sum(link["edges"] for link in diagram["links"]) == between > 0


def test_a_filter_moves_nothing(api: Api, graph: dict[str, Any]) -> None:
    whole = {node["id"]: node["circle"] for node in api.get(ARCHITECTURE)["nodes"]}
    part = api.get(ARCHITECTURE, account_id=MANAGEMENT_ID)["nodes"]
    positions = api.get(GRAPH, account_id=MANAGEMENT_ID, positions="true")["nodes"]

    assert part and all(whole[node["id"]] == node["circle"] for node in [*part, *positions])


def test_compresses_for_those_who_ask(api: Api, graph: dict[str, Any]) -> None:
    request = urllib.request.Request(api.url + GRAPH, headers={"Authorization": f"Bearer {api.token}", "Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as reply:
        assert reply.headers["Content-Encoding"] == "gzip"
        packed = reply.read()

    assert json.loads(gzip.decompress(packed)) == api.get(GRAPH)
    assert len(packed) * 3 < len(json.dumps(graph))


def test_refuses_what_it_does_not_understand(api: Api, graph: dict[str, Any]) -> None:
    for path in (GRAPH, f"{GRAPH}/order", ARCHITECTURE):
        for query in ({"depth": "0"}, {"vpc_id": "x"}, {"focus": "x"}, {"color": "red"}):
            problem(api.call("GET", path, query=query), 400, "invalid")
    unknown = f"{MANAGEMENT_ID}:eu-west-1:AWS.EC2.Instance:i-00000000000000000"
    problem(api.call("GET", GRAPH, query={"focus": unknown}), 404, "not_found")
    for part in ("dependencies", "blast-radius"):
        problem(api.call("GET", f"{RESOURCES}/{unknown}/{part}"), 404, "not_found")
        problem(api.call("GET", f"{RESOURCES}/nonsense/{part}"), 404, "not_found")


def test_says_what_to_do_before_the_first_scan_and_tells_a_stranger_nothing(
    platform: Platform, stranger: Api, api: Api, graph: dict[str, Any], inventory: dict[str, dict[str, Any]]
) -> None:
    instance = one_of(inventory, "AWS::EC2::Instance")
    for path in (GRAPH, f"{GRAPH}/order", ARCHITECTURE, f"{RESOURCES}/{instance}/dependencies", f"{RESOURCES}/{instance}/blast-radius"):
        document = problem(stranger.call("GET", path), 404, "not_found")
        assert "POST /v1/aws/scans" in document["detail"], path
        assert platform.anonymous().raw("GET", path).status == 401, path


def test_draws_the_same_graph_again(platform: Platform, api: Api, graph: dict[str, Any]) -> None:
    """A message that arrives twice leads to the same graph of a later moment, in every process."""
    before = api.get(GRAPH, positions="true")
    sample = json.loads((ROOT / "events/discovery/build-graph.json").read_text())
    message = json.loads(sample["Records"][0]["body"])
    message["detail"]["tenant_id"] = api.get("/v1/auth/me")["tenant"]["id"]
    message["detail"]["data"] |= {"scan_id": before["scan_id"], "complete": before["complete"]}
    platform.send("build-graph", message, message)

    eventually(lambda: api.get(GRAPH)["as_of"] > before["as_of"])
    platform.restart("get-graph")

    assert {**api.get(GRAPH, positions="true"), "as_of": None} == {**before, "as_of": None}
    assert not platform.client("sqs").receive_message(QueueUrl=platform.dead_letters("build-graph")).get("Messages")

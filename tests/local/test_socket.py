"""The WebSocket: who may listen, to what, and what is told to whom."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.demo.client import Api
from tests.demo.live import Feed, ask, next_answer, open_socket
from tests.local import scans
from tests.local.platform import Platform, eventually

SMALL = {"regions": ["eu-west-1"], "services": ["dynamodb"]}


def refusal(open_socket: Callable[[], Any]) -> int:
    """The status with which the platform refuses a socket."""
    with pytest.raises(InvalidStatus) as refused:
        open_socket()
    return refused.value.response.status_code


@pytest.mark.parametrize("ticket", ["nonsense", "a.b.c", "A" * 43])
def test_refuses_a_bad_ticket(platform: Platform, ticket: str) -> None:
    assert refusal(lambda: platform.socket(ticket)) == 403


def test_refuses_a_missing_ticket_and_an_access_token(platform: Platform, api: Api) -> None:
    url = platform.outputs["socket_url"]

    assert refusal(lambda: open_socket(url, "")) in (401, 403)
    assert refusal(lambda: platform.socket(api.token)) == 403
    assert refusal(lambda: connect(f"{url}?token={api.token}", proxy=None)) in (401, 403)


def test_opens_one_socket_for_a_ticket(platform: Platform, api: Api) -> None:
    ticket = api.socket_ticket()

    with platform.socket(ticket) as socket:
        assert ask(socket, {"action": "ping"}, "pong")
        assert refusal(lambda: platform.socket(ticket)) == 403
        assert ask(socket, {"action": "ping"}, "pong"), "the first socket goes on"


def test_opens_one_socket_however_many_ask_at_once(platform: Platform, api: Api) -> None:
    ticket = api.socket_ticket()

    def attempt(_: int) -> Any:
        try:
            return platform.socket(ticket)
        except InvalidStatus as refused:
            return refused.response.status_code

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(attempt, range(8)))

    opened = [outcome for outcome in outcomes if not isinstance(outcome, int)]
    for socket in opened:
        socket.close()
    assert len(opened) == 1, outcomes
    assert [outcome for outcome in outcomes if isinstance(outcome, int)] == [403] * 7


def test_refuses_a_ticket_after_thirty_seconds(platform: Platform, api: Api) -> None:
    answer = api.post("/v1/auth/socket-tickets").json()
    assert answer["expires_in"] == 30

    time.sleep(31)

    assert refusal(lambda: platform.socket(answer["ticket"])) == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:5173.evil.example", "https://localhost:5173", ""])
def test_refuses_pages_of_others(platform: Platform, api: Api, origin: str) -> None:
    ticket = api.socket_ticket()

    assert refusal(lambda: platform.socket(ticket, origin)) == 403
    with platform.socket(ticket, "http://localhost:5173") as socket:
        assert ask(socket, {"action": "ping"}, "pong"), "the page of ours may, with the same ticket"


def test_gives_no_ticket_to_a_stranger(platform: Platform) -> None:
    answer = platform.anonymous().raw("POST", "/v1/auth/socket-tickets")

    assert answer.status == 401
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_keeps_nothing_of_a_ticket_that_would_open_a_socket(platform: Platform, api: Api) -> None:
    ticket = api.socket_ticket()

    assert ticket not in json.dumps(platform.items("identity"), default=str)


def test_answers_frames(platform: Platform, api: Api) -> None:
    with platform.socket(api.socket_ticket()) as socket:
        assert ask(socket, {"action": "ping"}, "pong")["at"]
        assert ask(socket, {"action": "subscribe", "topic": "scans"}, "subscribed")["topic"] == "scans"
        assert ask(socket, {"action": "subscribe", "topic": "scans"}, "subscribed")["topic"] == "scans"
        assert ask(socket, {"action": "unsubscribe", "topic": "scans"}, "unsubscribed")["topic"] == "scans"


@pytest.mark.parametrize(
    "frame",
    ['{"action": "dance"}', "nonsense", '{"action": "subscribe"}', '{"action": "subscribe", "topic": 7}',
     '{"action": "subscribe", "topic": "a b"}', '{"action": "subscribe", "topic": "nowhere"}', '{"action": "subscribe", "topic": "scans", "more": 1}'],
)  # fmt: skip
def test_says_what_is_wrong_with_a_frame_and_goes_on(platform: Platform, api: Api, frame: str) -> None:
    with platform.socket(api.socket_ticket()) as socket:
        socket.send(frame)
        answer = next_answer(socket)
        assert answer.get("type") == "error", answer
        assert answer["code"] and answer["detail"]
        assert ask(socket, {"action": "ping"}, "pong")


def test_tells_a_scan_in_order_with_rising_numbers(platform: Platform, api: Api, first_scan: dict[str, Any]) -> None:
    feed = Feed(platform.outputs["socket_url"], api, ["scans"])
    scan = scans.start(api, **SMALL)
    scans.wait(api, scan["id"])

    frames = collect(feed, until=lambda frame: frame["event"]["type"] == "scan.completed")

    told = [frame for frame in frames if frame["topic"] == f"scans/{scan['id']}"]
    types = [frame["event"]["type"] for frame in told]
    unique = {frame["event"]["id"] for frame in told}
    assert {"scan.requested", "scan.planned", "scan.shard_finished", "scan.collected", "scan.completed"} <= set(types)
    assert len({frame["seq"] for frame in told}) == len(unique), "an event keeps its number"
    numbers = [frame["seq"] for frame in frames]
    assert numbers == sorted(numbers), numbers
    finished = {frame["event"]["id"] for frame in told if frame["event"]["type"] == "scan.shard_finished"}
    assert len(finished) == api.get(f"/v1/aws/scans/{scan['id']}")["progress"]["shards_total"]


def test_tells_only_what_was_asked_for(platform: Platform, api: Api, first_scan: dict[str, Any]) -> None:
    feed = Feed(platform.outputs["socket_url"], api, ["accounts"])
    everything = Feed(platform.outputs["socket_url"], api, ["*"])
    scan = scans.start(api, **SMALL)
    scans.wait(api, scan["id"])

    heard = collect(everything, until=lambda frame: frame["event"]["type"] == "scan.completed")

    assert any(frame["topic"] == f"scans/{scan['id']}" for frame in heard)
    assert collect(feed, until=lambda frame: True, seconds=1) == []


def test_tells_a_tenant_nothing_of_another_one(platform: Platform, api: Api, stranger: Api, first_scan: dict[str, Any]) -> None:
    ours = Feed(platform.outputs["socket_url"], api, ["*"])
    theirs = Feed(platform.outputs["socket_url"], stranger, ["*"])
    scan = scans.start(api, **SMALL)
    pointed = Feed(platform.outputs["socket_url"], stranger, [f"scans/{scan['id']}"])
    scans.wait(api, scan["id"])

    assert collect(ours, until=lambda frame: frame["event"]["type"] == "scan.completed")
    ours_id = api.get("/v1/auth/me")["tenant"]["id"]
    for feed in (theirs, pointed):
        heard = collect(feed, until=lambda frame: False, seconds=2)
        assert [frame for frame in heard if frame["event"]["tenant_id"] == ours_id] == []


def test_forgets_a_socket_that_was_closed(platform: Platform, api: Api) -> None:
    before = sockets(platform)
    with platform.socket(api.socket_ticket()) as socket:
        ask(socket, {"action": "subscribe", "topic": "scans"}, "subscribed")
        assert sockets(platform) - before

    eventually(lambda: not sockets(platform) - before, seconds=20)


def test_deletes_a_connection_that_is_gone(platform: Platform, api: Api, first_scan: dict[str, Any]) -> None:
    """A socket that vanished without a farewell leaves its rows; the next event finds it gone."""
    before = sockets(platform)
    gone = "ZombieConnection="
    dynamodb, table = platform.client("dynamodb"), platform.table("realtime")
    with platform.socket(api.socket_ticket()) as socket:
        ask(socket, {"action": "subscribe", "topic": "scans"}, "subscribed")
        (live,) = sockets(platform) - before
        for page in dynamodb.get_paginator("scan").paginate(TableName=table):
            for text in map(json.dumps, page["Items"]):
                if live in text:
                    dynamodb.put_item(TableName=table, Item=json.loads(text.replace(live, gone)))
        assert knows(platform, gone)
        scans.run(api, **SMALL)

    eventually(lambda: not knows(platform, gone), seconds=20)


def sockets(platform: Platform) -> set[str]:
    """The connections that the platform knows."""
    return {item["pk"].rpartition("#")[2] for item in platform.items("realtime", entity="socket")}


def knows(platform: Platform, connection: str) -> bool:
    """Whether any row of the platform names a connection."""
    return any(connection in item["pk"] + item["sk"] for item in platform.items("realtime"))


def collect(feed: Feed, until: Any, seconds: float = 20) -> list[dict[str, Any]]:
    """Reads frames up to the one that is waited for, or until the time is over."""
    frames: list[dict[str, Any]] = []
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        frame = feed.next(0.2)
        if frame is not None and "event" in frame:
            frames.append(frame)
            if until(frame):
                break
    return frames

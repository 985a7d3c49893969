"""Two AWS that were written apart, with the same resources in both: do collectors say the same of them?

MiniStack and moto each get the resources of one place of the estate; the collectors, program and
all, write down the documents that they make of either; what differs is named.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.tools.places import ROOT, cargo_environment, tool

from .clients import Accounts
from .making import Making
from .model import Account, Declared, Estate, Place

ACCOUNT = "111111111111"
REGION = "us-east-1"
MOTO_ACCOUNT = "123456789012"
"""The account that moto takes every caller for who assumed no role."""

Maker = Callable[[Making, Declared, dict[str, Any]], tuple[str, bool]]


@dataclass(frozen=True)
class Twin:
    """A running AWS."""

    name: str
    endpoint: str


@contextmanager
def running(folder: Path) -> Iterator[list[Twin]]:
    """Starts both, and stops them afterwards."""
    with one("MiniStack", folder) as first, one("moto", folder) as second:
        yield [first, second]


@contextmanager
def one(name: str, folder: Path) -> Iterator[Twin]:
    """Starts one of them, which logs into a folder, and stops it afterwards."""
    port = _free_port()
    twin = Twin(name, f"http://127.0.0.1:{port}")
    command, settings = {
        "MiniStack": ([tool("ministack")], {"BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(port), "AWS_ENDPOINT_URL": twin.endpoint, "IOT_MTLS_ENABLED": "0"}),
        "moto": ([tool("moto_server"), "-H", "127.0.0.1", "-p", str(port)], {"MOTO_EC2_LOAD_DEFAULT_AMIS": "false"}),
    }[name]
    environment = {**_without_aws(), **settings, "TMPDIR": str(folder)}
    with (folder / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=folder)
    try:
        _wait(twin, process)
        yield twin
    finally:
        process.terminate()
        process.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _without_aws() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "PANTHEON_"))}


def _wait(twin: Twin, process: subprocess.Popen[bytes], seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(twin.endpoint, timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"{twin.name} does not answer at {twin.endpoint}")


def place(region: str = REGION) -> Place:
    """An empty place of an estate of one account; `global` for what belongs to no region."""
    estate = Estate("twins", REGION, [REGION], {})
    return Place(Account(estate, "twin", "twin@olympus.example", {"Environment": "twin"}, {}, id=ACCOUNT), region)


def make(twin: Twin, where: Place, resources: Iterable[Declared], makers: dict[str, Maker]) -> dict[str, str]:
    """Makes resources, and returns what each is called by what it is called there."""
    making = Making(Accounts(twin.endpoint), where)
    for resource in resources:
        physical_id, _ = makers[resource.type](making, resource, making.resolve_all(resource.properties))
        making.remember(resource, physical_id)
    return {physical: name for name, physical in making.names.items() if name.startswith("AWS::") and not name.endswith(f"/{physical}")}


@dataclass(frozen=True)
class Said:
    """What the collectors say of an AWS: what each found and could not see, and who met a gap or changed its mind."""

    of: dict[str, dict[str, Any]]
    unsteady: set[str]


def documents(endpoint: str, services: Iterable[str], folder: Path, credentials: dict[str, str] | None = None) -> Said:
    """Runs the collectors of some services as the root of an account, or with the credentials of a role."""
    written = Path(tempfile.mkdtemp(prefix="documents-", dir=folder))
    environment = {
        **{key: value for key, value in cargo_environment().items() if not key.startswith("AWS_")},
        "AWS_ENDPOINT_URL": endpoint,
        **(credentials or {"AWS_ACCESS_KEY_ID": ACCOUNT, "AWS_SECRET_ACCESS_KEY": "any"}),
        "PANTHEON_DOCUMENTS": str(written),
    }
    chosen = ["--workspace", "--lib", "--", "--ignored", "--exact", *(f"live::{service}" for service in services)]
    done = subprocess.run(["cargo", "test", "-q", "--no-fail-fast", *chosen], cwd=ROOT, env=environment, capture_output=True, text=True)
    unsteady = set(re.findall(r"^    live::(\w+)$", done.stdout, re.MULTILINE))
    missing = [service for service in services if not (written / f"{service}.json").exists()]
    assert not missing and (done.returncode == 0 or unsteady), f"{missing}\n{done.stdout}{done.stderr}"
    return Said({service: json.loads((written / f"{service}.json").read_text()) for service in services}, unsteady)


def alike(document: Any, names: dict[str, str]) -> Any:
    """Replaces what each AWS chose by itself: its account and its identifiers."""
    text = json.dumps(document)
    for physical in sorted(names, key=len, reverse=True):
        for spelling in {json.dumps(physical)[1:-1], escaped(physical)}:
            text = text.replace(spelling, f"<{names[physical]}>")
    return json.loads(text.replace(MOTO_ACCOUNT, ACCOUNT))


def escaped(native_id: str) -> str:
    """Writes an identifier as it stands in the names of resources."""
    return "".join(
        letter if letter.isascii() and (letter.isalnum() or letter in "-_.") else "".join(f"~{byte:02X}" for byte in letter.encode())
        for letter in native_id
    )


def differences(one: Any, other: Any, path: str = "") -> Iterator[str]:
    """Names every place in which two documents differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted(one.keys() | other.keys()):
            yield from differences(one.get(key), other.get(key), f"{path}.{key}" if path else key)
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (left, right) in enumerate(zip(one, other)):
            yield from differences(left, right, f"{path}[{index}]")
    elif one != other:
        yield path


def compared(first: list[dict[str, Any]], second: list[dict[str, Any]]) -> set[tuple[str, str]]:
    """Names what differs between what was found in one and in the other: the type and the place in its document.

    When something was made is never the same.
    """
    found = [{(each["resource_type"], each["native_id"]): {**each, "created_at": None} for each in side} for side in (first, second)]
    differ = {(kind, "is missing") for kind, _ in found[0].keys() ^ found[1].keys()}
    for key in found[0].keys() & found[1].keys():
        differ |= {(key[0], path) for path in differences(found[0][key], found[1][key])}
    return differ

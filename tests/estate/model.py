"""Reads olympus.yaml and what continues it: what the demo organization is to be, checked before anything is made."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Iterator

import yaml

FILE = Path(__file__).with_name("olympus.yaml")
GLOBAL = "global"
PSEUDO = ("AWS::AccountId", "AWS::Region", "AWS::Partition")


class EstateError(Exception):
    """The file does not say what it should."""


class _Loader(yaml.SafeLoader):
    """Reads the short forms of CloudFormation's functions as their long forms."""


def _get_att(loader: _Loader, node: yaml.Node) -> dict[str, Any]:
    resource, _, attribute = loader.construct_scalar(node).partition(".")
    return {"Fn::GetAtt": [resource, attribute]}


_Loader.add_constructor("!Ref", lambda loader, node: {"Ref": loader.construct_scalar(node)})
_Loader.add_constructor("!Sub", lambda loader, node: {"Fn::Sub": loader.construct_scalar(node)})
_Loader.add_constructor("!GetAtt", _get_att)


@dataclass(frozen=True)
class Mistake:
    """Something that is wrong with a resource, on purpose."""

    id: str
    kind: str


@dataclass
class Declared:
    """One resource as the file declares it, with counts spelled out."""

    type: str
    name: str
    properties: dict[str, Any]
    options: dict[str, Any]
    mistakes: list[Mistake]

    @property
    def untagged(self) -> bool:
        return bool(self.options.get("untagged"))


@dataclass
class Place:
    """One region of one account, or what belongs to no region."""

    account: "Account"
    region: str
    stacks: dict[str, list[Declared]] = field(default_factory=dict)
    resources: list[Declared] = field(default_factory=list)

    @property
    def api_region(self) -> str:
        """The region whose endpoint is asked."""
        return self.account.estate.home if self.region == GLOBAL else self.region

    def declared(self) -> Iterator[Declared]:
        for stack in self.stacks.values():
            yield from stack
        yield from self.resources


@dataclass
class Account:
    """One account of the organization; its number is known once it exists."""

    estate: "Estate"
    name: str
    email: str
    tags: dict[str, str]
    keep_default_vpc: dict[str, list[Mistake]]
    places: list[Place] = field(default_factory=list)
    id: str = ""


@dataclass
class Estate:
    """The whole organization."""

    name: str
    home: str
    regions: list[str]
    mistake_kinds: dict[str, str]
    accounts: list[Account] = field(default_factory=list)

    def account(self, name: str) -> Account:
        return next(account for account in self.accounts if account.name == name)

    def declared(self) -> Iterator[tuple[Place, Declared]]:
        for account in self.accounts:
            for place in account.places:
                for resource in place.declared():
                    yield place, resource

    def mistakes(self) -> Iterator[tuple[str, Mistake]]:
        """Yields every mistake with the place in the file where it is planted."""
        for place, resource in self.declared():
            for mistake in resource.mistakes:
                yield f"{place.account.name}/{place.region}/{resource.type}/{resource.name}", mistake
        for account in self.accounts:
            for region, mistakes in account.keep_default_vpc.items():
                for mistake in mistakes:
                    yield f"{account.name}/{region}/default VPC", mistake


def load(path: Path = FILE) -> Estate:
    """Reads and checks the file, and those that continue it."""
    document = yaml.load(path.read_text(), _Loader)
    for continuation in sorted(FILE.parent.glob(f"{FILE.stem}-*.yaml")):
        _continue(document, yaml.load(continuation.read_text(), _Loader))
    organization = document["organization"]
    estate = Estate(organization["name"], organization["home"], organization["regions"], document["mistakes"])
    for name, body in document["accounts"].items():
        estate.accounts.append(_account(estate, name, body, document["defaults"]))
    _check(estate)
    return estate


def _continue(document: dict[str, Any], more: dict[str, Any]) -> None:
    """Adds what another file says; neither says the same thing."""
    for name, value in more.items():
        if isinstance(value, dict) and isinstance(document.get(name), dict):
            _continue(document[name], value)
        elif name in document:
            raise EstateError(f"{name} is said twice")
        else:
            document[name] = value


def _account(estate: Estate, name: str, body: dict[str, Any], defaults: dict[str, Any]) -> Account:
    kept = {region: _mistakes(labels) for region, labels in body.get("keep_default_vpc", {}).items()}
    account = Account(estate, name, body["email"], body["tags"], kept)
    for region in [GLOBAL, *estate.regions]:
        content = body.get(region) or {}
        place = Place(account, region)
        for stack, types in (content.get("stacks") or {}).items():
            place.stacks[stack] = _resources(types, defaults)
        place.resources = _resources(content.get("resources") or {}, defaults)
        account.places.append(place)
    return account


def _resources(types: dict[str, Any], defaults: dict[str, Any]) -> list[Declared]:
    found = []
    for type_name, named in types.items():
        for name, body in named.items():
            count = (body or {}).get("count", 1)
            for number in range(1, count + 1):
                whole = {**copy.deepcopy(defaults.get(type_name, {})), **copy.deepcopy(body or {})}
                found.append(_declared(type_name, _numbered(name, number), _numbered(whole, number)))
    return found


def _declared(type_name: str, name: str, body: dict[str, Any]) -> Declared:
    properties = {key: value for key, value in body.items() if key[0].isupper()}
    options = {key: value for key, value in body.items() if not key[0].isupper()}
    mistakes = _mistakes(options.pop("mistake", None))
    options.pop("count", None)
    return Declared(type_name, name, properties, options, mistakes)


def _mistakes(labels: dict[str, str] | None) -> list[Mistake]:
    return [Mistake(identifier, kind) for identifier, kind in (labels or {}).items()]


def _numbered(value: Any, number: int) -> Any:
    """Replaces # by the number, wherever it stands."""
    if isinstance(value, str):
        return value.replace("#", str(number))
    if isinstance(value, list):
        return [_numbered(item, number) for item in value]
    if isinstance(value, dict):
        return {_numbered(key, number): _numbered(item, number) for key, item in value.items()}
    return value


def _check(estate: Estate) -> None:
    seen: dict[str, str] = {}
    for where, mistake in estate.mistakes():
        if mistake.kind not in estate.mistake_kinds:
            raise EstateError(f"{where}: no kind of mistake is called {mistake.kind}")
        if mistake.id in seen:
            raise EstateError(f"{where}: {mistake.id} is also the mistake of {seen[mistake.id]}")
        seen[mistake.id] = where
    unused = set(estate.mistake_kinds) - {mistake.kind for _, mistake in estate.mistakes()}
    if unused:
        raise EstateError(f"no resource has the mistakes {', '.join(sorted(unused))}")

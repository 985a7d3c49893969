"""The operations of the API as docs/openapi.json describes them: what the generated tests are generated from."""

from __future__ import annotations

import copy
import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.tools.places import ROOT

DESCRIPTION = ROOT / "docs" / "openapi.json"


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    id: str
    method: str
    path: str
    raw: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.id} ({self.method} {self.path})"

    __repr__ = __str__

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def is_public(self) -> bool:
        """Whether anybody may call it."""
        return "security" in self.raw and not any(self.raw["security"])

    @property
    def permissions(self) -> list[str]:
        """The permissions that it asks for; none where signing in is enough."""
        return [scope for way in self.raw.get("security", []) for scopes in way.values() for scope in scopes]

    @property
    def places(self) -> list[str]:
        """The parameters of its path that name something of a tenant, from left to right."""
        return [place for place in re.findall(r"{(\w+)}", self.path) if place not in self.words]

    @property
    def words(self) -> dict[str, str]:
        """The parameters of its path that are one of a few words, each with the first of them."""
        choices = {parameter["name"]: resolved(parameter["schema"]).get("enum") for parameter in self.parameters("path")}
        return {name: words[0] for name, words in choices.items() if words}

    @property
    def changes(self) -> bool:
        return self.method != "GET"

    def parameters(self, place: str) -> list[dict[str, Any]]:
        """The parameters in `query` or `header`."""
        return [parameter for parameter in self.raw.get("parameters", []) if parameter["in"] == place]

    @property
    def body(self) -> dict[str, Any] | None:
        """The JSON body that it takes: schema and example."""
        return self.raw.get("requestBody", {}).get("content", {}).get("application/json")

    def example(self) -> Any:
        """A body that it would take."""
        return copy.deepcopy(self.body["example"]) if self.body else None

    def has_items(self) -> bool:
        """Whether it answers with a list."""
        schema = self.raw["responses"].get("200", {}).get("content", {}).get("application/json", {}).get("schema", {})
        return "items" in resolved(schema).get("properties", {})

    def filled(self, names: dict[str, str]) -> str:
        """Returns the path with its parameters replaced."""
        return re.sub(r"{(\w+)}", lambda place: {**self.words, **names}[place[1]], self.path)


@cache
def description() -> dict[str, Any]:
    return json.loads(DESCRIPTION.read_text())


@cache
def all_operations() -> list[Operation]:
    """Every operation, in the order of the description."""
    found = [
        Operation(raw["operationId"], method.upper(), path, raw)
        for path, methods in description()["paths"].items()
        for method, raw in methods.items()
    ]
    assert found, f"{DESCRIPTION} describes nothing"
    return found


def exists(operation_id: str) -> bool:
    return any(operation.id == operation_id for operation in all_operations())


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """Follows a reference to a component."""
    while "$ref" in schema:
        schema = description()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def component(schema: dict[str, Any]) -> str:
    """Names the component that a schema refers to, or that its items do; empty if there is none."""
    if schema.get("type") == "array":
        schema = schema.get("items", {})
    return schema.get("$ref", "").rpartition("/")[2]

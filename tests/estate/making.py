"""What every maker of resources needs: the place, the clients, and what was made so far."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

from .clients import Accounts
from .model import PSEUDO, Declared, EstateError, Place
from .stacks import tags_of


@dataclass
class Making:
    """The making of one place of the estate."""

    accounts: Accounts
    place: Place
    # Physical identifiers by `stack.LogicalId`, `Type/name` and, where it is clear, `name`.
    names: dict[str, str] = field(default_factory=dict)
    created: int = 0
    unchanged: int = 0

    def client(self, service: str) -> Any:
        return self.accounts.client(service, self.place.account.id, self.place.api_region)

    def tags(self, resource: Declared) -> list[dict[str, str]]:
        return [{"Key": key, "Value": value} for key, value in tags_of(self.place, resource).items()]

    def tag_map(self, resource: Declared) -> dict[str, str]:
        """The tags as some services take them: by key."""
        return {tag["Key"]: tag["Value"] for tag in self.tags(resource)}

    def remember(self, resource: Declared, physical_id: str) -> None:
        self.names[f"{resource.type}/{resource.name}"] = physical_id
        self.names.setdefault(resource.name, physical_id)

    def resolve(self, value: Any) -> Any:
        """Replaces references by what they name; what is inside a stack is left to CloudFormation."""
        return self._resolve(copy.deepcopy(value), everything=False)

    def resolve_all(self, value: Any) -> Any:
        """Replaces every reference by what it names."""
        return self._resolve(copy.deepcopy(value), everything=True)

    def _resolve(self, value: Any, everything: bool) -> Any:
        if isinstance(value, list):
            return [self._resolve(item, everything) for item in value]
        if not isinstance(value, dict):
            return value
        if set(value) == {"Ref"} and value["Ref"] not in PSEUDO:
            if everything or "." in value["Ref"]:
                return self._named(value["Ref"])
            return value
        if set(value) == {"Fn::Sub"} and everything:
            return self._substituted(value["Fn::Sub"])
        return {key: self._resolve(item, everything) for key, item in value.items()}

    def _named(self, name: str) -> str:
        if name not in self.names:
            raise EstateError(f"{self.place.account.name}/{self.place.region}: nothing is called {name}")
        return self.names[name]

    def _substituted(self, text: str) -> str:
        values = {"AWS::AccountId": self.place.account.id, "AWS::Region": self.place.api_region, "AWS::Partition": "aws"}
        for key, value in values.items():
            text = text.replace(f"${{{key}}}", value)
        return text

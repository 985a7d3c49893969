"""What Schemathesis cannot know about the API: how to sign in, and which refusals a schema cannot foretell.

Schemathesis loads this module; `test_schemathesis.py` starts it. Each run signs in for itself, and
again whenever it is refused, so an operation that ends the session it is called with ends no other.
"""

from __future__ import annotations

import atexit
import itertools
import json
import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

import schemathesis

from tests.demo.client import Api

UNSAYABLE = {
    "cursor": "a cursor is sealed: none but the platform can make one",
    "/password": "how easily a password is guessed is no matter of its form",
    "/new_password": "the same",
    "/invitation": "an invitation is made by the platform",
    "/regions": "which regions there are is known to the platform",
    "/permissions": "a key or role holds at most what its maker holds",
    "/roles": "which roles there are is known to the platform",
    "/name": "which letters can be seen is more than a pattern says",
    "/accounts": "which accounts are connected is known to the platform",
    "/services": "which services have a collector is known to the platform",
    "/reason": "whether the autonomy rises, and needs a reason, is known to the platform",
    "/filter/owner": "whether a tag names the owner is known to the tag policy",
    "owner": "the same",
    "key": "which keys AWS keeps for itself is more than a pattern says",
    "/columns": "that a column stands once only is more than the description says",
    "/rules": "how much all rules name together is more than a schema says",
    "/current_password": "only the user knows it",
    "/subject_token_type": "whose token it is decides which types there are",
    "/issuer": "the provider is asked for its configuration, and must answer",
    "/jwks_uri": "the keys are where the issuer or the deployment says",
    "code": "a provider sends a code or an error",
    "return_to": "where a browser may return to is known to the deployment",
}
"""Rules that a valid request may break all the same, by the pointer that the platform answers with."""

VALID_KEY = re.compile(r"[\x21-\x7e]{1,128}")

counted: Counter[str] = Counter()
keys = itertools.count()


def needs_founder(case: schemathesis.Case) -> bool:
    """Whether only the founding tenant may do it."""
    ways = case.operation.definition.raw.get("security", [])
    return any("tenants:create" in scopes for way in ways for scopes in way.values())


def asks_for_the_password(case: schemathesis.Case) -> bool:
    """Whether a signed-in user has to show the password once more; wrong ones keep them from signing in."""
    raw = case.operation.definition.raw
    schemas = case.operation.schema.raw_schema["components"]["schemas"]
    body = raw.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    properties = schemas.get(body.get("$ref", "").rsplit("/", 1)[-1], body).get("properties", {})
    return any(raw.get("security", [{}])) and not {"password", "current_password"}.isdisjoint(properties)


def who(case: schemathesis.Case, _: Any) -> str:
    if asks_for_the_password(case):
        return "GUESSER"
    return "FOUNDER" if needs_founder(case) else "USER"


@schemathesis.auth(cache_by_key=who)
class SignedIn:
    """Signs in, and again when it is refused."""

    def get(self, case: schemathesis.Case, context: Any) -> str:
        name = who(case, context)
        if name == "GUESSER":
            return os.environ["PANTHEON_GUESSER_TOKEN"]
        api = Api(os.environ["PANTHEON_API"], os.environ[f"PANTHEON_{name}"], os.environ[f"PANTHEON_{name}_PASSWORD"])
        api.sign_in()
        return api.token

    def set(self, case: schemathesis.Case, data: str, context: Any) -> None:
        case.headers["Authorization"] = f"Bearer {data}"


@schemathesis.hook
def before_call(context: Any, case: schemathesis.Case, kwargs: dict[str, Any]) -> None:
    """Gives every command a key of its own; the same key twice is rightly refused."""
    key = case.headers.get("Idempotency-Key")
    if isinstance(key, str) and VALID_KEY.fullmatch(key):
        case.headers["Idempotency-Key"] = f"{os.getpid()}-{next(keys)}"


@schemathesis.hook
def after_call(context: Any, case: schemathesis.Case, response: Any) -> None:
    counted[f"{case.operation.definition.raw['operationId']} {response.status_code}"] += 1


@schemathesis.hook
def filter_failure(context: Any, failure: Any, case: schemathesis.Case, response: Any) -> bool:
    """Drops the refusals that no schema can foretell."""
    if type(failure).__name__ != "RejectedPositiveData" or response.status_code != 400:
        return True
    try:
        pointers = {error["pointer"].rstrip("/0123456789") or "/" for error in json.loads(response.content).get("errors", [])}
    except ValueError:
        return True
    return not pointers or not pointers <= set(UNSAYABLE)


@atexit.register
def write_down() -> None:
    """Leaves the answers, counted, to whoever started the run."""
    if place := os.environ.get("PANTHEON_COUNTED"):
        Path(place).write_text(json.dumps(counted))

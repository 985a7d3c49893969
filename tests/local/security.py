"""Waiting for the checks to be evaluated."""

from __future__ import annotations

from typing import Any

from tests.demo.client import Api
from tests.local.platform import eventually

SCORE = "/v1/aws/security/score"


def wait(api: Api, since: str, seconds: float = 180) -> dict[str, Any]:
    """Returns the score as soon as every part of it was evaluated after a moment."""

    def evaluated() -> dict[str, Any] | None:
        answer = api.call("GET", SCORE)
        return answer.json() if answer.status == 200 and answer.json()["evaluated_at"] > since else None

    return eventually(evaluated, seconds)

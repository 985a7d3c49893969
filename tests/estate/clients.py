"""Clients of the local AWS that hold one account's own credentials."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import boto3
from botocore.config import Config

# The emulator answers at once; what it does not know it answers with 500, which must not be retried for long.
_CONFIG = Config(retries={"max_attempts": 2, "mode": "standard"}, s3={"addressing_style": "path"})


class Accounts:
    """Hands out clients for the accounts of one local AWS.

    There, an access key of twelve digits is the root of the account with that number.
    """

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        # One session reads each service's description once for all accounts.
        self.session = boto3.Session()
        self.client = lru_cache(maxsize=None)(self._client)

    def _client(self, service: str, account_id: str, region: str) -> Any:
        return self.session.client(
            service,
            endpoint_url=self.endpoint,
            region_name=region,
            aws_access_key_id=account_id,
            aws_secret_access_key="local",
            config=_CONFIG,
        )


def answers(client: Any, operation: str, **arguments: Any) -> Iterator[dict[str, Any]]:
    """The answers to an operation, page by page where it has pages."""
    if client.can_paginate(operation):
        yield from client.get_paginator(operation).paginate(**arguments)
    else:
        yield getattr(client, operation)(**arguments)


def pages(client: Any, operation: str, path: str, **arguments: Any) -> Iterator[Any]:
    """The items of all answers; an answer may leave an empty list out."""
    for answer in answers(client, operation, **arguments):
        yield from answer.get(path, [])

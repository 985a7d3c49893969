"""A small client of Pantheon's API, for the demo and for the tests of the deployed platform."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from typing import Any


@dataclass
class Answer:
    """What the API said."""

    status: int
    headers: Message
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def etag(self) -> str:
        return self.headers["ETag"]


class ApiError(Exception):
    """The API refused."""

    def __init__(self, request: str, answer: Answer) -> None:
        super().__init__(f"{request} was answered with {answer.status}: {answer.body.decode(errors='replace')[:1000]}")
        self.answer = answer


class Api:
    """Talks to the API as one user; renews the access token shortly before it ends."""

    def __init__(self, url: str, email: str = "", password: str = "") -> None:
        self.url = url
        self.email = email
        self.password = password
        self.token = ""
        self.refresh_token = ""
        self.renew_at = 0.0

    def sign_in(self) -> dict[str, Any]:
        """Signs in with the password."""
        answer = self.raw("POST", "/v1/auth/login", {"email": self.email, "password": self.password})
        if answer.status != 200:
            raise ApiError("POST /v1/auth/login", answer)
        return self._keep(answer.json())

    def renew(self) -> dict[str, Any]:
        """Trades the refresh token for a new pair."""
        answer = self.raw("POST", "/v1/auth/refresh", {"refresh_token": self.refresh_token})
        if answer.status != 200:
            raise ApiError("POST /v1/auth/refresh", answer)
        return self._keep(answer.json())

    def socket_ticket(self) -> str:
        """Gets a ticket that opens one WebSocket."""
        return self._expect("POST", "/v1/auth/socket-tickets").json()["ticket"]

    def _keep(self, tokens: dict[str, Any]) -> dict[str, Any]:
        self.token = tokens["access_token"]
        self.refresh_token = tokens["refresh_token"]
        self.renew_at = time.monotonic() + tokens["expires_in"] - 60
        return tokens

    def get(self, path: str, **query: Any) -> Any:
        """Reads, and fails on anything but success."""
        return self._expect("GET", path, query=query).json()

    def post(self, path: str, body: Any = None, key: str | None = None) -> Answer:
        """Sends a command under an idempotency key of its own, and fails on anything but success."""
        return self._expect("POST", path, body={} if body is None else body, headers={"Idempotency-Key": key or str(uuid.uuid4())})

    def delete(self, path: str, etag: str) -> Answer:
        """Deletes the version that was read."""
        return self._expect("DELETE", path, headers={"If-Match": etag})

    def pages(self, path: str, **query: Any) -> Iterator[dict[str, Any]]:
        """Reads every item of a list."""
        query.setdefault("page_size", 200)
        while True:
            page = self.get(path, **query)
            yield from page["items"]
            if not page["next_cursor"]:
                return
            query["cursor"] = page["next_cursor"]

    def _expect(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, query: Any = None) -> Answer:
        if self.renew_at and time.monotonic() > self.renew_at:
            self.renew()
        answer = self.call(method, path, body, headers, query)
        if answer.status >= 300:
            raise ApiError(f"{method} {path}", answer)
        return answer

    def call(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, query: Any = None) -> Answer:
        """Sends a request with the token and returns whatever is answered."""
        return self.raw(method, path, body, {"Authorization": f"Bearer {self.token}", **(headers or {})}, query)

    def raw(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, query: Any = None) -> Answer:
        """Sends a request without a token; `bytes` are sent as they are, everything else as JSON."""
        url = self.url + path + (f"?{urllib.parse.urlencode(query)}" if query else "")
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        wanted = {"Content-Type": "application/json"} if data is not None else {}
        request = urllib.request.Request(url, data, {**wanted, **(headers or {})}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:
                return Answer(reply.status, reply.headers, reply.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.headers, error.read())

"""Listens to the platform's WebSocket and hands over what happens, frame by frame."""

from __future__ import annotations

import json
import queue
import threading
import time
from typing import Any
from urllib.parse import quote

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from tests.demo.client import Api, ApiError


class Feed:
    """A subscription that is read by a thread of its own.

    `next` returns a frame, or `None` when nothing happened for a while. `lost` says why nothing more
    will come.
    """

    def __init__(self, url: str, api: Api, topics: list[str]) -> None:
        self.lost: str | None = None
        self._frames: queue.Queue[dict[str, Any]] = queue.Queue()
        try:
            self._socket = open_socket(url, api.socket_ticket())
            for topic in topics:
                ask(self._socket, {"action": "subscribe", "topic": topic}, "subscribed")
        except (OSError, ApiError, WebSocketException, TimeoutError) as error:
            self.lost = str(error) or type(error).__name__
            return
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        try:
            for message in self._socket:
                self._frames.put(json.loads(message))
            self.lost = self.lost or "the server closed it"
        except (OSError, WebSocketException) as error:
            self.lost = self.lost or str(error)

    def next(self, seconds: float) -> dict[str, Any] | None:
        """Waits for the next frame, for so long at most."""
        try:
            return self._frames.get(timeout=seconds)
        except queue.Empty:
            return None

    def close(self) -> None:
        if self.lost is None:
            self.lost = "closed by us"
            self._socket.close()


def open_socket(url: str, ticket: str, origin: str | None = None) -> ClientConnection:
    """Opens a socket, as a page of an origin if one is named; raises if the platform refuses the ticket."""
    headers = {"Origin": origin} if origin is not None else {}
    address = f"{url}?ticket={quote(ticket)}"
    return connect(address, additional_headers=headers, open_timeout=20, close_timeout=2, ping_interval=None, proxy=None, legacy=True)


def ask(socket: ClientConnection, frame: dict[str, Any], expected: str, seconds: float = 20) -> dict[str, Any]:
    """Sends a frame and waits for its answer; events that come in between are dropped."""
    socket.send(json.dumps(frame))
    answer = next_answer(socket, seconds)
    if answer.get("type") != expected:
        raise TimeoutError(f"the socket answered {answer}")
    return answer


def next_answer(socket: ClientConnection, seconds: float = 20) -> dict[str, Any]:
    """Waits for the next frame that is no event: events come whenever they happen."""
    deadline = time.monotonic() + seconds
    while True:
        frame = json.loads(socket.recv(timeout=max(0.0, deadline - time.monotonic())))
        if "event" not in frame:
            return frame

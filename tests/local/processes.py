"""The processes in which the local AWS runs functions, to kill one as a failing host would."""

from __future__ import annotations

import os
import signal
from pathlib import Path


def of_function(name: str, parent: int) -> list[int]:
    """Returns the processes of a function that this local AWS has started."""
    wanted = f"AWS_LAMBDA_FUNCTION_NAME={name}".encode()
    return [pid for pid in _children(parent) if wanted in _environment(pid)]


def kill(pids: list[int]) -> None:
    """Kills processes at once, without a chance to tidy up."""
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


def _children(parent: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                # The name of the program may hold spaces, so the fields are counted from its end.
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == parent:
                found.append(int(entry.name))
    return found


def _environment(pid: int) -> list[bytes]:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return []

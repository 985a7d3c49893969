"""Starts and stops the local AWS, with IAM enforced, on a port of its own."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.tools.places import tool
from tests.tools.say import Failure

USUAL_PORT = 4566
REGION = "us-east-1"
ACCOUNT = "000000000000"
"""The account of the platform; its root credentials are test/test."""


@dataclass
class LocalAws:
    """A running local AWS."""

    pid: int
    port: int

    @property
    def endpoint(self) -> str:
        """Where its API answers."""
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        """Returns what makes an AWS client talk to it as the platform's administrator."""
        return {
            **{k: v for k, v in os.environ.items() if not k.startswith("AWS_")},
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
        }

    def answers(self) -> bool:
        """Says whether it is alive."""
        try:
            with urllib.request.urlopen(f"{self.endpoint}/_ministack/health", timeout=2) as reply:
                return reply.status == 200
        except (urllib.error.URLError, OSError):
            return False


def start(state: Path) -> LocalAws:
    """Starts one, or returns the one that this state folder already runs."""
    running = find(state)
    if running is not None:
        return running
    state.mkdir(parents=True, exist_ok=True)
    port = choose_port()
    log = state / "aws.log"
    unpacked = state / "unpacked"
    unpacked.mkdir(exist_ok=True)
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("AWS_")},
        "AUTH": "true",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "IOT_MTLS_ENABLED": "0",
        "MINISTACK_HOST": "127.0.0.1",
        "MINISTACK_REGION": REGION,
        # It unpacks every function that runs.
        "TMPDIR": str(unpacked),
    }
    with log.open("w") as output:
        process = subprocess.Popen(
            [tool("ministack")],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd=state,
            start_new_session=True,
        )
    aws = LocalAws(process.pid, port)
    (state / "aws.json").write_text(json.dumps(asdict(aws)))
    wait_until_ready(aws, process, log)
    return aws


def choose_port() -> int:
    """Returns the usual port if it is free, else any free one; PANTHEON_PORT insists."""
    asked = os.environ.get("PANTHEON_PORT")
    for port in [int(asked)] if asked else [USUAL_PORT, 0]:
        with socket.socket() as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
            return listener.getsockname()[1]
    raise Failure(
        f"port {asked} is taken",
        "Stop what listens there, or leave PANTHEON_PORT out and a free port is chosen.",
    )


def wait_until_ready(aws: LocalAws, process: subprocess.Popen, log: Path) -> None:
    """Waits until it answers, for a minute at most."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if aws.answers():
            return
        if process.poll() is not None:
            break
        time.sleep(0.2)
    raise Failure(
        f"the local AWS did not start:\n{log.read_text()[-2000:]}",
        f"Its log is {log}; `make down` and try again.",
    )


def find(state: Path) -> LocalAws | None:
    """Returns the local AWS that this state folder knows, if it still answers."""
    try:
        aws = LocalAws(**json.loads((state / "aws.json").read_text()))
    except (OSError, ValueError, TypeError):
        return None
    return aws if is_alive(aws.pid) and aws.answers() else None


def stop(state: Path) -> bool:
    """Stops it with everything that it started; says whether there was one."""
    aws = find(state)
    if aws is None:
        return False
    for sign in (signal.SIGTERM, signal.SIGKILL):
        end_session(aws.pid, sign)
        until = time.monotonic() + 10
        while time.monotonic() < until:
            if not is_alive(aws.pid):
                (state / "aws.json").unlink(missing_ok=True)
                shutil.rmtree(state / "unpacked", ignore_errors=True)
                return True
            time.sleep(0.1)
    raise Failure(f"process {aws.pid} does not stop")


def end_session(pid: int, sign: int) -> None:
    """Signals the process group, in which the functions run too."""
    try:
        os.killpg(pid, sign)
    except ProcessLookupError:
        pass


def is_alive(pid: int) -> bool:
    """Says whether a process runs; a finished child is collected on the way."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        pass
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True

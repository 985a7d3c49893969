"""Makes the virtual environment with the pinned tools. Knows only the standard library."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from tests.tools.places import ROOT, VENV
from tests.tools.say import Failure, line, main, phase

REQUIREMENTS = Path(__file__).with_name("requirements.txt")
STAMP = VENV / "pantheon-stamp"
NEEDED = {
    "cargo": "install Rust from https://rustup.rs",
    "cc": "install a C compiler, which Rust links with (Debian: apt install build-essential)",
}


def check_machine() -> None:
    """Refuses to go on without what the rest takes for granted."""
    if sys.version_info < (3, 11):
        raise Failure(
            f"Python {sys.version.split()[0]} is too old; 3.11 or newer is needed",
            "Name a newer one: make PYTHON=python3.12 …",
        )
    for program, remedy in NEEDED.items():
        if shutil.which(program) is None:
            raise Failure(f"`{program}` is not on the PATH", remedy)


def fingerprint() -> str:
    """Returns what the environment depends on, as one hash."""
    text = REQUIREMENTS.read_bytes() + sys.version.encode() + str(ROOT).encode()
    return hashlib.sha256(text).hexdigest()


def pip(*arguments: str) -> None:
    """Runs the environment's own pip, silently unless it fails."""
    command = [str(VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, text=True, capture_output=True)
    if done.returncode:
        raise Failure(
            f"pip could not install the tools:\n{done.stdout[-2000:]}{done.stderr[-2000:]}",
            "Check the network and run `make setup` again.",
        )


def install() -> None:
    """Makes the environment anew; a half-made one is never stamped."""
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], text=True, capture_output=True)
    if made.returncode:
        raise Failure(
            f"python -m venv failed:\n{made.stdout}{made.stderr}",
            "Debian and Ubuntu keep it apart: apt install python3-venv",
        )
    pip("install", "--quiet", "--requirement", str(REQUIREMENTS))
    STAMP.write_text(fingerprint())


def run() -> None:
    """Sets up unless everything is there already."""
    check_machine()
    if STAMP.exists() and STAMP.read_text() == fingerprint():
        return
    with phase("set up the Python tools (about two minutes, once)"):
        install()
    line(f"   in {VENV}")


if __name__ == "__main__":
    sys.exit(main(run))

"""Where things lie in a checkout."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
STATE = ROOT / ".local"
"""What a running platform leaves behind: logs, ports, outputs. Never committed."""
LAMBDA = ROOT / "target" / "lambda"
"""One folder per function with its `bootstrap`; the templates' CodeUri point here."""
TEMPLATE = ROOT / "template.yaml"
SAMCONFIG = ROOT / "samconfig.toml"


def tool(name: str) -> str:
    """Returns the path of a program of the virtual environment."""
    return str(VENV / "bin" / name)


def cargo_environment() -> dict[str, str]:
    """Returns the environment in which cargo finds its subcommands from the virtual environment."""
    return {**os.environ, "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"}

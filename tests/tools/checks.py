"""Everything that `make test` and `make lint` check, in the order in which it fails fastest."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.tools.places import ROOT, TEMPLATE, cargo_environment, tool
from tests.tools.say import Failure, line, phase, summary

RULES = "infra/rules"
ADVISORIES = Path(os.environ.get("CARGO_HOME", Path.home() / ".cargo")) / "advisory-dbs"


def run(command: list[str], remedy: str = "", **more) -> None:
    """Runs a check in the open and fails with it."""
    line(f"   $ {' '.join(Path(c).name if c.startswith('/') else c for c in command)}")
    if subprocess.run(command, cwd=ROOT, env=cargo_environment(), **more).returncode:
        raise Failure(f"`{' '.join(map(str, command))}` failed", remedy)


def templates() -> list[str]:
    """Returns every template, the root first."""
    return [str(TEMPLATE), *sorted(str(f) for f in (ROOT / "infra").rglob("*.yaml"))]


def lint(thorough: bool = True) -> None:
    """Checks the templates: cfn-lint's view with our rules, and SAM's of all or only the root."""
    with phase("lint the templates"):
        run([tool("cfn-lint"), "--append-rules", RULES, "--", *templates()])
        line(f"   $ sam validate --lint{', each of them' if thorough else ' --template template.yaml'}")
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            complaints = "".join(pool.map(validate, templates() if thorough else templates()[:1]))
        if complaints:
            raise Failure(f"sam validate --lint:\n{complaints}")


def validate(template: str) -> str:
    """Returns what SAM has against a template."""
    command = [tool("sam"), "validate", "--lint", "--region", "us-east-1", "--template", template]
    environment = {**os.environ, "SAM_CLI_TELEMETRY": "0"}
    done = subprocess.run(command, cwd=ROOT, env=environment, text=True, capture_output=True)
    return "" if done.returncode == 0 else f"{template}\n{done.stdout}{done.stderr}\n"


def dependencies() -> None:
    """Checks licences, sources and import arrows, and advisories when their database is at hand."""
    with phase("check the dependencies"):
        deny = ["cargo", "deny", "--workspace"]
        run([*deny, "check", "bans", "licenses", "sources"])
        if have_advisories():
            run([*deny, "--offline", "check", "advisories"])
        else:
            line("   !! Advisories were NOT checked: the RustSec database is neither on this")
            line("   !! machine nor reachable. Run `cargo deny fetch db` with a network.")


def have_advisories() -> bool:
    """Fetches the RustSec database, or falls back on the copy that is there."""
    fetch = ["cargo", "deny", "fetch", "db"]
    try:
        done = subprocess.run(
            fetch, cwd=ROOT, env=cargo_environment(), timeout=60, capture_output=True
        )
        if done.returncode == 0:
            return True
    except subprocess.TimeoutExpired:
        pass
    return any(ADVISORIES.glob("advisory-db-*/.git"))


def rust() -> None:
    """Checks format and lints, then runs every test of the workspace."""
    with phase("format"):
        run(["cargo", "fmt", "--all", "--check"], "Run `cargo fmt --all`.")
    with phase("clippy"):
        run(["cargo", "clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])
    with phase("tests of the workspace"):
        # Programs hold no tests; without the two choices each would be linked once more for nothing.
        which = ["--workspace", "--lib", "--test", "*", "--no-fail-fast"]
        nextest = ["cargo", "nextest", "run", *which]
        fallback = ["cargo", "test", *which]
        run(nextest if shutil.which("cargo-nextest", path=cargo_environment()["PATH"]) else fallback)


def python() -> None:
    """Runs the tests that need no platform: of our template rules and of the estate."""
    with phase("tests of the tools"):
        run([sys.executable, "-m", "pytest", "-q", "tests/estate", "tests/tools"])


def deployed() -> None:
    """Deploys the platform to a local AWS of its own and drives it from outside."""
    with phase("tests of the deployed platform"):
        run([sys.executable, "-m", "pytest", "-q", "-rA", "tests/local"])


def everything() -> None:
    """Runs all checks and prints how long each took."""
    lint(thorough=False)
    rust()
    dependencies()
    python()
    deployed()
    summary()


def bench(arguments: list[str]) -> None:
    """Prints the figures: sizes, cold and warm starts, writes and time of a scan."""
    with phase("bench"):
        run([sys.executable, "-m", "tests.bench", *arguments])

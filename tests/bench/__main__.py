"""Prints the figures: `python -m tests.bench [--release] [--quick]`.

Sizes, what a first and a later answer take, what one more function costs to build, our collectors
beside an inventory in boto3, and what a scan of the demo organization takes and writes. Figures of
one machine say little about another; compare those of one run.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from tests.bench import sizes
from tests.tools import build
from tests.tools.places import LAMBDA, ROOT, cargo_environment
from tests.tools.say import Failure, line, main, phase

ROUTES = {"connect-account": "pantheon-accounts", "get-account": "pantheon-accounts"}
"""The functions whose speed is measured: one that writes, one that reads."""
RELEASE = ROOT / "target" / "bench"


def cargo(*arguments: str) -> None:
    """Runs cargo in the open."""
    if subprocess.run(["cargo", *arguments], cwd=ROOT, env=cargo_environment()).returncode:
        raise Failure(f"`cargo {' '.join(arguments)}` failed", "It says why above.")


def bench(*arguments: str) -> None:
    """Runs the harness, built as the functions are, so that its dependencies are built once."""
    cargo("build", "--quiet", "--workspace", "--test", "contract", "--bin", "bench")
    program = Path(build.metadata()["target_directory"]) / "debug" / "bench"
    if subprocess.run([program, *arguments], cwd=ROOT, env=cargo_environment()).returncode:
        raise Failure(f"`bench {' '.join(arguments)}` failed", "It says why above.")


def release() -> Path:
    """Builds the measured functions as real AWS runs them; returns the folder that holds them."""
    wanted = [flag for name, package in ROUTES.items() for flag in ("--package", package, "--bin", name)]
    cargo("build", "--quiet", "--release", *wanted)
    built = Path(build.metadata()["target_directory"]) / "release"
    for name in ROUTES:
        (RELEASE / name).mkdir(parents=True, exist_ok=True)
        shutil.copy2(built / name, RELEASE / name / "bootstrap")
    return RELEASE


def compare_with_boto3(profile: str) -> None:
    """Holds our collectors beside an inventory in boto3; both read the same recorded answers."""
    from tests.bench import inventory

    with phase(f"build the collectors, {profile} profile"):
        # As the functions are built, so that the dependencies of the dev profile are built once.
        cargo("build", "--quiet", "--workspace", "--test", "contract", "--bin", "bench", "--bin", "survey", "--profile", profile)
    built = Path(build.metadata()["target_directory"]) / ("debug" if profile == "dev" else profile)
    inventory.show(built / "bench", built / "survey", scale=1.0, rounds=3)


def measure(arguments: argparse.Namespace) -> None:
    """Measures everything that was asked for."""
    line(f"{platform.machine()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    with phase("build the functions"):
        build.compile_for_this_machine()
    with phase("sizes, dev profile"):
        sizes.show(LAMBDA)
    with phase("answers, dev profile"):
        bench("speed", str(LAMBDA))
    if arguments.release:
        with phase("build for release"):
            folder = release()
        with phase("sizes, release profile"):
            sizes.show(folder)
        with phase("answers, release profile"):
            bench("speed", str(folder))
    with phase("the graph of 10,000 resources"):
        bench("graph")
    with phase("adding a function"):
        bench("link", "accounts", "get-account")
    with phase("scans of ever larger organizations"):
        bench("scale")
    compare_with_boto3("release" if arguments.release else "dev")
    if not arguments.quick:
        # It needs the demo and the local AWS, which the rest does not.
        from tests.bench import scan

        scan.show()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    parser.add_argument("--release", action="store_true", help="measure the release profile too; it takes minutes to build")
    parser.add_argument("--quick", action="store_true", help="leave the scan out")
    chosen = parser.parse_args()
    sys.exit(main(lambda: measure(chosen)))

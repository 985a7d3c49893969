"""Has libFuzzer look for inputs that break a target: `python -m tests.fuzz <target> <seconds>`.

Only the crates of the workspace are built anew, with instruments; their dependencies are those of
every other build. What is found is left in `target/fuzz/<target>`; an input that is worth keeping is
added to the target's corpus by hand.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from tests.tools import build
from tests.tools.places import ROOT, cargo_environment
from tests.tools.say import Failure, line, main, phase

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
FOUND = ROOT / "target" / "fuzz"
INSTRUMENT = " ".join(
    [
        "-Cpasses=sancov-module",
        "-Cllvm-args=-sanitizer-coverage-level=4",
        "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
        "-Cllvm-args=-sanitizer-coverage-pc-table",
        "-Cllvm-args=-sanitizer-coverage-trace-compares",
        "-Ccodegen-units=1",
    ]
)


def instrumented() -> Path:
    """Builds the driver and returns it."""
    # The whole workspace, and a test of it: so the dependencies have the features of every other build.
    command = ["cargo", "build", "--workspace", "--test", "targets", "--bin", "fuzz", "--features", "pantheon-fuzz/libfuzzer"]
    environment = {**cargo_environment(), "RUSTC_WORKSPACE_WRAPPER": str(HERE / "instrument"), "INSTRUMENT": INSTRUMENT}
    if subprocess.run(command, cwd=ROOT, env=environment).returncode:
        raise Failure("the driver does not compile", "The compiler says why above.")
    return Path(build.metadata()["target_directory"]) / "debug" / "fuzz"


def fuzz(driver: Path, target: str, seconds: int) -> None:
    """Runs libFuzzer on one target; fails if it finds an input that breaks it."""
    found = FOUND / target
    found.mkdir(parents=True, exist_ok=True)
    command = [str(driver), str(found), str(CORPUS / target), f"-max_total_time={seconds}", "-max_len=2048", "-print_final_stats=1"]
    command += [f"-artifact_prefix={found}/", "-timeout=10", "-rss_limit_mb=1024", "-verbosity=0"]
    if subprocess.run(command, cwd=ROOT, env={**os.environ, "PANTHEON_FUZZ_TARGET": target}).returncode:
        raise Failure(f"{target} breaks", f"The input is in {found}; put it into {CORPUS / target} once it is mended.")


def run() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    targets = sorted(folder.name for folder in CORPUS.iterdir())
    parser.add_argument("target", choices=[*targets, "all"])
    parser.add_argument("seconds", type=int)
    arguments = parser.parse_args()
    with phase("build with instruments"):
        driver = instrumented()
    for target in targets if arguments.target == "all" else [arguments.target]:
        with phase(f"fuzz {target}"):
            fuzz(driver, target, arguments.seconds)
    line("nothing was found")


if __name__ == "__main__":
    sys.exit(main(run))

"""How the tools speak: a line per phase with its duration, and failures that say what to do."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

durations: list[tuple[str, float]] = []
"""Every finished phase of this process, in order."""


class Failure(Exception):
    """Something went wrong that a person can put right."""

    def __init__(self, message: str, remedy: str = ""):
        super().__init__(message)
        self.remedy = remedy


def line(text: str) -> None:
    """Prints one line at once, whoever reads the output."""
    print(text, flush=True)


@contextmanager
def phase(name: str) -> Iterator[None]:
    """Announces a phase and, when it ends, says how long it took."""
    line(f"── {name}")
    start = time.monotonic()
    try:
        yield
    except BaseException:
        line(f"   {name}: FAILED after {time.monotonic() - start:.1f} s")
        raise
    taken = time.monotonic() - start
    durations.append((name, taken))
    line(f"   {name}: {taken:.1f} s")


def summary() -> None:
    """Prints the table of phases and their sum."""
    width = max((len(name) for name, _ in durations), default=0)
    line("")
    for name, taken in durations:
        line(f"   {name:<{width}} {taken:8.1f} s")
    line(f"   {'in all':<{width}} {sum(taken for _, taken in durations):8.1f} s")


def main(run) -> int:
    """Runs a command and turns its failure into two lines and an exit code."""
    try:
        run()
    except Failure as failure:
        sys.stdout.flush()
        print(f"\nerror: {failure}", file=sys.stderr)
        if failure.remedy:
            print(f"       {failure.remedy}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nstopped", file=sys.stderr)
        return 130
    return 0

"""Builds every function and lays it where the templates look for it."""

import json
import os
import platform
import shutil
import subprocess
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.tools.places import LAMBDA, ROOT, cargo_environment
from tests.tools.say import Failure, line

PACKAGED = ROOT / "target" / "packaged"
"""One archive per function, made only when its program changed."""


def architecture() -> str:
    """Returns this machine's name for Lambda."""
    return "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"


def metadata() -> dict:
    """Returns what cargo knows about the workspace."""
    command = ["cargo", "metadata", "--format-version", "1", "--no-deps"]
    done = subprocess.run(command, cwd=ROOT, text=True, capture_output=True)
    if done.returncode:
        raise Failure(f"cargo metadata failed:\n{done.stderr}")
    return json.loads(done.stdout)


def functions(workspace: dict) -> dict[str, list[str]]:
    """Returns the functions of each package under functions/."""
    found = {}
    for package in workspace["packages"]:
        if Path(package["manifest_path"]).parent.parent == ROOT / "functions":
            bins = [t["name"] for t in package["targets"] if "bin" in t["kind"]]
            if bins:
                found[package["name"]] = sorted(bins)
    return found


def compile_for_this_machine() -> None:
    """Builds with the dev profile and copies each program, stripped, to its folder."""
    workspace = metadata()
    packages = functions(workspace)
    # Naming a test makes Cargo choose the same features of dependencies as the tests do, so that
    # the programs and the tests share one build of the SDK; the whole workspace for the same reason.
    command = ["cargo", "build", "--workspace", "--test", "contract"]
    names = [name for bins in packages.values() for name in bins]
    for name in names:
        command += ["--bin", name]
    if subprocess.run(command, cwd=ROOT, env=cargo_environment()).returncode:
        raise Failure("the functions do not compile", "The compiler says why above.")
    built = Path(workspace["target_directory"]) / "debug"
    remove_strangers(names)
    with ThreadPoolExecutor() as pool:
        changed = sum(pool.map(lambda name: package_one(built / name, name), names))
    size = sum((PACKAGED / f"{name}.zip").stat().st_size for name in names)
    line(f"   {len(names)} functions, {changed} packaged anew, {size / 1e6:.0f} MB zipped")


def remove_strangers(names: list[str]) -> None:
    """Removes what is left of functions that are no more."""
    for folder in LAMBDA.glob("*/"):
        if folder.name not in names:
            shutil.rmtree(folder)
    for archive in PACKAGED.glob("*.zip"):
        if archive.stem not in names:
            archive.unlink()


def package_one(program: Path, name: str) -> bool:
    """Copies and zips one program unless that was done for this very build of it."""
    bootstrap = LAMBDA / name / "bootstrap"
    archive = PACKAGED / f"{name}.zip"
    built = program.stat().st_mtime_ns
    if all(f.exists() and f.stat().st_mtime_ns == built for f in (bootstrap, archive)):
        return False
    bootstrap.parent.mkdir(parents=True, exist_ok=True)
    archive.parent.mkdir(parents=True, exist_ok=True)
    for target, make in ((bootstrap, lambda new: strip(program, new)), (archive, lambda new: bundle(bootstrap, new))):
        # Beside the old one and then in its place: a deployment may be reading it.
        new = PACKAGED / f"{name}.{os.getpid()}.new"
        make(new)
        os.utime(new, ns=(built, built))
        new.replace(target)
    return True


def strip(program: Path, bootstrap: Path) -> None:
    """Copies a program without its symbols; with them where there is no `strip`."""
    if shutil.which("strip") and platform.system() == "Linux":
        if subprocess.run(["strip", "-o", str(bootstrap), str(program)]).returncode == 0:
            return
    shutil.copy2(program, bootstrap)


def bundle(bootstrap: Path, archive: Path) -> None:
    """Zips a program so that equal programs give equal bytes."""
    entry = zipfile.ZipInfo("bootstrap", date_time=(2020, 1, 1, 0, 0, 0))
    entry.external_attr = 0o755 << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(entry, bootstrap.read_bytes(), compresslevel=1)


def compile_for_lambda(arm: bool) -> None:
    """Builds what real AWS runs, with cargo-lambda, into the same folders."""
    packages = functions(metadata())
    command = ["cargo", "lambda", "build", "--release", "--lambda-dir", str(LAMBDA)]
    command += ["--arm64"] if arm else ["--x86-64"]
    for package in packages:
        command += ["--package", package]
    start = time.monotonic()
    if subprocess.run(command, cwd=ROOT, env=cargo_environment()).returncode:
        raise Failure(
            "cargo lambda could not build the functions",
            "For arm64 the target must be there: rustup target add aarch64-unknown-linux-gnu",
        )
    line(f"   built for Lambda in {time.monotonic() - start:.0f} s")

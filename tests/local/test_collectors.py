"""The collectors themselves, program and all, against the seeded estate."""

from __future__ import annotations

import re
import subprocess

from tests.estate.catalog import LACKING
from tests.estate.seed import Seeder
from tests.local.platform import Platform
from tests.tools.places import ROOT, cargo_environment

MANAGEMENT = "111111111111"
LIVE = ROOT / "functions" / "collectors" / "src" / "live.rs"


def test_see_the_same_estate_twice(platform: Platform, seeder: Seeder) -> None:
    skipped = [option for service in LACKING for option in ("--skip", f"live::{service}")]
    chosen = ["--workspace", "--lib", "--", "--ignored", "live::", *skipped]
    environment = {
        **cargo_environment(),
        "AWS_ENDPOINT_URL": platform.outputs["endpoint"],
        "AWS_ACCESS_KEY_ID": MANAGEMENT,
        "AWS_SECRET_ACCESS_KEY": "any",
    }
    done = subprocess.run(["cargo", "test", *chosen], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    services = set(re.findall(r"^    (\w+): \w+\(", LIVE.read_text(), re.MULTILINE)) - set(LACKING)
    assert f"test result: ok. {len(services)} passed" in done.stdout, done.stdout

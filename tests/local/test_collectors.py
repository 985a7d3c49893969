"""The collectors themselves, program and all, against the seeded estate."""

from __future__ import annotations

import subprocess

from tests.estate.seed import Seeder
from tests.local.platform import Platform
from tests.tools.places import ROOT, cargo_environment

MANAGEMENT = "111111111111"


def test_see_the_same_estate_twice(platform: Platform, seeder: Seeder) -> None:
    chosen = ["--workspace", "--lib", "--", "--ignored", "live::"]
    environment = {
        **cargo_environment(),
        "AWS_ENDPOINT_URL": platform.outputs["endpoint"],
        "AWS_ACCESS_KEY_ID": MANAGEMENT,
        "AWS_SECRET_ACCESS_KEY": "any",
    }
    done = subprocess.run(["cargo", "test", *chosen], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "test result: ok. 20 passed" in done.stdout, done.stdout

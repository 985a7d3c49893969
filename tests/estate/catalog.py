"""Which services are collected, as the platform's own catalog says, and which the local AWS has."""

from __future__ import annotations

import re

from tests.tools.places import ROOT

_SOURCE = ROOT / "shared" / "core" / "src" / "catalog.rs"
_SERVICE = re.compile(r'name: "(\w+)",\s*reach: Reach::(\w+)')

REACH: dict[str, str] = dict(_SERVICE.findall(_SOURCE.read_text()))
"""Where each service answers: `Regional`, `Global` or `Organization`."""

LACKING = ("accessanalyzer", "guardduty", "redshift", "securityhub", "xray")
"""The services that the local AWS does not know; a scan of them would show nothing but holes."""


def readable() -> list[str]:
    """Returns the services that a scan of the local AWS can read."""
    return [service for service in REACH if service not in LACKING]

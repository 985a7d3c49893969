"""Lifts the limits of the platform for tests that ask more than any client may."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.local.platform import Platform

SETTING = "_REQUESTS_PER_MINUTE"
PLENTY = "1000000"


@contextmanager
def lifted(platform: Platform) -> Iterator[None]:
    """Takes the limits away for the length of a block, as the operator of the platform may."""
    functions = platform.client("lambda")
    before = {}
    for page in functions.get_paginator("list_functions").paginate():
        for function in page["Functions"]:
            variables = function.get("Environment", {}).get("Variables", {})
            if any(name.endswith(SETTING) for name in variables):
                before[function["FunctionName"]] = variables
    try:
        for name, variables in before.items():
            more = {key: PLENTY if key.endswith(SETTING) else value for key, value in variables.items()}
            functions.update_function_configuration(FunctionName=name, Environment={"Variables": more})
        yield
    finally:
        for name, variables in before.items():
            functions.update_function_configuration(FunctionName=name, Environment={"Variables": variables})

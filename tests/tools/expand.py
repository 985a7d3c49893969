"""Writes the templates as the local AWS can read them.

MiniStack applies the SAM transform to the root template only, so each nested template is
expanded here by the official translator, exactly as CloudFormation would do it, and loops are
written out. Two resource types that MiniStack lacks are left out, and said. Nothing else differs
from what AWS gets (docs/decisions/0007-local-aws.md).
"""

import json
import logging
import os
import shutil
from pathlib import Path

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

from tests.tools.build import PACKAGED
from tests.tools.places import ROOT, TEMPLATE

# It warns at exit that nobody published its usage metrics.
logging.getLogger("samtranslator.metrics").setLevel(logging.ERROR)

SAM = "AWS::Serverless-2016-10-31"
UNKNOWN_LOCALLY = {
    "AWS::Events::Archive": "the local bus keeps no archive",
    "AWS::ApiGatewayV2::RouteResponse": "the local sockets answer without one",
}


class NoManagedPolicies:
    """Tells the translator that no managed policy is named by its short name."""

    def load(self) -> dict[str, str]:
        """Returns the empty map from names to ARNs."""
        return {}


def expand(folder: Path, region: str) -> tuple[Path, list[str]]:
    """Writes the root and the expanded children into a folder; returns the root and what was left out."""
    shutil.rmtree(folder, ignore_errors=True)
    root = yaml_parse(TEMPLATE.read_text())
    left_out: list[str] = []
    for resource in root["Resources"].values():
        location = resource["Properties"]["Location"]
        child = folder / location
        child.parent.mkdir(parents=True, exist_ok=True)
        template = expand_child(ROOT / location, child, region)
        left_out += drop_unknown(template, location)
        child.write_text(json.dumps(template, indent=1))
    written = folder / TEMPLATE.name
    shutil.copyfile(TEMPLATE, written)
    return written, left_out


def expand_child(source: Path, target: Path, region: str) -> dict:
    """Applies the SAM transform to one template and points its functions at their archives."""
    template = yaml_parse(source.read_text())
    if SAM not in template.get("Transform", ""):
        return template
    template |= {"Transform": SAM, "Resources": unroll(template["Resources"])}
    archives = {}
    for name, resource in template["Resources"].items():
        if resource["Type"] == "AWS::Serverless::Function":
            function = Path(resource["Properties"]["CodeUri"]).name
            archives[name] = os.path.relpath(PACKAGED / f"{function}.zip", target.parent)
            # The translator takes an address in S3 only; the real path follows below.
            resource["Properties"]["CodeUri"] = "s3://packaged/later"
    os.environ.setdefault("AWS_DEFAULT_REGION", region)
    expanded = transform(template, {}, NoManagedPolicies())
    for name, archive in archives.items():
        expanded["Resources"][name]["Properties"]["Code"] = archive
    return expanded


def unroll(resources: dict) -> dict:
    """Writes out the loops of CloudFormation's language extensions.

    The SAM CLI has code for that, but it drops the `Fn::Sub` around text that still names a
    parameter (seen in 1.167).
    """
    written = {}
    for name, resource in resources.items():
        if not name.startswith("Fn::ForEach::"):
            written[name] = resource
            continue
        variable, values, body = resource
        for value in values:
            text = json.dumps(body).replace(f"${{{variable}}}", value)
            written |= json.loads(text, object_hook=without_idle_sub)
    return written


def without_idle_sub(value: dict):
    """Returns the text of a `Fn::Sub` that names nothing any more."""
    text = value.get("Fn::Sub")
    return text if isinstance(text, str) and "${" not in text else value


def drop_unknown(template: dict, location: str) -> list[str]:
    """Removes the resources that the local AWS has no type for; returns a line about each type."""
    resources = template["Resources"]
    dropped = [name for name, r in resources.items() if r["Type"] in UNKNOWN_LOCALLY]
    types = sorted({resources.pop(name)["Type"] for name in dropped})
    return [f"{location}: no {kind}, {UNKNOWN_LOCALLY[kind]}" for kind in types]

"""Makes the stacks of the demo organization with CloudFormation."""

from __future__ import annotations

import json
import time
from typing import Any, Callable

from botocore.exceptions import ClientError

from .model import Declared, EstateError, Place

# Types whose Tags are a list of Key and Value; the others have a map, a specification or none.
_TAG_LIST = {
    "AWS::EC2::VPC", "AWS::EC2::InternetGateway", "AWS::EC2::Subnet", "AWS::EC2::RouteTable", "AWS::EC2::SecurityGroup",
    "AWS::RDS::DBInstance", "AWS::RDS::DBCluster", "AWS::RDS::DBSubnetGroup", "AWS::Lambda::Function",
    "AWS::ApiGateway::RestApi", "AWS::DynamoDB::Table", "AWS::IAM::Role", "AWS::IAM::User",
}  # fmt: skip
_TAG_MAP = {"AWS::ApiGatewayV2::Api"}
_TAG_SPECIFICATION = {"AWS::EC2::LaunchTemplate": "launch-template"}


def tags_of(place: Place, resource: Declared) -> dict[str, str]:
    """The tags that a resource gets: its name and those of its account."""
    if resource.untagged:
        return {}
    return {"Name": resource.name, **place.account.tags, **resource.options.get("tags", {})}


def template(place: Place, resources: list[Declared], resolve: Callable[[Any], Any]) -> dict[str, Any]:
    """Builds the CloudFormation template of a stack; `resolve` replaces what lies outside of it."""
    return {"Resources": {resource.name: _block(place, resource, resolve) for resource in resources}}


def _block(place: Place, resource: Declared, resolve: Callable[[Any], Any]) -> dict[str, Any]:
    properties = resolve(resource.properties)
    depends_on = properties.pop("DependsOn", None)
    tags = tags_of(place, resource)
    listed = [{"Key": key, "Value": value} for key, value in tags.items()]
    if tags and resource.type in _TAG_LIST:
        properties["Tags"] = listed
    if tags and resource.type in _TAG_MAP:
        properties["Tags"] = tags
    if tags and resource.type in _TAG_SPECIFICATION:
        properties["TagSpecifications"] = [{"ResourceType": _TAG_SPECIFICATION[resource.type], "Tags": listed}]
    block: dict[str, Any] = {"Type": resource.type, "Properties": properties}
    if depends_on:
        block["DependsOn"] = depends_on
    if resource.mistakes:
        block["Metadata"] = {"Mistakes": {mistake.id: mistake.kind for mistake in resource.mistakes}}
    return block


def deploy(cloudformation: Any, name: str, body: str, parameters: dict[str, str] | None = None) -> str:
    """Creates or updates a stack and waits; says `created`, `updated` or `unchanged`."""
    request = {
        "StackName": name,
        "TemplateBody": body,
        "Capabilities": ["CAPABILITY_NAMED_IAM"],
        "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in (parameters or {}).items()],
    }
    outcome = "updated" if _status(cloudformation, name) else "created"
    try:
        if outcome == "updated":
            cloudformation.update_stack(**request)
        else:
            cloudformation.create_stack(**request)
    except ClientError as error:
        if "No updates are to be performed" in str(error):
            return "unchanged"
        raise
    _wait(cloudformation, name)
    return outcome


def _status(cloudformation: Any, name: str) -> str | None:
    try:
        return cloudformation.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]
    except ClientError:
        return None


def _wait(cloudformation: Any, name: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while (status := _status(cloudformation, name)) and status.endswith("_IN_PROGRESS"):
        if time.monotonic() > deadline:
            raise EstateError(f"the stack {name} is still {status} after {seconds:.0f} s")
        time.sleep(0.05)
    if status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        raise EstateError(f"the stack {name} ended as {status}: {_reasons(cloudformation, name)}")


def _reasons(cloudformation: Any, name: str) -> str:
    events = cloudformation.describe_stack_events(StackName=name)["StackEvents"]
    failed = [event for event in events if event["ResourceStatus"].endswith("FAILED")]
    return "; ".join(f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', 'no reason')}" for event in failed)


def physical_ids(cloudformation: Any, name: str) -> dict[str, str]:
    """What the resources of a stack are really called, by logical ID."""
    answer = cloudformation.describe_stack_resources(StackName=name)["StackResources"]
    return {resource["LogicalResourceId"]: resource["PhysicalResourceId"] for resource in answer}


def dumps(document: dict[str, Any]) -> str:
    """Writes a template so that an unchanged one is the same text."""
    return json.dumps(document, indent=1, sort_keys=True)

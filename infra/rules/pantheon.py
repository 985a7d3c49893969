"""What Pantheon asks of its templates beyond what CloudFormation does.

cfn-lint loads every class here: `cfn-lint --append-rules infra/rules`. The template that a
rule receives has gone through the SAM transform; `source` reads it as it was written.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from cfnlint.decode.cfn_yaml import load
from cfnlint.rules import CloudFormationLintRule, RuleMatch

PUBLIC_ROUTES = {
    "GET /.well-known/jwks.json",
    "GET /v1/auth/oauth/{provider}/callback",
    "GET /v1/auth/oauth/{provider}/start",
    "POST /v1/auth/login",
    "POST /v1/auth/oauth/redeem",
    "POST /v1/auth/refresh",
    "POST /v1/auth/register",
    "POST /v1/auth/token/exchange",
}
"""The only routes that anybody may call; tests/contract holds the same list."""


def source(cfn) -> dict:
    """Returns the resources as they stand in the file, but for loops, whose bodies stand once."""
    resources = {}
    for name, resource in load(cfn.filename).get("Resources", {}).items():
        resources.update(resource[2] if name.startswith("Fn::ForEach::") else {name: resource})
    return resources


def properties(resources: dict, kind: str) -> list[tuple[str, dict]]:
    """Returns the name and the properties of each resource of a type."""
    return [(n, r.get("Properties", {})) for n, r in resources.items() if r.get("Type") == kind]


def reference(value) -> str:
    """Returns the name behind a Ref or a GetAtt, or nothing; in a loop it is the text of a Sub."""
    if isinstance(value, dict) and "Ref" in value:
        name = value["Ref"]
        return str(name["Fn::Sub"] if isinstance(name, dict) else name)
    if isinstance(value, dict) and "Fn::GetAtt" in value:
        target = value["Fn::GetAtt"]
        return str(target[0] if isinstance(target, list) else target.split(".")[0])
    return ""


def kebab(name: str) -> str:
    """Returns `GetAccount` as `get-account`, and `Collect${Service}` as `collect-${service}`."""
    return re.sub(r"(?<!^)(?<!\{)(?=[A-Z$])", "-", name).lower()


def watched(resources: dict, **wanted: str) -> set[str]:
    """Returns what the alarms look at, of the alarms whose properties are as wanted."""
    return {
        reference(dimension.get("Value"))
        for _, alarm in properties(resources, "AWS::CloudWatch::Alarm")
        if wanted.items() <= alarm.items()
        for dimension in alarm.get("Dimensions", [])
    }


class Rule(CloudFormationLintRule):
    """A rule of ours, which names each resource at fault and says why."""

    tags = ["pantheon"]

    @property
    def description(self) -> str:
        """What the rule asks for."""
        return self.shortdesc

    def faults(self, cfn) -> Iterator[tuple[str, str]]:
        """Yields the name of each resource at fault, and the fault."""
        yield from ()

    def match(self, cfn) -> list[RuleMatch]:
        """Looks at a whole template."""
        return [RuleMatch(["Resources", name], fault) for name, fault in self.faults(cfn)]


class FunctionHasLogGroup(Rule):
    """A function without a log group of its own writes logs that nobody ever deletes."""

    id = "E9101"
    shortdesc = "Every function has a log group with a retention"

    def faults(self, cfn):
        """Looks for the log group and its retention."""
        groups = dict(properties(cfn.get_resources(), "AWS::Logs::LogGroup"))
        for name, function in properties(cfn.get_resources(), "AWS::Lambda::Function"):
            group = groups.get(reference(function.get("LoggingConfig", {}).get("LogGroup")))
            if group is None or "RetentionInDays" not in group:
                yield name, f"{name} has no log group with RetentionInDays"


class QueueHasDeadLetters(Rule):
    """A queue without dead letters loses what it cannot process, or tries it for ever."""

    id = "E9102"
    shortdesc = "Every queue has dead letters, and every dead-letter queue an alarm"

    def faults(self, cfn):
        """Looks for the redrive policy of a queue, or for the alarm of a dead-letter queue."""
        resources = cfn.get_resources()
        alarms = watched(resources)
        for name, queue in properties(resources, "AWS::SQS::Queue"):
            if name.endswith("DeadLetters"):
                if name not in alarms:
                    yield name, f"{name} has no alarm"
            elif "RedrivePolicy" not in queue:
                yield name, f"{name} has no RedrivePolicy"


class RouteHasAuthorizer(Rule):
    """A route that forgets its authorizer is open to everybody."""

    id = "E9103"
    shortdesc = "Every route has an authorizer or is on the list of public routes"

    def faults(self, cfn):
        """Looks at HTTP routes and at $connect; later frames of a socket ride on $connect."""
        for name, route in properties(cfn.get_resources(), "AWS::ApiGatewayV2::Route"):
            key = route.get("RouteKey", "")
            if " " not in key and key != "$connect":
                continue
            guarded = route.get("AuthorizationType") == "CUSTOM" and "AuthorizerId" in route
            if not guarded and key not in PUBLIC_ROUTES:
                yield name, f"{key} has no authorizer and is not public"
            if guarded and key in PUBLIC_ROUTES:
                yield name, f"{key} is public but has an authorizer"


class NoHttpApiEvent(Rule):
    """Such an event makes a permission but, across stacks, no route, and says nothing."""

    id = "E9104"
    shortdesc = "Routes are spelled out, never made by a SAM HttpApi or Api event"

    def faults(self, cfn):
        """Looks at the events of each function as written."""
        for name, function in properties(source(cfn), "AWS::Serverless::Function"):
            for event in function.get("Events", {}).values():
                if event.get("Type") in ("Api", "HttpApi"):
                    yield name, f"{name} has an {event['Type']} event"


class NamesAgree(Rule):
    """One name in each spelling: GetAccountFunction runs target/lambda/get-account."""

    id = "E9105"
    shortdesc = "A function is named after its program, and its parts after the function"

    def faults(self, cfn):
        """Compares the name of each function with its CodeUri and its log group."""
        for name, function in properties(source(cfn), "AWS::Serverless::Function"):
            stem = name.removesuffix("Function")
            if Path(str(function.get("CodeUri"))).name.lower() != kebab(stem):
                yield name, f"{name} does not run {kebab(stem)}"
            group = reference(function.get("LoggingConfig", {}).get("LogGroup"))
            if group != f"{stem}LogGroup":
                yield name, f"{name} does not log to {stem}LogGroup"


class NoWildcardAction(Rule):
    """A role that may do everything is no role."""

    id = "E9106"
    shortdesc = "Functions name the actions they may take"

    def faults(self, cfn):
        """Looks at every statement that a function's role carries in line."""
        for name, role in properties(cfn.get_resources(), "AWS::IAM::Role"):
            for policy in role.get("Policies", []):
                for statement in policy["PolicyDocument"]["Statement"]:
                    actions = statement.get("Action", [])
                    actions = [actions] if isinstance(actions, str) else actions
                    for action in actions:
                        if "*" in action:
                            yield name, f"{name} allows {action}"


class FailuresAreSeen(Rule):
    """A function that fails silently is found by its users."""

    id = "E9107"
    shortdesc = "Every function has an alarm on its errors"

    def faults(self, cfn):
        """Looks for an alarm with the function as its dimension."""
        resources = cfn.get_resources()
        alarms = watched(resources, MetricName="Errors")
        for name, _ in properties(resources, "AWS::Lambda::Function"):
            if name not in alarms:
                yield name, f"{name} has no alarm on its errors"


class BatchesFailInPart(Rule):
    """Without partial failures one poison message sends the whole batch round again."""

    id = "E9108"
    shortdesc = "Every event source reports the failures of a batch one by one"

    def faults(self, cfn):
        """Looks at queues and streams alike."""
        for name, mapping in properties(cfn.get_resources(), "AWS::Lambda::EventSourceMapping"):
            if "ReportBatchItemFailures" not in mapping.get("FunctionResponseTypes", []):
                yield name, f"{name} lacks ReportBatchItemFailures"

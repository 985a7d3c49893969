"""What Pantheon asks of its templates beyond what CloudFormation does.

cfn-lint loads every class here: `cfn-lint --append-rules infra/rules`. The template that a
rule receives has gone through the SAM transform; `source` reads it as it was written.
"""

import re
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
    """Returns the resources as they stand in the file."""
    return load(cfn.filename).get("Resources", {})


def properties(resources: dict, kind: str) -> list[tuple[str, dict]]:
    """Returns the name and the properties of each resource of a type."""
    return [(n, r.get("Properties", {})) for n, r in resources.items() if r.get("Type") == kind]


def reference(value) -> str:
    """Returns the name behind a Ref or a GetAtt, or nothing."""
    if isinstance(value, dict) and "Ref" in value:
        return str(value["Ref"])
    if isinstance(value, dict) and "Fn::GetAtt" in value:
        target = value["Fn::GetAtt"]
        return str(target[0] if isinstance(target, list) else target.split(".")[0])
    return ""


def kebab(name: str) -> str:
    """Returns `GetAccount` as `get-account`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


class FunctionHasLogGroup(CloudFormationLintRule):
    """A function without a log group of its own writes logs that nobody ever deletes."""

    id = "E9101"
    shortdesc = "Every function has a log group with a retention"
    description = shortdesc
    tags = ["pantheon"]

    def match(self, cfn):
        """Looks for the log group and its retention."""
        groups = dict(properties(cfn.get_resources(), "AWS::Logs::LogGroup"))
        matches = []
        for name, function in properties(cfn.get_resources(), "AWS::Lambda::Function"):
            group = groups.get(reference(function.get("LoggingConfig", {}).get("LogGroup")))
            if group is None or "RetentionInDays" not in group:
                matches.append(RuleMatch(["Resources", name], f"{name} has no log group with RetentionInDays"))
        return matches


class QueueHasDeadLetters(CloudFormationLintRule):
    """A queue without dead letters loses what it cannot process, or tries it for ever."""

    id = "E9102"
    shortdesc = "Every queue has dead letters, and every dead-letter queue an alarm"
    description = shortdesc
    tags = ["pantheon"]

    def match(self, cfn):
        """Looks for the redrive policy of a queue, or for the alarm of a dead-letter queue."""
        resources = cfn.get_resources()
        watched = {
            reference(dimension.get("Value"))
            for _, alarm in properties(resources, "AWS::CloudWatch::Alarm")
            for dimension in alarm.get("Dimensions", [])
        }
        matches = []
        for name, queue in properties(resources, "AWS::SQS::Queue"):
            if name.endswith("DeadLetters"):
                if name not in watched:
                    matches.append(RuleMatch(["Resources", name], f"{name} has no alarm"))
            elif "RedrivePolicy" not in queue:
                matches.append(RuleMatch(["Resources", name], f"{name} has no RedrivePolicy"))
        return matches


class RouteHasAuthorizer(CloudFormationLintRule):
    """A route that forgets its authorizer is open to everybody."""

    id = "E9103"
    shortdesc = "Every route has an authorizer or is on the list of public routes"
    description = shortdesc
    tags = ["pantheon"]

    def match(self, cfn):
        """Looks at HTTP routes and at $connect; later frames of a socket ride on $connect."""
        matches = []
        for name, route in properties(cfn.get_resources(), "AWS::ApiGatewayV2::Route"):
            key = route.get("RouteKey", "")
            if " " not in key and key != "$connect":
                continue
            guarded = route.get("AuthorizationType") == "CUSTOM" and "AuthorizerId" in route
            if not guarded and key not in PUBLIC_ROUTES:
                matches.append(RuleMatch(["Resources", name], f"{key} has no authorizer and is not public"))
            if guarded and key in PUBLIC_ROUTES:
                matches.append(RuleMatch(["Resources", name], f"{key} is public but has an authorizer"))
        return matches


class NoHttpApiEvent(CloudFormationLintRule):
    """Such an event makes a permission but, across stacks, no route, and says nothing."""

    id = "E9104"
    shortdesc = "Routes are spelled out, never made by a SAM HttpApi or Api event"
    description = shortdesc
    tags = ["pantheon"]

    def match(self, cfn):
        """Looks at the events of each function as written."""
        matches = []
        for name, function in properties(source(cfn), "AWS::Serverless::Function"):
            for event in function.get("Events", {}).values():
                if event.get("Type") in ("Api", "HttpApi"):
                    matches.append(RuleMatch(["Resources", name], f"{name} has an {event['Type']} event"))
        return matches


class NamesAgree(CloudFormationLintRule):
    """One name in each spelling: GetAccountFunction runs target/lambda/get-account."""

    id = "E9105"
    shortdesc = "A function is named after its program, and its parts after the function"
    description = shortdesc
    tags = ["pantheon"]

    def match(self, cfn):
        """Compares the name of each function with its CodeUri and its log group."""
        matches = []
        for name, function in properties(source(cfn), "AWS::Serverless::Function"):
            stem = name.removesuffix("Function")
            if Path(str(function.get("CodeUri"))).name != kebab(stem):
                matches.append(RuleMatch(["Resources", name], f"{name} does not run {kebab(stem)}"))
            group = reference(function.get("LoggingConfig", {}).get("LogGroup"))
            if group != f"{stem}LogGroup":
                matches.append(RuleMatch(["Resources", name], f"{name} does not log to {stem}LogGroup"))
        return matches


class NoWildcardAction(CloudFormationLintRule):
    """A role that may do everything is no role."""

    id = "E9106"
    shortdesc = "Functions name the actions they may take"
    description = shortdesc
    tags = ["pantheon"]

    def match(self, cfn):
        """Looks at every statement that a function's role carries in line."""
        matches = []
        for name, role in properties(cfn.get_resources(), "AWS::IAM::Role"):
            for policy in role.get("Policies", []):
                for statement in policy["PolicyDocument"]["Statement"]:
                    actions = statement.get("Action", [])
                    actions = [actions] if isinstance(actions, str) else actions
                    for action in actions:
                        if "*" in action:
                            matches.append(RuleMatch(["Resources", name], f"{name} allows {action}"))
        return matches


class FailuresAreSeen(CloudFormationLintRule):
    """A function that fails silently is found by its users."""

    id = "E9107"
    shortdesc = "Every function has an alarm on its errors"
    description = shortdesc
    tags = ["pantheon"]

    def match(self, cfn):
        """Looks for an alarm with the function as its dimension."""
        resources = cfn.get_resources()
        watched = {
            reference(dimension.get("Value"))
            for _, alarm in properties(resources, "AWS::CloudWatch::Alarm")
            if alarm.get("MetricName") == "Errors"
            for dimension in alarm.get("Dimensions", [])
        }
        return [
            RuleMatch(["Resources", name], f"{name} has no alarm on its errors")
            for name, _ in properties(resources, "AWS::Lambda::Function")
            if name not in watched
        ]


class BatchesFailInPart(CloudFormationLintRule):
    """Without partial failures one poison message sends the whole batch round again."""

    id = "E9108"
    shortdesc = "Every event source reports the failures of a batch one by one"
    description = shortdesc
    tags = ["pantheon"]

    def match(self, cfn):
        """Looks at queues and streams alike."""
        return [
            RuleMatch(["Resources", name], f"{name} lacks ReportBatchItemFailures")
            for name, mapping in properties(cfn.get_resources(), "AWS::Lambda::EventSourceMapping")
            if "ReportBatchItemFailures" not in mapping.get("FunctionResponseTypes", [])
        ]

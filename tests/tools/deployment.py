"""Deploys the platform to a local AWS and says how to reach it."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import boto3

from tests.tools import build, local_aws
from tests.tools.expand import expand
from tests.tools.local_aws import ACCOUNT, REGION, LocalAws
from tests.tools.places import ROOT, SAMCONFIG, tool
from tests.tools.say import Failure, line, phase

STACK = "pantheon-local"
ARTIFACTS = "pantheon-local-artifacts"
"""The bucket that `sam deploy` uploads to; samconfig.toml names it too."""
ADMINISTRATOR = "administrator@pantheon.example"


def up(state: Path) -> dict:
    """Builds, starts the local AWS, deploys; returns the outputs that it also writes down."""
    with phase("build the functions"):
        build.compile_for_this_machine()
    with phase("start the local AWS (IAM enforced)"):
        aws = local_aws.start(state)
        line(f"   {aws.endpoint}, process {aws.pid}, log {state / 'aws.log'}")
    with phase("deploy with sam"):
        deploy(aws, state)
    outputs = describe(aws)
    (state / "outputs.json").write_text(json.dumps(outputs, indent=2) + "\n")
    (state / "outputs.json").chmod(0o600)
    return outputs


@contextmanager
def running(state: Path) -> Iterator[dict]:
    """Holds a platform up for the length of a block, on a port of its own."""
    try:
        yield up(state)
    finally:
        local_aws.stop(state)


def deploy(aws: LocalAws, state: Path) -> None:
    """Runs `sam deploy --config-env local` on the expanded templates."""
    client(aws, "s3").create_bucket(Bucket=ARTIFACTS)
    template, left_out = expand(state / "templates", REGION)
    for note in left_out:
        line(f"   {note}")
    command = [tool("sam"), "deploy", "--config-env", "local", "--config-file", str(SAMCONFIG)]
    command += ["--template-file", str(template), "--parameter-overrides"]
    command += [f"{key}={value}" for key, value in parameters(aws).items()]
    environment = {**aws.environment(), "SAM_CLI_TELEMETRY": "0", "SAM_CLI_POLL_DELAY": "1"}
    log = state / "deploy.log"
    with log.open("w") as output:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    if done.returncode:
        reasons = "\n".join(failures(aws)) or log.read_text()[-4000:]
        raise Failure(f"the deployment failed:\n{reasons}", f"All of it: {log}")


def parameters(aws: LocalAws) -> dict[str, str]:
    """Returns the parameters that only this machine can know."""
    return {
        "Stage": "local",
        "Architecture": build.architecture(),
        "AdministratorEmail": ADMINISTRATOR,
        "TenantName": "Olympus",
        "CollectorConcurrency": "2",
        "EndpointUrl": aws.endpoint,
    }


def failures(aws: LocalAws) -> list[str]:
    """Returns what CloudFormation says about each resource that failed."""
    formation = client(aws, "cloudformation")
    found = []
    for stack in formation.describe_stacks()["Stacks"]:
        for event in formation.describe_stack_events(StackName=stack["StackName"])["StackEvents"]:
            if event["ResourceStatus"].endswith("_FAILED"):
                reason = event.get("ResourceStatusReason", "")
                found.append(f"{stack['StackName']} {event['LogicalResourceId']}: {reason}")
    return found


def describe(aws: LocalAws) -> dict:
    """Returns the addresses and the first sign-in of the deployed platform."""
    stacks = client(aws, "cloudformation").describe_stacks(StackName=STACK)
    outputs = {o["OutputKey"]: o["OutputValue"] for o in stacks["Stacks"][0]["Outputs"]}
    secret_arn = outputs["AdministratorSecretArn"]
    secret = client(aws, "secretsmanager").get_secret_value(SecretId=secret_arn)
    administrator = json.loads(secret["SecretString"])
    return {
        "endpoint": aws.endpoint,
        "port": aws.port,
        "pid": aws.pid,
        "region": REGION,
        "account_id": ACCOUNT,
        "stack": STACK,
        "stage": "local",
        "api_url": outputs["ApiUrl"],
        "socket_url": outputs["SocketUrl"].replace("http://", "ws://", 1),
        "administrator_email": administrator["email"],
        "administrator_password": administrator["password"],
        "administrator_secret_arn": secret_arn,
        "world_bucket": outputs["WorldBucket"],
    }


def client(aws: LocalAws, service: str):
    """Returns a client of a service, as the platform's administrator."""
    return boto3.client(
        service,
        endpoint_url=aws.endpoint,
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )

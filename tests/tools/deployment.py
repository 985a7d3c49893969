"""Deploys the platform to a local AWS and says how to reach it."""

import hashlib
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
OUTPUTS = "outputs.json"
STAMP = "deployed"
ADMINISTRATOR = "administrator@pantheon.example"


def up(state: Path) -> dict:
    """Builds, starts the local AWS, deploys; returns the outputs that it also writes down."""
    with phase("build the functions"):
        build.compile_for_this_machine()
    template, left_out = expand(state / "templates", REGION)
    wanted = fingerprint(template)
    if is_deployed(state, wanted):
        line("── the platform runs already, as the sources say")
        return json.loads((state / OUTPUTS).read_text())
    with phase("start the local AWS (IAM enforced)"):
        # Its nested stacks cannot be updated, so a changed platform starts afresh.
        if local_aws.stop(state):
            line("   the platform changed: the one that ran is gone, with what it knew")
        aws = local_aws.start(state)
        line(f"   {aws.endpoint}, process {aws.pid}, log {state / 'aws.log'}")
    with phase("deploy with sam"):
        for note in left_out:
            line(f"   {note}")
        deploy(aws, template, state / "deploy.log")
    outputs = describe(aws)
    write_down(state, outputs, wanted)
    return outputs


def fingerprint(template: Path) -> str:
    """Returns one hash over the templates and the programs that they name."""
    digest = hashlib.sha256()
    for file in [*sorted(template.parent.rglob("*.yaml")), *sorted(build.PACKAGED.glob("*.zip"))]:
        digest.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def is_deployed(state: Path, wanted: str) -> bool:
    """Says whether exactly this platform runs in this state folder."""
    stamp = state / STAMP
    return stamp.exists() and stamp.read_text() == wanted and local_aws.find(state) is not None


def write_down(state: Path, outputs: dict, deployed: str) -> None:
    """Keeps what others need to reach the platform, readable by its owner alone."""
    file = state / OUTPUTS
    file.touch(mode=0o600)
    file.write_text(json.dumps(outputs, indent=2) + "\n")
    (state / STAMP).write_text(deployed)


@contextmanager
def running(state: Path) -> Iterator[dict]:
    """Holds a platform up for the length of a block, on a port of its own."""
    try:
        yield up(state)
    finally:
        local_aws.stop(state)


def deploy(aws: LocalAws, template: Path, log: Path) -> None:
    """Runs `sam deploy --config-env local` on the expanded templates."""
    client(aws, "s3").create_bucket(Bucket=ARTIFACTS)
    command = [tool("sam"), "deploy", "--config-env", "local", "--config-file", str(SAMCONFIG)]
    command += ["--template-file", str(template), "--parameter-overrides"]
    command += [f"{key}={value}" for key, value in parameters(aws).items()]
    environment = {**aws.environment(), "SAM_CLI_TELEMETRY": "0", "SAM_CLI_POLL_DELAY": "1"}
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
        "EndpointUrl": aws.endpoint,
        # Everybody on this machine has the same address.
        "AddressRequestsPerMinute": "6000",
        # The keys of its user pools are there.
        "OutboundAllow": aws.endpoint,
        # The demo organization's management account; without anybody the members would not be told to forward events.
        "EstateAccountIds": "111111111111",
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

"""The verbs of the Makefile: python -m tests.tools <verb> [arguments]."""

import argparse
import subprocess
import sys

from tests.tools import build, checks, deployment, local_aws
from tests.tools.places import ROOT, SAMCONFIG, STATE, tool
from tests.tools.say import Failure, line, main, phase


def up(_: argparse.Namespace) -> None:
    """Starts the platform and says where it answers."""
    outputs = deployment.up(STATE)
    line("")
    line(f"   API       {outputs['api_url']}")
    line(f"   sockets   {outputs['socket_url']}")
    line(f"   sign in   {outputs['administrator_email']} / {outputs['administrator_password']}")
    line(f"   details   {STATE / 'outputs.json'}")


def down(_: argparse.Namespace) -> None:
    """Stops the platform."""
    line("stopped" if local_aws.stop(STATE) else "nothing was running")


def demo(arguments: argparse.Namespace) -> None:
    """Starts the platform and hands over to the demo, which shows it at work."""
    deployment.up(STATE)
    command = [sys.executable, "-m", "tests.demo.run", *arguments.rest]
    code = subprocess.run(command, cwd=ROOT).returncode
    if "--once" in arguments.rest:
        local_aws.stop(STATE)
    if code:
        raise Failure("the demo failed", f"The log of the local AWS: {STATE / 'aws.log'}")


def compile_only(_: argparse.Namespace) -> None:
    """Builds the functions for this machine."""
    with phase("build the functions"):
        build.compile_for_this_machine()


def deploy(arguments: argparse.Namespace) -> None:
    """Builds for Lambda and deploys to the AWS account of the caller's credentials."""
    with phase("build the functions for Lambda"):
        build.compile_for_lambda(arm=arguments.architecture == "arm64")
    command = [tool("sam"), "deploy", "--config-env", arguments.stage]
    command += ["--config-file", str(SAMCONFIG), "--template-file", "template.yaml"]
    command += ["--parameter-overrides", f"Stage={arguments.stage}"]
    command += [f"Architecture={arguments.architecture}", *arguments.rest]
    with phase(f"deploy to {arguments.stage}"):
        if subprocess.run(command, cwd=ROOT).returncode:
            raise Failure("sam deploy failed", "It says why above; credentials come from the AWS environment.")


def parser() -> argparse.ArgumentParser:
    """Returns the command line."""
    top = argparse.ArgumentParser(prog="tests.tools", description=__doc__)
    verbs = top.add_subparsers(required=True)
    for name, run in {
        "up": up,
        "down": down,
        "demo": demo,
        "build": compile_only,
        "lint": lambda _: checks.lint(),
        "test": lambda _: checks.everything(),
        "bench": lambda arguments: checks.bench(arguments.rest),
        "deploy": deploy,
    }.items():
        verb = verbs.add_parser(name)
        verb.set_defaults(run=run)
        if name == "deploy":
            verb.add_argument("--stage", choices=["dev", "staging", "prod"], default="dev")
            verb.add_argument("--architecture", choices=["arm64", "x86_64"], default="arm64")
    return top


if __name__ == "__main__":
    chosen, rest = parser().parse_known_args()
    chosen.rest = rest
    sys.exit(main(lambda: chosen.run(chosen)))

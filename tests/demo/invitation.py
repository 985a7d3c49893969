"""Tells how to go on by hand: the address, a sign-in, and commands that work when pasted."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from rich.console import Console

from tests.demo.client import Api

EXTRACT = "python3 -c 'import json, sys; print(json.load(sys.stdin)[\"access_token\"])'"


class Invitation:
    """The files and commands of one demo."""

    def __init__(self, state: Path, api: Api, scan_id: str) -> None:
        self.api = api
        self.token_file = state / "token"
        self.sign_in_file = state / "sign-in.json"
        self._keep(self.token_file, api.token + "\n")
        self._keep(self.sign_in_file, json.dumps({"email": api.email, "password": api.password}))
        bearer = f'-H "Authorization: Bearer $(cat {self.token_file})"'
        paths = [
            "/v1/aws/world/latest",
            "/v1/aws/resources?resource_type=AWS::EC2::Instance&region=eu-west-1&page_size=5",
            f"/v1/aws/scans/{scan_id}/coverage?page_size=5",
        ]
        # Single quotes, since the local address holds `$default`.
        self.commands = [f"curl -sSf '{api.url}{path}' {bearer} | python3 -m json.tool" for path in paths]
        login = f"curl -sSf '{api.url}/v1/auth/login' -H 'Content-Type: application/json' -d @{self.sign_in_file}"
        self.renewal = f"{login} | {EXTRACT} > {self.token_file}"

    def _keep(self, path: Path, text: str) -> None:
        path.touch(mode=0o600)
        path.chmod(0o600)
        path.write_text(text)

    def show(self, console: Console, outputs: dict[str, Any]) -> None:
        """Prints it."""

        def plain(text: str) -> None:
            console.print(text, highlight=False, markup=False, soft_wrap=True)

        plain(f"\nAPI      {outputs['api_url']}")
        plain(f"Socket   {outputs['socket_url']}?ticket=…")
        plain(f"Sign in  {self.api.email} with the password in {self.sign_in_file}")
        plain(f"\nPaste any of these; the token in {self.token_file} is good for 15 minutes:\n")
        for command in self.commands:
            plain(command)
        plain("\nA new token:\n")
        plain(self.renewal)

    def problems(self) -> list[str]:
        """Pastes the commands into a shell and names those that do not work."""
        found = []
        for command in [*self.commands, self.renewal, self.commands[0]]:
            done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, timeout=60)
            if done.returncode:
                found.append(f"this command does not work when pasted: {command}\n{done.stderr.strip()}")
        return found

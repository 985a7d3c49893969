"""The deployed platform as its operator sees it: stacks, functions, queues, tables."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from functools import cached_property, lru_cache
from typing import Any, TypeVar

import boto3
from boto3.dynamodb.types import TypeDeserializer
from botocore.config import Config

from tests.demo.client import Api
from tests.demo.live import open_socket

T = TypeVar("T")


def stem(name: str) -> str:
    """Returns `get-account` as `GetAccount`; collectors are written in a loop, which knows no capitals."""
    verb, _, service = name.partition("-")
    return f"Collect{service}" if verb == "collect" else "".join(part.capitalize() for part in name.split("-"))


class Platform:
    """One deployment, by the outputs of `make up`."""

    def __init__(self, outputs: dict[str, Any]) -> None:
        self.outputs = outputs
        self.client = lru_cache(maxsize=None)(self._client)

    def _client(self, service: str) -> Any:
        return boto3.client(
            service,
            endpoint_url=self.outputs["endpoint"],
            region_name=self.outputs["region"],
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(retries={"max_attempts": 2}, s3={"addressing_style": "path"}),
        )

    def api(self, email: str = "", password: str = "") -> Api:
        """Returns a client that has signed in; as the administrator unless told otherwise."""
        api = Api(
            self.outputs["api_url"],
            email or self.outputs["administrator_email"],
            password or self.outputs["administrator_password"],
        )
        api.sign_in()
        return api

    def anonymous(self) -> Api:
        """Returns a client that has not signed in."""
        return Api(self.outputs["api_url"])

    def socket(self, ticket: str, origin: str | None = None) -> Any:
        """Opens a WebSocket, as a page of an origin if one is named."""
        return open_socket(self.outputs["socket_url"], ticket, origin)

    @cached_property
    def physical_ids(self) -> dict[str, str]:
        """What the resources of all stacks are really called, by logical ID; logical IDs are unique here."""
        return dict(self._of_stack(self.outputs["stack"]))

    def _of_stack(self, stack: str) -> Iterator[tuple[str, str]]:
        for resource in self.client("cloudformation").describe_stack_resources(StackName=stack)["StackResources"]:
            yield resource["LogicalResourceId"], resource["PhysicalResourceId"]
            if resource["ResourceType"] == "AWS::CloudFormation::Stack":
                yield from self._of_stack(resource["PhysicalResourceId"])

    def function(self, binary: str) -> str:
        """Returns the name of the function that runs a binary."""
        return self.physical_ids[f"{stem(binary)}Function"]

    def queue(self, name: str) -> str:
        """Returns the URL of the queue that feeds a function."""
        return self.physical_ids[f"{stem(name)}Queue"]

    def dead_letters(self, name: str) -> str:
        """Returns the URL of the queue that keeps what a function could not do."""
        return self.physical_ids[f"{stem(name)}DeadLetters"]

    def table(self, context: str) -> str:
        return f"pantheon-{self.outputs['stage']}-{context}"

    def items(self, context: str, **equal: str) -> list[dict[str, Any]]:
        """Reads every item of a table whose attributes are as given, as its operator may."""
        read = TypeDeserializer().deserialize
        found = []
        for page in self.client("dynamodb").get_paginator("scan").paginate(TableName=self.table(context), ConsistentRead=True):
            for raw in page["Items"]:
                item = {name: read(value) for name, value in raw.items()}
                if all(item.get(name) == value for name, value in equal.items()):
                    found.append(item)
        return found

    def send(self, queue: str, *bodies: Any) -> None:
        """Sends messages, in one batch; text is sent as it is."""
        entries = [
            {"Id": str(number), "MessageBody": body if isinstance(body, str) else json.dumps(body)}
            for number, body in enumerate(bodies)
        ]
        sent = self.client("sqs").send_message_batch(QueueUrl=self.queue(queue), Entries=entries)
        assert not sent.get("Failed"), sent

    def invoke(self, binary: str, event: Any) -> Any:
        """Calls a function and returns what it answers."""
        answer = self.client("lambda").invoke(FunctionName=self.function(binary), Payload=json.dumps(event).encode())
        payload = json.loads(answer["Payload"].read() or b"null")
        assert "FunctionError" not in answer, payload
        return payload

    @contextmanager
    def configured(self, binary: str, **variables: str) -> Iterator[None]:
        """Gives a function other settings for the length of a block; its processes begin anew both times."""
        functions, name = self.client("lambda"), self.function(binary)
        before = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
        functions.update_function_configuration(FunctionName=name, Environment={"Variables": {**before, **variables}})
        try:
            yield
        finally:
            functions.update_function_configuration(FunctionName=name, Environment={"Variables": before})

    def restart(self, binary: str) -> None:
        """Makes the processes of a function begin anew, so that they remember nothing."""
        with self.configured(binary, PANTHEON_RESTARTED_AT=str(time.time())):
            pass

    def records(self, context: str, since: float) -> list[dict[str, Any]]:
        """Reads what a table's stream tells of the time since `since`, in seconds since 1970."""
        streams = self.client("dynamodbstreams")
        arn = self.client("dynamodb").describe_table(TableName=self.table(context))["Table"]["LatestStreamArn"]
        found = []
        for shard in streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
            wanted = {"StreamArn": arn, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"}
            iterator = streams.get_shard_iterator(**wanted)["ShardIterator"]
            while iterator:
                page = streams.get_records(ShardIterator=iterator)
                found += [r for r in page["Records"] if r["dynamodb"]["ApproximateCreationDateTime"].timestamp() >= since]
                iterator = page.get("NextShardIterator") if page["Records"] else None
        return found


def eventually(condition: Callable[[], T], seconds: float = 30, every: float = 0.2) -> T:
    """Waits until a condition holds and returns its value; fails with the last one if it never does."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, f"it did not come true within {seconds:.0f} s; last seen: {value!r}"
        time.sleep(every)
    return value


def scheduled() -> dict[str, Any]:
    """The event with which EventBridge Scheduler wakes a function."""
    now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"version": "0", "id": str(uuid.uuid4()), "source": "aws.scheduler", "detail-type": "Scheduled Event", "time": now, "detail": {}}

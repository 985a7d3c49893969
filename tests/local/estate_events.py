"""Events of watched accounts, as EventBridge delivers them.

The local EventBridge carries no event from one account to another, and takes none with a source of AWS
from anybody. So these are put where the rule of the estate bus would put them, and the patterns of the
rules are tried by themselves.
"""

from __future__ import annotations

import json
import uuid
from datetime import datetime, timezone
from typing import Any

from tests.local.platform import Platform, eventually

QUEUE = "route-estate-event"
CALL = "AWS API Call via CloudTrail"


def event(account_id: str, region: str, source: str, detail_type: str, detail: dict[str, Any], resources: tuple[str, ...] = ()) -> dict[str, Any]:
    """Returns an event of a service about itself."""
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": detail_type,
        "source": f"aws.{source}",
        "account": account_id,
        "time": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": region,
        "resources": list(resources),
        "detail": detail,
    }


def call(account_id: str, region: str, source: str, name: str, request: Any = None, response: Any = None, **more: Any) -> dict[str, Any]:
    """Returns the event of a call that CloudTrail has recorded."""
    detail = {
        "eventVersion": "1.11",
        "eventSource": f"{source}.amazonaws.com",
        "eventName": name,
        "awsRegion": region,
        "readOnly": False,
        "managementEvent": True,
        "eventCategory": "Management",
        "eventType": "AwsApiCall",
        "requestParameters": request,
        "responseElements": response,
        **more,
    }
    return event(account_id, region, source, CALL, detail)


def deliver(platform: Platform, *events: dict[str, Any]) -> None:
    """Puts events where the rule of the estate bus puts them."""
    platform.send(QUEUE, *events)


def drained(platform: Platform) -> None:
    """Waits until every event was routed."""
    sqs, url = platform.client("sqs"), platform.queue(QUEUE)
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]

    def is_empty() -> bool:
        counts = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        return all(counts[name] == "0" for name in names)

    eventually(is_empty)


def told(platform: Platform, kind: str, subject: str = "") -> list[dict[str, Any]]:
    """Returns the domain events of a kind, about one subject if it is named."""
    events = (json.loads(item["event"]) for item in platform.items("discovery", entity="event"))
    return [event for event in events if event["type"] == kind and subject in ("", event["subject"])]

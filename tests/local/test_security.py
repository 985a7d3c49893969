"""Security: what the checks find in the organization, how sure that is, and what people say of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.demo.client import Answer, Api
from tests.estate.seed import MANAGEMENT_ID
from tests.local import scans, security
from tests.local.platform import Platform
from tests.local.test_input import problem

FINDINGS = "/v1/aws/security/findings"
OPEN_BUCKET = "s3.bucket_blocks_public_access"
SEVERITIES = ["critical", "high", "medium", "low", "informational"]
SETTINGS = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")


@pytest.fixture(scope="module")
def score(platform: Platform, first_scan: dict[str, Any]) -> dict[str, Any]:
    return security.wait(platform.api(), first_scan["completed_at"])


@pytest.fixture(scope="module")
def findings(platform: Platform, score: dict[str, Any]) -> list[dict[str, Any]]:
    return list(platform.api().pages(FINDINGS, page_size=1000))


def violations(answer: Answer) -> list[str]:
    return [error["pointer"] for error in problem(answer, 400, "invalid")["errors"]]


def say(api: Api, finding: dict[str, Any], body: dict[str, Any], etag: str | None = None) -> Answer:
    path = f"{FINDINGS}/{finding['id']}"
    return api.call("PATCH", path, body, {"If-Match": etag or api.call("GET", path).etag})


def test_scores_what_it_saw_and_what_it_could_not_see(score: dict[str, Any]) -> None:
    interval = score["interval"]

    assert score["security_score"] == interval["low"] <= interval["high"] <= 100
    # The demo organization denies part of itself, so nothing can be certain.
    assert score["checks_with_holes"] > 0 and interval["low"] < interval["high"]
    assert score["by_service"]["s3"]["low"] <= score["by_service"]["s3"]["high"]
    assert set(score["by_framework"]) == {"cis_3.0", "cis_5.0", "cis_7.0", "fsbp"}
    assert score["trend"][0]["score"] == interval


def test_scores_one_account(api: Api, score: dict[str, Any]) -> None:
    of_one = api.get(security.SCORE, account_id=MANAGEMENT_ID)

    assert of_one["accounts"] == 1 < score["accounts"]


def test_lists_the_worst_first(findings: list[dict[str, Any]]) -> None:
    ranks = [SEVERITIES.index(finding["severity"]) for finding in findings]

    assert findings and ranks == sorted(ranks)
    assert all(finding["reasons"] for finding in findings)


def test_finds_every_open_bucket_and_no_other(api: Api, findings: list[dict[str, Any]]) -> None:
    """What a second pair of eyes makes of the same documents."""
    buckets = [api.get(f"/v1/aws/resources/{bucket['id']}") for bucket in api.pages("/v1/aws/resources", resource_type="AWS::S3::Bucket")]

    def is_open(bucket: dict[str, Any]) -> bool:
        properties = bucket["properties"]
        if "PublicAccessBlockConfiguration" in properties.get("Unread", []):
            return False
        return not all(properties.get("PublicAccessBlockConfiguration", {}).get(setting) for setting in SETTINGS)

    expected = {bucket["id"] for bucket in buckets if is_open(bucket)}
    assert expected
    assert {finding["resource_id"] for finding in findings if finding["check"] == OPEN_BUCKET} == expected


def test_says_why_it_matters_and_how_it_is_mended(api: Api, findings: list[dict[str, Any]]) -> None:
    finding = next(finding for finding in findings if finding["check"] == OPEN_BUCKET)

    detail = api.get(f"{FINDINGS}/{finding['id']}")

    assert {key: detail[key] for key in finding} == finding
    assert detail["risk"] and "BlockPublicAcls" in detail["remediation"]["cloudformation"]
    assert detail["frameworks"]["fsbp"] == ["S3.8"] and detail["history"][0]["status"] == "open"


def test_keeps_what_people_say_over_the_next_scan(api: Api, findings: list[dict[str, Any]]) -> None:
    finding = next(finding for finding in findings if finding["check"] == OPEN_BUCKET)
    etag = api.call("GET", f"{FINDINGS}/{finding['id']}").etag

    assert violations(say(api, finding, {"status": "accepted"})) == ["/reason"]
    assert violations(say(api, finding, {"status": "resolved", "reason": "Because."})) == ["/status"]
    accepted = say(api, finding, {"status": "accepted", "reason": "It holds our downloads."})
    assert accepted.status == 200 and accepted.json()["history"][-1]["reason"] == "It holds our downloads."
    assert say(api, finding, {"status": "acknowledged"}, etag).status == 412

    started = api.post("/v1/aws/security/scan")
    assert started.status == 202
    security.wait(api, started.json()["requested_at"])
    assert api.get(f"{FINDINGS}/{finding['id']}")["status"] == "accepted"
    assert finding["id"] in {item["id"] for item in api.pages(FINDINGS, status="accepted")}
    assert say(api, finding, {"status": "open"}).status == 200


def test_shows_control_by_control(api: Api, findings: list[dict[str, Any]]) -> None:
    compliance = api.get("/v1/aws/security/compliance/fsbp")

    control = next(control for control in compliance["controls"] if control["id"] == "S3.8")
    [check] = [check for check in control["checks"] if check["check"] == OPEN_BUCKET]
    assert control["state"] == "failed"
    assert check["failed"] == sum(finding["check"] == OPEN_BUCKET for finding in findings)
    assert sum(compliance["summary"].values()) == len(compliance["controls"])


def test_refuses_what_it_does_not_know(api: Api, score: dict[str, Any]) -> None:
    assert api.call("GET", "/v1/aws/security/compliance/cis_1.0").status == 404
    assert api.call("GET", f"{FINDINGS}/fnd_111111111111_{'0' * 32}").status == 404
    assert violations(api.call("GET", FINDINGS, query={"severity": "awful"})) == ["severity"]


def test_shows_nothing_to_strangers(stranger: Api, findings: list[dict[str, Any]]) -> None:
    assert stranger.get(FINDINGS)["items"] == []
    assert stranger.call("GET", f"{FINDINGS}/{findings[0]['id']}").status == 404
    assert stranger.call("GET", security.SCORE).status == 404


def test_ends_with_the_scan(api: Api, score: dict[str, Any]) -> None:
    """A scan that changes nothing opens and resolves nothing."""
    before = {finding["id"]: finding["status"] for finding in api.pages(FINDINGS, page_size=1000)}

    again = scans.run(api, services=["s3"])
    security.wait(api, again["completed_at"])

    after = {finding["id"]: finding["status"] for finding in api.pages(FINDINGS, page_size=1000)}
    assert after == before

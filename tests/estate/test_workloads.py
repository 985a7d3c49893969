"""What applications consist of: the file that declares it."""

from __future__ import annotations

from tests.estate import model, workloads


def test_adds_to_the_accounts_that_there_are() -> None:
    estate = model.load()
    production = next(place for place in estate.account("production").places if place.region == "us-east-1")

    names = {resource.name for resource in production.resources if resource.type == "AWS::SQS::Queue"}
    assert {"orders-work", "orders-dead-letters", "partner-intake"} <= names
    assert len(estate.accounts) == 4
    # Redshift is not in the local AWS, so the census cannot count it.
    assert set(workloads.MAKERS) == {*workloads.REGIONAL, *workloads.IRREGULAR}

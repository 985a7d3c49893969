package pantheon.checks.secretsmanager.secret_is_used_test

import data.pantheon.checks.secretsmanager.secret_is_used as check
import rego.v1

secret(properties) := {
	"now": "2026-06-01T12:00:00Z",
	"created_at": "2024-01-01T00:00:00Z",
	"region": "eu-west-1",
	"account_id": "111111111111",
	"properties": properties,
}

test_pass if {
	count(check.deny) == 0 with input as secret({"LastUsedWeek": "2026-05-25"})
	young := object.union(secret({}), {"created_at": "2026-05-01T00:00:00Z"})
	count(check.deny) == 0 with input as young
}

test_fail if check.deny == {"Nobody read it for 141 days."} with input as secret({"LastUsedWeek": "2026-01-05"})

test_fail_never_read if check.deny == {"Nobody ever read it in its 882 days."} with input as secret({})

test_skip_replicas if check.skip with input as secret({"PrimaryRegion": "us-east-1"})

test_no_data_of_when_it_was_made if {
	count(check.deny) == 0 with input as object.union(secret({}), {"created_at": null})
}

package pantheon.checks.kms.imported_key_material_is_valid_test

import data.pantheon.checks.kms.imported_key_material_is_valid as check
import rego.v1

key(properties) := {
	"now": "2026-06-01T12:00:00Z",
	"state": "active",
	"properties": object.union({"Origin": "EXTERNAL"}, properties),
}

test_pass if {
	count(check.deny) == 0 with input as key({})
	count(check.deny) == 0 with input as key({"ValidTo": "2026-12-01T12:00:00Z"})
}

test_fail if {
	check.deny == {"The material expires in 10 days."} with input as key({"ValidTo": "2026-06-11T12:00:00Z"})
	check.deny == {"The material expired: 2026-05-01T12:00:00Z."} with input as key({"ValidTo": "2026-05-01T12:00:00Z"})
}

test_skip_material_of_kms if check.skip with input as key({"Origin": "AWS_KMS"})

test_no_data if {
	count(check.unknown) == 1 with input as {"state": "active", "properties": {"Unread": ["DescribeKey"]}}
}

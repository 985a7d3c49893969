package pantheon.checks.ecr.repository_keeps_its_tags_test

import data.pantheon.checks.ecr.repository_keeps_its_tags as check
import rego.v1

repository(mutability, exception) := {"properties": {
	"ImageTagMutability": mutability,
	"ImageTagMutabilityExclusionFilters": [{"ImageTagMutabilityExclusionFilterValue": exception}],
}}

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"ImageTagMutability": "IMMUTABLE"}}
	count(check.deny) == 0 with input as repository("IMMUTABLE_WITH_EXCLUSION", "latest*")
}

test_fail if {
	count(check.deny) == 1 with input as {"properties": {"ImageTagMutability": "MUTABLE"}}
	count(check.deny) == 1 with input as repository("MUTABLE_WITH_EXCLUSION", "v*")
	count(check.deny) == 1 with input as repository("IMMUTABLE_WITH_EXCLUSION", "*")
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}

package pantheon.checks.ecr.registry_scans_every_repository_test

import data.pantheon.checks.ecr.registry_scans_every_repository as check
import rego.v1

registry(filter, frequency) := {"properties": {"Rules": [{
	"RepositoryFilters": [{"Filter": filter, "FilterType": "WILDCARD"}],
	"ScanFrequency": frequency,
}]}}

test_pass if {
	count(check.deny) == 0 with input as registry("*", "SCAN_ON_PUSH")
}

test_fail if {
	count(check.deny) == 1 with input as registry("prod*", "SCAN_ON_PUSH")
	count(check.deny) == 1 with input as registry("*", "MANUAL")
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}

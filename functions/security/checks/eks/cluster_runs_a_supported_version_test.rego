package pantheon.checks.eks.cluster_runs_a_supported_version_test

import data.pantheon.checks.eks.cluster_runs_a_supported_version as check
import rego.v1

at(version) := {"now": "2026-02-01T00:00:00Z", "properties": {"Version": version}}

test_pass if {
	count(check.deny) == 0 with input as at("1.34")
}

test_pass_newer_than_known if {
	count(check.deny) == 0 with input as at("1.99")
}

test_fail if {
	check.deny == {"The standard support of Kubernetes 1.31 ended on 2025-11-26."} with input as at("1.31")
}

test_fail_older_than_known if {
	check.deny == {"The support of Kubernetes 1.15 ended years ago."} with input as at("1.15")
}

test_no_data if {
	unread := {"now": "2026-02-01T00:00:00Z", "properties": {"Unread": ["DescribeCluster"]}}
	count(check.unknown) == 1 with input as unread
}

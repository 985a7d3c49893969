package pantheon.checks.eks.cluster_logs_audit_events_test

import data.pantheon.checks.eks.cluster_logs_audit_events as check
import rego.v1

cluster(types) := {"properties": {"Logging": {"ClusterLogging": {"EnabledTypes": [kind |
	some type in types
	kind := {"Type": type}
]}}}}

test_pass if {
	count(check.deny) == 0 with input as cluster(["api", "audit"])
}

test_fail if {
	check.deny == {"The audit log is off."} with input as cluster(["api"])
	count(check.deny) == 1 with input as {"properties": {"Name": "devel"}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DescribeCluster"]}}
}

package pantheon.checks.eks.cluster_logs_its_control_plane_test

import data.pantheon.checks.eks.cluster_logs_its_control_plane as check
import rego.v1

cluster(types) := {"properties": {"Logging": {"ClusterLogging": {"EnabledTypes": [kind |
	some type in types
	kind := {"Type": type}
]}}}}

test_pass if {
	count(check.deny) == 0 with input as cluster(["api", "authenticator", "controllerManager", "scheduler"])
}

test_fail if {
	check.deny == {"The log authenticator is off."} with input as cluster(["api", "controllerManager", "scheduler"])
	count(check.deny) == 4 with input as {"properties": {"Name": "devel"}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DescribeCluster"]}}
}

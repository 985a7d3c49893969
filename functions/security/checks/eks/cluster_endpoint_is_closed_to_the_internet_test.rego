package pantheon.checks.eks.cluster_endpoint_is_closed_to_the_internet_test

import data.pantheon.checks.eks.cluster_endpoint_is_closed_to_the_internet as check
import rego.v1

cluster(public, cidrs) := {"properties": {"ResourcesVpcConfig": {
	"EndpointPublicAccess": public,
	"PublicAccessCidrs": cidrs,
}}}

test_pass if {
	count(check.deny) == 0 with input as cluster(true, ["203.0.113.0/24"])
	count(check.deny) == 0 with input as cluster(false, ["0.0.0.0/0"])
}

test_fail if {
	check.deny == {"Its API can be called from 0.0.0.0/0."} with input as cluster(true, ["0.0.0.0/0"])
	count(check.deny) == 1 with input as cluster(true, ["203.0.113.0/24", "::/0"])
}

test_fail_nothing_said if {
	open := {"properties": {"ResourcesVpcConfig": {"EndpointPublicAccess": true}}}
	count(check.deny) == 1 with input as open
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DescribeCluster"]}}
}

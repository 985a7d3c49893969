package pantheon.checks.eks.cluster_endpoint_is_private_test

import data.pantheon.checks.eks.cluster_endpoint_is_private as check
import rego.v1

cluster(public) := {"properties": {"ResourcesVpcConfig": {
	"EndpointPublicAccess": public,
	"PublicAccessCidrs": ["203.0.113.0/24"],
}}}

test_pass if {
	count(check.deny) == 0 with input as cluster(false)
}

test_fail if {
	check.deny == {"Its API has a public endpoint for 203.0.113.0/24."} with input as cluster(true)
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DescribeCluster"]}}
}

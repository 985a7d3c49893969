package pantheon.checks.eks.cluster_has_a_private_endpoint_test

import data.pantheon.checks.eks.cluster_has_a_private_endpoint as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"ResourcesVpcConfig": {"EndpointPrivateAccess": true}}}
}

test_fail if {
	count(check.deny) == 1 with input as {"properties": {"ResourcesVpcConfig": {"EndpointPrivateAccess": false}}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DescribeCluster"]}}
}

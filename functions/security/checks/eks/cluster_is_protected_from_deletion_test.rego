package pantheon.checks.eks.cluster_is_protected_from_deletion_test

import data.pantheon.checks.eks.cluster_is_protected_from_deletion as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"DeletionProtection": true}}
}

test_fail if {
	check.deny == {"Deletion protection is off."} with input as {"properties": {"DeletionProtection": false}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DescribeCluster"]}}
	count(check.deny) == 1 with input as {"properties": {}}
}

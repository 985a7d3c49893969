package pantheon.checks.eks.nodegroup_keeps_ssh_closed_test

import data.pantheon.checks.eks.nodegroup_keeps_ssh_closed as check
import rego.v1

group(access) := {"properties": {"RemoteAccess": access}}

test_pass if {
	count(check.deny) == 0 with input as group({"Ec2SshKey": "ops", "SourceSecurityGroups": ["sg-1"]})
	count(check.deny) == 0 with input as {"properties": {"NodegroupName": "workers"}}
}

test_fail if {
	check.deny == {"The key ops may be used from everywhere."} with input as group({"Ec2SshKey": "ops"})
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DescribeNodegroup"]}}
}

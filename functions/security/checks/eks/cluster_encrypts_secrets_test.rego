package pantheon.checks.eks.cluster_encrypts_secrets_test

import data.pantheon.checks.eks.cluster_encrypts_secrets as check
import rego.v1

cluster(resources) := {"properties": {"EncryptionConfig": [{
	"Provider": {"KeyArn": "arn:aws:kms:eu-west-1:111111111111:key/abcd"},
	"Resources": resources,
}]}}

test_pass if {
	count(check.deny) == 0 with input as cluster(["secrets"])
}

test_fail if {
	count(check.deny) == 1 with input as {"properties": {"Name": "devel"}}
	count(check.deny) == 1 with input as cluster([])
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DescribeCluster"]}}
}

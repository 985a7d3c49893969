package pantheon.checks.iam.policy_is_attached_test

import data.pantheon.checks.iam.policy_is_attached as check
import rego.v1

policy(attachments, boundaries) := {"properties": {
	"AttachmentCount": attachments,
	"PermissionsBoundaryUsageCount": boundaries,
}}

test_pass if {
	count(check.deny) == 0 with input as policy(1, 0)
	count(check.deny) == 0 with input as policy(0, 2)
}

test_fail if check.deny == {"Nobody has the policy."} with input as policy(0, 0)

test_no_data_is_attached if count(check.deny) == 0 with input as {"properties": {}}

package pantheon.checks.ecr.repository_expires_images_test

import data.pantheon.checks.ecr.repository_expires_images as check
import rego.v1

test_pass if {
	policy := {"LifecyclePolicyText": {"rules": [{"rulePriority": 1}]}}
	count(check.deny) == 0 with input as {"properties": {"LifecyclePolicy": policy}}
}

test_fail if {
	check.deny == {"It has no lifecycle policy."} with input as {"properties": {}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["LifecyclePolicy"]}}
}

package pantheon.checks.eks.nodegroup_image_is_maintained_test

import data.pantheon.checks.eks.nodegroup_image_is_maintained as check
import rego.v1

group(type, now) := {"now": now, "properties": {"AmiType": type}}

test_pass if {
	count(check.deny) == 0 with input as group("AL2023_x86_64_STANDARD", "2026-02-01T00:00:00Z")
	count(check.deny) == 0 with input as group("AL2_x86_64", "2025-11-01T00:00:00Z")
}

test_fail if {
	sentence := "Its image AL2_x86_64 is not maintained since 2025-11-26."
	check.deny == {sentence} with input as group("AL2_x86_64", "2026-02-01T00:00:00Z")
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["DescribeNodegroup"]}}
}

package pantheon.checks.s3.bucket_grants_nothing_to_other_accounts_test

import data.pantheon.checks.s3.bucket_grants_nothing_to_other_accounts as check
import rego.v1

bucket(grantee) := {"properties": {
	"OwnerId": "owner",
	"Grants": [
		{"Grantee": {"ID": "owner", "Type": "CanonicalUser"}, "Permission": "FULL_CONTROL"},
		{"Grantee": {"ID": grantee, "Type": "CanonicalUser"}, "Permission": "READ"},
	],
}}

test_pass_owner_only if {
	count(check.deny) == 0 with input as bucket("owner")
}

test_pass_logs_of_cloudfront if {
	count(check.deny) == 0 with input as bucket("c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0")
}

test_pass_groups_are_for_other_checks if {
	group := {"Type": "Group", "URI": "http://acs.amazonaws.com/groups/global/AllUsers"}
	grants := [{"Grantee": group, "Permission": "READ"}]
	count(check.deny) == 0 with input as {"properties": {"OwnerId": "owner", "Grants": grants}}
}

test_pass_lists_are_off if {
	ownership := {"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}}
	count(check.deny) == 0 with input as {"properties": object.union(bucket("other").properties, ownership)}
}

test_fail if {
	sentence := "The access control list grants READ to the canonical user other."
	check.deny == {sentence} with input as bucket("other")
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["Grants"]}}
}

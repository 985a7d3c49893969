package pantheon.checks.rds.instance_copies_tags_to_snapshots_test

import data.pantheon.checks.rds.instance_copies_tags_to_snapshots as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"CopyTagsToSnapshot": true}}
}

test_pass_is_silent_about_members_of_clusters if {
	check.skip with input as {"properties": {"DBClusterIdentifier": "main"}}
}

test_fail if {
	sentence := "Tags are not copied to snapshots."
	check.deny == {sentence} with input as {"properties": {"CopyTagsToSnapshot": false}}
	not check.skip with input as {"state": "active", "properties": {"CopyTagsToSnapshot": false}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}

package pantheon.checks.rds.cluster_copies_tags_to_snapshots_test

import data.pantheon.checks.rds.cluster_copies_tags_to_snapshots as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"CopyTagsToSnapshot": true, "Engine": "neptune"}}
}

test_pass_is_silent_about_documentdb if {
	check.skip with input as {"properties": {"Engine": "docdb"}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	properties := {"CopyTagsToSnapshot": false, "Engine": "aurora-postgresql"}
	check.deny == {"Tags are not copied to snapshots."} with input as {"properties": properties}
	not check.skip with input as {"properties": properties}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {"Engine": "aurora-mysql"}}
}

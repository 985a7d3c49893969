package pantheon.checks.glue.database_leaves_new_tables_to_lake_formation_test

import data.pantheon.checks.glue.database_leaves_new_tables_to_lake_formation as check
import rego.v1

database(principal) := {"properties": {
	"DefaultPermissions": [{"Permissions": ["ALL"], "Principal": principal}],
	"Name": "sales",
}}

test_pass if {
	count(check.deny) == 0 with input as database("arn:aws:iam::111111111111:role/analyst")
	count(check.deny) == 0 with input as {"properties": {"Name": "sales"}}
}

test_pass_is_silent_about_links if {
	check.skip with input as {"properties": {"TargetDatabase": {"CatalogId": "222222222222", "DatabaseName": "sales"}}}
}

test_fail if {
	count(check.deny) == 1 with input as database("IAM_ALLOWED_PRINCIPALS")
	not check.skip with input as database("IAM_ALLOWED_PRINCIPALS")
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}

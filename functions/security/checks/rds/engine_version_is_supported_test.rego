package pantheon.checks.rds.engine_version_is_supported_test

import data.pantheon.checks.rds.engine_version_is_supported as check
import rego.v1

database(engine, version) := {
	"now": "2026-01-31T12:00:00Z",
	"properties": {"Engine": engine, "EngineVersion": version},
}

test_pass if {
	count(check.deny) == 0 with input as database("mysql", "8.0.39")
	count(check.deny) == 0 with input as database("postgres", "16.3")
	count(check.deny) == 0 with input as database("aurora-mysql", "8.0.mysql_aurora.3.04.0")
	count(check.deny) == 0 with input as database("mariadb", "10.11.8")
	count(check.deny) == 0 with input as database("oracle-ee", "19.0.0.0.ru-2024-07.rur-2024-07.r1")
}

test_pass_is_silent_about_members_of_clusters if {
	check.skip with input as {"properties": {"DBClusterIdentifier": "main", "Engine": "aurora-mysql"}}
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	check.deny == {"Standard support of mysql 5.7 ended on 2024-02-29."} with input as database("mysql", "5.7.44")
	check.deny == {"Standard support of postgres 12 ended on 2025-02-28."} with input as database("postgres", "12.22")
	count(check.deny) == 1 with input as database("aurora-mysql", "5.7.mysql_aurora.2.11.2")
	count(check.deny) == 1 with input as database("aurora-postgresql", "11.9")
	count(check.deny) == 1 with input as database("mariadb", "10.3.39")
}

test_fail_only_after_the_last_day if {
	last := object.union(database("mysql", "8.0.39"), {"now": "2026-07-31T12:00:00Z"})
	count(check.deny) == 0 with input as last
	after := object.union(database("mysql", "8.0.39"), {"now": "2026-08-01T00:00:00Z"})
	count(check.deny) == 1 with input as after
}

test_no_data if {
	count(check.deny) == 0 with input as {"now": "2026-01-31T12:00:00Z", "properties": {"Engine": "mysql"}}
}

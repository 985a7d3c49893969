package pantheon.checks.rds.database_avoids_the_default_port_test

import data.pantheon.checks.rds.database_avoids_the_default_port as check
import rego.v1

database(engine, port) := {"properties": {"Endpoint": {"Port": port}, "Engine": engine}}

test_pass if {
	count(check.deny) == 0 with input as database("mysql", 33060)
	count(check.deny) == 0 with input as database("postgres", 3306)
}

test_pass_is_silent_about_members_and_other_engines if {
	check.skip with input as {"properties": {"DBClusterIdentifier": "main", "Engine": "aurora-mysql"}}
	check.skip with input as database("neptune", 8182)
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	every engine, port in {"aurora": 3306, "oracle-se2": 1521, "postgres": 5432, "sqlserver-ee": 1433} {
		sentence := sprintf("The database listens on %d, the default port of its engine.", [port])
		check.deny == {sentence} with input as database(engine, port)
		not check.skip with input as database(engine, port)
	}
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {"Engine": "mysql"}}
}

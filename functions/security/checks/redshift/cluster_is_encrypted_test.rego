package pantheon.checks.redshift.cluster_is_encrypted_test

import data.pantheon.checks.redshift.cluster_is_encrypted as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"Encrypted": true}}
}

test_pass_is_silent_about_what_is_made if {
	check.skip with input as {"state": "creating", "properties": {}}
}

test_fail if {
	sentence := "The cluster is not encrypted."
	check.deny == {sentence} with input as {"properties": {"Encrypted": false}}
	not check.skip with input as {"state": "active", "properties": {"Encrypted": false}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}

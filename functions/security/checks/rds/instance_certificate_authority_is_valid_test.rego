package pantheon.checks.rds.instance_certificate_authority_is_valid_test

import data.pantheon.checks.rds.instance_certificate_authority_is_valid as check
import rego.v1

instance(authority) := {"now": "2026-01-31T12:00:00Z", "properties": {"CACertificateIdentifier": authority}}

test_pass if {
	count(check.deny) == 0 with input as instance("rds-ca-rsa2048-g1")
	count(check.deny) == 0 with input as instance("rds-ca-ecc384-g1")
}

test_pass_before_it_expires if {
	before := object.union(instance("rds-ca-2019"), {"now": "2024-08-01T00:00:00Z"})
	count(check.deny) == 0 with input as before
}

test_pass_is_silent_about_what_is_deleted if {
	check.skip with input as {"state": "deleting", "properties": {}}
}

test_fail if {
	check.deny == {"The certificate authority rds-ca-2019 expired on 2024-08-22."} with input as instance("rds-ca-2019")
	count(check.deny) == 1 with input as instance("rds-ca-2015")
}

test_no_data if {
	count(check.deny) == 0 with input as {"now": "2026-01-31T12:00:00Z", "properties": {}}
}

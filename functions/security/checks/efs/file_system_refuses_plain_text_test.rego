package pantheon.checks.efs.file_system_refuses_plain_text_test

import data.pantheon.checks.efs.file_system_refuses_plain_text as check
import rego.v1

system(condition) := {"properties": {"FileSystemPolicy": {"Statement": [{
	"Effect": "Deny",
	"Principal": {"AWS": "*"},
	"Action": "*",
	"Condition": condition,
}]}}}

test_pass if {
	count(check.deny) == 0 with input as system({"Bool": {"aws:SecureTransport": "false"}})
	count(check.deny) == 0 with input as system({"Bool": {"aws:SecureTransport": [false]}})
}

test_fail if {
	count(check.deny) == 1 with input as {"properties": {"Encrypted": true}}
	count(check.deny) == 1 with input as system({"Bool": {"aws:SecureTransport": "true"}})
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["FileSystemPolicy"]}}
}

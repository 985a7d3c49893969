package pantheon.checks.ecs.file_systems_are_encrypted_in_transit_test

import data.pantheon.checks.ecs.file_systems_are_encrypted_in_transit as check
import rego.v1

task(encryption) := {"properties": {"Volumes": [{
	"EFSVolumeConfiguration": {"FilesystemId": "fs-1", "TransitEncryption": encryption},
	"Name": "data",
}]}}

test_pass if {
	count(check.deny) == 0 with input as task("ENABLED")
	count(check.deny) == 0 with input as {"properties": {"Volumes": [{"Name": "scratch"}]}}
}

test_fail if {
	check.deny == {"The volume data of fs-1 is mounted without encryption."} with input as task("DISABLED")
}

test_no_data if {
	unsaid := {"properties": {"Volumes": [{"EFSVolumeConfiguration": {"FilesystemId": "fs-1"}, "Name": "data"}]}}
	count(check.deny) == 1 with input as unsaid
}

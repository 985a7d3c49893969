package pantheon.checks.glue.job_version_is_supported_test

import data.pantheon.checks.glue.job_version_is_supported as check
import rego.v1

job(kind, version) := {"properties": {"Command": {"Name": kind}, "GlueVersion": version}}

test_pass if {
	count(check.deny) == 0 with input as job("glueetl", "4.0")
}

test_pass_is_silent_about_other_jobs if {
	check.skip with input as job("pythonshell", "1.0")
}

test_fail if {
	check.deny == {"The job runs Glue 2.0, which is no longer supported."} with input as job("gluestreaming", "2.0")
	not check.skip with input as job("gluestreaming", "2.0")
}

test_no_data if {
	check.deny == {"The job runs Glue 0.9, which is no longer supported."} with input as {"properties": {
		"Command": {"Name": "glueetl"},
	}}
}

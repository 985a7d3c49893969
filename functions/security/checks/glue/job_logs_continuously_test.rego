package pantheon.checks.glue.job_logs_continuously_test

import data.pantheon.checks.glue.job_logs_continuously as check
import rego.v1

job(arguments) := {"properties": {
	"Command": {"Name": "glueetl"},
	"DefaultArguments": arguments,
	"GlueVersion": "4.0",
}}

test_pass if {
	count(check.deny) == 0 with input as job({"--enable-continuous-cloudwatch-log": "true"})
}

test_pass_is_silent_about_other_jobs if {
	check.skip with input as {"properties": {"Command": {"Name": "pythonshell"}}}
	check.skip with input as {"properties": {"Command": {"Name": "glueetl"}, "GlueVersion": "5.0"}}
}

test_fail if {
	check.deny == {"Continuous logging is off."} with input as job({"--enable-metrics": "true"})
	check.deny == {"Continuous logging is off."} with input as job({"--enable-continuous-cloudwatch-log": "false"})
	not check.skip with input as job({})
}

test_no_data if {
	check.skip with input as {"properties": {}}
}

package pantheon.checks.glue.crawler_has_a_security_configuration_test

import data.pantheon.checks.glue.crawler_has_a_security_configuration as check
import rego.v1

test_pass if {
	count(check.deny) == 0 with input as {"properties": {"CrawlerSecurityConfiguration": "strict"}}
}

test_fail if {
	check.deny == {"There is no security configuration."} with input as {"properties": {"Name": "nightly"}}
}

test_no_data if {
	count(check.deny) == 1 with input as {"properties": {}}
}

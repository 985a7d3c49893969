package pantheon.checks.securityhub.hub_tells_each_mistake_once_test

import data.pantheon.checks.securityhub.hub_tells_each_mistake_once as check
import rego.v1

hub(generator) := {"properties": {"ControlFindingGenerator": generator}}

test_pass if count(check.deny) == 0 with input as hub("SECURITY_CONTROL")

test_fail if check.deny == {"Each standard makes a finding of its own."} with input as hub("STANDARD_CONTROL")

test_no_data_is_the_older_way if count(check.deny) == 1 with input as {"properties": {}}

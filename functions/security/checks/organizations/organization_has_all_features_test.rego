package pantheon.checks.organizations.organization_has_all_features_test

import data.pantheon.checks.organizations.organization_has_all_features as check
import rego.v1

test_pass if count(check.deny) == 0 with input as {"properties": {"FeatureSet": "ALL"}}

test_fail if {
	bills := {"properties": {"FeatureSet": "CONSOLIDATED_BILLING"}}
	check.deny == {"The organization only consolidates bills."} with input as bills
}

test_no_data_is_bills if count(check.deny) == 1 with input as {"properties": {}}

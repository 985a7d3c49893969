package pantheon.checks.organizations.organization_has_units_test

import data.pantheon.checks.organizations.organization_has_units as check
import rego.v1

organization := {"properties": {"FeatureSet": "ALL"}}

test_pass if {
	units := {"AWS::Organizations::OrganizationalUnit": {"ou": {"properties": {"Name": "Production"}}}}
	count(check.deny) == 0 with input as organization with data.estate as units
}

test_fail if check.deny == {"The organization has no units."} with input as organization with data.estate as {}

test_no_data_of_units if {
	none := {"AWS::Organizations::OrganizationalUnit": {}}
	count(check.deny) == 1 with input as organization with data.estate as none
}

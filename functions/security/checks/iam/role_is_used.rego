# METADATA
# title: Roles were used within 90 days
# description: >-
#   Looks in which week each role was used last. One that was never used counts from when it was made; AWS remembers
#   400 days.
# custom:
#   severity: low
#   risk: >-
#     Nobody misses a role that nobody uses, so nobody notices when a stranger takes its rights.
#   remediation:
#     text: >-
#       Take away the policies of the role, wait whether anybody misses them, and delete it.
#     cli: >-
#       aws iam delete-role --role-name <role>
#   resource_types: [AWS::IAM::Role]
package pantheon.checks.iam.role_is_used

import data.pantheon.lib
import data.pantheon.lib.iam
import rego.v1

skip if iam.made_by_aws(input)

deny contains sprintf("It was not used for %v days.", [idle]) if {
	idle := lib.days_since_week(input.properties.LastUsedWeek)
	idle > 90
}

deny contains sprintf("It was never used in its %v days.", [age]) if {
	not input.properties.LastUsedWeek
	is_string(input.created_at)
	age := lib.days_since(input.created_at)
	age > 90
}

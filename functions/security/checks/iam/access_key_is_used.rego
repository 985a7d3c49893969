# METADATA
# title: Access keys in force were used within 45 days
# description: >-
#   Looks in which week each access key that is in force was used last. One that was never used counts from when it
#   was made.
# custom:
#   severity: medium
#   risk: >-
#     Nobody misses a key that nobody uses, so nobody notices when a stranger does.
#   remediation:
#     text: >-
#       Turn the key off, wait whether anybody misses it, and delete it.
#     cli: |
#       aws iam update-access-key --user-name <user> --access-key-id <key> --status Inactive
#       aws iam delete-access-key --user-name <user> --access-key-id <key>
#   resource_types: [AWS::IAM::AccessKey]
#   frameworks:
#     cis_3.0: ["1.12"]
#     cis_5.0: ["1.11"]
#     cis_7.0: ["2.11"]
#     fsbp: [IAM.8, IAM.22]
package pantheon.checks.iam.access_key_is_used

import data.pantheon.lib
import rego.v1

skip if object.get(input.properties, "Status", "Active") != "Active"

unknown := lib.unread(["LastUsedWeek"])

deny contains sprintf("The key of the user %s was not used for %v days.", [input.properties.UserName, idle]) if {
	idle := lib.days_since_week(input.properties.LastUsedWeek)
	idle > 45
}

deny contains sprintf("The key of the user %s was never used in its %v days.", [input.properties.UserName, age]) if {
	not input.properties.LastUsedWeek
	is_string(input.created_at)
	age := lib.days_since(input.created_at)
	age > 45
}

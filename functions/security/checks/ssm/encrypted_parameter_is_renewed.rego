# METADATA
# title: Encrypted parameters were written within a year
# description: >-
#   Looks when a SecureString was written last.
# custom:
#   severity: low
#   risk: >-
#     A password that leaked, or that somebody took along who left, still works years later: Systems Manager rotates
#     nothing.
#   remediation:
#     text: >-
#       Change the secret and write the parameter anew, or keep it in Secrets Manager, which rotates.
#     cli: >-
#       aws ssm put-parameter --name <name> --type SecureString --value <new value> --overwrite
#   resource_types: [AWS::SSM::Parameter]
package pantheon.checks.ssm.encrypted_parameter_is_renewed

import data.pantheon.lib
import rego.v1

skip if object.get(input.properties, "Type", "String") != "SecureString"

deny contains sprintf("It was written %v days ago.", [age]) if {
	age := lib.days_since(input.properties.LastModifiedDate)
	age > 365
}

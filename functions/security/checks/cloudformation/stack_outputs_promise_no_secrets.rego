# METADATA
# title: The names of stacks' outputs promise no secrets
# description: >-
#   Looks for outputs of stacks whose name speaks of a password, a token or a key. Values are not read.
# custom:
#   severity: medium
#   risk: >-
#     Whoever may look at the stack, such as everybody with ReadOnlyAccess, reads the value; it is never encrypted.
#   remediation:
#     text: >-
#       Put the value into Secrets Manager, give out the ARN of the secret instead, and change the secret.
#     cli: >-
#       aws cloudformation describe-stacks --stack-name <stack> --query 'Stacks[].Outputs'
#     cloudformation: |
#       Outputs:
#         DatabasePasswordArn:
#           Value: !Ref DatabasePassword
#   resource_types: [AWS::CloudFormation::Stack]
package pantheon.checks.cloudformation.stack_outputs_promise_no_secrets

import data.pantheon.lib
import rego.v1

skip if input.state == "deleting"

deny contains sprintf("The output %s promises a secret.", [name]) if {
	some name in object.get(input.properties, "OutputNames", [])
	lib.names_secret(name)
}

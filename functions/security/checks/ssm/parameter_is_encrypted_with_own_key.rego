# METADATA
# title: Encrypted parameters have a key of their own
# description: >-
#   Looks whether a SecureString is encrypted with a key of the account, and not with the one that AWS manages for
#   Systems Manager, which every identity of the account may use through the service.
# custom:
#   severity: low
#   risk: >-
#     Who may read the parameter may decrypt it: nothing more is asked, and nobody can lock it by disabling the key.
#   remediation:
#     text: >-
#       Make a key and write the parameter again with it.
#     cli: >-
#       aws ssm put-parameter --name <name> --type SecureString --key-id <key> --value <value> --overwrite
#     terraform: |
#       resource "aws_ssm_parameter" "this" {
#         type   = "SecureString"
#         key_id = aws_kms_key.parameters.arn
#       }
#   resource_types: [AWS::SSM::Parameter]
package pantheon.checks.ssm.parameter_is_encrypted_with_own_key

import rego.v1

skip if object.get(input.properties, "Type", "String") != "SecureString"

deny contains "The key is the one that AWS manages." if {
	key := object.get(input.properties, "KeyId", "")
	regex.match("^$|(^|:)alias/aws/ssm$", key)
}

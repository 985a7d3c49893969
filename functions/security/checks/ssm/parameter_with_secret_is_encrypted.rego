# METADATA
# title: Parameters whose names promise a secret are encrypted
# description: >-
#   Looks for parameters of the types String and StringList whose name speaks of a password, a token or a key. Values
#   are not read.
# custom:
#   severity: high
#   risk: >-
#     Whoever may read parameters, such as everybody with ReadOnlyAccess, reads the password; no key asks for a
#     second permission.
#   remediation:
#     text: >-
#       Make a SecureString of another name, point what reads it there, delete this one, and change the secret.
#     cli: >-
#       aws ssm put-parameter --name <name> --type SecureString --key-id <key> --value <new value>
#     terraform: |
#       resource "aws_ssm_parameter" "this" {
#         type   = "SecureString"
#         key_id = aws_kms_key.parameters.arn
#       }
#   resource_types: [AWS::SSM::Parameter]
package pantheon.checks.ssm.parameter_with_secret_is_encrypted

import data.pantheon.lib
import rego.v1

skip if type == "SecureString"

# What AWS publishes is for everybody.
skip if startswith(name, "/aws/")

name := object.get(input.properties, "Name", input.native_id)

last := parts[count(parts) - 1] if parts := split(name, "/")

type := object.get(input.properties, "Type", "String")

deny contains sprintf("The parameter %s is of the type %s.", [name, type]) if lib.names_secret(last)

# METADATA
# title: User pools let users not change what decides about their rights
# description: >-
#   Looks for attributes of a pool whose name speaks of a role, a group, a tenant or an administrator and that may be
#   changed. What each client of the pool may write is not read: by default it is everything.
# custom:
#   severity: medium
#   risk: >-
#     A user calls UpdateUserAttributes with the own token and becomes an administrator, or a member of another
#     tenant.
#   remediation:
#     text: >-
#       Take the attribute out of what clients may write, or keep it in groups or a database instead: whether an
#       attribute may be changed is decided when it is made.
#     cli: >-
#       aws cognito-idp update-user-pool-client --user-pool-id <pool> --client-id <client> --write-attributes email
#       name
#     cloudformation: |
#       Type: AWS::Cognito::UserPoolClient
#       Properties:
#         WriteAttributes: [email, name]
#     terraform: |
#       resource "aws_cognito_user_pool_client" "this" {
#         write_attributes = ["email", "name"]
#       }
#   resource_types: [AWS::Cognito::UserPool]
package pantheon.checks.cognito.pool_keeps_rights_from_users

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["DescribeUserPool"])

telling := {
	"admin",
	"administrator",
	"group",
	"groups",
	"isadmin",
	"organization",
	"permission",
	"permissions",
	"privilege",
	"privileges",
	"role",
	"roles",
	"scope",
	"scopes",
	"superuser",
	"tenant",
	"tenantid",
}

deny contains sprintf("Users may change %s.", [attribute.Name]) if {
	some attribute in object.get(input.properties, "Schema", [])
	startswith(attribute.Name, "custom:")
	object.get(attribute, "Mutable", true) == true
	object.get(attribute, "DeveloperOnlyAttribute", false) != true
	some word in lib.words_of(trim_prefix(attribute.Name, "custom:"))
	word in telling
}

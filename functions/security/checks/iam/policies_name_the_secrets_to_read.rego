# METADATA
# title: Policies name the secrets that may be read
# description: >-
#   Looks whether a policy of the account, or one inside a user, a group or a role, allows all secrets of Secrets
#   Manager, or all parameters of Systems Manager, to be read. Administrators are left to other checks.
# custom:
#   severity: medium
#   risk: >-
#     One application that is taken over gives away the passwords of all others.
#   remediation:
#     text: >-
#       Name the secrets, or a path of parameters, of the application, or let both bear its tag (aws:ResourceTag).
#     cli: >-
#       aws iam create-policy-version --policy-arn <policy> --policy-document file://policy.json --set-as-default
#   resource_types: [AWS::IAM::Group, AWS::IAM::ManagedPolicy, AWS::IAM::Role, AWS::IAM::User]
package pantheon.checks.iam.policies_name_the_secrets_to_read

import data.pantheon.lib.iam
import rego.v1

skip if not iam.in_force(input)

actions := {
	"secretsmanager:BatchGetSecretValue",
	"secretsmanager:GetSecretValue",
	"ssm:GetParameter",
	"ssm:GetParameters",
	"ssm:GetParametersByPath",
}

deny contains sprintf("The policy %s allows %s on everything.", [name, concat(", ", sort(allowed))]) if {
	some name, document in iam.limited(input)
	allowed := iam.allowed(document, actions)
	count(allowed) > 0
}

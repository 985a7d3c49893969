# METADATA
# title: ECR repositories are not open to everybody
# description: >-
#   Looks for statements of the policy that let everybody do something without a condition that ties them to an
#   account, an organization or a network.
# custom:
#   severity: critical
#   risk: >-
#     Anybody with an AWS account can pull the images, with the code and the secrets that are in them, or even push
#     images that run in this account.
#   remediation:
#     text: >-
#       Name the accounts or the organization that need the images.
#     cli: >-
#       aws ecr set-repository-policy --repository-name <repository> --policy-text file://policy.json
#     cloudformation: |
#       RepositoryPolicyText:
#         Version: "2012-10-17"
#         Statement:
#           - Effect: Allow
#             Principal: "*"
#             Action: [ecr:BatchGetImage, ecr:GetDownloadUrlForLayer]
#             Condition:
#               StringEquals:
#                 aws:PrincipalOrgID: o-example
#     terraform: |
#       resource "aws_ecr_repository_policy" "this" {
#         repository = aws_ecr_repository.this.name
#         policy     = data.aws_iam_policy_document.own_organization.json
#       }
#   resource_types: [AWS::ECR::Repository]
#   frameworks:
#     cis_7.0: ["2.21"]
package pantheon.checks.ecr.repository_is_not_public

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["RepositoryPolicyText"])

deny contains sentence if {
	policy := input.properties.RepositoryPolicyText
	is_object(policy)
	some statement in lib.statements(policy)
	statement.Effect == "Allow"
	lib.everybody(lib.get(statement, "Principal", ""))
	not lib.tied(statement)
	actions := concat(", ", lib.as_list(lib.get(statement, "Action", "everything but some actions")))
	sentence := sprintf("Everybody may do %s.", [actions])
}

# A policy that excludes some from an allowance lets in all others.
deny contains sentence if {
	policy := input.properties.RepositoryPolicyText
	is_object(policy)
	some statement in lib.statements(policy)
	statement.Effect == "Allow"
	statement.NotPrincipal
	sentence := sprintf("Everybody but %v is let in.", [statement.NotPrincipal])
}

# METADATA
# title: Roles name the service accounts of clusters that they trust
# description: >-
#   Looks whether a role that trusts the identity provider of an EKS cluster fixes the namespace of the service
#   account by a condition on its subject.
# custom:
#   severity: medium
#   risk: >-
#     Whoever runs a pod anywhere in the cluster takes the rights of the role.
#   remediation:
#     text: >-
#       Add a condition on the claim sub with the namespace and the name of the service account.
#     cli: >-
#       aws iam update-assume-role-policy --role-name <role> --policy-document file://trust.json
#     terraform: |
#       condition {
#         test     = "StringEquals"
#         variable = "${local.oidc_issuer}:sub"
#         values   = ["system:serviceaccount:shop:checkout"]
#       }
#   resource_types: [AWS::IAM::Role]
package pantheon.checks.iam.role_names_its_service_accounts

import data.pantheon.lib.iam
import data.pantheon.lib.policies
import rego.v1

deny contains sprintf("%s lets in any service account of %s.", [policies.named(statement), issuer]) if {
	some statement in iam.admissions
	some issuer in iam.issuers(statement)
	startswith(issuer, "oidc.eks.")
	not names_namespace(statement, issuer)
}

names_namespace(statement, issuer) if {
	values := iam.claims(statement, issuer, "sub")
	count(values) > 0
	every value in values {
		regex.match("^system:serviceaccount:[^*?:]+:", value)
	}
}

# METADATA
# title: Roles name whom they trust at shared identity providers
# description: >-
#   Looks at roles that trust an identity provider which works for everybody, such as GitHub Actions, GitLab, HCP
#   Terraform, Google or Amazon Cognito: a condition has to fix the organization, the project or the application.
# custom:
#   severity: critical
#   risk: >-
#     Anybody opens an account there, has the provider issue a token, and takes the rights of the role.
#   remediation:
#     text: >-
#       Add a condition on the claim that names your organization, for instance that of the subject at GitHub
#       Actions, without a wildcard before the end of the organization's name.
#     cli: >-
#       aws iam update-assume-role-policy --role-name <role> --policy-document file://trust.json
#     cloudformation: |
#       AssumeRolePolicyDocument:
#         Statement:
#           - Effect: Allow
#             Principal:
#               Federated: !Ref GitHubProvider
#             Action: sts:AssumeRoleWithWebIdentity
#             Condition:
#               StringEquals:
#                 token.actions.githubusercontent.com:aud: sts.amazonaws.com
#                 token.actions.githubusercontent.com:sub: repo:acme/shop:ref:refs/heads/main
#     terraform: |
#       condition {
#         test     = "StringEquals"
#         variable = "token.actions.githubusercontent.com:sub"
#         values   = ["repo:acme/shop:ref:refs/heads/main"]
#       }
#   resource_types: [AWS::IAM::Role]
package pantheon.checks.iam.role_names_its_web_identities

import data.pantheon.lib.iam
import data.pantheon.lib.policies
import rego.v1

deny contains sprintf("%s lets in whomever %s knows.", [policies.named(statement), issuer]) if {
	some statement in iam.admissions
	some issuer in iam.issuers(statement)
	tenants[issuer]
	not policies.narrowed(statement)
	not names_tenant(statement, issuer)
}

# The claims that tell for whom a provider speaks, and how a value begins that fixes it.
tenants := {
	"accounts.google.com": {"aud": exactly, "oaud": exactly, "sub": exactly},
	"agent.buildkite.com": {"sub": "^organization:[^*?:]+:"},
	"api.pulumi.com/oidc": {"aud": exactly, "sub": "^pulumi:.*:org:[^*?:]+:"},
	"app.terraform.io": {"sub": "^organization:[^*?:]+:"},
	"cognito-identity.amazonaws.com": {"aud": exactly, "sub": exactly},
	"gitlab.com": {"sub": "^project_path:[^*?/]+/"},
	"graph.facebook.com": {"app_id": exactly, "id": exactly},
	"oidc.vercel.com": {"aud": exactly, "sub": "^owner:[^*?:]+:"},
	"token.actions.githubusercontent.com": {
		"job_workflow_ref": "^[^*?/]+/",
		"repository": "^[^*?/]+/",
		"repository_id": exactly,
		"repository_owner": exactly,
		"repository_owner_id": exactly,
		"sub": github_subject,
	},
	"www.amazon.com": {"app_id": exactly, "user_id": exactly},
}

exactly := "^[^*?]+$"

# What the subject begins with can be chosen, so it may also be the owner of the repository.
github_subject := concat("|", [
	"^(job_workflow_ref|repo|repository):[^*?/]+/",
	"^(enterprise|repository_id|repository_owner|repository_owner_id):[^*?:]+(:|$)",
])

names_tenant(statement, issuer) if {
	some claim, pattern in tenants[issuer]
	values := iam.claims(statement, issuer, claim)
	count(values) > 0
	every value in values {
		regex.match(pattern, value)
	}
}

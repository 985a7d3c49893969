# METADATA
# title: Roles are not for guests of identity pools
# description: >-
#   Looks for roles that Amazon Cognito gives to people who have not signed in: the trust policy asks for the value
#   unauthenticated of the claim amr, or for none.
# custom:
#   severity: medium
#   risk: >-
#     Whoever knows the identifier of the pool, which every copy of the application holds, gets credentials of the
#     account, and tries what they can do.
#   remediation:
#     text: >-
#       Turn guest access of the identity pool off, and let the role trust those who are authenticated.
#     cli: >-
#       aws iam update-assume-role-policy --role-name <role> --policy-document file://trust.json
#     cloudformation: |
#       AssumeRolePolicyDocument:
#         Statement:
#           - Effect: Allow
#             Principal:
#               Federated: cognito-identity.amazonaws.com
#             Action: sts:AssumeRoleWithWebIdentity
#             Condition:
#               StringEquals:
#                 cognito-identity.amazonaws.com:aud: !Ref IdentityPool
#               ForAnyValue:StringLike:
#                 cognito-identity.amazonaws.com:amr: authenticated
#   resource_types: [AWS::IAM::Role]
package pantheon.checks.iam.role_has_no_guests

import data.pantheon.lib.iam
import data.pantheon.lib.policies
import rego.v1

issuer := "cognito-identity.amazonaws.com"

deny contains sprintf("%s lets in guests of identity pools: %s.", [policies.named(statement), pools]) if {
	some statement in iam.admissions
	issuer in iam.issuers(statement)
	not asks_for_sign_in(statement)
	pools := concat(", ", pools_of(statement))
}

asks_for_sign_in(statement) if {
	values := iam.claims(statement, issuer, "amr")
	count(values) > 0
	not "unauthenticated" in values
	not "*" in values
}

pools_of(statement) := pools if {
	pools := iam.claims(statement, issuer, "aud")
	count(pools) > 0
}

pools_of(statement) := ["any"] if count(iam.claims(statement, issuer, "aud")) == 0

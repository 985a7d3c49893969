# METADATA
# title: Roles trust nobody who was deleted
# description: >-
#   Looks for identifiers of deleted users and roles in trust policies: AWS puts them in the place of a name that is
#   gone.
# custom:
#   severity: low
#   risk: >-
#     Nobody can tell any more whom the role was meant for, so nobody dares to narrow the policy.
#   remediation:
#     text: >-
#       Take the identifiers out of the trust policy.
#     cli: >-
#       aws iam update-assume-role-policy --role-name <role> --policy-document file://trust.json
#   resource_types: [AWS::IAM::Role]
package pantheon.checks.iam.role_names_no_deleted_principals

import data.pantheon.lib.iam
import data.pantheon.lib.policies
import rego.v1

skip if iam.made_by_aws(input)

deny contains sprintf("It trusts %s, who was deleted.", [principal]) if {
	some statement in policies.with_effect(iam.trust, "Allow")
	some principal in policies.orphans(statement)
}

# METADATA
# title: S3 bucket policies name no deleted users or roles
# description: >-
#   Looks for principals of which only an identifier such as AIDA… or AROA… is left, which AWS shows in
#   a policy after the user or role was deleted.
# custom:
#   severity: low
#   risk: >-
#     Such statements do nothing, hide those that matter, and show that nobody looked at the policy when
#     somebody left.
#   remediation:
#     text: >-
#       Take the identifier out of the policy, or name the role that took its place.
#   resource_types: [AWS::S3::Bucket]
package pantheon.checks.s3.bucket_policy_names_no_deleted_principals

import data.pantheon.lib
import data.pantheon.lib.policies
import data.pantheon.lib.s3
import rego.v1

unknown := lib.unread(["PolicyDocument"])

deny contains sprintf("%s names %s, which was deleted.", [policies.named(statement), principal]) if {
	some effect in ["Allow", "Deny"]
	some statement in policies.with_effect(s3.policy, effect)
	some principal in policies.orphans(statement)
}

# METADATA
# title: S3 bucket policies give other accounts no control over the bucket
# description: >-
#   Looks for statements that let another account change the policy, the access control lists or the
#   encryption of the bucket, or the access control lists of its objects.
# custom:
#   severity: high
#   risk: >-
#     Whoever holds the other account can open the bucket to the world, or lock its owner out.
#   remediation:
#     text: >-
#       Let other accounts only read or write objects, and keep changing the bucket to roles of its own
#       account.
#     cli: >-
#       aws s3api put-bucket-policy --bucket <bucket> --policy file://policy.json
#   resource_types: [AWS::S3::Bucket]
#   frameworks:
#     fsbp: [S3.6]
package pantheon.checks.s3.bucket_policy_gives_other_accounts_no_control

import data.pantheon.lib
import data.pantheon.lib.policies
import data.pantheon.lib.s3
import rego.v1

unknown := lib.unread(["PolicyDocument"])

control := [
	"s3:DeleteBucketPolicy",
	"s3:PutBucketAcl",
	"s3:PutBucketPolicy",
	"s3:PutEncryptionConfiguration",
	"s3:PutObjectAcl",
]

deny contains sprintf("%s lets the account %s do %s.", [policies.named(statement), account, concat(", ", given)]) if {
	some statement in policies.with_effect(s3.policy, "Allow")
	some account in policies.strangers(statement)
	given := [action |
		some action in control
		policies.covers_action(statement, lower(action))
		not policies.held_back(s3.policy, statement, [lower(action)])
	]
	count(given) > 0
}

# METADATA
# title: S3 buckets are shared with no account outside the organization
# description: >-
#   Names the other accounts that the bucket policy lets in without a condition on the organization. It
#   tells what is shared; it does not say that sharing is wrong.
# custom:
#   severity: informational
#   risk: >-
#     Each account that is let in is as far as an attacker has to get, and nobody here sees what happens
#     there.
#   remediation:
#     text: >-
#       Compare the accounts with those that are meant to be let in, and add aws:PrincipalOrgID where all of
#       them belong to the organization.
#   resource_types: [AWS::S3::Bucket]
package pantheon.checks.s3.bucket_is_shared_with_no_other_account

import data.pantheon.lib
import data.pantheon.lib.policies
import data.pantheon.lib.s3
import rego.v1

unknown := lib.unread(["PolicyDocument"])

deny contains sprintf("%s lets the account %s do %s.", [name, account, deeds]) if {
	some statement in policies.with_effect(s3.policy, "Allow")
	some account in policies.strangers(statement)
	name := policies.named(statement)
	deeds := policies.deeds(statement)
}

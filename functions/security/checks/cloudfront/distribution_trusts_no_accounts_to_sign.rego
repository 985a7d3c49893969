# METADATA
# title: CloudFront distributions trust groups of keys, not accounts, to sign links
# description: >-
#   Looks for patterns of paths whose signed links or cookies may be signed with a key of the root user
#   of an account.
# custom:
#   severity: low
#   risk: >-
#     Such keys are made by root users only, cannot be limited to a distribution, and are rarely changed.
#   remediation:
#     text: >-
#       Make a group of public keys and let the behavior trust it instead of accounts.
#     cloudformation: |
#       DefaultCacheBehavior:
#         TrustedKeyGroups: [!Ref KeyGroup]
#     terraform: |
#       default_cache_behavior {
#         trusted_key_groups = [aws_cloudfront_key_group.this.id]
#       }
#   resource_types: [AWS::CloudFront::Distribution]
package pantheon.checks.cloudfront.distribution_trusts_no_accounts_to_sign

import data.pantheon.lib.cloudfront
import rego.v1

skip if cloudfront.is_off

unknown := cloudfront.unread

deny contains sprintf("Links for %s may be signed by the account %s.", [behavior.PathPattern, signer]) if {
	some behavior in cloudfront.behaviors
	some signer in object.get(behavior, "TrustedSigners", [])
}

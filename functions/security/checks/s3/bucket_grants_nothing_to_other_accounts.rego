# METADATA
# title: S3 access control lists grant nothing to other accounts
# description: >-
#   Looks for grants of the access control list to canonical users other than the owner. The account by
#   which CloudFront delivers logs is left out.
# custom:
#   severity: medium
#   risk: >-
#     Nobody reads access control lists: an account that was let in years ago still reads or writes, and
#     no policy shows it.
#   remediation:
#     text: >-
#       Turn access control lists off with the ownership BucketOwnerEnforced, and let the other account in
#       by the bucket policy if it has to be.
#     cli: >-
#       aws s3api put-bucket-ownership-controls --bucket <bucket> --ownership-controls
#       Rules=[{ObjectOwnership=BucketOwnerEnforced}]
#     cloudformation: |
#       OwnershipControls:
#         Rules:
#           - ObjectOwnership: BucketOwnerEnforced
#     terraform: |
#       resource "aws_s3_bucket_ownership_controls" "this" {
#         bucket = aws_s3_bucket.this.id
#         rule {
#           object_ownership = "BucketOwnerEnforced"
#         }
#       }
#   resource_types: [AWS::S3::Bucket]
package pantheon.checks.s3.bucket_grants_nothing_to_other_accounts

import data.pantheon.lib
import data.pantheon.lib.s3
import rego.v1

# The account of CloudFront that writes access logs.
log_delivery := "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0"

unknown contains sentence if {
	not s3.lists_are_off
	some sentence in lib.unread(["Grants", "OwnershipControls"])
}

deny contains sprintf("The access control list grants %s to the canonical user %s.", [grant.Permission, id]) if {
	not s3.lists_are_off
	some grant in object.get(input.properties, "Grants", [])
	id := object.get(object.get(grant, "Grantee", {}), "ID", "")
	not id in {"", log_delivery, object.get(input.properties, "OwnerId", "")}
}

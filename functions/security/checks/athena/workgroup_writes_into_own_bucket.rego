# METADATA
# title: Athena workgroups write results into buckets of the account
# description: >-
#   Looks at the place of results: the bucket has to be one of the account, or the workgroup has to say
#   whose it expects it to be.
# custom:
#   severity: medium
#   risk: >-
#     Results of every query go to whoever holds that bucket, or makes one of its name after it was
#     deleted.
#   remediation:
#     text: >-
#       Choose a bucket of the account, and set the expected owner.
#     cli: >-
#       aws athena update-work-group --work-group <workgroup> --configuration-updates file://updates.json
#     cloudformation: |
#       WorkGroupConfiguration:
#         ResultConfiguration:
#           OutputLocation: s3://<own bucket>/
#           ExpectedBucketOwner: !Ref AWS::AccountId
#     terraform: |
#       resource "aws_athena_workgroup" "this" {
#         configuration {
#           result_configuration {
#             output_location       = "s3://${aws_s3_bucket.results.id}/"
#             expected_bucket_owner = data.aws_caller_identity.current.account_id
#           }
#         }
#       }
#   resource_types: [AWS::Athena::WorkGroup]
#   reads: [AWS::S3::Bucket]
package pantheon.checks.athena.workgroup_writes_into_own_bucket

import data.pantheon.lib
import rego.v1

skip if input.properties.State == "DISABLED"

unknown := lib.unread(["GetWorkGroup"])

configuration := object.get(input.properties, "WorkGroupConfiguration", {})

buckets := {bucket.native_id | some bucket in lib.present("AWS::S3::Bucket")}

results := object.get(configuration, "ResultConfiguration", {})

deny contains sprintf("The bucket %s is not one of the account, and no owner is expected.", [bucket]) if {
	location := object.get(results, "OutputLocation", "")
	startswith(location, "s3://")
	bucket := split(trim_prefix(location, "s3://"), "/")[0]
	not bucket in buckets
	object.get(results, "ExpectedBucketOwner", "") == ""
}

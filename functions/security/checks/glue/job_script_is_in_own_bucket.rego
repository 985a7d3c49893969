# METADATA
# title: Glue jobs run scripts from buckets of the account
# description: >-
#   Looks for jobs whose script, or folder for temporary data, is in a bucket that the account does not
#   have: it was deleted, or belongs to somebody else.
# custom:
#   severity: high
#   risk: >-
#     Whoever holds that bucket, or makes one of its name, decides what the job runs, with the role of the
#     job.
#   remediation:
#     text: >-
#       Move the script into a bucket of the account; if the bucket belongs to another account of yours,
#       mute this finding.
#     cli: >-
#       aws glue update-job --job-name <job> --job-update file://job.json
#     cloudformation: |
#       Command:
#         Name: glueetl
#         ScriptLocation: s3://<own bucket>/script.py
#     terraform: |
#       resource "aws_glue_job" "this" {
#         command {
#           script_location = "s3://${aws_s3_bucket.scripts.id}/script.py"
#         }
#       }
#   resource_types: [AWS::Glue::Job]
#   reads: [AWS::S3::Bucket]
package pantheon.checks.glue.job_script_is_in_own_bucket

import data.pantheon.lib
import rego.v1

buckets := {bucket.native_id | some bucket in lib.present("AWS::S3::Bucket")}

paths := {
	"script": object.get(object.get(input.properties, "Command", {}), "ScriptLocation", ""),
	"temporary data": object.get(object.get(input.properties, "DefaultArguments", {}), "--TempDir", ""),
}

deny contains sprintf("The bucket %s of the %s is not one of the account.", [bucket, what]) if {
	some what, path in paths
	startswith(path, "s3://")
	bucket := split(trim_prefix(path, "s3://"), "/")[0]
	not bucket in buckets
}

# METADATA
# title: Glue jobs of Spark run a version that is supported
# description: >-
#   Looks for jobs of Spark on Glue 0.9, 1.0 or 2.0, whose support has ended.
# custom:
#   severity: medium
#   risk: >-
#     Holes of Spark and of the libraries that come with it are not mended any more.
#   remediation:
#     text: >-
#       Move the job to Glue 4.0 or later and test its script with the newer Spark.
#     cli: >-
#       aws glue update-job --job-name <job> --job-update file://job.json
#     cloudformation: |
#       GlueVersion: "5.0"
#     terraform: |
#       resource "aws_glue_job" "this" {
#         glue_version = "5.0"
#       }
#   resource_types: [AWS::Glue::Job]
package pantheon.checks.glue.job_version_is_supported

import rego.v1

skip if not object.get(object.get(input.properties, "Command", {}), "Name", "") in {"glueetl", "gluestreaming"}

# A job without a version runs the first one.
version := object.get(input.properties, "GlueVersion", "0.9")

deny contains sprintf("The job runs Glue %s, which is no longer supported.", [version]) if {
	version in {"0.9", "1.0", "2.0"}
}

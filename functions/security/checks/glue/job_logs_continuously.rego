# METADATA
# title: Glue jobs of Spark write their logs as they run
# description: >-
#   Looks whether continuous logging is on for jobs of Spark. Jobs of Glue 5 and later, which always do,
#   are left out.
# custom:
#   severity: low
#   risk: >-
#     What a job did, and why it failed, is only seen when it has ended, if at all.
#   remediation:
#     text: >-
#       Set the argument --enable-continuous-cloudwatch-log to true.
#     cli: >-
#       aws glue update-job --job-name <job> --job-update file://job.json
#     cloudformation: |
#       DefaultArguments:
#         --enable-continuous-cloudwatch-log: "true"
#     terraform: |
#       resource "aws_glue_job" "this" {
#         default_arguments = {
#           "--enable-continuous-cloudwatch-log" = "true"
#         }
#       }
#   resource_types: [AWS::Glue::Job]
package pantheon.checks.glue.job_logs_continuously

import rego.v1

skip if not object.get(object.get(input.properties, "Command", {}), "Name", "") in {"glueetl", "gluestreaming"}

skip if regex.match("^([5-9]|[1-9][0-9])[.]", object.get(input.properties, "GlueVersion", ""))

arguments := object.get(input.properties, "DefaultArguments", {})

deny contains "Continuous logging is off." if {
	lower(object.get(arguments, "--enable-continuous-cloudwatch-log", "false")) != "true"
}

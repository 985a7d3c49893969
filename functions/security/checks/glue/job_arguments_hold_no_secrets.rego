# METADATA
# title: Glue jobs take no secrets as arguments
# description: >-
#   Looks at the names of the arguments of a job, whose values are not collected, for those that say a
#   password, token or key.
# custom:
#   severity: high
#   risk: >-
#     Everybody who may look at the job or at one of its runs reads the values in clear.
#   remediation:
#     text: >-
#       Keep secrets in Secrets Manager and let the script read them; the argument may name the secret.
#     cli: >-
#       aws glue update-job --job-name <job> --job-update file://job.json
#     cloudformation: |
#       DefaultArguments:
#         --secret-arn: !Ref Secret
#     terraform: |
#       resource "aws_glue_job" "this" {
#         default_arguments = {
#           "--secret-arn" = aws_secretsmanager_secret.this.arn
#         }
#       }
#   resource_types: [AWS::Glue::Job]
package pantheon.checks.glue.job_arguments_hold_no_secrets

import data.pantheon.lib
import rego.v1

deny contains sprintf("The argument %s seems to hold a secret.", [name]) if {
	some name in object.get(input.properties, "ArgumentNames", [])
	lib.names_secret(trim_left(name, "-"))
}

# METADATA
# title: Roles are assumed by services only for known sources
# description: >-
#   Looks for trust policies that let in a service for which AWS asks for a condition on the account or the resource
#   in whose name it acts (aws:SourceAccount, aws:SourceArn), and have none. Services whose roles need no such
#   condition are left out.
# custom:
#   severity: medium
#   risk: >-
#     The service works for all customers of AWS: one of them may get it to use this role for something of theirs.
#   remediation:
#     text: >-
#       Add aws:SourceAccount with the own account, or aws:SourceArn with the resource that is meant.
#     cli: >-
#       aws iam update-assume-role-policy --role-name <role> --policy-document file://trust.json
#     cloudformation: |
#       Condition:
#         StringEquals:
#           aws:SourceAccount: !Ref AWS::AccountId
#     terraform: |
#       condition {
#         test     = "StringEquals"
#         variable = "aws:SourceAccount"
#         values   = [data.aws_caller_identity.current.account_id]
#       }
#   resource_types: [AWS::IAM::Role]
package pantheon.checks.iam.role_binds_services

import data.pantheon.lib.iam
import data.pantheon.lib.policies
import rego.v1

skip if iam.made_by_aws(input)

# The services whose documentation describes the condition for the roles that they are given.
deputies := {
	"appsync",
	"batchoperations.s3",
	"bedrock",
	"cloudtrail",
	"codebuild",
	"comprehend",
	"datasync",
	"ecs-tasks",
	"events",
	"firehose",
	"kinesisanalytics",
	"logs",
	"monitoring.rds",
	"pipes",
	"sagemaker",
	"scheduler",
	"ssm",
	"states",
	"transfer",
	"vpc-flow-logs",
}

deny contains sprintf("%s may use the role on behalf of any account.", [service]) if {
	some service in policies.unbound_services(iam.trust)
	plain := regex.replace(service, `([.][a-z]{2}(-[a-z]+)+-[0-9]+)?[.]amazonaws[.]com([.]cn)?$`, "")
	plain in deputies
}

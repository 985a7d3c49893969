# METADATA
# title: SQS queue policies let services in only for known sources
# description: >-
#   Looks for statements of the policy that let a service of AWS in without a condition on the account,
#   the organization or the resource for which it acts, such as aws:SourceAccount or aws:SourceArn.
# custom:
#   severity: medium
#   risk: >-
#     From any account of AWS somebody lets the service send to this queue: what reads from it takes their
#     messages for yours.
#   remediation:
#     text: >-
#       Add aws:SourceArn or aws:SourceAccount to every statement for a service, with the resource or the
#       account that is meant.
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
#   resource_types: [AWS::SQS::Queue]
package pantheon.checks.sqs.queue_policy_binds_services

import data.pantheon.lib
import data.pantheon.lib.policies
import rego.v1

unknown := lib.unread(["GetQueueAttributes"])

deny contains sprintf("The policy lets %s in on behalf of any account.", [service]) if {
	some service in policies.unbound_services(object.get(input.properties, "Policy", {}))
}

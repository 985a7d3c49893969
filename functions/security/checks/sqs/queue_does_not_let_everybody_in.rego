# METADATA
# title: SQS queues do not let everybody in
# description: >-
#   Looks for statements of the policy that let everybody in, and that neither conditions nor denials
#   narrow to an organization, accounts, networks or resources.
# custom:
#   severity: critical
#   risk: >-
#     Anybody with an account of AWS, and with some policies anybody at all, reads and deletes messages,
#     or sends what your systems then act on.
#   remediation:
#     text: >-
#       Name the principals that are meant, or narrow the statement with a condition such as
#       aws:PrincipalOrgID, aws:SourceAccount or aws:SourceArn.
#     cli: >-
#       aws sqs set-queue-attributes --queue-url <queue> --attributes file://attributes.json
#     cloudformation: |
#       Condition:
#         ArnEquals:
#           aws:SourceArn: !Ref Topic
#     terraform: |
#       condition {
#         test     = "ArnEquals"
#         variable = "aws:SourceArn"
#         values   = [aws_sns_topic.this.arn]
#       }
#   resource_types: [AWS::SQS::Queue]
#   frameworks:
#     cis_7.0: ["2.21"]
package pantheon.checks.sqs.queue_does_not_let_everybody_in

import data.pantheon.lib
import data.pantheon.lib.policies
import rego.v1

unknown := lib.unread(["GetQueueAttributes"])

deny contains sprintf("%s of the policy lets everybody do %s.", [name, deeds]) if {
	some statement in policies.open(object.get(input.properties, "Policy", {}))
	name := policies.named(statement)
	deeds := policies.deeds(statement)
}

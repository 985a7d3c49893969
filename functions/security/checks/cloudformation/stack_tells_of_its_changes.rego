# METADATA
# title: Stacks tell of their changes
# description: >-
#   Looks whether a stack sends what happens to it to a topic. Stacks inside of others do so with their root and are
#   left out.
# custom:
#   severity: low
#   risk: >-
#     A deployment that failed half way, or that nobody expected, stays unnoticed.
#   remediation:
#     text: >-
#       Give the stack a topic to which those subscribe who look after it.
#     cli: >-
#       aws cloudformation update-stack --stack-name <stack> --use-previous-template --notification-arns <topic>
#     terraform: |
#       resource "aws_cloudformation_stack" "this" {
#         notification_arns = [aws_sns_topic.deployments.arn]
#       }
#   resource_types: [AWS::CloudFormation::Stack]
#   frameworks:
#     fsbp: [CloudFormation.1]
package pantheon.checks.cloudformation.stack_tells_of_its_changes

import rego.v1

skip if input.state in {"creating", "deleting"}

skip if object.get(input.properties, "ParentId", "") != ""

deny contains "No topic is told of changes." if count(object.get(input.properties, "NotificationARNs", [])) == 0

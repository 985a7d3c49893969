# METADATA
# title: EventBridge buses of your own have a policy
# description: >-
#   Looks whether a bus other than the default, one of a partner or one that a service manages says by a
#   policy who may send events.
# custom:
#   severity: low
#   risk: >-
#     Who may send is left to whatever identity policies of the account say, which nobody looks at for the
#     bus.
#   remediation:
#     text: >-
#       Attach a policy that names who may put events on the bus.
#     cli: >-
#       aws events put-permission --event-bus-name <bus> --policy file://policy.json
#     cloudformation: |
#       Policy:
#         Statement:
#           - Sid: Own
#             Effect: Allow
#             Principal: {AWS: !Sub arn:aws:iam::${AWS::AccountId}:root}
#             Action: events:PutEvents
#             Resource: !GetAtt Bus.Arn
#     terraform: |
#       resource "aws_cloudwatch_event_bus_policy" "this" {
#         event_bus_name = aws_cloudwatch_event_bus.this.name
#         policy         = data.aws_iam_policy_document.bus.json
#       }
#   resource_types: [AWS::Events::EventBus]
#   frameworks:
#     fsbp: [EventBridge.3]
package pantheon.checks.eventbridge.custom_bus_has_a_policy

import rego.v1

skip if input.properties.Name == "default"

skip if startswith(input.properties.Name, "aws.partner/")

skip if object.get(input.properties, "ManagedBy", "") != ""

deny contains "The bus has no policy." if not input.properties.Policy

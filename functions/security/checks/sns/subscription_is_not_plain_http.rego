# METADATA
# title: SNS delivers no messages over plain HTTP
# description: >-
#   Looks for subscriptions whose endpoint is called over http.
# custom:
#   severity: high
#   risk: >-
#     Everybody on the way reads the messages, and the link by which the subscription is cancelled.
#   remediation:
#     text: >-
#       Subscribe the https address of the endpoint and cancel the other subscription.
#     cli: >-
#       aws sns subscribe --topic-arn <topic> --protocol https --notification-endpoint https://<endpoint>
#     cloudformation: |
#       Protocol: https
#       Endpoint: https://<endpoint>
#     terraform: |
#       resource "aws_sns_topic_subscription" "this" {
#         topic_arn = aws_sns_topic.this.arn
#         protocol  = "https"
#         endpoint  = "https://<endpoint>"
#       }
#   resource_types: [AWS::SNS::Subscription]
package pantheon.checks.sns.subscription_is_not_plain_http

import rego.v1

deny contains sprintf("Messages of %s are delivered over plain HTTP.", [topic]) if {
	input.properties.Protocol == "http"
	topic := object.get(input.properties, "TopicArn", "a topic")
}

# METADATA
# title: Security Hub checks against a standard
# description: >-
#   Looks whether at least one standard, such as the AWS Foundational Security Best Practices, is in use at the hub.
# custom:
#   severity: low
#   risk: >-
#     The hub is on and shows nothing wrong, since it looks for nothing.
#   remediation:
#     text: >-
#       Subscribe to the AWS Foundational Security Best Practices.
#     cli: >-
#       aws securityhub batch-enable-standards --standards-subscription-requests
#       StandardsArn=arn:aws:securityhub:<region>::standards/aws-foundational-security-best-practices/v/1.0.0
#     terraform: |
#       resource "aws_securityhub_standards_subscription" "best_practices" {
#         standards_arn = "arn:aws:securityhub:eu-west-1::standards/aws-foundational-security-best-practices/v/1.0.0"
#       }
#   resource_types: [AWS::SecurityHub::Hub]
#   reads: [AWS::SecurityHub::Standard]
package pantheon.checks.securityhub.hub_follows_a_standard

import data.pantheon.lib
import rego.v1

deny contains "No standard is in use." if not follows

follows if {
	some standard in lib.present("AWS::SecurityHub::Standard")
	standard.region == input.region
}

# METADATA
# title: Security Hub is on in every region
# description: >-
#   Looks whether each watched region of the account has Security Hub (CSPM) turned on.
# custom:
#   severity: medium
#   risk: >-
#     What GuardDuty, Inspector, Macie and others find lies apart in each service, account and region, and is
#     overlooked.
#   remediation:
#     text: >-
#       Turn Security Hub on in all regions, best for the whole organization from a delegated administrator.
#     cli: >-
#       aws securityhub enable-security-hub --enable-default-standards --region <region>
#     cloudformation: |
#       Type: AWS::SecurityHub::Hub
#     terraform: |
#       resource "aws_securityhub_account" "this" {}
#   resource_types: [Pantheon::IAM::AccountSummary]
#   reads: [AWS::Events::EventBus, AWS::SecurityHub::Hub]
#   frameworks:
#     cis_3.0: ["4.16"]
#     cis_5.0: ["4.16"]
#     cis_7.0: ["5.16"]
package pantheon.checks.securityhub.account_has_a_hub_in_every_region

import data.pantheon.lib
import rego.v1

hubs := {hub.region | some hub in lib.present("AWS::SecurityHub::Hub")}

regions := lib.watched_regions | hubs

missing := regions - hubs

unknown contains "No region of the account is known." if count(regions) == 0

deny contains sprintf("Security Hub is off in %s.", [concat(", ", sort(missing))]) if count(missing) > 0

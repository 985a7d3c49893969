# METADATA
# title: Web ACLs have rules
# description: >-
#   Looks whether the web ACL has a rule or a group of rules.
# custom:
#   severity: medium
#   risk: >-
#     The list looks like protection in every review and filters nothing.
#   remediation:
#     text: >-
#       Add rules, beginning with the managed groups of AWS.
#     cli: >-
#       aws wafv2 update-web-acl --name <name> --scope <scope> --id <id> --lock-token <token> --cli-input-json
#       file://acl.json
#     terraform: |
#       resource "aws_wafv2_web_acl" "this" {
#         name  = "shop"
#         scope = "REGIONAL"
#         rule {
#           name     = "common"
#           priority = 1
#           override_action {
#             none {}
#           }
#           statement {
#             managed_rule_group_statement {
#               name        = "AWSManagedRulesCommonRuleSet"
#               vendor_name = "AWS"
#             }
#           }
#         }
#       }
#   resource_types: [AWS::WAFv2::WebACL]
#   frameworks:
#     fsbp: [WAF.10]
package pantheon.checks.wafv2.web_acl_has_rules

import data.pantheon.lib
import data.pantheon.lib.wafv2 as wafv2_lib
import rego.v1

unknown := lib.unread(["Rules"])

deny contains "It has no rules." if count(wafv2_lib.rules) == 0

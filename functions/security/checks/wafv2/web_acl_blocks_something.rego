# METADATA
# title: Web ACLs turn some requests away
# description: >-
#   Looks whether a list that lets through what no rule is about has a rule that does more than count.
# custom:
#   severity: high
#   risk: >-
#     Everything is let through: the list was put into counting mode for a test, and nobody came back.
#   remediation:
#     text: >-
#       Look through what was counted, then let the rules block.
#     cli: >-
#       aws wafv2 update-web-acl --name <name> --scope <scope> --id <id> --lock-token <token> --cli-input-json
#       file://acl.json
#     terraform: |
#       resource "aws_wafv2_web_acl" "this" {
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
package pantheon.checks.wafv2.web_acl_blocks_something

import data.pantheon.lib
import data.pantheon.lib.wafv2 as wafv2_lib
import rego.v1

unknown := lib.unread(["Rules"])

skip if count(wafv2_lib.rules) == 0

deny contains "All its rules only count or allow." if {
	lib.get(input.properties, "DefaultAction", "Allow") == "Allow"
	not acts
}

acts if {
	some rule in wafv2_lib.rules
	rule.Action in {"Block", "Captcha", "Challenge"}
}

# Only rules that stand for a group have this action, and none of it leaves those of the group alone.
acts if {
	some rule in wafv2_lib.rules
	rule.OverrideAction == "None"
}

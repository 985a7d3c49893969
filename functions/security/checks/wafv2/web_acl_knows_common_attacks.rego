# METADATA
# title: Web ACLs look for common attacks
# description: >-
#   Looks whether a list that lets through what no rule is about uses, without only counting, a managed group that
#   knows common attacks: the core rules or the known bad inputs of AWS, or a group of another vendor.
# custom:
#   severity: medium
#   risk: >-
#     Requests that exploit flaws such as Log4Shell, or inject code into pages and databases, get through to the
#     application.
#   remediation:
#     text: >-
#       Add the core rules and the known bad inputs of AWS, at first in counting mode.
#     cli: >-
#       aws wafv2 update-web-acl --name <name> --scope <scope> --id <id> --lock-token <token> --cli-input-json
#       file://acl.json
#     cloudformation: |
#       Rules:
#         - Name: bad-inputs
#           Priority: 1
#           OverrideAction:
#             None: {}
#           Statement:
#             ManagedRuleGroupStatement:
#               VendorName: AWS
#               Name: AWSManagedRulesKnownBadInputsRuleSet
#           VisibilityConfig:
#             CloudWatchMetricsEnabled: true
#             MetricName: bad-inputs
#             SampledRequestsEnabled: true
#     terraform: |
#       resource "aws_wafv2_web_acl" "this" {
#         rule {
#           name     = "bad-inputs"
#           priority = 1
#           override_action {
#             none {}
#           }
#           statement {
#             managed_rule_group_statement {
#               name        = "AWSManagedRulesKnownBadInputsRuleSet"
#               vendor_name = "AWS"
#             }
#           }
#         }
#       }
#   resource_types: [AWS::WAFv2::WebACL]
package pantheon.checks.wafv2.web_acl_knows_common_attacks

import data.pantheon.lib
import data.pantheon.lib.wafv2 as wafv2_lib
import rego.v1

unknown := lib.unread(["Rules"])

skip if lib.get(input.properties, "DefaultAction", "Allow") == "Block"

skip if input.properties.ManagedByFirewallManager == true

deny contains "No managed group of rules looks for common attacks." if {
	count(wafv2_lib.managed - not_about_attacks) == 0
	not other_groups
}

# Groups about who sends a request, not about what is in it.
not_about_attacks := {
	"AWSManagedRulesACFPRuleSet",
	"AWSManagedRulesATPRuleSet",
	"AWSManagedRulesAmazonIpReputationList",
	"AWSManagedRulesAnonymousIpList",
	"AWSManagedRulesAntiDDoSRuleSet",
	"AWSManagedRulesBotControlRuleSet",
}

# What is in groups of the account's own is not read.
other_groups if {
	some rule in wafv2_lib.rules
	rule.Statement.RuleGroupReferenceStatement
}

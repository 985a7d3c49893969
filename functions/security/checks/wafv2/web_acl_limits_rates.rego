# METADATA
# title: Web ACLs limit how often one client calls
# description: >-
#   Looks whether a rule that does more than count limits the rate of requests, or a managed group guards against
#   floods.
# custom:
#   severity: low
#   risk: >-
#     One client can guess passwords, copy the whole site or exhaust the application as fast as it can send.
#   remediation:
#     text: >-
#       Add a rule with a limit per address, tighter for logins than for the rest.
#     cli: >-
#       aws wafv2 update-web-acl --name <name> --scope <scope> --id <id> --lock-token <token> --cli-input-json
#       file://acl.json
#     terraform: |
#       resource "aws_wafv2_web_acl" "this" {
#         rule {
#           name     = "rate"
#           priority = 2
#           action {
#             block {}
#           }
#           statement {
#             rate_based_statement {
#               limit              = 2000
#               aggregate_key_type = "IP"
#             }
#           }
#         }
#       }
#   resource_types: [AWS::WAFv2::WebACL]
package pantheon.checks.wafv2.web_acl_limits_rates

import data.pantheon.lib
import data.pantheon.lib.wafv2 as wafv2_lib
import rego.v1

unknown := lib.unread(["Rules"])

skip if input.properties.ManagedByFirewallManager == true

deny contains "No rule limits how often one client calls." if not limited

limited if {
	some rule in wafv2_lib.rules
	rule.Action in {"Block", "Captcha", "Challenge"}
	rule.Statement.RateBasedStatement
}

limited if "AWSManagedRulesAntiDDoSRuleSet" in wafv2_lib.managed

# What is in groups of the account's own is not read.
limited if {
	some rule in wafv2_lib.rules
	rule.Statement.RuleGroupReferenceStatement
}

# METADATA
# title: Rules of web ACLs report what they do
# description: >-
#   Looks whether every rule, and the list as a whole, writes metrics to CloudWatch.
# custom:
#   severity: low
#   risk: >-
#     An attack, or a rule that turns customers away, raises no alarm.
#   remediation:
#     text: >-
#       Turn on the metrics of the rule.
#     cli: >-
#       aws wafv2 update-web-acl --name <name> --scope <scope> --id <id> --lock-token <token> --cli-input-json
#       file://acl.json
#     cloudformation: |
#       VisibilityConfig:
#         CloudWatchMetricsEnabled: true
#         MetricName: shop
#         SampledRequestsEnabled: true
#     terraform: |
#       resource "aws_wafv2_web_acl" "this" {
#         visibility_config {
#           cloudwatch_metrics_enabled = true
#           metric_name                = "shop"
#           sampled_requests_enabled   = true
#         }
#       }
#   resource_types: [AWS::WAFv2::WebACL]
#   frameworks:
#     fsbp: [WAF.12]
package pantheon.checks.wafv2.web_acl_counts_what_rules_do

import data.pantheon.lib
import data.pantheon.lib.wafv2 as wafv2_lib
import rego.v1

unknown := lib.unread(["Rules"])

deny contains sentence if {
	some rule in wafv2_lib.rules
	not lib.get(rule, ["VisibilityConfig", "CloudWatchMetricsEnabled"], false) == true
	sentence := sprintf("The rule %s writes no metrics.", [rule.Name])
}

deny contains "The list itself writes no metrics." if {
	not lib.get(input.properties, ["VisibilityConfig", "CloudWatchMetricsEnabled"], false) == true
}

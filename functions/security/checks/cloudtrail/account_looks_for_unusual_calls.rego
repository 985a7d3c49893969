# METADATA
# title: A trail tells of unusual numbers of calls
# description: >-
#   Looks whether a trail of the account that is on has CloudTrail Insights, which learns how often what is called
#   and tells of what is out of the ordinary. A trail of the organization lives in another account; where the account
#   has its role and no trail of its own, nothing is decided.
# custom:
#   severity: low
#   risk: >-
#     A burst of calls, such as by somebody who tries out what a stolen key may do, stays among a million others.
#   remediation:
#     text: >-
#       Turn both kinds of Insights on for one trail.
#     cli: >-
#       aws cloudtrail put-insight-selectors --trail-name <trail> --insight-selectors InsightType=ApiCallRateInsight
#       InsightType=ApiErrorRateInsight
#     cloudformation: |
#       InsightSelectors:
#         - InsightType: ApiCallRateInsight
#         - InsightType: ApiErrorRateInsight
#     terraform: |
#       insight_selector {
#         insight_type = "ApiCallRateInsight"
#       }
#   resource_types: [Pantheon::IAM::AccountSummary]
#   reads: [AWS::CloudTrail::Trail, AWS::IAM::Role]
package pantheon.checks.cloudtrail.account_looks_for_unusual_calls

import data.pantheon.lib.cloudtrail
import rego.v1

unknown := cloudtrail.unknown(["InsightSelectors", "IsLogging"]) if not looks

deny contains "No trail that is on has Insights." if not looks

looks if {
	some trail in cloudtrail.logging
	count(object.get(trail.properties, "InsightSelectors", [])) > 0
}

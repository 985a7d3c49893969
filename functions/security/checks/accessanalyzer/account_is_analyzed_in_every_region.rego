# METADATA
# title: IAM Access Analyzer looks for access from outside in every region
# description: >-
#   Looks whether each watched region of the account has an active analyzer for external access, of the account or of
#   the organization. An analyzer of the organization that works in another account is not seen here; where the
#   account has its role and no analyzer of its own, nothing is decided.
# custom:
#   severity: medium
#   risk: >-
#     A bucket, a key, a role or a secret that is shared with strangers by mistake stays so until somebody else finds
#     it.
#   remediation:
#     text: >-
#       Make an analyzer in each region, best one for the organization in the account of the security team.
#     cli: >-
#       aws accessanalyzer create-analyzer --analyzer-name external --type ACCOUNT --region <region>
#     cloudformation: |
#       Type: AWS::AccessAnalyzer::Analyzer
#       Properties:
#         Type: ACCOUNT
#     terraform: |
#       resource "aws_accessanalyzer_analyzer" "external" {
#         analyzer_name = "external"
#         type          = "ACCOUNT"
#       }
#   resource_types: [Pantheon::IAM::AccountSummary]
#   reads: [AWS::AccessAnalyzer::Analyzer, AWS::Events::EventBus, AWS::IAM::Role]
#   frameworks:
#     cis_3.0: ["1.20"]
#     cis_5.0: ["1.19"]
#     cis_7.0: ["2.18"]
package pantheon.checks.accessanalyzer.account_is_analyzed_in_every_region

import data.pantheon.lib
import rego.v1

analyzers := lib.present("AWS::AccessAnalyzer::Analyzer")

regions := lib.watched_regions | {analyzer.region | some analyzer in analyzers}

analyzed := {analyzer.region |
	some analyzer in analyzers
	analyzer.properties.Type in {"ACCOUNT", "ORGANIZATION"}
	object.get(analyzer, "state", "active") == "active"
	not analyzer.properties.StatusReason
}

missing := regions - analyzed

unknown contains "No region of the account is known." if count(regions) == 0

unknown contains "An analyzer of the organization may look at the account." if {
	count(analyzers) == 0
	lib.has_role("AWSServiceRoleForAccessAnalyzer")
}

deny contains sprintf("No analyzer for external access is active in %s.", [concat(", ", sort(missing))]) if {
	count(missing) > 0
}

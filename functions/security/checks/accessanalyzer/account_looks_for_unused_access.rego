# METADATA
# title: IAM Access Analyzer looks for rights that nobody uses
# description: >-
#   Looks whether the account has an analyzer for unused access, of the account or of the organization, in any
#   region. One of the organization that works in another account is not seen here; where the account has its role
#   and no analyzer of its own, nothing is decided.
# custom:
#   severity: low
#   risk: >-
#     Roles, keys and rights that nobody needs any more pile up, and each widens what a stolen credential can do.
#   remediation:
#     text: >-
#       Make an analyzer for unused access in one region, since identities are the same in all; it costs a fee for
#       each role and user a month.
#     cli: >-
#       aws accessanalyzer create-analyzer --analyzer-name unused --type ACCOUNT_UNUSED_ACCESS --configuration
#       unusedAccess={unusedAccessAge=90}
#     cloudformation: |
#       Type: AWS::AccessAnalyzer::Analyzer
#       Properties:
#         Type: ACCOUNT_UNUSED_ACCESS
#         AnalyzerConfiguration:
#           UnusedAccessConfiguration:
#             UnusedAccessAge: 90
#     terraform: |
#       resource "aws_accessanalyzer_analyzer" "unused" {
#         analyzer_name = "unused"
#         type          = "ACCOUNT_UNUSED_ACCESS"
#         configuration {
#           unused_access {
#             unused_access_age = 90
#           }
#         }
#       }
#   resource_types: [Pantheon::IAM::AccountSummary]
#   reads: [AWS::AccessAnalyzer::Analyzer, AWS::IAM::Role]
package pantheon.checks.accessanalyzer.account_looks_for_unused_access

import data.pantheon.lib
import rego.v1

analyzers := lib.present("AWS::AccessAnalyzer::Analyzer")

unknown contains "An analyzer of the organization may look at the account." if {
	count(analyzers) == 0
	lib.has_role("AWSServiceRoleForAccessAnalyzer")
}

deny contains "No analyzer for unused access is active." if not looks

looks if {
	some analyzer in analyzers
	analyzer.properties.Type in {"ACCOUNT_UNUSED_ACCESS", "ORGANIZATION_UNUSED_ACCESS"}
	object.get(analyzer, "state", "active") == "active"
	not analyzer.properties.StatusReason
}

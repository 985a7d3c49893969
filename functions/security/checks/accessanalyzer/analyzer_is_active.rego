# METADATA
# title: Analyzers of access are active
# description: >-
#   Looks whether an analyzer failed or was disabled, such as by the end of its organization or of the delegation to
#   its account.
# custom:
#   severity: medium
#   risk: >-
#     Everybody believes that somebody would tell of shared resources, and nobody does.
#   remediation:
#     text: >-
#       Mend what the reason names, and make the analyzer anew if it does not recover.
#     cli: >-
#       aws accessanalyzer get-analyzer --analyzer-name <analyzer>
#   resource_types: [AWS::AccessAnalyzer::Analyzer]
package pantheon.checks.accessanalyzer.analyzer_is_active

import rego.v1

skip if input.state in {"creating", "deleting"}

reason := object.get(input.properties, "StatusReason", "no reason is given")

deny contains sprintf("The analyzer failed: %s.", [reason]) if input.state == "failed"

deny contains sprintf("The analyzer is disabled: %s.", [reason]) if {
	input.state != "failed"
	input.properties.StatusReason
}

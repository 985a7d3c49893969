# METADATA
# title: Analyzers put no public access away unseen
# description: >-
#   Looks for archive rules of analyzers for external access that take findings of public access, or all findings of
#   a kind of resource, without naming a resource, a principal or a condition.
# custom:
#   severity: medium
#   risk: >-
#     The next bucket or role that is opened to the world by mistake is archived at once, and nobody hears of it.
#   remediation:
#     text: >-
#       Narrow the rule to the resources that are public on purpose, or delete it.
#     cli: >-
#       aws accessanalyzer delete-archive-rule --analyzer-name <analyzer> --rule-name <rule>
#   resource_types: [AWS::AccessAnalyzer::Analyzer]
package pantheon.checks.accessanalyzer.analyzer_archives_no_public_access

import data.pantheon.lib
import rego.v1

skip if not object.get(input.properties, "Type", "ACCOUNT") in {"ACCOUNT", "ORGANIZATION"}

unknown := lib.unread(["ArchiveRules"])

deny contains sprintf("The rule %s archives public access to any resource.", [rule.RuleName]) if {
	some rule in object.get(input.properties, "ArchiveRules", [])
	every criterion in object.get(rule, "Filter", []) {
		lets_public_through(criterion)
	}
}

# Criteria that do not tell one resource, or one stranger, from another.
lets_public_through(criterion) if {
	criterion.Property in {"error", "findingType", "resourceControlPolicyRestriction", "resourceType", "status"}
}

lets_public_through(criterion) if {
	criterion.Property == "isPublic"
	"true" in object.get(criterion, "Eq", ["true"])
	not "true" in object.get(criterion, "Neq", [])
}

# What checks of web ACLs share.
package pantheon.lib.wafv2

import data.pantheon.lib
import rego.v1

rules := lib.get(input.properties, "Rules", [])

# The groups of rules that AWS or somebody else manages, as far as they do anything. Groups and limits
# of rates cannot stand within other statements.
managed := {group.Name |
	some rule in rules
	lib.get(rule, "OverrideAction", "None") != "Count"
	group := rule.Statement.ManagedRuleGroupStatement
}

# What checks of organizations share: which policies bind all accounts.
package pantheon.lib.organizations

import data.pantheon.lib
import data.pantheon.lib.policies
import rego.v1

# Whether a kind of policies is switched on at the root.
has(type) if {
	some known in object.get(input.properties, "PolicyTypes", [])
	known.Type == type
	known.Status == "ENABLED"
}

# The policies of a kind that are attached to the root, and so bind every account.
at_root(type) := {policy |
	some policy in lib.present("AWS::Organizations::Policy")
	policy.properties.Type == type
	input.properties.RootId in object.get(policy.properties, "TargetIds", [])
}

# What is not known of the policies of a kind.
unread(type) := {sprintf("The %s of the policy %s could not be read.", [name, policy.native_id]) |
	some policy in lib.present("AWS::Organizations::Policy")
	policy.properties.Type == type
	some name in ["Content", "TargetIds"]
	name in object.get(policy.properties, "Unread", [])
}

# What is denied to every account, whoever of it may be spared.
denials := [statement |
	some policy in at_root("SERVICE_CONTROL_POLICY")
	some statement in policies.with_effect(object.get(policy.properties, "Content", {}), "Deny")
]

# Whether an action is denied on everything, to all but principals that are named.
denies(action) if {
	some statement in denials
	policies.covers_action(statement, action)
	some resource in policies.resources(statement)
	regex.match("^([*]|arn:[^:]*:[^:]*:[^:]*:[^:]*:([*]|[a-z-]+/[*]))$", resource)
	every condition in policies.conditions(statement) {
		spares_principals(condition)
	}
}

spares_principals(condition) if {
	startswith(condition.key, "aws:principal")
	contains(condition.operator, "not")
}

spares_principals(condition) if condition.key == "aws:principalisawsservice"

# What checks of functions share: who may call one.
package pantheon.lib.lambda

import data.pantheon.lib
import rego.v1

# What the policy of a function allows.
allowances := [statement |
	policy := lib.get(input.properties, "Policy", {})
	is_object(policy)
	some statement in lib.statements(policy)
	statement.Effect == "Allow"
]

# The conditions of a statement: the key in small letters, and a value.
conditions(statement) := {[lower(key), lower(sprintf("%v", [value]))] |
	some keys in lib.get(statement, "Condition", {})
	some key, values in keys
	some value in lib.as_list(values)
}

# Whether a statement is about the URL of the function, which asks nobody who they are.
by_url(statement) if {
	some condition in conditions(statement)
	condition in {["lambda:functionurlauthtype", "none"], ["lambda:invokedviafunctionurl", "true"]}
}

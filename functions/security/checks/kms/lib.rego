# What checks of KMS keys share.
package pantheon.lib.kms

import data.pantheon.lib
import data.pantheon.lib.policies
import rego.v1

# Nobody in the account can change the keys that AWS manages for its services.
of_aws if object.get(input.properties, "KeyManager", "CUSTOMER") == "AWS"

# Whether there is nothing more to say of a key but that it goes.
out_of_reach if of_aws

out_of_reach if input.state == "deleting"

policy := object.get(input.properties, "KeyPolicy", {})

# The conditions by which a key asks an enclave of AWS Nitro to prove what it runs.
attested(statement) if count(measurements(statement)) > 0

measurements(statement) := [condition |
	some condition in policies.conditions(statement)
	startswith(condition.key, "kms:recipientattestation:")
]

# What hands plain text, or a key to it, to whoever asks.
revealing := {"kms:decrypt", "kms:derivesharedsecret", "kms:generatedatakey", "kms:generatedatakeypair"}

reveals(statement) if {
	some action in revealing
	policies.covers_action(statement, action)
}

# The key that somebody names, if it belongs to the account.
named(resource) := {key |
	all := lib.estate("AWS::KMS::Key")
	some id in object.get(resource, "dependencies", [])
	key := all[id]
}

# What is wrong with a key on which something depends.
troubles(resource) := {sprintf("Its key %s is disabled.", [key.native_id]) |
	some key in named(resource)
	object.get(key, "state", "active") != "deleting"
	key.properties.Enabled == false
} | {sprintf("Its key %s is to be deleted: %s.", [key.native_id, date]) |
	some key in named(resource)
	object.get(key, "state", "active") == "deleting"
	date := object.get(key.properties, "DeletionDate", "soon")
}

# Whom the policies of resources let in, as AWS decides it.
package pantheon.lib.policies

import data.pantheon.lib
import rego.v1

# The statements of a policy with an effect; a text that is no document has none.
with_effect(policy, effect) := [statement |
	is_object(policy)
	some statement in lib.statements(policy)
	is_object(statement)
	object.get(statement, "Effect", "") == effect
]

# The statements that let everybody in: nothing narrows them, and nothing that is denied holds them back.
open(policy) := [statement |
	some statement in with_effect(policy, "Allow")
	for_everybody(statement)
	not narrowed(statement)
	not held_back(policy, statement, actions(statement))
]

# The statements by which everybody may do one thing.
open_to(policy, action) := [statement |
	some statement in with_effect(policy, "Allow")
	for_everybody(statement)
	covers_action(statement, action)
	not narrowed(statement)
	not held_back(policy, statement, [action])
]

# Whether a statement is about everybody, or about all but a few.
for_everybody(statement) if lib.everybody(statement.Principal)

for_everybody(statement) if statement.NotPrincipal

# The accounts other than our own that a statement lets in; within an organization nobody is a stranger.
strangers(statement) := {account |
	not within_organization(statement)
	some principal in lib.as_list(statement.Principal.AWS)
	account := account_of(principal)
	account != input.account_id
} | {account |
	for_everybody(statement)
	not within_organization(statement)
	some condition in conditions(statement)
	condition.key in {"aws:principalaccount", "aws:principalarn", "aws:sourceaccount", "aws:sourceowner"}
	admits(condition)
	some value in condition.values
	account := account_of(value)
	account != input.account_id
}

# The account of a principal, which stands alone or in a name; services and identities of CloudFront have none.
account_of(principal) := principal if regex.match(`^[0-9]{12}$`, principal)

account_of(principal) := account if {
	startswith(principal, "arn:")
	account := split(principal, ":")[4]
	regex.match(`^[0-9]{12}$`, account)
}

# The principals that were deleted: what is left of them is an identifier, which nobody can get again.
orphans(statement) := {principal |
	some principal in lib.as_list(statement.Principal.AWS)
	regex.match(`^A(IDA|ROA|GPA)[A-Z0-9]{12,}$`, principal)
}

within_organization(statement) if {
	some condition in conditions(statement)
	condition.key in organizations
	pins(condition)
}

organizations := {
	"aws:principalorgid",
	"aws:principalorgpaths",
	"aws:sourceorgid",
	"aws:sourceorgpaths",
}

# The services that a policy lets in on behalf of whichever customer of AWS asks them to.
unbound_services(policy) := {service |
	some statement in with_effect(policy, "Allow")
	not binds_services(statement)
	not services_denied(policy, statement)
	some service in lib.as_list(statement.Principal.Service)
}

# What AWS says of the resource or the account in whose name a service acts.
sources := {
	"aws:sourceaccount",
	"aws:sourcearn",
	"aws:sourceorgid",
	"aws:sourceorgpaths",
	"aws:sourceowner",
}

binds_services(statement) if {
	some condition in conditions(statement)
	condition.key in sources
	pins(condition)
}

services_denied(policy, statement) if {
	some denial in with_effect(policy, "Deny")
	for_everybody(denial)
	some condition in conditions(denial)
	condition.key in sources
	spares(condition)
	every other in conditions(denial) {
		about_services(other)
	}
	covers(denial, actions(statement), resources(statement))
}

about_services(condition) if {
	condition.key in sources
	spares(condition)
}

about_services(condition) if {
	condition.operator in {"bool", "boolifexists"}
	condition.key == "aws:principalisawsservice"
	condition.values == ["true"]
}

about_services(condition) if {
	condition.operator == "null"
	condition.key in sources
	condition.values == ["false"]
}

# Whether a policy refuses everybody who does one thing to one resource without TLS.
refuses_plain_http(policy, action, resource) if {
	some denial in with_effect(policy, "Deny")
	lib.everybody(denial.Principal)
	covers(denial, [action], [resource])
	every condition in conditions(denial) {
		about_plain_http(condition)
	}
}

about_plain_http(condition) if {
	condition.operator in {"bool", "boolifexists"}
	condition.key == "aws:securetransport"
	condition.values == ["false"]
}

about_plain_http(condition) if spares_services(condition)

# How a sentence names a statement.
named(statement) := sprintf("The statement %s", [statement.Sid]) if object.get(statement, "Sid", "") != ""

named(statement) := "A statement without a Sid" if object.get(statement, "Sid", "") == ""

# What a statement allows, for a sentence.
deeds(statement) := sprintf("everything but %s", [concat(", ", sort(lib.as_list(statement.NotAction)))]) if {
	statement.NotAction
}

deeds(statement) := concat(", ", sort(lib.as_list(statement.Action))) if not statement.NotAction

# The conditions of a statement, with their names in small letters and their values as texts.
conditions(statement) := [condition |
	some operator, keys in object.get(statement, "Condition", {})
	some key, values in keys
	condition := {
		"key": lower(key),
		"operator": lower(operator),
		"values": [sprintf("%v", [value]) | some value in lib.as_list(values)],
	}
]

# Whether a condition keeps strangers out: one is enough, since all of a statement have to hold.
narrowed(statement) if {
	some condition in conditions(statement)
	pins(condition)
}

# Whether a condition lets in none but whom it names.
pins(condition) if {
	admits(condition)
	count(condition.values) > 0
	every value in condition.values {
		fixed(condition.key, value)
	}
}

# `ForAllValues` and `IfExists` are also true of those of whom nothing is known.
admits(condition) if {
	trim_prefix(condition.operator, "foranyvalue:") in {
		"arnequals",
		"arnlike",
		"ipaddress",
		"stringequals",
		"stringequalsignorecase",
		"stringlike",
	}
}

# Whether what is denied to everybody but a few leaves nothing of what a statement allows.
held_back(policy, statement, wanted) if {
	some denial in with_effect(policy, "Deny")
	for_everybody(denial)
	every condition in conditions(denial) {
		lets_few_through(condition)
	}
	covers(denial, wanted, resources(statement))
}

lets_few_through(condition) if spares(condition)

lets_few_through(condition) if spares_services(condition)

# Whether a condition of a denial spares none but whom it names.
spares(condition) if {
	trim_suffix(trim_prefix(condition.operator, "forallvalues:"), "ifexists") in {
		"arnnotequals",
		"arnnotlike",
		"notipaddress",
		"stringnotequals",
		"stringnotequalsignorecase",
		"stringnotlike",
	}
	every value in condition.values {
		fixed(condition.key, value)
	}
}

# Whether a condition of a denial spares what AWS itself does.
spares_services(condition) if {
	condition.operator in {"bool", "boolifexists"}
	condition.key in {"aws:principalisawsservice", "aws:viaawsservice"}
	condition.values == ["false"]
}

# Whether a value of a condition can be had by no stranger.
fixed(key, value) if {
	key in {
		"aws:principalaccount",
		"aws:sourceaccount",
		"aws:sourceowner",
		"aws:vpceaccount",
		"kms:calleraccount",
		"s3:dataaccesspointaccount",
	}
	regex.match(`^[0-9]{12}$`, value)
}

fixed(key, value) if {
	key in {
		"aws:principalorgid",
		"aws:principalservicename",
		"aws:principalservicenameslist",
		"aws:sourceorgid",
		"aws:sourcevpc",
		"aws:sourcevpce",
		"aws:vpceorgid",
	}
	exact(value)
}

fixed(key, value) if {
	key in {"aws:principalorgpaths", "aws:sourceorgpaths", "aws:vpceorgpaths"}
	exact(split(value, "/")[0])
}

fixed(key, value) if {
	key in {
		"aws:principalarn",
		"aws:sourcearn",
		"aws:sourcevpcarn",
		"lambda:sourcefunctionarn",
		"s3:dataaccesspointarn",
	}
	fixed_name(split(value, ":"))
}

# The first half of the identifier of a session is that of its role, which is given once only.
fixed("aws:userid", value) if exact(split(value, ":")[0])

fixed("aws:sourceip", value) if small_range(value)

fixed("sns:endpoint", value) if regex.match(`^([*]@)?[^*?]+$`, value)

# A name of AWS is fixed by its account, or as a whole; the names of buckets are unique in the world.
fixed_name(parts) if {
	count(parts) > 5
	regex.match(`^[0-9]{12}$`, parts[4])
}

fixed_name(parts) if {
	count(parts) > 5
	parts[4] == ""
	exact(concat(":", parts))
}

fixed_name(parts) if {
	count(parts) == 6
	parts[2] == "s3"
	exact(parts[5])
}

exact(value) if {
	value != ""
	not regex.match(`[*?]|[$][{]`, value)
}

# The internet is no range of addresses, and neither is a great part of it.
small_range(value) if not contains(value, "/")

small_range(value) if {
	not contains(value, ":")
	prefix_length(value) >= 8
}

small_range(value) if {
	contains(value, ":")
	prefix_length(value) >= 32
}

prefix_length(range) := to_number(split(range, "/")[1]) if regex.match(`^[^/]+/[0-9]{1,3}$`, range)

# The actions of a statement in small letters; what is allowed with `NotAction` is nearly everything.
actions(statement) := ["*"] if statement.NotAction

actions(statement) := [lower(action) | some action in lib.as_list(object.get(statement, "Action", []))] if {
	not statement.NotAction
}

resources(statement) := lib.as_list(object.get(statement, "Resource", "*"))

covers(statement, wanted, among) if {
	every action in wanted {
		covers_action(statement, action)
	}
	every resource in among {
		covers_resource(statement, resource)
	}
}

# Whether a statement is about an action, which is given in small letters.
covers_action(statement, action) if {
	some pattern in lib.as_list(statement.Action)
	lib.fits(action, lower(pattern))
}

covers_action(statement, action) if {
	statement.NotAction
	every pattern in lib.as_list(statement.NotAction) {
		not lib.fits(action, lower(pattern))
		not lib.fits(lower(pattern), action)
	}
}

covers_resource(statement, resource) if {
	some pattern in resources(statement)
	lib.fits(resource, pattern)
	not statement.NotResource
}

covers_resource(statement, resource) if {
	statement.NotResource
	every pattern in lib.as_list(statement.NotResource) {
		not lib.fits(resource, pattern)
		not lib.fits(pattern, resource)
	}
}

# What checks share.
package pantheon.lib

import rego.v1

# The properties, of those named, that the collector could not read.
unread(names) := {sprintf("%s could not be read.", [name]) |
	some name in names
	name in object.get(input.properties, "Unread", [])
}

# The entries of a list, or the one thing that stands for such a list.
as_list(value) := value if is_array(value)

as_list(value) := [value] if not is_array(value)

# The statements of a policy document, which AWS also takes without a list.
statements(policy) := as_list(object.get(policy, "Statement", []))

# Whether a source means every address there is.
anywhere(source) if source in {"0.0.0.0/0", "::/0"}

# The resources of a type in the account, by their identifiers.
estate(type) := data.estate[type]

estate(type) := {} if not data.estate[type]

# How many days lie between a time and the present.
days_since(time_text) := floor((time.parse_rfc3339_ns(input.now) - time.parse_rfc3339_ns(time_text)) / 86400000000000)

# What stands at a key or a path of a document; another value where that is absent or null.
get(thing, path, otherwise) := value if {
	is_object(thing)
	value := object.get(thing, path, null)
	value != null
} else := otherwise

# Whether a principal of a policy is everybody, in any of the ways in which that can be written.
everybody(principal) if principal == "*"

everybody(principal) if {
	is_object(principal)
	"*" in as_list(get(principal, "AWS", []))
}

# What ties whoever calls to an account, an organization, a network or one resource.
tying_keys := {
	"aws:principalaccount",
	"aws:principalarn",
	"aws:principalorgid",
	"aws:principalorgpaths",
	"aws:sourceaccount",
	"aws:sourcearn",
	"aws:sourceip",
	"aws:sourceorgid",
	"aws:sourceorgpaths",
	"aws:sourceowner",
	"aws:sourcevpc",
	"aws:sourcevpce",
	"aws:userid",
	"aws:vpcsourceip",
	"elasticfilesystem:accesspointarn",
	"elasticfilesystem:accessedviamounttarget",
}

# What compares without letting through those of whom nothing is known; `…IfExists` does let them.
tying_operators := {
	"arnequals",
	"arnlike",
	"bool",
	"ipaddress",
	"stringequals",
	"stringequalsignorecase",
	"stringlike",
}

# Whether a statement's conditions keep strangers out.
tied(statement) if {
	some operator, keys in get(statement, "Condition", {})
	trim_prefix(lower(operator), "foranyvalue:") in tying_operators
	some key, values in keys
	lower(key) in tying_keys
	every value in as_list(values) {
		not vague(value)
	}
}

# Whether a value of a condition leaves everything open.
vague(value) if anywhere(value)

vague(value) if regex.match("^(arn(:aws[a-z-]*(:[a-z0-9-]*)?)?|false)?$", trim(sprintf("%v", [value]), "*?:/"))

# The resources of a type that are not being deleted, by their identifiers.
present(type) := {id: resource |
	some id, resource in estate(type)
	get(resource, "state", "active") != "deleting"
}

# The resources of a type that a resource needs, by its edges.
needed(resource, type) := {id: other |
	all := estate(type)
	some id in get(resource, "dependencies", [])
	other := all[id]
	get(other, "state", "active") != "deleting"
}

# Whether a text fits a pattern in which `*` stands for anything and `?` for one character.
fits(text, pattern) if text == pattern

fits(text, pattern) if {
	is_string(text)
	is_string(pattern)
	plain := replace(replace(pattern, ".", "[.]"), "+", "[+]")
	expression := sprintf("^%s$", [replace(replace(plain, "?", "."), "*", ".*")])
	regex.is_valid(expression)
	regex.match(expression, text)
}

# What makes a role all-powerful: the policies that let it do everything, or give itself any right.
# A permissions boundary holds the role back, whatever its policies say.
all_powerful(role) := set() if get(role.properties, "PermissionsBoundary", "") != ""

all_powerful(role) := powers_of_aws(role) | powers_of_account(role) | powers_inline(role) if {
	get(role.properties, "PermissionsBoundary", "") == ""
}

powers_of_aws(role) := {name |
	some arn in get(role.properties, "ManagedPolicyArns", [])
	contains(arn, ":iam::aws:policy/")
	name := regex.replace(arn, "^.*/", "")
	name in {"AdministratorAccess", "IAMFullAccess"}
}

powers_of_account(role) := {get(policy.properties, "ManagedPolicyName", policy.arn) |
	some policy in needed(role, "AWS::IAM::ManagedPolicy")
	policy.arn in get(role.properties, "ManagedPolicyArns", [])
	allows_everything(get(policy.properties, "PolicyDocument", {}))
}

powers_inline(role) := {policy.PolicyName |
	some policy in get(role.properties, "Policies", [])
	allows_everything(get(policy, "PolicyDocument", {}))
}

# Whether a policy lets its holder do everything everywhere, or everything with identities.
allows_everything(policy) if {
	is_object(policy)
	some statement in statements(policy)
	statement.Effect == "Allow"
	some action in as_list(get(statement, "Action", []))
	lower(action) in {"*", "*:*", "iam:*"}
	"*" in as_list(get(statement, "Resource", []))
	not statement.Condition
}

# Whether a backup plan of the region selects a resource.
backed_up(resource) if {
	some plan in present("AWS::Backup::BackupPlan")
	plan.region == resource.region
	some selection in get(plan.properties, "BackupSelections", [])
	backup_selects(selection, resource)
}

# The backup plans of a region whose selections could not be read, and so may select anything.
obscure_backup_plans(region) := {name |
	some plan in present("AWS::Backup::BackupPlan")
	plan.region == region
	"BackupSelections" in get(plan.properties, "Unread", [])
	name := get(plan.properties, ["BackupPlan", "BackupPlanName"], get(plan, "native_id", ""))
}

# A selection takes what it names or what bears one of its tags, as far as all conditions hold.
backup_selects(selection, resource) if {
	backup_names(selection, resource)
	not backup_leaves_out(selection, resource)
	every comparison, conditions in get(selection, "Conditions", {}) {
		every condition in conditions {
			backup_condition_holds(comparison, condition, resource)
		}
	}
}

backup_names(selection, resource) if {
	some pattern in get(selection, "Resources", [])
	fits(resource.arn, pattern)
}

backup_names(selection, resource) if {
	some tag in get(selection, "ListOfTags", [])
	has_tag(tag, resource)
}

backup_names(selection, _) if {
	not selection.Resources
	not selection.ListOfTags
}

backup_leaves_out(selection, resource) if {
	some pattern in get(selection, "NotResources", [])
	fits(resource.arn, pattern)
}

backup_condition_holds("StringEquals", condition, resource) if has_tag(condition, resource)

backup_condition_holds("StringLike", condition, resource) if has_tag_like(condition, resource)

backup_condition_holds("StringNotEquals", condition, resource) if not has_tag(condition, resource)

backup_condition_holds("StringNotLike", condition, resource) if not has_tag_like(condition, resource)

has_tag(condition, resource) if {
	backup_tag(condition, resource) == get(condition, "ConditionValue", "")
}

has_tag_like(condition, resource) if {
	fits(backup_tag(condition, resource), get(condition, "ConditionValue", ""))
}

backup_tag(condition, resource) := resource.tags[trim_prefix(condition.ConditionKey, "aws:ResourceTag/")]

# Whether the name of a variable says that its value is a secret, and not only where one is.
names_secret(name) if {
	words := words_of(name)
	some word in words
	word in {
		"apikey",
		"accesskey",
		"credential",
		"credentials",
		"passphrase",
		"passwd",
		"password",
		"passwords",
		"privatekey",
		"pwd",
		"secret",
		"secretkey",
		"secrets",
		"token",
		"tokens",
	}
	not only_about_secret(words)
}

names_secret(name) if {
	words := words_of(name)
	some at, word in words
	word in {"access", "api", "auth", "encryption", "master", "private", "secret", "signing"}
	words[at + 1] == "key"
	not only_about_secret(words)
}

# The identifier of an access key is one half of it.
names_secret(name) if words_of(name) == ["aws", "access", "key", "id"]

# The words of a name, however they are put together.
words_of(name) := split(lower(regex.replace(apart, "([a-z0-9])([A-Z])", "${1}_${2}")), "_") if {
	is_string(name)
	apart := replace(replace(name, "-", "_"), ".", "_")
}

only_about_secret(words) if {
	words[count(words) - 1] in {
		"alias",
		"arn",
		"arns",
		"audience",
		"bucket",
		"count",
		"enabled",
		"endpoint",
		"expiration",
		"expiry",
		"file",
		"header",
		"host",
		"id",
		"ids",
		"issuer",
		"length",
		"lifetime",
		"limit",
		"location",
		"name",
		"names",
		"parameter",
		"path",
		"policy",
		"prefix",
		"ref",
		"region",
		"size",
		"table",
		"timeout",
		"ttl",
		"type",
		"uri",
		"url",
		"version",
	}
}

# Whether a day, such as 2026-01-31, is over.
past(day) if substring(input.now, 0, 10) > day

# How many days at least have gone by since something of which only the week is known, by its Monday.
days_since_week(monday) := max([0, days_since(sprintf("%sT00:00:00Z", [monday])) - 6])

# The regions of the account that are watched: each has a bus for the events of AWS, which nobody can delete.
watched_regions := {bus.region | some bus in estate("AWS::Events::EventBus")}

# Whether the account has a role of this name, such as one that a service of AWS makes for itself.
has_role(name) if estate("AWS::IAM::Role")[sprintf("%s:global:AWS.IAM.Role:%s", [input.account_id, name])]

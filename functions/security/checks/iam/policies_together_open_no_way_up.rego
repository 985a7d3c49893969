# METADATA
# title: Several policies together let nobody take the rights of others
# description: >-
#   Looks whether a user or a role has several policies that together allow what none of them allows alone: to pass
#   any role to a service in one, and to start something there in another. Policies of the account and inside the
#   identity and its groups count; those of AWS are not read.
# custom:
#   severity: high
#   risk: >-
#     Each policy looks harmless to whoever reviews it, and its holder still becomes an administrator by a few calls.
#   remediation:
#     text: >-
#       Narrow iam:PassRole to the roles that are meant and to one service (iam:PassedToService).
#     cli: >-
#       aws iam create-policy-version --policy-arn <policy> --policy-document file://policy.json --set-as-default
#   resource_types: [AWS::IAM::Role, AWS::IAM::User]
#   reads: [AWS::IAM::Group, AWS::IAM::ManagedPolicy]
package pantheon.checks.iam.policies_together_open_no_way_up

import data.pantheon.lib
import data.pantheon.lib.iam
import rego.v1

skip if iam.made_by_aws(input)

skip if iam.bounded(input)

own := object.union(iam.attached(input), iam.inline(input))

by_groups := {sprintf("%s of the group %s", [name, group.native_id]): document |
	some group in iam.groups(input)
	some name, document in object.union(iam.attached(group), iam.inline(group))
}

all := object.union(own, by_groups)

together := {"Statement": [statement |
	some document in all
	is_object(document)
	some statement in lib.statements(document)
]}

alone := {does |
	some document in all
	some does in iam.ways_up(document)
}

administers if {
	some document in all
	iam.administrative(document)
}

deny contains sprintf("The policies %s together let it %s.", [names, iam.list_of(ways)]) if {
	count(all) > 1
	not administers
	ways := iam.ways_up(together) - alone
	count(ways) > 0
	names := concat(", ", sort(object.keys(all)))
}

# METADATA
# title: EventBridge rules send to no other account
# description: >-
#   Names rules in force that send events to a resource of another account. It tells where events go; a
#   central account for events is good practice.
# custom:
#   severity: informational
#   risk: >-
#     A rule is an easy way to watch all that happens in the account from outside.
#   remediation:
#     text: >-
#       Compare the accounts with those that are meant to receive events, and delete the rules that nobody
#       knows.
#   resource_types: [AWS::Events::Rule]
package pantheon.checks.eventbridge.rule_sends_to_no_other_account

import data.pantheon.lib
import rego.v1

skip if input.properties.State == "DISABLED"

unknown := lib.unread(["Targets"])

deny contains sprintf("Events are sent to %s.", [target.Arn]) if {
	some target in object.get(input.properties, "Targets", [])
	account := split(target.Arn, ":")[4]
	account != ""
	account != input.account_id
}

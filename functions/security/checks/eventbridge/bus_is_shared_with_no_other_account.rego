# METADATA
# title: EventBridge buses are shared with no account outside the organization
# description: >-
#   Names the other accounts that the policy lets in without a condition on the organization. It tells
#   what is shared; it does not say that sharing is wrong.
# custom:
#   severity: informational
#   risk: >-
#     Each account that is let in is as far as an attacker has to get to reach the bus.
#   remediation:
#     text: >-
#       Compare the accounts with those that are meant to be let in, and add aws:PrincipalOrgID where all of
#       them belong to the organization.
#   resource_types: [AWS::Events::EventBus]
package pantheon.checks.eventbridge.bus_is_shared_with_no_other_account

import data.pantheon.lib.policies
import rego.v1

deny contains sprintf("%s lets the account %s do %s.", [name, account, deeds]) if {
	some statement in policies.with_effect(object.get(input.properties, "Policy", {}), "Allow")
	some account in policies.strangers(statement)
	name := policies.named(statement)
	deeds := policies.deeds(statement)
}

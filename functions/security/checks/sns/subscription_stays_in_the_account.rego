# METADATA
# title: SNS subscriptions stay within the account
# description: >-
#   Names subscriptions that deliver to a queue, function or stream of another account. It tells where
#   messages go; it does not say that this is wrong.
# custom:
#   severity: informational
#   risk: >-
#     A subscription is an easy way to take data out that nobody looks at.
#   remediation:
#     text: >-
#       Compare the accounts with those that are meant to receive messages.
#   resource_types: [AWS::SNS::Subscription]
package pantheon.checks.sns.subscription_stays_in_the_account

import rego.v1

deny contains sprintf("Messages are delivered to %s.", [input.properties.Endpoint]) if {
	account := split(input.properties.Endpoint, ":")[4]
	account != ""
	account != input.account_id
}

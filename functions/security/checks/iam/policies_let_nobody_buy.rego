# METADATA
# title: Policies let nobody subscribe to everything in the Marketplace
# description: >-
#   Looks whether a policy of the account, or one inside a user, a group or a role, allows aws-marketplace:Subscribe
#   for every product. Administrators are left to other checks.
# custom:
#   severity: low
#   risk: >-
#     Whoever gets hold of the holder buys what the company pays for, such as models, and runs software that nobody
#     has looked at.
#   remediation:
#     text: >-
#       Limit the statement to the products that were approved (aws-marketplace:ProductId), or use a private
#       marketplace.
#     cli: >-
#       aws iam create-policy-version --policy-arn <policy> --policy-document file://policy.json --set-as-default
#   resource_types: [AWS::IAM::Group, AWS::IAM::ManagedPolicy, AWS::IAM::Role, AWS::IAM::User]
package pantheon.checks.iam.policies_let_nobody_buy

import data.pantheon.lib.iam
import rego.v1

skip if not iam.in_force(input)

actions := {"aws-marketplace:Subscribe"}

deny contains sprintf("The policy %s allows %s on every product.", [name, concat(", ", sort(allowed))]) if {
	some name, document in iam.limited(input)
	allowed := iam.allowed(document, actions)
	count(allowed) > 0
}
